"""The frame of every staff screen: who sits here, in which duties and language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from functools import cached_property
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers.folder import find
from motcua.organisation import duties
from motcua.organisation import units
from motcua.shell import confining
from motcua.shell import looks
from motcua.shell import navigation
from motcua.shell.wording import NO_DATE
from plone import api
from plone.protect.authenticator import createToken
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import urlencode
from zope.i18n import translate


if TYPE_CHECKING:
    from motcua.base.durations import Language
    from motcua.dossiers.dossier import Dossier
    from motcua.shell.navigation import Entry

#: Longest text that a field may hold; more is an accident of the clipboard.
LONGEST: Final = 4000
#: Values of a field that may be there several times: rows of the longest page, ticked.
MOST: Final = 1000
#: Lists go no deeper; who needs more narrows them down.
LAST_PAGE: Final = 10_000
DOCTYPE: Final = "<!DOCTYPE html>"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'; script-src 'self'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Our screens bring their own looks; the theme of the platform stays away.
    "X-Theme-Disabled": "True",
}


class Missing(Exception):
    """There is nothing at this address, or nothing for this person: one answer."""


@dataclass(frozen=True)
class Place:
    """A door as its screens know it.

    ``path`` is its name below the site; ``finder`` the name, below the door, of
    the screen that opens a dossier by its code (``ma``), "" for none.
    """

    path: str
    finder: str = ""


class Screen(BrowserView):
    """One screen. ``names`` is the path below its door."""

    #: Path of the entry of the navigation that the screen belongs to.
    section: str = ""
    title: Any = ""
    status: int = 200
    body: ViewPageTemplateFile
    #: Files of ``looks`` beside the stylesheet of all screens.
    styles: tuple[str, ...] = ()
    layout = ViewPageTemplateFile("templates/layout.pt")

    def __init__(
        self, site: Any, request: Any, place: Place, names: tuple[str, ...] = ()
    ) -> None:
        super().__init__(site, request)
        self.place = place
        self.names = names
        self.now = datetime.now(UTC)
        self.root = site.absolute_url_path().rstrip("/")
        self.base = f"{self.root}/{place.path}"

    def answer(self) -> Any:
        """Return the body of the answer, its headers set."""
        speak(self.request, self.language)
        self.secure()
        self.prepare()
        response = self.request.response
        if response.getStatus() in (302, 303):
            return ""
        response.setStatus(self.status)
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        response.setHeader("Content-Language", self.language)
        # A macro is an element: the line before it does not come along.
        return f"{DOCTYPE}\n{self.body()}"

    def prepare(self) -> None:
        """Read what the screen needs, or act on what was posted."""

    def secure(self) -> None:
        """Set the headers that every answer to the staff carries."""
        for name, value in HEADERS.items():
            self.request.response.setHeader(name, value)
        # The platform's last touch would rewrite our markup; what it guards
        # against, writing without a token, the door does not let happen.
        self.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True

    # The person

    @cached_property
    def person(self) -> str:
        """The user id of who sits here."""
        return str(api.user.get_current().getId() or "")

    @cached_property
    def language(self) -> Language:
        """Vietnamese, or English for people who chose it in their profile."""
        chosen = api.user.get_current().getProperty("language", "")
        return "en" if chosen == "en" else "vi"

    @cached_property
    def person_name(self) -> str:
        """The full name of who sits here."""
        return self.name_of(self.person)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The duties of today, as groups."""
        return rights.groups_of(self.person, self.now.astimezone(VIETNAM).date())

    @cached_property
    def duties(self) -> list[str]:
        """The duties of today in words, one line for each department."""
        found: dict[str, list[str]] = {}
        for department, duty in sorted(
            filter(None, map(duties.parse_group, self.groups))
        ):
            found.setdefault(department, []).append(self.say(duties.DUTIES[duty]))
        return [
            f"{self.unit_name(department)}: {', '.join(words)}"
            for department, words in found.items()
        ]

    def units_with(self, *wanted: str) -> list[units.Unit]:
        """Return the units in which this person holds one of the duties today."""
        parsed = filter(None, map(duties.parse_group, self.groups))
        codes = sorted({code for code, held in parsed if held in wanted})
        return [units.get(code, self.context) for code in codes]

    def may_see(self, code: str) -> Dossier:
        """Return the dossier with the code, for this person only.

        Raises ``Missing`` for a code that is malformed, unknown or of a dossier
        in which the person's departments take no part: nobody can tell which.
        """
        found = find(self.context, code) if code == code.strip().upper() else None
        if found is None or not actions.permitted(found, self.person, self.now):
            raise Missing
        return found

    # What was sent

    def text(self, name: str) -> str:
        """Return a field of the form as text, without control characters."""
        return _clean(self.request.form.get(name, ""))

    def texts(self, name: str) -> list[str]:
        """Return a field that may be there several times, without empty values."""
        found = self.request.form.get(name, [])
        values = found if isinstance(found, list) else [found]
        return [text for text in map(_clean, values[:MOST]) if text]

    def number(self, name: str, default: int = 1, largest: int = LAST_PAGE) -> int:
        """Return a field as a number up to ``largest``, else ``default``.

        The smallest is 1, or 0 where that is the default.
        """
        text = self.text(name)
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            return default
        return min(max(int(text), min(default, 1)), largest)

    @property
    def posted(self) -> bool:
        """Whether a form was sent."""
        return bool(self.request["REQUEST_METHOD"] == "POST")

    @cached_property
    def token(self) -> str:
        """What a form of ours carries, so that no other site can send it."""
        return str(createToken())

    # What is shown

    def say(self, message: Any) -> str:
        """Return the message in the language of the person."""
        return str(translate(message, target_language=self.language, domain="motcua"))

    @property
    def heading(self) -> str:
        """The heading, which is also the first part of the window's title."""
        return self.say(self.title)

    @property
    def site_name(self) -> str:
        """Name of the office as its site carries it."""
        return str(self.context.title or self.say(_("One-stop shop")))

    @cached_property
    def navigation(self) -> list[navigation.Entry]:
        """The doors that are open to this person; none to who is confined."""
        if self.entrance != self.address():
            return []
        return navigation.entries(self.groups, self.context)

    @cached_property
    def near_and_far(self) -> tuple[list[Entry], list[Entry]]:
        """The same in two parts: in the row, and behind "More"."""
        return navigation.near_and_far(self.navigation, self.section)

    @cached_property
    def messages(self) -> list[tuple[str, str]]:
        """What the screen before had to tell: (kind, text)."""
        shown = IStatusMessage(self.request).show()
        return [(each.type, each.message) for each in shown]

    def tell(self, message: Any) -> None:
        """Let the next screen say that something is done."""
        IStatusMessage(self.request).add(self.say(message), type="info")

    def go(self, *names: str, **questions: str) -> None:
        """Lead on to the screen at this path below the door."""
        url = f"{self.context.absolute_url()}/{self.place.path}"
        path = "".join(f"/{quote(name, safe='')}" for name in names)
        asked = urlencode({key: value for key, value in questions.items() if value})
        target = f"{url}{path}{'?' if asked else ''}{asked}"
        self.request.response.redirect(target, status=303)

    def address(self, *names: str, **questions: str) -> str:
        """Return the address of another screen of this door."""
        path = "".join(f"/{quote(name, safe='')}" for name in names)
        asked = urlencode({key: value for key, value in questions.items() if value})
        return f"{self.base}{path}{'?' if asked else ''}{asked}"

    @cached_property
    def entrance(self) -> str:
        """Address at which the person begins: that of the door, or their only one."""
        only = confining.begins(self.context, self.person)
        return f"{self.root}/{only}" if only else self.address()

    @property
    def finder(self) -> str:
        """Name of the screen that opens a dossier by its code, "" for none."""
        return self.place.finder if self.entrance == self.address() else ""

    @property
    def home(self) -> str:
        """Address of the public pages."""
        return self.root or "/"

    def static(self, name: str) -> str:
        """Return the address of a file of ``looks/``."""
        return looks.STAFF.address(self.root, name)

    def moment(self, at: datetime | None) -> str:
        """Return a moment as the clock of Vietnam shows it."""
        if at is None:
            return self.say(NO_DATE)
        return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

    def unit_name(self, code: str) -> str:
        """Return the name of a unit; its code when it is on no record."""
        try:
            return str(units.get(code, self.context).name)
        except KeyError:
            return code

    def name_of(self, person: str) -> str:
        """Return the full name of a user, the login name of one who is gone."""
        user = api.user.get(userid=person) if person else None
        return str(user.getProperty("fullname", "") or person) if user else person


def _clean(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return _CONTROL.sub("", text)[:LONGEST].strip()


def speak(request: Any, language: str) -> None:
    """Make templates speak the language of the person."""
    request.set("LANGUAGE", language)
    binding = request.get("LANGUAGE_TOOL")
    if binding is not None:
        binding.LANGUAGE = language
        binding.LANGUAGE_LIST = [language]
        binding.DEFAULT_LANGUAGE = language
