"""What all screens of the till know."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.money import format_vnd
from motcua.desk.posting import PostingScreen
from motcua.dossiers.cash import duties
from motcua.organisation import units
from motcua.shell.screen import Missing
from motcua.shell.wording import METHOD_WORDS
from typing import Any
from typing import Final


TAB: Final = "thu-ngan"
SECTION: Final = f"desk/{TAB}"
STATUSES: Final[dict[str, Any]] = {
    "open": _("Not acknowledged yet"),
    "settled": _("Acknowledged"),
    "void": _("Void"),
}


class TillScreen(PostingScreen):
    """A screen of those who have to do with money; nobody else finds it."""

    section = SECTION
    METHODS = METHOD_WORDS
    STATUSES = STATUSES

    @cached_property
    def mine(self) -> list[units.Unit]:
        """The units whose money this person has to do with."""
        return self.units_with(*duties.EVERYBODY)

    @cached_property
    def kept(self) -> list[units.Unit]:
        """The units whose books and drawers this person looks after."""
        return self.units_with(*duties.KEEPING)

    def among_mine(self, *codes: str) -> None:
        """Raise ``Missing`` where none of the units is the person's."""
        if not {unit.code for unit in self.mine} & set(codes):
            raise Missing

    @cached_property
    def unit(self) -> units.Unit:
        """The unit asked for, else the first."""
        asked = self.text("unit")
        found = [unit for unit in self.mine if unit.code == asked]
        return found[0] if found else self.mine[0]

    def place_of(self, kind: str, code: str) -> str:
        """Return the address of a shift ("ca"), a list ("bang-ke"), or its print."""
        return self.address(TAB, kind, *code.split("/"))

    def vnd(self, amount: int) -> str:
        """Return an amount in figures."""
        return format_vnd(amount)

    def amount(self, name: str) -> int:
        """Return an amount that was typed, -1 for what is none."""
        text = self.text(name).replace(".", "").replace(" ", "")
        return int(text) if text.isascii() and text.isdigit() and text else -1
