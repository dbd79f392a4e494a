"""``ho-so``: the files of the archive, filtered by what stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.holdings import files
from motcua.archive.holdings import register
from motcua.archive.holdings.register import Asked
from motcua.shell import tables
from motcua.workbench import dated
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


PAGE: Final = 25
#: Rows of the table that is taken along.
MOST: Final = 10_000
HEAD: Final = (
    _("File code"),
    _("Title of the file"),
    _("Term of keeping"),
    _("Keep until"),
    _("State"),
    _("Begins on"),
    _("Ends on"),
    _("Number of documents"),
    _("Number of sheets"),
    _("Made by"),
)


@dataclass(frozen=True)
class Line:
    """A file in the list."""

    code: str
    title: str
    retention: str
    until: str
    state: str
    open: bool
    span: str
    begins: str
    ends: str
    documents: int
    sheets: int
    maker: str
    outside: bool


class FilesScreen(HoldingsScreen):
    """Files, the newest year first; a table of them with ``?bang=csv``."""

    tab = "ho-so"
    title = _("Files of the archive")
    body = ViewPageTemplateFile("templates/files.pt")
    STATES = files.STATES
    ORIGINS = files.ORIGINS

    def answer(self) -> Any:
        """Return the page, or the table."""
        if self.text("bang") == "csv":
            self.secure()
            self.prepare()
            return self.table()
        return super().answer()

    def prepare(self) -> None:
        """Read the filters and one page of the list."""
        self.page = self.number("page")
        rows = register.page(self.wanted, limit=PAGE + 1, offset=(self.page - 1) * PAGE)
        self.more = len(rows) > PAGE
        self.lines = [self.line(row) for row in rows[:PAGE]]

    @cached_property
    def fonds(self) -> list[Any]:
        """The fonds of the person."""
        return self.fonds_of_mine()

    @cached_property
    def departments(self) -> list[str]:
        """The departments for which the person makes files."""
        return [unit.code for unit in self.my_units]

    @cached_property
    def asked(self) -> dict[str, str]:
        """The filters as they stand in the address; what is no filter is left out."""
        known = {
            "phong": {one.code for one in self.fonds},
            "tinh-trang": set(files.STATES),
            "nguon": set(files.ORIGINS),
            "thoi-han": {key for key, _words in self.retentions},
            "ngoai": {"1"},
        }
        found = {
            name: text for name in known if (text := self.text(name)) in known[name]
        }
        year = self.number("nam", default=0, largest=9999)
        if year:
            found["nam"] = str(year)
        if self.text("tim"):
            found["tim"] = self.text("tim")[:200]
        if self.text("muc"):
            found["muc"] = self.text("muc")[:16]
        return found

    @cached_property
    def wanted(self) -> Asked:
        """What is listed."""
        asked = self.asked
        return Asked(
            fonds=[one.code for one in self.fonds],
            departments=self.departments,
            groups=self.groups,
            of=asked.get("phong", ""),
            year=int(asked.get("nam", 0)),
            state=asked.get("tinh-trang", ""),
            retention=asked.get("thoi-han", ""),
            origin=asked.get("nguon", ""),
            heading=asked.get("muc", ""),
            words=asked.get("tim", ""),
            listed="ngoai" not in asked,
        )

    @cached_property
    def years(self) -> list[int]:
        """The years of which there are files."""
        return register.years(self.wanted)

    def line(self, row: Any) -> Line:
        """Return a row in words."""
        begins, ends = dated.shown(row["begins"]), dated.shown(row["ends"])
        until = row["until"]
        return Line(
            code=row["code"],
            title=row["title"],
            retention=self.retention_title(row["retention"]),
            until=f"{until:%d/%m/%Y}" if until else "",
            state=self.say(files.STATES[row["state"]]),
            open=row["state"] == files.OPEN,
            span=" - ".join(dict.fromkeys(filter(None, (begins, ends)))),
            begins=begins,
            ends=ends,
            documents=row["documents"],
            sheets=row["sheets"],
            maker=self.unit_name(row["department"]),
            outside=not row["heading"],
        )

    def table(self) -> str:
        """Return the list with the same filters as comma-separated values."""
        rows = [[self.say(each) for each in HEAD]]
        for row in register.page(self.wanted, limit=MOST):
            one = self.line(row)
            rows.append(
                [
                    one.code,
                    one.title,
                    one.retention,
                    one.until,
                    one.state,
                    one.begins,
                    one.ends,
                    str(one.documents),
                    str(one.sheets),
                    one.maker,
                ]
            )
        return tables.answer(self.request.response, "ho-so-luu-tru", rows)

    def filtered(self, **changes: str) -> str:
        """Return the address of this list with another filter."""
        return self.address("ho-so", **{**self.asked, **changes})

    def turn(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return self.filtered(page=str(page) if page > 1 else "")
