"""Words of the search: what found nothing, and what people's words mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.base.folding import fold
from motcua.procedures.finding import misses
from motcua.procedures.finding import synonyms
from motcua.procedures.finding.search import search
from motcua.procedures.finding.synonyms import Change
from motcua.procedures.finding.synonyms import SynonymError
from motcua.procedures.finding.words import shipped_rows
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Rows of each table on the screen; more are found by words.
SHOWN: Final = 100


@dataclass(frozen=True)
class Row:
    """A phrase that is explained, with who said so; nobody for the shipped ones."""

    say: str
    means: tuple[str, ...]
    by: str = ""
    at: str = ""


class WordsScreen(AdminScreen):
    """``/quan-tri/tim-kiem``: questions without answer, synonyms, what was changed."""

    title = _("Words of the search")
    tab = "tim-kiem"
    body = ViewPageTemplateFile("templates/words.pt")

    @property
    def wanted(self) -> str:
        """What the synonyms shown are about."""
        return self.text("q")

    @property
    def said(self) -> str:
        """The phrase in the form: what was typed, else the question chosen."""
        return self.text("say")

    @property
    def meant(self) -> str:
        """The meanings in the form, one a line."""
        typed = self.request.form.get("means", "")
        return typed if isinstance(typed, str) else ""

    def misses(self) -> list[misses.Miss]:
        """Return the questions that found nothing certain on several days."""
        return misses.listed(SHOWN)

    def own(self) -> list[Row]:
        """Return the phrases that this site explains or takes out itself."""
        log = synonyms.own(self.context)
        if log is None:
            return []
        changes = [self.row(change) for change in log.in_force().values()]
        return [row for row in changes if self.fits(row)][-SHOWN:]

    def shipped(self) -> list[Row]:
        """Return shipped synonyms about what was asked for, none without words."""
        if not self.wanted:
            return []
        rows = (Row(say, means) for say, means in shipped_rows())
        return [row for row in rows if self.fits(row)][:SHOWN]

    def history(self) -> list[Row]:
        """Return the last changes, the newest first."""
        log = synonyms.own(self.context)
        changes = [] if log is None else log.changes[-SHOWN:]
        return [self.row(change) for change in reversed(changes)]

    def row(self, change: Change) -> Row:
        """Return a change as it is shown."""
        by = self.name_of(change.by)
        return Row(change.say, change.means, by, self.moment(change.at))

    def fits(self, row: Row) -> bool:
        """Say whether a row is about what was asked for."""
        return fold(self.wanted) in fold(" ".join((row.say, *row.means)))

    def act(self) -> None:
        """Explain a phrase, or take one back."""
        done = {"say": self.explain, "back": self.take_back}.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        try:
            self.tell(done())
        except SynonymError as error:
            raise Refused(self.say(error.message)) from error
        self.go(self.tab)

    def explain(self) -> Any:
        """Let the phrase of the form mean what stands beside it."""
        means = self.meant.splitlines()
        for mean in means:
            if mean.strip() and not search(mean, site=self.context).certain:
                message = _(
                    'No procedure is found by "${words}"; use the words of a title.',
                    mapping={"words": mean.strip()},
                )
                raise Refused(self.say(message))
        change = synonyms.say(self.context, self.said, means, self.login, self.at)
        misses.drop(misses.countable(change.say))
        return _("The phrase is understood from now on.")

    def take_back(self) -> Any:
        """Let the phrase of the form mean nothing but itself."""
        synonyms.take_back(self.context, self.said, self.login, self.at)
        return _("The phrase means nothing but itself from now on.")

    @property
    def login(self) -> str:
        """Who is at the screen."""
        return str(api.user.get_current().getId() or "")

    @property
    def at(self) -> datetime:
        """Return this moment."""
        return datetime.now(UTC)
