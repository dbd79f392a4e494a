"""``kho``: the stores of the person's archives; for others the files they borrowed."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import looking
from motcua.archive.custody import places
from motcua.shell.screen import Missing
from motcua.workbench.custody.frame import CustodyScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class OverviewScreen(CustodyScreen):
    """Stores with the room in them, what is on loan, and what is overdue."""

    title = _("Paper store")
    body = ViewPageTemplateFile("templates/overview.pt")

    def prepare(self) -> None:
        """Open a store when that was asked for."""
        if not self.posted:
            return
        if not self.agencies:
            raise Missing
        self.send()

    def acts(self) -> dict[str, Any]:
        """Return what buttons do."""
        return {"open": self.open_store}

    def open_store(self) -> None:
        """Open a store."""
        made = places.open_place(
            self.context,
            self.text("agency"),
            places.STORE,
            self.text("barcode"),
            self.person,
            self.now,
            name=self.text("name"),
        )
        self.tell(_("Opened: ${code}", mapping={"code": made.barcode}))

    @cached_property
    def stores(self) -> list[tuple[Any, int, int, int]]:
        """Stores: (row, boxes, millimetres taken, millimetres of shelves)."""
        found = looking.stores(self.agencies) if self.agencies else []
        return [(row, *looking.room(row["barcode"])) for row in found]

    @cached_property
    def out(self) -> tuple[int, int]:
        """How many files are on loan, and how many of them are overdue."""
        told = (self.kept_fonds, self.groups)
        return (
            looking.count_lent(*told),
            looking.count_lent(*told, before=self.today),
        )

    @cached_property
    def borrowed(self) -> list[Any]:
        """The files that the person has, what is due first."""
        return looking.borrowed(self.person) if self.person else []
