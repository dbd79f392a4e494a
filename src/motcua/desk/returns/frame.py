"""What all screens of the return counter know."""

from __future__ import annotations

from functools import cached_property
from motcua.base import vietnam
from motcua.organisation import units
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from typing import Any
from typing import Final


TAB: Final = "tra-ket-qua"


class ReturnScreen(Screen):
    """A screen for those who hold the duty of reception in a unit."""

    section = f"desk/{TAB}"
    STATES = STATES
    TAB = TAB
    problem: Any = None

    def prepare(self) -> None:
        """Answer only those who return results."""
        if not self.mine:
            raise Missing

    @cached_property
    def mine(self) -> list[units.Unit]:
        """The units in which this person returns results today."""
        return self.units_with("reception")

    @cached_property
    def codes(self) -> list[str]:
        """Their codes."""
        return [unit.code for unit in self.mine]

    @cached_property
    def today(self) -> Any:
        """The day in Vietnam."""
        return self.now.astimezone(vietnam.VIETNAM).date()

    def refuse(self, message: Any, status: int = 400) -> None:
        """Show the form again, as it was filled in, with what is wrong."""
        self.problem = message
        self.status = status
