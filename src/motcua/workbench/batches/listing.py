"""``/luu-tru/lo``: the batches of the person's units; ``lo/moi``: a new one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import register
from motcua.archive.capture.pages import PURPOSES
from motcua.archive.capture.pages import STATES
from motcua.archive.errors import ArchiveError
from motcua.archive.quality import gate
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.shell.finding import code_in
from motcua.shell.screen import Missing
from motcua.storage import jobs
from motcua.workbench.batches.frame import BatchesScreen
from motcua.workbench.batches.frame import DUTY
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
import transaction
from typing import Any
from typing import Final
from zope.i18nmessageid import Message


PAGE: Final = 25
_GAPS: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Line:
    """A batch in the list."""

    code: str
    address: str
    unit: str
    purpose: str
    state: str
    pages: int
    declared: int
    unassigned: int
    quarantined: int
    documents: int
    by: str
    opened: str
    age: str
    stuck: bool
    mine: bool


class BatchListScreen(BatchesScreen):
    """Batches, the newest first; unit and state stand in the address."""

    title = _("Batches of scans")
    body = ViewPageTemplateFile("templates/listing.pt")
    states = STATES

    @cached_property
    def mine(self) -> list[units.Unit]:
        """The units whose batches this person arranges or examines."""
        return self.units_with(*gate.DUTIES)

    @cached_property
    def kept(self) -> set[str]:
        """The codes of units whose archive this person keeps."""
        return {unit.code for unit in self.units_with(DUTY)}

    def prepare(self) -> None:
        """Read the filters from the address and one page of the list."""
        if not self.mine:
            raise Missing
        codes = [unit.code for unit in self.mine]
        self.unit = self.text("don-vi") if self.text("don-vi") in codes else ""
        asked = self.text("tinh-trang")
        self.state = asked if asked in STATES else ""
        self.page = self.number("page")
        rows = register.of_units(
            [self.unit] if self.unit else codes,
            states=[self.state] if self.state else (),
            limit=PAGE + 1,
            offset=(self.page - 1) * PAGE,
        )
        self.more = len(rows) > PAGE
        self.lines = [self.line(row) for row in rows[:PAGE]]

    def line(self, row: Any) -> Line:
        """Return a row in words."""
        more = () if row["unit"] in self.kept else ("kiem-tra",)
        return Line(
            code=row["code"],
            address=self.address("lo", row["code"], *more),
            unit=self.unit_name(row["unit"]),
            purpose=self.say(self.words.PURPOSES[row["purpose"]]),
            state=self.say(self.words.STATES[row["state"]]),
            pages=row["documents"] + row["unassigned"] + row["quarantined"],
            declared=row["declared"],
            unassigned=row["unassigned"],
            quarantined=row["quarantined"],
            documents=row["documents"],
            by=self.name_of(row["opened_by"]),
            opened=self.moment(row["opened_at"]),
            age=self.age(row["opened_at"]),
            stuck=row["code"] in self.stuck,
            mine=row["unit"] in self.kept,
        )

    @cached_property
    def stuck(self) -> set[str]:
        """The codes of batches in which something failed and waits for a person."""
        failed = [
            one.key
            for kind in (register.LOOK, register.FILE)
            for one in jobs.listed(kind, jobs.FAILED)
        ]
        return {key.partition(":")[0] for key in failed}

    def age(self, opened: Any) -> str:
        """Return for how many days the batch is open by the calendar."""
        days = (
            self.now.astimezone(VIETNAM).date() - opened.astimezone(VIETNAM).date()
        ).days
        if days < 1:
            return self.say(_("today"))
        return self.say(Message(_("${days} days"), mapping={"days": str(days)}))

    def filtered(self, **changes: str) -> str:
        """Return the address of this list with another filter."""
        asked = {"don-vi": self.unit, "tinh-trang": self.state, **changes}
        return self.address("lo", **asked)

    def turn(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return self.filtered(page=str(page) if page > 1 else "")


class BatchOpenScreen(BatchesScreen):
    """A form for a new batch."""

    title = _("New batch")
    body = ViewPageTemplateFile("templates/opening.pt")
    purposes = PURPOSES

    def prepare(self) -> None:
        """Open the batch that was asked for, and lead to it."""
        if not self.mine:
            raise Missing
        self.problem: Any = None
        if self.posted:
            self.open()

    def open(self) -> None:
        """Open a batch; what is refused is told and what was typed stays."""
        unit = self.text("unit")
        if unit not in [each.code for each in self.mine]:
            raise Missing
        try:
            batch = batches.open_batch(
                self.context,
                unit,
                self.text("purpose"),
                self.person,
                self.now,
                dossiers=self.codes,
                declared=self.declared,
                scanner=self.text("scanner"),
                file_code=self.text("file_code"),
                note=self.text("note"),
            )
        except ArchiveError as error:
            transaction.doom()
            self.problem = error.message
            self.status = 400
            return
        self.tell(_("Batch ${code} is open.", mapping={"code": batch.code}))
        self.go("lo", batch.code)

    @property
    def codes(self) -> list[str]:
        """The codes of dossiers that were typed or scanned."""
        return [code_in(one) for one in _GAPS.split(self.text("dossiers")) if one]

    @property
    def declared(self) -> int:
        """How many pages were counted: 0 for nothing, -1 for what is no number."""
        text = self.text("declared")
        if not text:
            return 0
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1

    @property
    def purpose(self) -> str:
        """What is chosen: what was sent, else plain papers."""
        return self.text("purpose") or "papers"
