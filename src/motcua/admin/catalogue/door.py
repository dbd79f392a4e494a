"""The catalogue's door: ``/danh-muc`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.admin.catalogue.editor import EditorScreen
from motcua.admin.catalogue.history import HistoryScreen
from motcua.admin.catalogue.listing import ListScreen
from motcua.admin.catalogue.review import ReviewScreen
from motcua.admin.catalogue.text import TextScreen
from motcua.procedures import officials
from motcua.shell.door import Door
from motcua.shell.navigation import Entry
from motcua.shell.screen import Missing
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from typing import Any
from typing import Final


PLACE: Final = Place("danh-muc")
ENTRY: Final = Entry(
    title=_("Procedure catalogue"),
    path=PLACE.path,
    order=40,
    duties=officials.DUTIES,
)


class Catalogue(Door):
    """All screens of editors, procedure control and publishers."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/danh-muc/<names>``."""
        match names:
            case ():
                return ListScreen
            case (_,):
                return HistoryScreen
            case (_, "soan") | (_, "soan", _) | (_, "soan", _, _):
                return EditorScreen
            case (_, "xem-xet"):
                return ReviewScreen
            case (_, "ban", _):
                return TextScreen
        return None

    def screen(self) -> Screen:
        """Return the screen for the path, to holders of a duty of the catalogue."""
        found: Any = super().screen()
        if not officials.held(found.person, found.today, self.context):
            raise Missing
        return found  # type: ignore[no-any-return]
