"""A screen with forms of its own: found by its path, acting on what is posted."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.errors import DossierError
from motcua.organisation import units
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
import transaction
from typing import Any


class PostingScreen(Screen):
    """Answers who has units here; a refusal is told, and what was typed stays.

    ``do`` in a form says which of its acts was asked for.
    """

    problem: Any = None

    @property
    def mine(self) -> list[units.Unit]:
        """The units in which this person has to do with the screen."""
        return []

    def prepare(self) -> None:
        """Find what the path names and act; for strangers there is nothing here."""
        if not self.mine:
            raise Missing
        self.look_up()
        if self.posted:
            self.act()

    def look_up(self) -> None:
        """Find what the path names; raises ``Missing``."""

    def act(self) -> None:
        """Carry out what was posted; what is refused is told, what was typed stays."""
        try:
            self.carry_out(self.text("do"))
        except DossierError as error:
            transaction.doom()
            self.problem = error.message
            self.status = 400

    def carry_out(self, what: str) -> None:
        """Call the domain and lead on."""
        raise DossierError(_("Choose what to do."))
