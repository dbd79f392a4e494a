"""What the linter found: per rule, per agency, per procedure."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.catalogue.keeping import CHECKS
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.admin.catalogue.keeping import SIZE
from motcua.procedures.checking import findings
from motcua.procedures.checking.findings import Counted
from motcua.procedures.checking.job import LINT
from motcua.procedures.checking.linter import Finding
from motcua.procedures.checking.linter import RULES
from motcua.procedures.folder import folder
from motcua.shell.screen import Missing
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


SEVERITIES: Final[dict[str, Any]] = {
    "serious": _("Serious"),
    "warning": _("Warning"),
    "hint": _("Hint"),
}
#: Agencies shown without asking for one.
AGENCIES: Final = 30


class FindingsScreen(KeepingScreen):
    """``/danh-muc/kiem-tra``: counts, and the procedures behind a rule or agency."""

    title = _("Findings")
    tab = CHECKS
    body = ViewPageTemplateFile("templates/findings.pt")

    def act(self) -> None:
        """Ask for a new count; one a minute is enough."""
        jobs.enqueue(LINT, f"{self.now:%Y-%m-%dT%H:%M}", {})
        self.tell(_("The count is queued; the numbers change in a minute."))
        self.lead_to(CHECKS)

    @property
    def rule(self) -> str | None:
        """The rule that was asked for."""
        asked = self.text("quy-tac")
        return asked if asked in RULES else None

    @property
    def agency(self) -> str | None:
        """The agency that was asked for; "-" is those that name none."""
        asked = self.text("co-quan")
        return ("" if asked == "-" else asked) if asked else None

    @cached_property
    def rules(self) -> list[Counted]:
        """Counts per rule."""
        with register_engine().connect() as connection:
            return findings.by_rule(connection, self.agency)

    @cached_property
    def agencies(self) -> list[Counted]:
        """Counts per agency, those with most findings."""
        with register_engine().connect() as connection:
            return findings.by_agency(connection, self.rule)

    @property
    def shown_agencies(self) -> list[Counted]:
        """The first agencies."""
        return self.agencies[:AGENCIES]

    @cached_property
    def procedures(self) -> list[tuple[str, str, int, int]]:
        """Procedures behind what was asked for, one page of them."""
        first = (self.page - 1) * SIZE
        with register_engine().connect() as connection:
            return findings.procedures(
                connection, self.rule, self.agency, first, SIZE + 1
            )

    @property
    def shown(self) -> list[tuple[str, str, int, int]]:
        """The procedures of this page."""
        return self.procedures[:SIZE]

    @property
    def paging(self) -> list[tuple[str, str]]:
        """Links to the pages before and after."""
        total = (self.page - 1) * SIZE + len(self.procedures)
        return self.pages(total, CHECKS, **self.asked)

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, for links."""
        agency = "-" if self.agency == "" else self.agency or ""
        return {"quy-tac": self.rule or "", "co-quan": agency}

    def narrowed(self, **changed: str) -> str:
        """Return the address of the list with one thing asked for otherwise."""
        names = {"rule": "quy-tac", "agency": "co-quan"}
        asked = self.asked | {names[key]: value for key, value in changed.items()}
        return self.address(CHECKS, **asked)

    def rule_title(self, name: str) -> str:
        """Return a rule in words."""
        return self.say(RULES[name].title)

    def reason(self, name: str) -> str:
        """Return why there is a rule; docstrings are English."""
        return RULES[name].reason

    def severity(self, name: str) -> str:
        """Return how much a rule matters, in words."""
        return self.say(SEVERITIES[RULES[name].severity])

    @property
    def last(self) -> str:
        """When the numbers were counted, "" for never."""
        done = [job for job in jobs.listed(LINT, jobs.DONE, 1) if job.finished_at]
        return self.moment(done[0].finished_at) if done else ""


class FindingsFile(FindingsScreen):
    """``/danh-muc/kiem-tra/tai-ve``: the findings asked for as a table."""

    def answer(self) -> Any:
        """Return the table."""
        with register_engine().connect() as connection:
            about = findings.ground(connection, self.today, self.context)
            rows = findings.procedures(connection, self.rule, self.agency)
        table = findings.export(
            folder(self.context), about, self.language, [row[0] for row in rows]
        )
        wanted = self.rule
        chosen = (row for row in table if wanted is None or row[3] in (wanted, "rule"))
        return self.as_csv("kiem-tra", chosen)


class ProcedureFindings(KeepingScreen):
    """``/danh-muc/kiem-tra/<code>``: what the rules say about one procedure today."""

    tab = CHECKS
    body = ViewPageTemplateFile("templates/finding.pt")

    @property
    def code(self) -> str:
        """The code in the path."""
        return self.names[1]

    def prepare(self) -> None:
        """Find the procedure."""
        if self.content is None:
            raise Missing

    @property
    def heading(self) -> str:
        """Title of the procedure."""
        return str(self.content.title)

    @cached_property
    def found(self) -> list[tuple[str, str, str, str]]:
        """Findings: (severity in words, title of the rule, message, place)."""
        with register_engine().connect() as connection:
            about = findings.ground(connection, self.today, self.context)
        told: tuple[Finding, ...] = findings.of(self.content, about, self.context)
        return [
            (
                self.say(SEVERITIES[one.severity]),
                self.say(RULES[one.rule].title),
                self.say(one.message),
                one.place,
            )
            for one in told
        ]
