"""What the screens of processes have in common."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import cached_property
from motcua import _
from motcua.admin.frame import ActingScreen
from motcua.admin.frame import Refused
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.processes import book
from motcua.dossiers.processes import enacting
from motcua.dossiers.processes import keepers
from motcua.dossiers.processes.book import Draft
from motcua.dossiers.processes.book import ProcessRefused
from motcua.dossiers.processes.checking import Finding
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import to_json
from motcua.dossiers.processes.drawing import draw
from motcua.dossiers.processes.editing import CannotChange
from motcua.dossiers.processes.outline import Entry
from motcua.dossiers.processes.outline import outline
from motcua.dossiers.processes.places import part_at
from motcua.dossiers.processes.reading import from_json
from motcua.dossiers.processes.reading import MalformedProcess
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.dossiers.processes.surroundings import surroundings
from motcua.dossiers.processes.trying import Verdict
from motcua.dossiers.processes.words import Reader
from motcua.procedures.folder import folder
from motcua.shell.screen import Missing
from motcua.shell.wording import in_one_language
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from urllib.parse import quote


STATUSES: Final[dict[str, Any]] = {
    "in-force": _("In force"),
    "planned": _("Planned"),
    "ended": _("Ended"),
}
#: What may be asked for and refused: the message is in both languages.
REFUSALS: Final = (CannotChange, MalformedProcess, ProcessRefused, Refused)


@dataclass(frozen=True)
class Line:
    """An entry of the outline with how deep it lies."""

    depth: int
    entry: Entry


class ProcessScreen(ActingScreen):
    """A screen of processes; with a code in the path it is about a procedure."""

    section = "quy-trinh"
    parts = ViewPageTemplateFile("templates/parts.pt")
    #: Whether something came out as expected, as a sign beside the word.
    MARKS = {True: "\u2713", False: "\u2717"}
    #: Findings and trials that keep a process from coming into force.
    blocking: tuple[Any, ...] = ()

    def prepare(self) -> None:
        """Do what was posted; keep the reason when it is refused."""
        if not self.posted:
            return
        try:
            self.act()
        except REFUSALS as refused:
            self.problem = in_one_language(str(refused), self.language)
            self.blocking = self._told(refused)
            self.status = 400

    def _told(self, refused: Exception) -> tuple[str, ...]:
        found = getattr(refused, "findings", ())
        failed = getattr(refused, "verdicts", ())
        said = [self.finding(one) for one in found]
        return (*said, *(one.title for one in failed))

    @cached_property
    def today(self) -> date:
        """The day it is in Vietnam."""
        return self.now.astimezone(VIETNAM).date()

    # The procedure and its draft

    @property
    def code(self) -> str:
        """The code of the procedure in the path."""
        return self.names[0]

    @cached_property
    def content(self) -> Any:
        """The procedure; ``Missing`` when there is none."""
        found = folder(self.context).get(self.code)
        if found is None:
            raise Missing
        return found

    @cached_property
    def draft(self) -> Draft | None:
        """The draft of its process."""
        return book.draft(self.context, self.code)

    @cached_property
    def process(self) -> Process:
        """The process that is written; ``Missing`` without a draft."""
        if self.draft is None:
            raise Missing
        return book.get(self.context, self.draft.digest)

    @cached_property
    def may_write(self) -> bool:
        """Whether the person may write the draft."""
        return keepers.may_write(self.code, self.person, self.today, self.context)

    @cached_property
    def may_enact(self) -> bool:
        """Whether the person may let it come into force."""
        return keepers.may_enact(self.code, self.person, self.today, self.context)

    def save(self, process: Process, expected: str | None = None) -> None:
        """Keep the process as the draft; what cannot be read again is refused."""
        made = replace(from_json(to_json(process)), procedure=self.code)
        given = self.text("draft") if expected is None else expected
        book.save(self.context, made, self.person, given, self.now)

    # What is shown

    @cached_property
    def reader(self) -> Reader:
        """Words for the person of this screen."""
        return Reader(self.say, self.unit_name, self.language)

    @cached_property
    def around(self) -> Surroundings:
        """The world around the process today."""
        return surroundings(self.code, self.today, self.context)

    @cached_property
    def examined(self) -> tuple[tuple[Finding, ...], tuple[Verdict, ...]]:
        """What is wrong with the draft, and what its trials show."""
        return enacting.examine(self.process, self.around)

    def finding(self, one: Finding) -> str:
        """Return a finding in the language of the person."""
        return in_one_language(self.say(one.message), self.language)

    def picture(self, process: Process) -> str:
        """Return the picture of a process."""
        return draw(process, self.reader)

    def lines(self, process: Process) -> list[Line]:
        """Return the way as a list, one line for each part."""
        found: list[Line] = []
        self._add(outline(process, self.reader), 0, found)
        return found

    def _add(self, entries: tuple[Entry, ...], depth: int, found: list[Line]) -> None:
        for entry in entries:
            found.append(Line(depth, entry))
            self._add(entry.inside, depth + 1, found)

    def title_at(self, way: Part, place: str) -> str:
        """Return what stands at a place, in words; "" for nothing."""
        try:
            part = part_at(way, place)
        except KeyError:
            return ""
        return part.title if isinstance(part, Step | Leg) else ""

    def status_of(self, row: book.Row) -> str:
        """Return how a version stands today, in words."""
        return self.say(STATUSES[row.status(self.today)])

    def last_day(self, row: book.Row) -> str:
        """Return the last day of a version as people write it, dots for no end."""
        return self.written(row.valid_to) or "\u2026"

    def lead_to(self, *names: str, anchor: str = "") -> None:
        """Lead on to another screen, to one place in it."""
        url = f"{self.context.absolute_url()}/{self.place.path}"
        path = "".join(f"/{quote(name, safe='')}" for name in names)
        target = f"{url}{path}#{anchor}" if anchor else f"{url}{path}"
        self.request.response.redirect(target, status=303)
