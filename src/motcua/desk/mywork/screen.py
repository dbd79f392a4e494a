"""My work (Việc của tôi): what waits for this person's departments, by due date.

Each counter is the number of the list that it leads to. What is asked stands in the
address, see ``question``; what is kept for the person, in ``preferences``.
"""

from __future__ import annotations

from collections import Counter as Numbers
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from motcua import _
from motcua.desk.mywork import columns
from motcua.desk.mywork import kept
from motcua.desk.mywork import question
from motcua.desk.mywork.choices import Choice
from motcua.desk.mywork.choices import choices
from motcua.desk.mywork.line import happened
from motcua.desk.mywork.line import Line
from motcua.desk.mywork.line import line_of
from motcua.desk.mywork.line import Titles
from motcua.dossiers import bulk
from motcua.dossiers import worklist
from motcua.dossiers.inbox import Row
from motcua.dossiers.worklist import Day
from motcua.dossiers.worklist import Wanted
from motcua.shell import tables
from motcua.shell.screen import Screen
from motcua.shell.screen import speak
from motcua.shell.wording import OPERATIONS
from motcua.shell.wording import STATES
from motcua.shell.wording import TIMES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from urllib.parse import urlencode


PAGE: Final = 25
#: Rows of a file; who needs more narrows the list down.
FILE_ROWS: Final = 10_000
#: Path of the list as a file, below the door.
FILE: Final = "viec-cua-toi"


@dataclass(frozen=True)
class Counter:
    """One number that leads to exactly the dossiers it counts."""

    key: str
    sign: str
    label: str
    count: int
    address: str
    current: bool


class ListScreen(Screen):
    """What all that shows the list has in common."""

    section = "desk"
    title = _("My work")

    @cached_property
    def wanted(self) -> Wanted:
        """What the address asks for."""
        return question.read(self.text, self.texts)

    @cached_property
    def day(self) -> Day:
        """What today and soon mean for this person."""
        return worklist.day_of(self.context, self.groups, self.now)

    @cached_property
    def titles(self) -> Titles:
        """Titles of procedures by code."""
        return Titles(self.context["procedures"])

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that this person chose."""
        return columns.chosen(self.person)

    @property
    def headings(self) -> list[str]:
        """Headings of the columns."""
        return [self.say(columns.COLUMNS[each]) for each in self.columns]

    def named(self, rows: list[Row]) -> dict[str, list[str]]:
        """Return to whom steps of the rows are given, where a column asks for it."""
        if "person" not in self.columns:
            return {}
        return worklist.persons(row.code for row in rows)

    def cells(self, row: Row, persons: dict[str, list[str]]) -> list[str]:
        """Return what stands in the columns of a row."""
        given, title = persons.get(row.code, []), self.titles[row.procedure]
        return [columns.cell(self, row, each, given, title) for each in self.columns]


class WorkScreen(ListScreen):
    """Counters on top, the list that they lead to below."""

    body = ViewPageTemplateFile("templates/work.pt")

    def prepare(self) -> None:
        """Keep what was sent; read one page of the list."""
        if self.posted:
            self.keep()
        after = question.place(self.text("sau"))
        self.further = after is not None
        rows = worklist.listed(
            self.groups, self.wanted, self.day, after=after, limit=PAGE + 1
        )
        self.rows = rows[:PAGE]
        self.next = ""
        if len(rows) > PAGE:
            last = worklist.place_of(self.rows[-1], self.wanted)
            self.next = self.list_address(self.wanted, sau=question.written(last))

    def keep(self) -> None:
        """Keep this list under a name, or drop one."""
        if self.text("do") == "keep":
            kept.keep(self.person, self.text("name"), self.query)
            self.tell(_("The list is kept under its name."))
        elif self.text("do") == "drop":
            kept.drop(self.person, self.text("name"))
            self.tell(_("The list is no longer kept."))
        self.request.response.redirect(
            f"{self.context.absolute_url()}/{self.place.path}"
            f"{'?' if self.query else ''}{self.query}",
            status=303,
        )

    # What is asked

    @property
    def query(self) -> str:
        """What is asked, as an address has it."""
        return urlencode(question.pairs(self.wanted))

    @property
    def pairs(self) -> question.Pairs:
        """What is asked, as fields of a form."""
        return question.pairs(self.wanted)

    def list_address(self, wanted: Wanted, **more: str) -> str:
        """Return the address of a list."""
        asked = urlencode([*question.pairs(wanted), *more.items()])
        return f"{self.base}{'?' if asked else ''}{asked}"

    @cached_property
    def choices(self) -> Choice:
        """What may be asked for."""
        return choices(self, self.wanted)

    @property
    def heading(self) -> str:
        """Name the list that is shown, so that bookmarks differ."""
        wanted = self.wanted
        first = self.title
        if wanted.everything:
            first = _("All my departments' dossiers")
        elif wanted.mine:
            first = _("Given to me by name")
        parts = [STATES[state] for state in wanted.states]
        if wanted.band:
            parts.insert(0, TIMES[wanted.band][1])
        told = self.say(first)
        said = ", ".join(self.say(part) for part in parts)
        return f"{told}: {said}" if said else told

    # Numbers

    @cached_property
    def numbers(self) -> Numbers[tuple[str, str]]:
        """How many wait: (state, band) -> number, as far as else is asked."""
        return worklist.counts(self.groups, self.wanted, self.day)

    def _total(self, states: tuple[str, ...], band: str) -> int:
        return sum(
            number
            for (state, of), number in self.numbers.items()
            if (not states or state in states) and band in ("", of)
        )

    def _counter(self, key: str, label: Any, wanted: Wanted) -> Counter:
        asked = replace(wanted, everything=False)
        return Counter(
            key=key,
            sign=TIMES[key][0] if key in TIMES else "",
            label=self.say(label),
            count=self._total(asked.states, asked.band),
            address=self.list_address(asked),
            current=asked == self.wanted,
        )

    @property
    def bands(self) -> list[Counter]:
        """All that waits, then by how the due date stands."""
        wanted = self.wanted
        found = [
            self._counter("all", _("All that wait for me"), replace(wanted, band=""))
        ]
        for band in worklist.BANDS:
            words = _("Result is there") if band == "done" else TIMES[band][1]
            found.append(self._counter(band, words, replace(wanted, band=band)))
        return found

    @property
    def states(self) -> list[Counter]:
        """The states in which something waits, in the order of the road."""
        wanted = self.wanted
        found = []
        for state, words in STATES.items():
            counter = self._counter(state, words, replace(wanted, states=(state,)))
            if counter.count or state in wanted.states:
                found.append(counter)
        return found

    @property
    def whose(self) -> list[tuple[str, str, bool]]:
        """Whose dossiers are listed: (label, address, is it this list)."""
        wanted = replace(self.wanted, everything=False)
        named = replace(wanted, mine=True, handler="")
        found = (
            (_("My departments'"), replace(wanted, mine=False)),
            (_("Given to me by name"), named),
            (
                _("All my departments' dossiers, closed ones too"),
                Wanted(everything=True),
            ),
        )
        now = self.wanted
        places = (not (now.mine or now.everything), now.mine, now.everything)
        return [
            (self.say(label), self.list_address(asked), here)
            for (label, asked), here in zip(found, places, strict=True)
        ]

    # The list

    @cached_property
    def lines(self) -> list[tuple[Line, list[tuple[str, str, str]]]]:
        """The rows of this page: the line, its cells as (column, heading, text)."""
        persons = self.named(self.rows)
        new = happened(self, self.rows)
        return [
            (
                line_of(self, row, self.day, self.titles[row.procedure], new),
                list(
                    zip(
                        self.columns,
                        self.headings,
                        self.cells(row, persons),
                        strict=True,
                    )
                ),
            )
            for row in self.rows
        ]

    @property
    def first_page(self) -> str:
        """The address of the first page of this list."""
        return self.list_address(self.wanted)

    @property
    def files(self) -> list[tuple[str, str]]:
        """The list as files: (words, address)."""
        asked = urlencode(self.pairs)
        return [
            (words, f"{self.address(f'{FILE}.{ending}')}{'?' if asked else ''}{asked}")
            for words, ending in (("Excel", "xlsx"), ("CSV", "csv"))
        ]

    @property
    def acts(self) -> list[tuple[str, str]]:
        """What may be done with many of them: (operation, words)."""
        return [
            (each, self.say(OPERATIONS[each])) for each in bulk.offered(self.groups)
        ]

    @property
    def whole(self) -> int:
        """How many dossiers of the whole list can be chosen at once."""
        return min(self._total(self.wanted.states, self.wanted.band), bulk.MOST)

    @property
    def lists(self) -> list[tuple[str, str]]:
        """The lists that this person kept: (name, address)."""
        return [
            (name, f"{self.base}?{query}" if query else self.base)
            for name, query in kept.lists(self.person)
        ]


class FileAnswer(ListScreen):
    """The list as a file with the columns of the person: ``viec-cua-toi.csv``."""

    def answer(self) -> Any:
        """Return the file; the last line says so when more was asked for."""
        speak(self.request, self.language)
        self.secure()
        rows: list[Row] = []
        after = None
        while len(rows) < FILE_ROWS:
            page = worklist.listed(
                self.groups, self.wanted, self.day, after=after, limit=worklist.MOST
            )
            rows += page
            if len(page) < worklist.MOST:
                break
            after = worklist.place_of(page[-1], self.wanted)
        persons = self.named(rows)
        table = [self.headings, *(self.cells(row, persons) for row in rows)]
        if len(rows) >= FILE_ROWS:
            table.append([self.say(_("There are more; narrow the list down."))])
        write = tables.answer if self.names[0].endswith(".csv") else tables.workbook
        return write(self.request.response, FILE, table)
