"""The list of records that this person's duties open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.archive import folder as archive
from motcua.archive import retention
from motcua.archive import shelf
from motcua.base.vietnam import VIETNAM
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


PAGE: Final = 25


@dataclass(frozen=True)
class Line:
    """A record in the list."""

    code: str
    address: str
    procedure: str
    unit: str
    received: str
    closed: str
    retention: str
    until: str


class RecordsScreen(WorkbenchScreen):
    """Records by year, the newest first."""

    tab = "da-ket-thuc"
    title = _("Closed dossiers")
    body = ViewPageTemplateFile("templates/records.pt")

    def prepare(self) -> None:
        """Read the year from the address and one page of the list."""
        self.years = shelf.years(self.groups)
        asked = self.number("nam", default=0, largest=9998)
        self.year = asked if asked in self.years else None
        self.page = self.number("page")
        self.titles: dict[str, str] = {}
        rows = shelf.records(
            self.groups,
            year=self.year,
            limit=PAGE + 1,
            offset=(self.page - 1) * PAGE,
        )
        self.more = len(rows) > PAGE
        self.lines = [self.line(row) for row in rows[:PAGE]]

    def line(self, row: shelf.Shelved) -> Line:
        """Return a row in words; the term of keeping stands in the record itself."""
        record = archive.find(self.context, row.code)
        facts = record.facts if record is not None else {}
        class_ = retention.classes().get(facts.get("class", ""))
        received = row.received_at.astimezone(VIETNAM).date()
        return Line(
            code=row.code,
            address=self.address("ho-so", row.code),
            procedure=self.procedure_title(row.procedure),
            unit=self.unit_name(row.unit),
            received=day(received.isoformat()),
            closed=day(facts.get("closed_on", "")),
            retention=class_.title if class_ is not None else "-",
            until=day(facts.get("until") or ""),
        )

    def procedure_title(self, code: str) -> str:
        """Return the present title of a procedure; its code when it is gone."""
        if code not in self.titles:
            found = self.context["procedures"].get(code)
            self.titles[code] = str(found.title) if found is not None else code
        return self.titles[code]

    def of_year(self, year: int | None) -> str:
        """Return the address of the list of a year, or of all."""
        return self.address("da-ket-thuc", nam=str(year or ""))

    def turn(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return self.address(
            "da-ket-thuc",
            nam=str(self.year or ""),
            page=str(page) if page > 1 else "",
        )


def day(written: str) -> str:
    """Return ``yyyy-mm-dd`` as people write it; "" stays empty."""
    return f"{date.fromisoformat(written):%d/%m/%Y}" if written else ""
