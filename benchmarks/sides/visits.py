"""A person at a house that is served: pages, forms and files over HTTP, as a browser.

Forms are sent with everything that the page put into them, so what a page does not
offer cannot be done here either.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from html.parser import HTMLParser
from motcua.setup.testing import live
from pathlib import Path
import requests
from typing import Any
from urllib.parse import urljoin


SECONDS = 300


class Refused(Exception):
    """The site did not do it; the message shows what it answered."""


@dataclass
class Form:
    """A form of a page: what it holds, its buttons, and what can be ticked."""

    id: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    ticks: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page; fields know their form, or stand in one."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Form] = {}
        self.open: Form | None = None
        self.area = self.chosen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(has.get("id", ""), has.get("action", ""))
            self.forms[self.open.id or f"#{len(self.forms)}"] = self.open
        at = self.forms.get(has.get("form", "")) or self.open
        if at is None:
            return
        name, value = has.get("name", ""), has.get("value", "")
        if tag == "button":
            at.buttons.append((name, value))
        elif tag == "input" and has.get("type") in ("checkbox", "radio"):
            at.ticks.setdefault(name, []).append(value)
            if "checked" in has:
                at.fields[name] = value
        elif tag == "input" and has.get("type") != "file":
            at.fields[name] = value
        elif tag == "textarea":
            self.area = name
            at.fields[name] = ""
        elif tag == "select":
            self.chosen = name
        elif tag == "option" and self.chosen:
            value = value if "selected" in has else at.fields.get(self.chosen, value)
            at.fields[self.chosen] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.chosen = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.open is not None:
            self.open.fields[self.area] += data


class Visitor:
    """One person, logged in."""

    def __init__(self, site: live.LiveSite, login: str) -> None:
        self.url = site.url
        self.session = requests.Session()
        self.password = (login, site.passwords[login])
        forms = self.forms("/login").values()
        form = next(one for one in forms if "__ac_name" in one.fields)
        told = {"__ac_name": login, "__ac_password": self.password[1]}
        button = next(one for one in form.buttons if "login" in one[0])
        data = {**form.fields, **told, button[0]: button[1]}
        self._sent(self.session.post(self.at(form.action), data=data, timeout=SECONDS))

    def page(self, path: str) -> bytes:
        """Return what an address answers; raise ``Refused`` unless it is 200."""
        return self._sent(self.session.get(self.at(path), timeout=SECONDS)).content

    def at(self, path: str) -> str:
        """Return the whole address of a path of the site."""
        return urljoin(f"{self.url}/", path)

    def forms(self, path: str) -> dict[str, Form]:
        """Return the forms of a page by their ids."""
        reader = _Forms()
        reader.feed(self.page(path).decode())
        return reader.forms

    def press(
        self,
        path: str,
        form: str,
        button: str,
        ticks: Iterable[tuple[str, str]] = (),
        files: Sequence[Path] = (),
        **told: str,
    ) -> str:
        """Fill a form in and press a button; return the address that it leads to.

        ``ticks`` are boxes that are ticked, as (name, value). Raises ``Refused`` when
        the page has no such form, button or box, and when it shows itself again.
        """
        found = self.forms(path).get(form)
        if found is None:
            raise Refused(f"{path}: no form {form}")
        pressed = next((one for one in found.buttons if one[1] == button), None)
        if pressed is None:
            raise Refused(f"{path}: {form} has no button {button}: {found.buttons}")
        chosen = list(ticks)
        for name, value in chosen:
            if value not in found.ticks.get(name, ()):
                raise Refused(f"{path}: {form} has no box {name} {value}")
        data = [*{**found.fields, **told}.items(), *chosen, pressed]
        sent = [
            ("files", (one.name, one.read_bytes(), "application/pdf")) for one in files
        ]
        answer = self.session.post(
            self.at(found.action or path),
            data=data,
            files=sent or None,
            allow_redirects=False,
            timeout=SECONDS,
        )
        if answer.status_code not in (302, 303):
            raise Refused(f"{path} {button}: {answer.status_code} {_said(answer)}")
        return str(answer.headers["Location"])

    def send(self, batch: str, file: Path) -> dict[str, Any]:
        """Send a scan by REST, as the program beside a scanner does."""
        answer = requests.post(
            f"{self.url}/++api++/@scans/{batch}",
            params={"name": file.name},
            data=file.read_bytes(),
            headers={"Content-Type": "application/pdf", "Accept": "application/json"},
            auth=self.password,
            timeout=SECONDS,
        )
        return dict(self._sent(answer, 201).json())

    def told(self, batch: str) -> dict[str, Any]:
        """Ask by REST how far a batch is."""
        return self.ask(f"@scans/{batch}")

    def ask(self, endpoint: str) -> dict[str, Any]:
        """Return what a REST endpoint answers."""
        answer = requests.get(
            f"{self.url}/++api++/{endpoint}",
            headers={"Accept": "application/json"},
            auth=self.password,
            timeout=SECONDS,
        )
        return dict(self._sent(answer).json())

    @staticmethod
    def _sent(answer: requests.Response, wanted: int = 200) -> requests.Response:
        if answer.status_code != wanted:
            raise Refused(f"{answer.url}: {answer.status_code} {_said(answer)}")
        return answer


def _said(answer: requests.Response) -> str:
    """Return what a page says is wrong, else its beginning."""
    _before, mark, behind = answer.text.partition('id="problem"')
    return (behind if mark else answer.text)[:600]
