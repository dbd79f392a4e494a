"""``danh-muc``: the years; ``danh-muc/<year>?phong=``: the file list of one year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.holdings import filelists
from motcua.archive.holdings import filing
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings import register
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.plan import Entry
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.shell import tables
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.fonds import FondsView
    from motcua.archive.holdings.plan import Plan
    from motcua.archive.holdings.store import FileList

_YEAR: Final = re.compile(r"\d{4}\Z", re.ASCII)
_LINES: Final = re.compile(r"[\r\n;]+")
_WORDS: Final = ("title", "number", "retention", "maker", "note")

#: The columns of the table.
HEAD: Final = (
    _("Number and notation"),
    _("Heading or file"),
    _("Term of keeping"),
    _("Made by"),
    _("Note"),
)


@dataclass(frozen=True)
class Row:
    """An entry of the list in words; ``depth`` 0 stands at the top."""

    entry: Entry
    depth: int
    retention: str
    inherited: bool
    maker: str
    files: int
    added: str


class ListsScreen(HoldingsScreen):
    """All file lists of the person's fonds, and a form for the next one."""

    tab = "danh-muc"
    title = _("File lists")
    body = ViewPageTemplateFile("templates/lists.pt")
    STATES = plans.STATES

    def prepare(self) -> None:
        """Draft the list that was asked for, or show all of them."""
        self.fonds = self.fonds_of_mine()
        if not self.fonds and not self.keeps:
            raise Missing
        if self.posted and self.attempt(self.draft):
            return
        self.rows = register.lists_of([one.code for one in self.fonds])

    def draft(self) -> None:
        """Begin a list and lead to it."""
        code, year = self.text("phong"), self.number("nam", default=0, largest=9999)
        copied = self.text("copied") == "yes"
        filelists.draft(self.context, code, year, self.person, self.now, copied=copied)
        self.go("danh-muc", str(year), phong=code)

    @property
    def kept(self) -> list[FondsView]:
        """The open fonds that the person keeps."""
        return [
            one
            for one in self.fonds
            if one.state == "open" and self.keeps_fonds(one.keeper)
        ]

    @property
    def this_year(self) -> int:
        """The present year, in Vietnam."""
        return self.now.astimezone(VIETNAM).year

    def fonds_title(self, code: str) -> str:
        """Return the name of a fonds of the person."""
        return next((one.title for one in self.fonds if one.code == code), code)


class ListScreen(HoldingsScreen):
    """One list: its tree, the form of an entry, what is done with it, its history."""

    tab = "danh-muc"
    body = ViewPageTemplateFile("templates/list.pt")
    STATES = plans.STATES
    KINDS = plans.KINDS

    def answer(self) -> Any:
        """Return the page, or the list as a table."""
        if self.text("bang") == "csv" and not self.posted:
            self.secure()
            self.prepare()
            return self.table()
        return super().answer()

    def prepare(self) -> None:
        """Find the list for this person; act when something was sent."""
        mine = self.fonds_of_mine()
        code = self.text("phong") or (mine[0].code if mine else "")
        year = int(self.names[1]) if _YEAR.match(self.names[1]) else 0
        try:
            self.one: FileList = filelists.get(
                self.context, code, year, self.person, self.now
            )
        except Unknown as error:
            raise Missing from error
        self.fonds = next(one for one in mine if one.code == code)
        self.key = self.text("muc")
        if self.posted:
            self.send()

    def send(self) -> None:
        """Do what was asked, and show the list again."""
        act = self.acts.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("danh-muc", str(self.found.year), phong=self.fonds.code)

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        told = (self.context, self.one)
        who = (self.person, self.now)
        seen = self.seen
        return {
            "put": self.put,
            "drop": lambda: filelists.drop(*told, self.text("key"), *who, seen),
            "propose": lambda: filelists.propose(*told, *who, seen),
            "return": lambda: filelists.send_back(
                *told, self.text("reason"), *who, seen
            ),
            "approve": lambda: filelists.approve(*told, *who, seen),
            "issue": lambda: filelists.issue(*told, self.text("deed"), *who, seen),
            "close": lambda: filelists.close(*told, *who, seen),
        }

    def put(self) -> None:
        """Write an entry down."""
        takes = [each.strip() for each in _LINES.split(self.text("takes"))]
        entry = Entry(
            key=self.text("key"),
            kind=self.text("kind"),
            parent=self.text("parent"),
            takes=tuple(filter(None, takes)),
            **{name: self.text(name) for name in _WORDS},
        )
        filelists.put(
            self.context,
            self.one,
            entry,
            self.person,
            self.now,
            reason=self.text("why"),
            seen=self.seen,
        )

    @cached_property
    def found(self) -> Plan:
        """The list as it stands."""
        return plans.fold(self.one)

    @property
    def heading(self) -> str:
        """The year."""
        told = {"year": str(self.found.year)}
        return self.say(_("File list of ${year}", mapping=told))

    @cached_property
    def rows(self) -> list[Row]:
        """The entries in the order of the printed list."""
        counts = register.by_heading(self.found.code, self.groups)
        return [
            Row(
                entry=one,
                depth=depth,
                retention=self.retention_title(self.found.retention(one.key)),
                inherited=not one.retention,
                maker=self.unit_name(one.maker) if one.maker else "",
                files=counts.get(one.key, 0),
                added=self.moment_of(one.added_at),
            )
            for depth, one in self.found.rows
        ]

    def moment_of(self, kept: str) -> str:
        """Return the day of a moment that a ledger keeps, "" for none."""
        return "/".join(reversed(kept[:10].split("-"))) if kept else ""

    def table(self) -> str:
        """Return the list as comma-separated values."""
        rows = [[self.say(each) for each in HEAD]]
        rows += [
            [
                row.entry.number,
                f"{'  ' * row.depth}{row.entry.title}",
                row.retention,
                row.maker,
                row.entry.note,
            ]
            for row in self.rows
        ]
        name = f"danh-muc-{self.fonds.code}-{self.found.year}"
        return tables.answer(self.request.response, name, rows)

    # What may be done now

    @cached_property
    def keeps_it(self) -> bool:
        """Whether the person keeps the archive."""
        return self.keeps_fonds(self.fonds.keeper)

    @cached_property
    def may_open(self) -> bool:
        """Whether the person opens files by this list now."""
        makers = filing.departments(self.context, self.person, self.now)
        return self.found.state == "issued" and bool(makers)

    @property
    def may_put(self) -> bool:
        """Whether entries are written now, by this person."""
        return self.keeps_it and self.found.state in ("draft", "issued")

    @property
    def may_decide(self) -> bool:
        """Whether the list waits for this person."""
        return filelists.may_decide(self.context, self.found, self.person, self.now)

    @cached_property
    def editing(self) -> Entry:
        """The entry that the form shows: the chosen one, or a new one."""
        known = self.found.entries.get(self.key)
        if known is not None:
            return known
        under = self.text("duoi")
        kind = plans.FILE if under in self.found.entries else plans.HEADING
        return Entry("", kind, "", parent=under if under in self.found.entries else "")

    def form_value(self, name: str) -> str:
        """Return what stands in a box of the form: typed, else kept."""
        if self.posted and self.text("do") == "put":
            return self.text(name)
        found = getattr(self.editing, name)
        return "\n".join(found) if name == "takes" else str(found)

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Headings under which an entry can stand: (key, words)."""
        return [
            (one.key, f"{'— ' * depth}{one.number} {one.title}".strip())
            for depth, one in self.found.rows
            if one.kind == plans.HEADING and one.key != self.editing.key
        ]

    @cached_property
    def departments(self) -> list[tuple[str, str]]:
        """The units of the agency that make files: (code, name)."""
        day = self.now.astimezone(VIETNAM).date()
        return [
            (unit.code, unit.name)
            for unit in units.all(on=day, site=self.context)
            if (unit.served_agency or unit.agency) == self.fonds.keeper
            and unit.kind != "counter"
        ]

    def of(self, **questions: str) -> str:
        """Return an address of this list."""
        return self.address(
            "danh-muc", str(self.found.year), phong=self.fonds.code, **questions
        )
