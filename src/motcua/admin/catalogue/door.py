"""The catalogue's door: ``/danh-muc`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.admin.catalogue.editor import EditorScreen
from motcua.admin.catalogue.findings import FindingsFile
from motcua.admin.catalogue.findings import FindingsScreen
from motcua.admin.catalogue.findings import ProcedureFindings
from motcua.admin.catalogue.history import HistoryScreen
from motcua.admin.catalogue.imports import ImportFile
from motcua.admin.catalogue.imports import ImportScreen
from motcua.admin.catalogue.imports import ImportsScreen
from motcua.admin.catalogue.imports import TableFile
from motcua.admin.catalogue.listing import ListScreen
from motcua.admin.catalogue.names import NamesScreen
from motcua.admin.catalogue.reports import ReportsScreen
from motcua.admin.catalogue.review import ReviewScreen
from motcua.admin.catalogue.reviews import ReviewedScreen
from motcua.admin.catalogue.reviews import ReviewsScreen
from motcua.admin.catalogue.scope import ScopeScreen
from motcua.admin.catalogue.text import TextScreen
from motcua.procedures.drafting import officials
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


def keeping_screen(names: tuple[str, ...]) -> type[Screen] | None:
    """Return what keeps the catalogue right; no code is a name without digits."""
    match names:
        case ("kiem-tra",):
            return FindingsScreen
        case ("kiem-tra", "tai-ve"):
            return FindingsFile
        case ("kiem-tra", _):
            return ProcedureFindings
        case ("nhap",):
            return ImportsScreen
        case ("nhap", "bang"):
            return TableFile
        case ("nhap", _):
            return ImportScreen
        case ("nhap", _, "tai-ve"):
            return ImportFile
        case ("ten-goi",):
            return NamesScreen
        case ("pham-vi",):
            return ScopeScreen
        case ("ra-soat",):
            return ReviewsScreen
        case ("ra-soat", _):
            return ReviewedScreen
    return None


class Catalogue(Door):
    """All screens of editors, procedure control and publishers."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/danh-muc/<names>``."""
        match names:
            case ():
                return ListScreen
            case ("kiem-tra" | "nhap" | "ten-goi" | "pham-vi" | "ra-soat", *_rest):
                return keeping_screen(names)
            case ("gop-y",):
                return ReportsScreen
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
