"""The checklist in words: papers, files, amounts and the date, for one page."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.calendars import WEEKDAY_NAMES
from motcua.base.vietnam import VIETNAM
from motcua.organisation.calendars import calendar_for
from motcua.procedures.wording import FEE_KINDS
from motcua.procedures.wording import money
from motcua.procedures.wording import term_of
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.deadlines import Deadline
    from motcua.portal.checklists.checklist import ChecklistPage
    from motcua.procedures.checklists.checklist import Checklist
    from motcua.procedures.checklists.checklist import Due
    from motcua.procedures.definitions import Paper
    from motcua.procedures.forms import Form

FORM_SEGMENT: Final = {"vi": "bieu-mau", "en": "forms"}


class MyList:
    """What `mylist.pt` shows of a checklist."""

    def __init__(self, page: ChecklistPage, checklist: Checklist) -> None:
        self.page = page
        self.checklist = checklist

    @property
    def exemption_proofs(self) -> list[str]:
        """What proves the exemption that was claimed: one more paper to bring."""
        proofs = (due.exemption.proof for due in self.checklist.fees if due.exemption)
        return list(dict.fromkeys(proof for proof in proofs if proof))

    def paper_forms(self, paper: Paper) -> list[tuple[str, str, str]]:
        """Return the files of a paper's form: name, address, type and size."""
        return [
            self.download(form)
            for form in self.page.attached
            if form.paper == paper.key or form.name == paper.form
        ]

    @property
    def other_forms(self) -> list[tuple[str, str, str]]:
        """Forms of the procedure that no paper of any case claims."""
        papers = [paper for case in self.page.version.cases for paper in case.papers]
        claimed = {paper.key for paper in papers} | {paper.form for paper in papers}
        return [
            self.download(form)
            for form in self.page.attached
            if form.paper not in claimed and form.name not in claimed
        ]

    def download(self, form: Form) -> tuple[str, str, str]:
        """Return name, address, and type with size of a file."""
        address = self.page.addresses.page(
            "procedures", self.page.code, FORM_SEGMENT[self.page.language], form.sha256
        )
        kind = form.name.rpartition(".")[2].upper()
        return form.name, address, f"{kind}, {max(1, round(form.size / 1024))} kB"

    def amount(self, due: Due) -> str:
        """Return an amount after the exemption, in words where none is stated."""
        if due.amount is None:
            return due.fee.text or self.page.say(_("Not stated"))
        return money(due.amount, due.fee.currency, self.page.language)

    def full_amount(self, due: Due) -> str:
        """Return the amount before an exemption, "" where none is taken off."""
        full = due.fee.amount
        if full is None or due.amount == full:
            return ""
        return money(full, due.fee.currency, self.page.language)

    def fee_kind(self, kind: str) -> str:
        """Return fee or charge in words."""
        return self.page.say(FEE_KINDS[kind]) if kind in FEE_KINDS else ""

    @property
    def totals(self) -> list[str]:
        """What is to be paid in all, per currency, where it can be told."""
        found: dict[str, int] = {}
        for total in self.checklist.totals:
            found[total.currency] = found.get(total.currency, 0) + total.amount
        return [
            money(amount, name, self.page.language) for name, amount in found.items()
        ]

    @property
    def term(self) -> str:
        """The time that is promised, or its words as published."""
        channel = self.checklist.channel
        if channel.promised is None:
            return term_of(channel, self.page.language)
        return channel.promised.text(self.page.language)

    @property
    def legal_term(self) -> str:
        """The time by law, where the province promises a shorter one."""
        channel = self.checklist.channel
        if channel.committed is None or channel.term is None:
            return ""
        return channel.term.text(self.page.language)

    @cached_property
    def promise(self) -> Deadline | None:
        """When the result is due if the dossier is handed in now."""
        code = self.page.unit.unit.code if self.page.unit else ""
        calendar = calendar_for(code, self.page.today, self.page.context)
        return self.checklist.promise(calendar, self.page.now)

    @property
    def due(self) -> str:
        """The date and hour of the promise, "" where there is none."""
        due = self.promise.due if self.promise else None
        if due is None:
            return ""
        due = due.astimezone(VIETNAM)
        day = WEEKDAY_NAMES[self.page.language][due.isoweekday() - 1]
        return f"{due:%H:%M}, {day} {due:%d/%m/%Y}"

    @property
    def made(self) -> str:
        """The moment for which the date holds."""
        return f"{self.page.now.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

    @property
    def late_receipt(self) -> str:
        """Say so when what is handed in now counts from a later moment."""
        for line in self.promise.explanation if self.promise else ():
            if line.kind in ("after_hours", "cut_off"):
                return line.text(self.page.language)
        return ""

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """How the date is counted: line by line, with the legal ground."""
        lines = self.promise.explanation if self.promise else ()
        return [
            (line.text(self.page.language), line.ground_text(self.page.language))
            for line in lines
        ]
