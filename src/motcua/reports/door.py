"""The door of those who answer for a unit's work: ``/bao-cao``."""

from __future__ import annotations

from motcua import _
from motcua.reports.register_book import DUTIES
from motcua.reports.register_page import RegisterScreen
from motcua.shell.door import Door
from motcua.shell.navigation import Entry
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from typing import Final


PLACE: Final = Place("bao-cao")
ENTRY: Final = Entry(title=_("Register"), path=PLACE.path, order=40, duties=DUTIES)


class Reports(Door):
    """All screens of reports."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/bao-cao/<names>``."""
        return None if names else RegisterScreen
