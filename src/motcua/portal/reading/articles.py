"""``/vi/tin-tuc``, ``/vi/hoi-dap``, ...: what editors write for the public."""

from __future__ import annotations

from motcua import _
from motcua.portal import writings
from motcua.portal.finding.questions import Questions
from motcua.portal.inputs import query_string
from motcua.portal.page import Crumb
from motcua.portal.page import Missing
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


SHOWN: Final = 20


class ArticlesPage(Page):
    """All texts of one kind. News are named, the others stand there in full."""

    kind = "news"
    body = ViewPageTemplateFile("templates/articles.pt")
    whole = False

    def prepare(self) -> None:
        """Read the texts of one page."""
        super().prepare()
        self.number = Questions.read(query_string(self.request)).page
        found = writings.listed(
            self.context, self.kind, self.language, SHOWN + 1, self.start
        )
        self.more = len(found) > SHOWN
        self.texts = found[:SHOWN]

    @property
    def start(self) -> int:
        """How many texts stand on the pages before."""
        return (self.number - 1) * SHOWN

    @property
    def asked(self) -> dict[str, str]:
        """The page, where it is not the first."""
        return {"page": str(self.number)} if self.number > 1 else {}

    def turned_to(self, number: int) -> str:
        """Return the address of another page of the list."""
        return self.addresses.page(self.name, page=str(number) if number > 1 else "")

    def address(self, text: writings.Writing) -> str:
        """Return the address of one text."""
        return self.addresses.page(self.name, text.id)


class ArticlePage(Page):
    """One text by itself."""

    body = ViewPageTemplateFile("templates/article.pt")

    def prepare(self) -> None:
        """Find the text; what is not published does not exist."""
        if len(self.rest) != 1:
            raise Missing
        found = writings.find(self.context, self.name, self.language, self.rest[0])
        if found is None:
            raise Missing
        self.text = found
        self.changed = found.changed.date()

    @property
    def heading(self) -> str:
        """The title of the text."""
        return self.text.title

    @property
    def crumbs(self) -> list[Crumb]:
        """Home and the list."""
        title = self.say(TITLES[self.name])
        return [*super().crumbs, (title, self.addresses.page(self.name))]

    @property
    def twin(self) -> str:
        """The translation; the list of the other language where there is none."""
        turned = self.addresses.turned()
        found = writings.find(self.context, self.name, self.other, self.rest[0])
        return turned.page(self.name, *(self.rest if found else ()))


TITLES: Final[dict[str, Any]] = {
    "news": _("News"),
    "faq": _("Questions and answers"),
    "services": _("Services at the units"),
    "contact": _("Contact"),
}


class NewsPage(ArticlesPage):
    """News (tin tức)."""

    name = kind = "news"
    title = TITLES["news"]


class FaqPage(ArticlesPage):
    """Questions that people ask, with their answers (hỏi đáp)."""

    name = kind = "faq"
    title = TITLES["faq"]
    whole = True


class ServicesPage(ArticlesPage):
    """What the units offer beside receiving dossiers."""

    name = kind = "services"
    title = TITLES["services"]
    whole = True


class ContactPage(ArticlesPage):
    """How to reach the office (liên hệ)."""

    name = kind = "contact"
    title = TITLES["contact"]
    whole = True


class NewsArticle(ArticlePage):
    """One piece of news."""

    name = "news"


class FaqArticle(ArticlePage):
    """One question with its answer."""

    name = "faq"


class ServicesArticle(ArticlePage):
    """One service."""

    name = "services"


class ContactArticle(ArticlePage):
    """One way to reach the office."""

    name = "contact"
