"""``thoi-han/du-kien``: what expires in the next years; ``het-han``: what has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive.holdings import fields
from motcua.archive.holdings import files
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import store
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms import expired
from motcua.archive.terms import simulation
from motcua.shell import tables as comma_separated
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.retention.frame import GIGABYTE
from motcua.workbench.retention.frame import TermsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.retention.rules import RetentionRule
    from motcua.archive.terms.simulation import Foreseen
    from motcua.archive.terms.simulation import Sum

PAGE: Final = 50
ROWS: Final[dict[str, Any]] = {
    simulation.EARLIER: _("expired already"),
    simulation.LATER: _("later"),
    simulation.WAITS: _("waits for its event"),
    simulation.FOREVER: _("for ever"),
}
HEAD: Final = (
    _("Year"),
    _("Files counted"),
    _("Sheets"),
    _("Metres of shelf"),
    _("GB"),
)


@dataclass(frozen=True)
class Row:
    """A year in figures; ``then`` is how many files it has with the proposed rule."""

    year: str
    sum: Sum
    metres: float
    then: int
    parts: list[int]


class ForeseenScreen(TermsScreen):
    """The next ten years in files, sheets, metres and GB, as a page or a table."""

    here = "du-kien"
    title = _("What expires")
    body = ViewPageTemplateFile("templates/foreseen.pt")
    PARTS = simulation.PARTS

    def answer(self) -> Any:
        """Return the page, or the table."""
        if self.text("bang") == "csv":
            self.secure()
            self.prepare()
            return self.table()
        return super().answer()

    def prepare(self) -> None:
        """Read what is asked."""
        wanted = self.text("theo")
        self.part = wanted if wanted in simulation.PARTS else "class"
        self.codes = self.chosen

    @cached_property
    def now_foreseen(self) -> Foreseen:
        """What expires by the terms that are written down."""
        return simulation.simulate(
            self.context, self.codes, self.groups, self.today, self.part
        )

    @cached_property
    def proposed(self) -> RetentionRule | None:
        """The rule that waits and is tried out, None for none."""
        key = self.text("quy-tac")
        one = tables.table(self.context, self.agency) if key else None
        line = tables.view(one).lines.get(key) if one is not None else None
        if key and (line is None or line.state != tables.PROPOSED):
            raise Missing
        return line.rule if line is not None else None

    @cached_property
    def then_foreseen(self) -> Foreseen | None:
        """What would expire if the rule held and all terms followed it."""
        if self.proposed is None:
            return None
        return simulation.simulate(
            self.context,
            self.codes,
            self.groups,
            self.today,
            self.part,
            self.proposed,
        )

    @property
    def rule_words(self) -> str:
        """The rule that is tried out in words."""
        rule = self.proposed
        if rule is None:
            return ""
        entries = deciding.entries(self.context, self.agency)
        term = self.retention_title(rule.class_)
        return f"{self.subject_words(rule, entries)}: {term}".removesuffix(": ")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The rules that can be tried out: (key, words)."""
        one = tables.table(self.context, self.agency)
        lines = tables.view(one).lines.values() if one is not None else ()
        entries = deciding.entries(self.context, self.agency)
        return [
            (
                each.rule.key,
                f"{self.subject_words(each.rule, entries)}: "
                f"{self.retention_title(each.rule.class_)}",
            )
            for each in lines
            if each.state == tables.PROPOSED
        ]

    @cached_property
    def measure(self) -> tables.Measure:
        """How many sheets a metre of shelf has today."""
        return tables.measure_of(self.context, self.agency, self.today)

    @cached_property
    def parts(self) -> list[str]:
        """The parts that have anything, before and after."""
        then = self.then_foreseen
        more = then.parts if then is not None else []
        return sorted({*self.now_foreseen.parts, *more})

    def part_words(self, part: str) -> str:
        """Return a part in words."""
        if self.part == "class":
            return self.retention_title(part)
        if self.part == "medium":
            return self.say(fields.MEDIA[part]) if part in fields.MEDIA else "-"
        return self.unit_name(part)

    @cached_property
    def rows(self) -> list[Row]:
        """The years in figures."""
        found, then = self.now_foreseen, self.then_foreseen
        return [
            Row(
                year=self.say(ROWS[year]) if year in ROWS else year,
                sum=found.of_year(year),
                metres=found.of_year(year).metres(self.measure),
                then=then.of_year(year).files if then is not None else 0,
                parts=[found.cell(year, part).files for part in self.parts],
            )
            for year in found.years
        ]

    @property
    def total(self) -> Sum:
        """All closed files together."""
        return sum((row.sum for row in self.rows), simulation.Sum())

    @property
    def largest(self) -> int:
        """The most files of a row, for the lengths of the bars."""
        return max([1, *(row.sum.files for row in self.rows)])

    @property
    def asked(self) -> dict[str, str]:
        """What stands in the address."""
        names = ("phong", "cq", "quy-tac")
        return {"theo": self.part, **{name: self.text(name) for name in names}}

    def with_(self, **changes: str) -> str:
        """Return the address of this page with another choice."""
        return self.address("thoi-han", "du-kien", **{**self.asked, **changes})

    def table(self) -> str:
        """Return the years as comma-separated values."""
        head = [self.say(each) for each in HEAD]
        rows = [[*head, *map(self.part_words, self.parts)]]
        rows += [
            [
                row.year,
                str(row.sum.files),
                str(row.sum.sheets),
                f"{row.metres:.2f}",
                f"{row.sum.bytes / GIGABYTE:.3f}",
                *map(str, row.parts),
            ]
            for row in self.rows
        ]
        return comma_separated.answer(self.request.response, "thoi-han-du-kien", rows)


class ExpiredScreen(TermsScreen):
    """Closed files whose term is over, those that ended first."""

    here = "het-han"
    title = _("Expired files")
    body = ViewPageTemplateFile("templates/expired.pt")

    def prepare(self) -> None:
        """Read the day and one page of the list."""
        self.page = self.number("page")
        self.codes = self.chosen
        rows = expired.expired(
            self.codes,
            self.on,
            self.groups,
            limit=PAGE + 1,
            offset=(self.page - 1) * PAGE,
        )
        self.more = len(rows) > PAGE
        self.rows = rows[:PAGE]

    @cached_property
    def on(self) -> date:
        """The day by which they have expired: that of the address, or today."""
        try:
            return date.fromisoformat(dated.written(self.text("ngay")))
        except ValueError:
            return self.today

    @cached_property
    def total(self) -> Sum:
        """How much has expired in all."""
        return expired.expired_sum(self.codes, self.on, self.groups)

    @cached_property
    def metres(self) -> str:
        """The metres of shelf that they take."""
        measure = tables.measure_of(self.context, self.agency, self.today)
        return self.decimal(self.total.metres(measure), 2)

    def held_back(self, code: str) -> str:
        """Return why nothing is decided on a file now: a hold, a list; "" for none."""
        one = store.file(self.context, code)
        why = inheritance.kept_back(self.context, files.view(one)) if one else ""
        return self.say(why) if why else ""

    def span(self, row: Any) -> str:
        """Return the days of a file in words."""
        days = (dated.shown(row["begins"]), dated.shown(row["ends"]))
        return " - ".join(dict.fromkeys(filter(None, days)))

    def turn(self, page: int) -> str:
        """Return the address of another page of the same list."""
        asked = {"phong": self.text("phong"), "ngay": self.text("ngay")}
        at = {"page": str(page)} if page > 1 else {}
        return self.address("thoi-han", "het-han", **asked, **at)
