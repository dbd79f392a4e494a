"""The frame of every public page: language, title, path, feedback, twin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.organisation import units
from motcua.portal import answers
from motcua.portal import stylesheet
from motcua.portal.addresses import Addresses
from motcua.portal.addresses import Language
from motcua.portal.addresses import other
from motcua.portal.interfaces import IPortalSettings
from plone import api
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Any
from typing import Final
from zope.i18n import translate


Crumb = tuple[str, str]
_INDENTED: Final = re.compile(r"[ \t]*\n[ \t]+")


class Missing(Exception):
    """There is nothing to show at this address, or nothing that may be shown."""


class Moved(Exception):
    """What was asked for stands at another address, which is the only argument."""


@dataclass(frozen=True)
class Contact:
    """Who takes feedback and petitions about procedures."""

    office: str
    address: str = ""
    phone: str = ""
    email: str = ""


class Page(BrowserView):
    """One public page in one language; subclasses say what stands in it.

    ``rest`` are the path segments behind the page's own word. A subclass whose
    page does not exist for them raises ``Missing`` in ``prepare``, or ``Moved``.
    """

    name: str = ""
    title: str = ""
    status: int = 200
    keep: bool = True
    """Whether caches may keep the page."""

    changed: date | None = None
    """Day of the last change of what the page shows, where it is known."""

    suggests: bool = False
    """Whether the search box of the page suggests while somebody types."""

    scans: bool = False
    """Whether fields of the page are filled from what a QR code carries behind "#"."""

    body: ViewPageTemplateFile
    layout = ViewPageTemplateFile("templates/layout.pt")
    searchbox = ViewPageTemplateFile("templates/searchbox.pt")

    def __init__(
        self, site: Any, request: Any, language: Language, rest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(site, request)
        self.language = language
        self.rest = rest
        base = site.absolute_url_path().rstrip("/")
        self.addresses = Addresses(base, language)

    @property
    def writes(self) -> bool:
        """Whether this very request may change the database of content."""
        return False

    def prepare(self) -> None:
        """Read what the page needs; raise ``Missing`` when there is no such page."""
        if self.rest:
            raise Missing

    def render(self) -> str:
        """Return the body of the answer, its headers set."""
        speak(self.request, self.language)
        # The macro of the layout leaves its document type behind.
        html = f"<!DOCTYPE html>\n{slim(self.body())}"
        return answers.page(
            self.request,
            html,
            self.language,
            status=self.status,
            keep=self.keep,
            script=bool(self.script),
        )

    def say(self, message: str) -> str:
        """Return the message in the language of the page."""
        return translate(message, target_language=self.language, domain="motcua")

    @property
    def other(self) -> Language:
        """The language that the page is also there in."""
        return other(self.language)

    @property
    def site_name(self) -> str:
        """Name of the office as its site carries it."""
        return str(self.context.title or self.say(_("One-stop shop")))

    @property
    def heading(self) -> str:
        """Return the heading, which is also the first part of the window's title."""
        return self.say(self.title)

    @property
    def crumbs(self) -> list[Crumb]:
        """The pages above this one, home first."""
        return [(self.say(_("Home")), self.addresses.home)]

    @property
    def asked(self) -> dict[str, str]:
        """The part of the query that the twin in the other language keeps."""
        return {}

    @property
    def twin(self) -> str:
        """Address of this page in the other language."""
        return self.addresses.turned().page(self.name, *self.rest, **self.asked)

    @property
    def own(self) -> str:
        """Address of this page."""
        return self.addresses.page(self.name, *self.rest, **self.asked)

    @property
    def report(self) -> str:
        """Where somebody tells that this page lacks something or is wrong."""
        if self.name == "procedures" and self.rest:
            return self.addresses.page("feedback", self.rest[0])
        here = self.own.partition("?")[0] if self.name != "feedback" else ""
        return self.addresses.page("feedback", page=here)

    @property
    def style(self) -> str:
        """Address of the stylesheet."""
        return stylesheet.LOOKS.address(self.addresses.base, "portal.css")

    @property
    def script(self) -> str:
        """Address of the script of the page, "" on pages without one."""
        if not (self.suggests or self.scans):
            return ""
        name = "suggest.js" if self.suggests else "scan.js"
        return stylesheet.LOOKS.address(self.addresses.base, name)

    @property
    def mark(self) -> str:
        """Address of the mark shown in browser tabs."""
        return stylesheet.LOOKS.address(self.addresses.base, "mark.svg")

    @property
    def login(self) -> str:
        """Where officers log in; they go on to their desk."""
        base = self.addresses.base
        return f"{base}/login?came_from={base}/desk"

    @property
    def contact(self) -> Contact:
        """Who takes feedback: as set, else the first one-stop unit in force."""
        settings = self.settings
        office = _setting(settings, "feedback_office")
        address = _setting(settings, "feedback_address")
        phone = _setting(settings, "feedback_phone")
        email = _setting(settings, "feedback_email")
        if office or address or phone or email:
            return Contact(office or self.site_name, address, phone, email)
        for unit in self.one_stop_units:
            return Contact(unit.name, unit.address, unit.phone)
        return Contact(self.site_name)

    @property
    def settings(self) -> Any:
        """Return the records of ``IPortalSettings``; missing ones are None."""
        registry = api.portal.get_tool("portal_registry")
        return registry.forInterface(IPortalSettings, check=False)

    @cached_property
    def one_stop_units(self) -> list[units.Unit]:
        """The one-stop units of today, the largest first."""
        try:
            found = units.all("one-stop-unit", vietnam.today(), self.context)
        except KeyError:  # a site without /organisation
            return []
        ranks = {level: rank for rank, level in enumerate(units.LEVELS)}
        return sorted(found, key=lambda unit: (ranks.get(unit.level, 9), unit.code))


def slim(html: str) -> str:
    """Return a page without the indentation of its templates, which no reader sees.

    Line breaks stay: published texts are shown with theirs.
    """
    return _INDENTED.sub("\n", html)


def _setting(settings: Any, name: str) -> str:
    return str(getattr(settings, name, None) or "").strip()


def speak(request: Any, language: Language) -> None:
    """Make templates speak the language of the address, whatever else was asked."""
    request.set("LANGUAGE", language)
    binding = request.get("LANGUAGE_TOOL")
    if binding is not None:
        binding.LANGUAGE = language
        binding.LANGUAGE_LIST = [language]
        binding.DEFAULT_LANGUAGE = language
