"""The editor: the way as a nested list, each part with buttons that change it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.admin.frame import Refused
from motcua.admin.processes.frame import ProcessScreen
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.editing import change
from motcua.dossiers.processes.editing import NOTHING
from motcua.dossiers.processes.editing import ORDERS
from motcua.dossiers.processes.places import inside
from motcua.dossiers.processes.places import ROOT
from motcua.dossiers.processes.words import NO_STEP
from motcua.dossiers.processes.words import SIDE_BY_SIDE
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


BUTTONS: Final[dict[str, Any]] = {
    "after": _("Add a step after"),
    "beside": _("Add a step at the same time"),
    "up": _("Move up"),
    "down": _("Move down"),
    "wrap": _("Make it a leg of an agency"),
    "unwrap": _("Take the leg's frame away"),
    "choice": _("Only in some cases"),
    "branch": _("Add a branch"),
    "remove": _("Delete"),
    "remove-branch": _("Delete the branch"),
}
_PLAIN: Final = ("after", "beside", "up", "down", "wrap", "choice", "remove")


@dataclass(frozen=True)
class Row:
    """A part of the way, or a branch, as the editor shows it.

    ``form`` is the last part of the address at which it is filled in, "" for what
    has nothing to fill in.
    """

    place: str
    anchor: str
    depth: int
    said: str
    details: str
    form: str
    buttons: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]


class EditorScreen(ProcessScreen):
    """``/quy-trinh/<code>/soan``."""

    body = ViewPageTemplateFile("templates/editor.pt")

    def prepare(self) -> None:
        """Find the draft, then do what a button says."""
        self.before = self.process
        super().prepare()

    @property
    def heading(self) -> str:
        """Name of the process that is written."""
        return self.process.title

    def act(self) -> None:
        """Change one thing of the way and come back to the place."""
        order, _sign, place = self.text("do").partition(":")
        if order not in ORDERS:
            raise Refused(self.say(_("Choose what to do.")))
        way, where = change(self.before.way, order, place)
        self.save(replace(self.before, way=way))
        self.lead_to(self.code, "soan", anchor=where)

    def say_button(self, name: str) -> str:
        """Return what a button says."""
        return self.say(BUTTONS[name])

    def rows(self) -> list[Row]:
        """Return the whole way, outer parts before what lies in them."""
        found: list[Row] = []
        self._part(self.process.way, ROOT, 0, found)
        return found

    def _part(self, part: Part, place: str, depth: int, found: list[Row]) -> None:
        made = self._row(part, place, depth)
        if made is not None:
            found.append(made)
            depth += 1
        if isinstance(part, Choice):
            self._branches(part, place, depth, found)
            return
        for number, each in enumerate(inside(part)):
            self._part(each, f"{place}-{number}", depth, found)

    def _row(self, part: Part, place: str, depth: int) -> Row | None:
        """Return the row of a part; a plain sequence has none of its own."""
        reader = self.reader
        buttons: tuple[str, ...] = _PLAIN
        if isinstance(part, Step):
            facts = (reader.kind(part), reader.department(part.department))
            more = (part.person or reader.duty(part), reader.term(part))
            said, details = part.title, " · ".join(filter(None, (*facts, *more)))
        elif isinstance(part, Leg):
            said, details = part.title, reader.department(part.agency)
            buttons = (*_PLAIN, "unwrap")
        elif isinstance(part, Choice):
            said, details = self.say(_("One of")), ""
            buttons = ("branch", "after", "up", "down", "remove")
        elif part == NOTHING:
            said, details, buttons = self.say(NO_STEP), "", ("after",)
        elif isinstance(part, Parallel):
            said, details = self.say(SIDE_BY_SIDE), ""
        else:
            return None
        form = place if isinstance(part, Step | Leg) else ""
        if place == ROOT:
            buttons = tuple(b for b in buttons if b not in ("up", "down", "remove"))
        return Row(
            place, place, depth, said, details, form, buttons, self._findings(place)
        )

    def _branches(
        self, choice: Choice, place: str, depth: int, found: list[Row]
    ) -> None:
        last = len(choice.branches) - 1
        for number, branch in enumerate(choice.branches):
            here = f"{place}-{number}"
            buttons: tuple[str, ...] = ("up", "down", "remove-branch")
            if number == last and branch.when is None:
                buttons = ("remove-branch",)
            condition = self.reader.condition(branch, self.process)
            found.append(
                Row(
                    place=here,
                    anchor=f"nhanh-{here}",
                    depth=depth,
                    said=branch.title or condition,
                    details=condition if branch.title else "",
                    form=f"nhanh-{here}",
                    buttons=buttons,
                    findings=(),
                )
            )
            self._part(branch.part, here, depth + 1, found)

    def _findings(self, place: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (one.severity, self.finding(one))
            for one in self.examined[0]
            if one.place == place
        )

    def elsewhere(self) -> list[tuple[str, str]]:
        """Return findings that belong to no row: (severity, words)."""
        shown = {row.place for row in self.rows()}
        return [
            (one.severity, self.finding(one))
            for one in self.examined[0]
            if one.place not in shown
        ]

    @property
    def since(self) -> str:
        """Who saved last, and when."""
        draft = book.draft(self.context, self.code)
        if draft is None:
            return ""
        return f"{self.name_of(draft.person)}, {self.moment(draft.at)}"
