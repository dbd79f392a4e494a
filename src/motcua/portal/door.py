"""The public door: ``/``, ``/vi/...`` and ``/en/...`` lead to pages.

Language comes from the address alone. Nothing that is asked with GET can change
the database: the transaction of every public request is doomed before the page
is made, but for a message that is posted about a dossier.
"""

from __future__ import annotations

from motcua.portal.addresses import Language
from motcua.portal.addresses import LANGUAGES
from motcua.portal.addresses import named
from motcua.portal.addresses import other
from motcua.portal.addresses import PAGES
from motcua.portal.checklists.checklist import ChecklistPage
from motcua.portal.feed import FeedPage
from motcua.portal.feedback import FeedbackPage
from motcua.portal.fields import FieldsPage
from motcua.portal.finding.results import ResultsPage
from motcua.portal.finding.suggesting import SuggestionsPage
from motcua.portal.guidance import GuidancePage
from motcua.portal.home import HomePage
from motcua.portal.inputs import query_string
from motcua.portal.letters import LettersPage
from motcua.portal.missing import MissingPage
from motcua.portal.page import Missing
from motcua.portal.page import Moved
from motcua.portal.page import Page
from motcua.portal.reading import articles
from motcua.portal.reading.base import COMPARISON
from motcua.portal.reading.base import HISTORY
from motcua.portal.reading.comparison import ComparisonPage
from motcua.portal.reading.formfile import FormFile
from motcua.portal.reading.history import HistoryPage
from motcua.portal.reading.procedure import ProcedurePage
from motcua.portal.readingroom import ReadingRoomPage
from motcua.portal.slipcheck import SlipCheckPage
from motcua.portal.tracking import TrackingPage
from motcua.portal.units import UnitPage
from motcua.portal.units import UnitsPage
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five import BrowserView
import transaction
from typing import Any
from typing import Final
from urllib.parse import quote
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


KINDS: Final[dict[str, type[Page]]] = {
    "fields": FieldsPage,
    "tracking": TrackingPage,
    "slipcheck": SlipCheckPage,
    "units": UnitsPage,
    "help": GuidancePage,
    "feedback": FeedbackPage,
    "news": articles.NewsPage,
    "faq": articles.FaqPage,
    "services": articles.ServicesPage,
    "contact": articles.ContactPage,
    "feed": FeedPage,
    "letters": LettersPage,
    "suggestions": SuggestionsPage,
    "readingroom": ReadingRoomPage,
}
#: Below the word for procedures, by the number of segments that follow.
PROCEDURES: Final[dict[int, type[Page]]] = {
    0: ResultsPage,
    1: ProcedurePage,
    2: ChecklistPage,
    3: FormFile,
}
#: Pages below a procedure, with their words by language.
BELOW: Final[tuple[tuple[dict[Language, str], type[Page]], ...]] = (
    (HISTORY, HistoryPage),
    (COMPARISON, ComparisonPage),
)
#: Pages of one thing, below the page that lists them.
SINGLE: Final[dict[str, type[Page]]] = {
    "units": UnitPage,
    "news": articles.NewsArticle,
    "faq": articles.FaqArticle,
    "services": articles.ServicesArticle,
    "contact": articles.ContactArticle,
}
PATH_LIMIT: Final = 4


@implementer(IPublishTraverse)
class Door(BrowserView):
    """All public pages of one language, under that language's name."""

    language: Language

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> Door:
        """Take the next segment of the path; pages are chosen at the end."""
        self.names.append(name)
        return self

    def __call__(self) -> str:
        """Answer the request with a page, a redirect or our own 404."""
        page = self.page()
        if not page.writes:
            transaction.doom()
        moved = self.moved()
        if moved:
            self.request.response.redirect(moved, status=301)
            return ""
        return show(page, self.language)

    def page(self) -> Page:
        """Return the page for the path, without having read its content."""
        names = tuple(self.names)
        if not names:
            return HomePage(self.context, self.request, self.language)
        name, rest = named(self.language, names[0]), names[1:]
        kind = KINDS.get(name or "")
        if name == "procedures":
            kind = self.below(rest) or PROCEDURES.get(len(rest))
        elif rest:
            kind = SINGLE.get(name or "", kind)
        if kind is None or len(names) > PATH_LIMIT:
            return MissingPage(self.context, self.request, self.language)
        return kind(self.context, self.request, self.language, rest)

    def below(self, rest: tuple[str, ...]) -> type[Page] | None:
        """Return the page below a procedure that the path names."""
        for words, kind in BELOW:
            if rest[1:] == (words[self.language],):
                return kind
        return None

    def moved(self) -> str:
        """Return where a path with a word of the other language leads, or "".

        ``/vi/procedures/1.001193`` is typed by people who change the language in
        the address line. The query goes along.
        """
        first = self.names[0] if self.names else ""
        name = named(other(self.language), first)
        if name is None or named(self.language, first):
            return ""
        rest = "/".join(quote(each, safe="") for each in self.names[1:])
        segment = PAGES[name][self.language]
        path = f"{self.context.absolute_url()}/{self.language}/{segment}"
        query = query_string(self.request)
        return f"{path}{'/' if rest else ''}{rest}{'?' if query else ''}{query}"


class VietnameseDoor(Door):
    """``/vi`` and everything below."""

    language: Language = LANGUAGES[0]


class EnglishDoor(Door):
    """``/en`` and everything below."""

    language: Language = LANGUAGES[1]


class RootView(BrowserView):
    """The bare address of the site: the Vietnamese home page itself."""

    def __call__(self) -> str:
        """Answer with the home page."""
        transaction.doom()
        return show(HomePage(self.context, self.request, LANGUAGES[0]), LANGUAGES[0])


def show(page: Page, language: Language) -> str:
    """Return the rendered page, or our 404 where it finds nothing to show.

    A page that stands elsewhere for now leads there, and no cache remembers it. The
    platform's last touch stays away: for people with a login it would write their
    secret token into forms, and caches keep these pages for everybody.
    """
    page.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
    try:
        page.prepare()
    except Moved as moved:
        page.request.response.redirect(str(moved), status=302)
        page.request.response.setHeader("Cache-Control", "no-store")
        return ""
    except Missing:
        page = MissingPage(page.context, page.request, language)
        page.prepare()
    return page.render()
