"""``kho/muon``: what is on loan, what is overdue, and the rule of the agency."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import lending
from motcua.archive.custody import looking
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.shell.screen import Missing
from motcua.workbench.custody.frame import CustodyScreen
from motcua.workbench.custody.frame import PAGE
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.lying import Loan


class LoansScreen(CustodyScreen):
    """Files on loan, what is due first; ``?qua-han=1`` those that are overdue."""

    title = _("Paper on loan")
    body = ViewPageTemplateFile("templates/loans.pt")

    @property
    def late_only(self) -> bool:
        """Whether overdue ones alone are listed."""
        return self.text("qua-han") == "1"

    @property
    def asked(self) -> dict[str, str]:
        """The filter as it stands in the address."""
        return {"qua-han": "1"} if self.late_only else {}

    @cached_property
    def listed(self) -> list[Any]:
        """Rows of this page, and one more where there is another page."""
        return looking.lent(
            self.kept_fonds,
            self.groups,
            before=self.today if self.late_only else None,
            limit=PAGE + 1,
            offset=self.begin,
        )

    @property
    def rows(self) -> list[tuple[Any, Loan | None, bool]]:
        """Rows of this page: (row, the loan with who has it, is it overdue)."""
        return [
            (row, self.loan(row["code"]), row["until"] < self.today)
            for row in self.listed[:PAGE]
        ]

    def loan(self, code: str) -> Loan | None:
        """Return the loan of a file: names are read from where they can be erased."""
        one = holdings.file(self.context, code)
        return files.view(one).lying.loan if one is not None else None

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return len(self.listed) > PAGE

    @cached_property
    def numbers(self) -> tuple[int, int]:
        """How many are on loan, and how many of them are overdue."""
        told = (self.kept_fonds, self.groups)
        late = looking.count_lent(*told, before=self.today)
        return looking.count_lent(*told), late

    def letter_label(self, code: str) -> str:
        """Return which letter is printed."""
        return self.say(
            _("Print the letter that asks for ${code}", mapping={"code": code})
        )

    def acts(self) -> dict[str, Any]:
        """Return what buttons do."""
        return {"rule": self.set_rule}

    def set_rule(self) -> None:
        """Set the rule of an agency."""
        agency = self.text("agency")
        if agency not in self.agencies:
            raise Missing
        lending.set_rule(
            self.context,
            agency,
            self.number("days", default=0, largest=9999),
            self.number("extensions", default=0, largest=9999),
            self.day("valid_from"),
            self.text("source"),
            self.person,
            self.now,
        )
        self.tell(_("The rule on loans is set."))

    @property
    def rules(self) -> list[tuple[str, lending.Rule]]:
        """The rule that holds today for each agency."""
        return [
            (code, lending.on(self.context, code, self.today)) for code in self.agencies
        ]
