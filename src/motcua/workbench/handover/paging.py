"""Lists of hand-over, page by page."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.handover import register
from motcua.workbench.holdings.frame import HoldingsScreen
from typing import Any
from typing import Final


#: Lists on one screen.
PAGE: Final = 50


class PagedScreen(HoldingsScreen):
    """A screen of lists of one kind, open ones first."""

    kind = ""
    fonds: list[str]
    mine: list[str]

    @cached_property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.number("page")

    @cached_property
    def listed(self) -> list[Any]:
        """The rows of this page, and one more where there is another page."""
        begin = (self.page - 1) * PAGE
        told = (self.kind, self.fonds, self.mine)
        return register.of_fonds(*told, limit=PAGE + 1, offset=begin)

    @property
    def more(self) -> bool:
        """Whether there are lists behind this page."""
        return len(self.listed) > PAGE

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address(*self.names, **asked)
