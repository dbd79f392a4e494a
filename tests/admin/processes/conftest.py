"""Officials at the screens of processes."""

from __future__ import annotations

import pytest
import re
from tests.admin.catalogue.conftest import Official
from tests.admin.catalogue.conftest import site
from tests.admin.catalogue.conftest import token_of
from tests.procedures.drafting.officials import CODE
import transaction


__all__ = ["site"]


class Keeper(Official):
    """Somebody at the door of processes."""

    def get(self, path="", status=200):
        """Open a page below the door."""
        answer = self.client.request("GET", f"{self.root}/quy-trinh{path}", self.login)
        assert answer.status_int == status, (path, answer.status, answer.text[-2000:])
        return answer

    def post(self, path, status=303, token=True, with_form="/quy-trinh", **sent):
        """Send a form without looking at the page."""
        if token:
            page = self.client.request("GET", f"{self.root}{with_form}", self.login)
            sent["_authenticator"] = token_of(page)
        return self.send(f"{self.root}/quy-trinh{path}", list(sent.items()), status)

    def press_form(self, page, status=303, **changes):
        """Fill in the form of a part and keep it."""
        form = next(f for f in page.forms.values() if "draft" in f.fields)
        pairs = [(n, v) for n, v in form.submit_fields() if n not in changes]
        path = re.sub(r"^https?://[^/]+", "", form.action)
        return self.send(path, [*pairs, *changes.items()], status)

    def upload(self, data, status=200):
        """Send a file to be looked at."""
        page = self.get(f"/{CODE}/tai-len")
        form = next(f for f in page.forms.values() if "file" in f.fields)
        fields = [(name, form[name].value) for name in ("_authenticator", "draft")]
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in [*fields, ("do", "look")]
        ]
        head = (
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n'
            "Content-Type: application/json\r\n\r\n"
        )
        body = ("".join(parts) + head).encode() + data + b"\r\n--x--\r\n"
        path = f"{self.root}/quy-trinh/{CODE}/tai-len"
        answer = self.client.request(
            "POST",
            path,
            self.login,
            body,
            Content_Type="multipart/form-data; boundary=x",
        )
        assert answer.status_int == status, answer.text[-3000:]
        transaction.begin()
        return answer


@pytest.fixture
def person(site):
    """Return a keeper by login; None for somebody without one."""
    return lambda login: Keeper(site, login)
