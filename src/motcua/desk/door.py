"""The officers' door: ``/desk`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.desk.correcting import CorrectionScreen
from motcua.desk.dossier import DossierScreen
from motcua.desk.finding import FindAnswer
from motcua.desk.intake import IntakeScreen
from motcua.desk.picking import PickingScreen
from motcua.desk.reasons import ReasonsScreen
from motcua.desk.slip import ReceiptAnswer
from motcua.desk.slip import SlipAnswer
from motcua.desk.work import WorkScreen
from motcua.shell.door import Door
from motcua.shell.files import FileAnswer
from motcua.shell.navigation import Entry
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from typing import Final


PLACE: Final = Place("desk", finder="tim")
WORK: Final = Entry(title=_("My work"), path="desk", order=10, key="1")
INTAKE: Final = Entry(
    title=_("Receive a dossier"),
    path="desk/tiep-nhan",
    order=20,
    duties=frozenset({"reception"}),
    key="2",
)


class Desk(Door):
    """All screens of officers."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/desk/<names>``, None for nothing."""
        match names:
            case ():
                return WorkScreen
            case ("tim",):
                return FindAnswer
            case ("tiep-nhan",):
                return PickingScreen
            case ("tiep-nhan", _):
                return IntakeScreen
            case ("ho-so", _):
                return DossierScreen
            case ("ho-so", _, "giay-tiep-nhan"):
                return ReceiptAnswer
            case ("ho-so", _, "phieu", _):
                return SlipAnswer
            case ("ho-so", _, "dinh-chinh"):
                return CorrectionScreen
            case ("ho-so", _, "quyen"):
                return ReasonsScreen
            case ("ho-so", _, "tep", _):
                return FileAnswer
        return None
