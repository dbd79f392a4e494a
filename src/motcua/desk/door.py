"""The officers' door: ``/desk`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.desk.answering import AnsweringScreen
from motcua.desk.cash.books import BooksScreen
from motcua.desk.cash.frame import TillScreen
from motcua.desk.cash.shifts import ClosedShiftScreen
from motcua.desk.cash.shifts import DepositPrint
from motcua.desk.cash.shifts import DepositScreen
from motcua.desk.cash.shifts import ShiftPrint
from motcua.desk.cash.shifts import ShiftScreen
from motcua.desk.correcting import CorrectionScreen
from motcua.desk.covers import CoversAnswer
from motcua.desk.day import DayEntry
from motcua.desk.day import DayScreen
from motcua.desk.day import SECTION as DAY_SECTION
from motcua.desk.dossier import DossierScreen
from motcua.desk.elsewhere import ElsewhereScreen
from motcua.desk.finding import FindAnswer
from motcua.desk.following import FollowScreen
from motcua.desk.handover import HandoverPrint
from motcua.desk.handover import OneHandoverScreen
from motcua.desk.handovers import HandoversScreen
from motcua.desk.handovers import MakeScreen
from motcua.desk.many.acting import ActScreen
from motcua.desk.many.calendars import CalendarsScreen
from motcua.desk.many.frame import SECTION
from motcua.desk.many.moving import MovingScreen
from motcua.desk.many.results import ResultScreen
from motcua.desk.many.results import StartScreen
from motcua.desk.many.storm import ResumeScreen
from motcua.desk.many.storm import StormScreen
from motcua.desk.mywork.own import ColumnsScreen
from motcua.desk.mywork.screen import FileAnswer as WorkFile
from motcua.desk.mywork.screen import WorkScreen
from motcua.desk.outage.entering import LateIntake
from motcua.desk.outage.entering import PaperPicking
from motcua.desk.outage.screens import ApprovalScreen
from motcua.desk.outage.screens import BlockPrint
from motcua.desk.outage.screens import BlockScreen
from motcua.desk.outage.screens import OutageScreen
from motcua.desk.pausing import PausedScreen
from motcua.desk.picking import PickingScreen
from motcua.desk.reasons import ReasonsScreen
from motcua.desk.received import ReceivedScreen
from motcua.desk.reminding import ReminderScreen
from motcua.desk.returns.counter import CounterScreen
from motcua.desk.returns.counter import UncollectedScreen
from motcua.desk.returns.one import OneReturnScreen
from motcua.desk.returns.shelflabels import ShelfLabelsScreen
from motcua.desk.returns.shelving import ShelvingScreen
from motcua.desk.scanning import ScanAnswer
from motcua.desk.settings import SettingsScreen
from motcua.desk.slip import ReceiptAnswer
from motcua.desk.slip import SlipAnswer
from motcua.desk.spot import SpotBookScreen
from motcua.desk.spot import SpotScreen
from motcua.desk.stuck import StuckScreen
from motcua.desk.viewas import ViewAsScreen
from motcua.dossiers.cash import duties as cash_duties
from motcua.dossiers.handovers.lists import DUTIES
from motcua.dossiers.intake import RECEIVING
from motcua.dossiers.outage import blocks
from motcua.shell.door import Door
from motcua.shell.files import FileAnswer
from motcua.shell.navigation import Entry
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from typing import Final


PLACE: Final = Place("desk", finder="tim")
WORK: Final = Entry(title=_("My work"), path="desk", order=10, key="1")
DAY: Final = DayEntry(title=_("Today"), path=DAY_SECTION, order=5)
INTAKE: Final = Entry(
    title=_("Receive a dossier"),
    path="desk/tiep-nhan",
    order=20,
    duties=frozenset(RECEIVING),
    key="2",
)
SPOT: Final = Entry(
    title=_("On the spot"),
    path="desk/tra-ngay",
    order=22,
    duties=frozenset(RECEIVING),
)
REMINDERS: Final = Entry(
    title=_("Reminders"),
    path=ReminderScreen.section,
    order=30,
    duties=frozenset({"processing", "approval", "supervision"}),
)
STUCK: Final = Entry(
    title=_("What does not move"),
    path=StuckScreen.section,
    order=32,
    duties=frozenset({"reception", "processing", "approval", "supervision"}),
)
PAUSED: Final = Entry(
    title=_("What waits"),
    path=PausedScreen.section,
    order=34,
    duties=frozenset({"reception", "processing", "approval", "supervision"}),
)
MANY: Final = Entry(
    title=_("Many dossiers"),
    path=SECTION,
    order=40,
    duties=frozenset({"approval", "supervision"}),
)


HANDOVERS: Final = Entry(
    title=_("Hand-over lists"),
    path="desk/ban-giao",
    order=25,
    duties=frozenset(DUTIES),
)


VIEW_AS: Final = Entry(
    title=_("See as an officer"),
    path="desk/xem-nhu",
    order=45,
    duties=frozenset({"supervision"}),
)


SETTINGS: Final = Entry(title=_("My settings"), path="desk/cai-dat", order=80)
TILL: Final = Entry(
    title=_("Close the shift"),
    path=TillScreen.section,
    order=26,
    duties=frozenset(cash_duties.EVERYBODY),
)
OUTAGE: Final = Entry(
    title=_("When power or network was down"),
    path=OutageScreen.section,
    # Behind everything of an ordinary day.
    order=60,
    duties=frozenset(blocks.EVERYBODY),
)


class Desk(Door):
    """All screens of officers."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/desk/<names>``, None for nothing."""
        match names:
            case ():
                return WorkScreen
            case ("ngay",):
                return DayScreen
            case ("viec-cua-toi.csv",) | ("viec-cua-toi.xlsx",):
                return WorkFile
            case ("cot",):
                return ColumnsScreen
            case ("tim",):
                return FindAnswer
            case ("tiep-nhan",):
                return PickingScreen
            case ("tiep-nhan", _):
                return AnsweringScreen
            case ("tiep-nhan-ho",):
                return ElsewhereScreen
            case ("tiep-nhan", _, "theo-doi"):
                return FollowScreen
            case ("tra-ngay",):
                return SpotScreen
            case ("tra-ngay", "so"):
                return SpotBookScreen
            case ("tra-ket-qua", *rest):
                return _returning(tuple(rest))
            case ("ban-giao", *rest):
                return _handovers(tuple(rest))
            case ("thu-ngan", *rest):
                return _till(tuple(rest))
            case ("mat-dien", *rest):
                return _outage(tuple(rest))
            case ("ho-so", *rest):
                return _dossier(tuple(rest))
            case ("cai-dat",):
                return SettingsScreen
            case ("xem-nhu",):
                return ViewAsScreen
            case ("ket",):
                return StuckScreen
            case ("tam-dung",):
                return PausedScreen
            case ("nhac-viec",):
                return ReminderScreen
            case ("nhieu-ho-so", *rest):
                return _many(tuple(rest))
        return None


def _dossier(names: tuple[str, ...]) -> type[Screen] | None:
    """Return the screen of a dossier at a path."""
    match names:
        case (_,):
            return DossierScreen
        case (_, "da-nhan"):
            return ReceivedScreen
        case (_, "giay-tiep-nhan"):
            return ReceiptAnswer
        case (_, "phieu", _):
            return SlipAnswer
        case (_, "to-bia"):
            return CoversAnswer
        case (_, "dinh-chinh"):
            return CorrectionScreen
        case (_, "quyen"):
            return ReasonsScreen
        case (_, "tep", _):
            return FileAnswer
    return None


def _till(names: tuple[str, ...]) -> type[Screen] | None:
    """Return the screen of the till at a path."""
    match names:
        case ():
            return ShiftScreen
        case ("bien-lai",):
            return BooksScreen
        case ("ca", _, _):
            return ClosedShiftScreen
        case ("in-ca", _, _):
            return ShiftPrint
        case ("bang-ke", _, _):
            return DepositScreen
        case ("in-bang-ke", _, _):
            return DepositPrint
    return None


def _outage(names: tuple[str, ...]) -> type[Screen] | None:
    """Return the screen for when power or network was down at a path."""
    match names:
        case ():
            return OutageScreen
        case ("dai", _, _):
            return BlockScreen
        case ("in", _, _):
            return BlockPrint
        case ("nhap", _):
            return PaperPicking
        case ("nhap", _, _):
            return LateIntake
        case ("duyet", _):
            return ApprovalScreen
    return None


def _returning(names: tuple[str, ...]) -> type[Screen] | None:
    """Return the screen of the return counter at a path."""
    match names:
        case ():
            return CounterScreen
        case ("chua-nhan",):
            return UncollectedScreen
        case ("xep-ke",):
            return ShelvingScreen
        case ("xep-ke", "nhan"):
            return ShelfLabelsScreen
        case (_,):
            return OneReturnScreen
    return None


def _handovers(names: tuple[str, ...]) -> type[Screen] | None:
    """Return the screen of hand-over lists at a path."""
    match names:
        case ():
            return HandoversScreen
        case ("quet",):
            return ScanAnswer
        case ("lap",):
            return MakeScreen
        case (_, _):
            return OneHandoverScreen
        case (_, _, "in"):
            return HandoverPrint
    return None


def _many(names: tuple[str, ...]) -> type[Screen] | None:
    """Return the screen of decisions for many dossiers at a path."""
    match names:
        case ():
            return StartScreen
        case ("tam-dung",):
            return StormScreen
        case ("tiep-tuc",):
            return ResumeScreen
        case ("lich",):
            return CalendarsScreen
        case ("lam",):
            return ActScreen
        case ("chuyen", _, _):
            return MovingScreen
        case ("ket-qua", _):
            return ResultScreen
    return None
