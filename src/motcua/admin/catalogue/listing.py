"""The list: what waits for me, what is being written, what changes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.procedures import horizon
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import publishing
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.finding.search import search
from motcua.procedures.folder import folder
from motcua.procedures.importing.portal_records import USABLE_CODE
from motcua.storage.engines import register_engine
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Results of a search on one page, and rows of a list.
SHOWN: Final = 50
#: Lists of what changes by itself: value in the address -> title.
LISTS: Final[dict[str, Any]] = {
    "sap-het": _("Ending within 60 days"),
    "sap-co": _("Planned"),
    "da-het": _("Ended"),
}
_READ: Final = {
    "sap-het": horizon.expiring,
    "sap-co": horizon.planned,
    "da-het": horizon.ended,
}


@dataclass(frozen=True)
class Line:
    """A procedure in a list: code, title, and a note such as a day."""

    code: str
    title: str
    note: str = ""


class ListScreen(KeepingScreen):
    """``/danh-muc``: where everybody who keeps the catalogue begins."""

    title = _("Procedure catalogue")
    body = ViewPageTemplateFile("templates/list.pt")

    def act(self) -> None:
        """Begin the draft of a new procedure."""
        code = self.text("code")
        if code in folder(self.context):
            self.lead_to(code)
            return
        writing.begin(code, self.person, self.now, self.context)
        self.lead_to(code, "soan")

    @cached_property
    def open_drafts(self) -> list[Draft]:
        """All open drafts, the longest waiting first."""
        found = drafts.all_open(self.context)
        return sorted(found, key=lambda one: (str(one.entered or ""), one.code))

    @cached_property
    def mine(self) -> list[Draft]:
        """Drafts that wait for this person."""
        return [
            one
            for one in self.open_drafts
            if officials.may_act(one, self.person, self.today, self.context)
        ]

    @property
    def others(self) -> list[Draft]:
        """Drafts that wait for somebody else."""
        return [one for one in self.open_drafts if one not in self.mine]

    def days(self, draft: Draft) -> str:
        """Return how long a draft has been where it is, in words."""
        number = drafts.days_in(draft, self.today)
        if not number:
            return self.say(_("since today"))
        return self.say(_("for ${days} days", mapping={"days": number}))

    def target(self, draft: Draft) -> str:
        """Return the address at which a draft is worked upon."""
        writing = draft.stage == "editing" and draft in self.mine
        return self.address(draft.code, "soan" if writing else "xem-xet")

    @property
    def waiting(self) -> list[Line]:
        """Procedures with a version that waits for approvals."""
        found = []
        for content in publishing.waiting(self.context):
            missing = {
                self.say(publishing.dependent_title(content, need))
                for _day, _digest, needs in publishing.needs_of(content)
                for need in needs
            }
            found.append(Line(content.id, content.title, ", ".join(sorted(missing))))
        return found

    # Lists and search

    @property
    def chosen(self) -> str:
        """The list that was asked for, "" for none."""
        wanted = self.text("loc")
        return wanted if wanted in LISTS else ""

    @cached_property
    def lists(self) -> dict[str, list[Any]]:
        """The rows of every list."""
        with register_engine().connect() as connection:
            return {name: read(connection, self.today) for name, read in _READ.items()}

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """The lists: (name, title, how many)."""
        return [
            (name, self.say(title), len(self.lists[name]))
            for name, title in LISTS.items()
        ]

    @property
    def chosen_title(self) -> str:
        """Title of the list that is shown."""
        return self.say(LISTS[self.chosen])

    @property
    def chosen_lines(self) -> list[Line]:
        """Rows of the list that is shown."""
        rows = self.lists[self.chosen]
        if self.chosen == "da-het":
            rows = rows[::-1]
        return [
            Line(row.code, row.title, self.written(row.day)) for row in rows[:SHOWN]
        ]

    @property
    def query(self) -> str:
        """What was typed in the search box."""
        return self.text("q")[:200]

    @cached_property
    def results(self) -> list[Line]:
        """What the search finds; a code leads to its procedure in any state."""
        if not self.query:
            return []
        exact = self.query.strip()
        found = []
        if USABLE_CODE.fullmatch(exact) and exact in folder(self.context):
            content = folder(self.context)[exact]
            found = [Line(content.id, content.title)]
        hits = search(self.query, limit=SHOWN, on=self.today, site=self.context)
        return found + [
            Line(hit.code, hit.title, hit.field)
            for hit in hits.results
            if [hit.code] != [one.code for one in found]
        ]

    @property
    def may_begin(self) -> bool:
        """Whether the person may write drafts."""
        return self.holds("catalogue")
