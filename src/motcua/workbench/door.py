"""The archivists' door: ``/luu-tru`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings import filing
from motcua.shell.door import Door
from motcua.shell.files import FileAnswer
from motcua.shell.navigation import Entry
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from motcua.workbench.appraisal.holds import HoldsScreen
from motcua.workbench.appraisal.lists import DisposalsScreen
from motcua.workbench.appraisal.one import CouncilScreen
from motcua.workbench.appraisal.one import DisposalScreen
from motcua.workbench.appraisal.printing import DisposalPaperAnswer
from motcua.workbench.appraisal.printing import PAPERS as DISPOSAL_PAPERS
from motcua.workbench.backlog.confining import HOME as OWN_BATCHES
from motcua.workbench.backlog.contracting import ContractingScreen
from motcua.workbench.backlog.contracting import OwnBatchesScreen
from motcua.workbench.backlog.counts import CountsScreen
from motcua.workbench.backlog.counts import MinutesAnswer
from motcua.workbench.backlog.inventory import InventoriesScreen
from motcua.workbench.backlog.inventory import ReportScreen
from motcua.workbench.backlog.listing import ProjectListScreen
from motcua.workbench.backlog.one import ProjectScreen
from motcua.workbench.backlog.progress import PaceScreen
from motcua.workbench.batches.covering import CoversScreen
from motcua.workbench.batches.covering import WatchScreen
from motcua.workbench.batches.describing import DescribeScreen
from motcua.workbench.batches.examining import ExamineScreen
from motcua.workbench.batches.figures import FiguresScreen
from motcua.workbench.batches.listing import BatchListScreen
from motcua.workbench.batches.listing import BatchOpenScreen
from motcua.workbench.batches.one import ArrangeScreen
from motcua.workbench.batches.pictures import PictureAnswer
from motcua.workbench.catalogued import DocumentFileAnswer
from motcua.workbench.catalogued import DocumentScreen
from motcua.workbench.custody.counts import CountScreen
from motcua.workbench.custody.counts import CountsScreen as StocktakingsScreen
from motcua.workbench.custody.loan import LoanScreen
from motcua.workbench.custody.loans import LoansScreen
from motcua.workbench.custody.overview import OverviewScreen
from motcua.workbench.custody.place import PlaceScreen
from motcua.workbench.custody.printing import CountMinutesAnswer
from motcua.workbench.custody.printing import LabelsAnswer
from motcua.workbench.custody.printing import OutCardAnswer
from motcua.workbench.custody.printing import ReminderAnswer
from motcua.workbench.custody.station import StationScreen
from motcua.workbench.digitising import DigitisingScreen
from motcua.workbench.failures import FailuresScreen
from motcua.workbench.failures import ProvidingScreen
from motcua.workbench.finding import FindingScreen
from motcua.workbench.handover.due import DueScreen
from motcua.workbench.handover.holdbacks import HoldBacksScreen
from motcua.workbench.handover.leavings import LeavingPaperAnswer
from motcua.workbench.handover.leavings import LeavingScreen
from motcua.workbench.handover.leavings import LeavingsScreen
from motcua.workbench.handover.one import InventoryScreen
from motcua.workbench.handover.printing import InventoryPaperAnswer
from motcua.workbench.handover.printing import PAPERS as INVENTORY_PAPERS
from motcua.workbench.handover.reviewing import ReviewScreen
from motcua.workbench.holdings.closing import ClosingScreen
from motcua.workbench.holdings.file import FileScreen
from motcua.workbench.holdings.fonds import FondsListScreen
from motcua.workbench.holdings.fonds import FondsScreen
from motcua.workbench.holdings.listing import FilesScreen
from motcua.workbench.holdings.lists import ListScreen
from motcua.workbench.holdings.lists import ListsScreen
from motcua.workbench.holdings.opening import OpenFileScreen
from motcua.workbench.holdings.printing import PaperAnswer
from motcua.workbench.holdings.printing import PAPERS
from motcua.workbench.packages.exporting import PackScreen
from motcua.workbench.packages.received import AccessionScreen
from motcua.workbench.packages.received import ReceivedScreen
from motcua.workbench.packages.received import ReportAnswer
from motcua.workbench.page import PagePictureAnswer
from motcua.workbench.page import PageScreen
from motcua.workbench.progress import ProgressScreen
from motcua.workbench.reading import ReadingScreen
from motcua.workbench.readingroom.covering import CoveringPictureAnswer
from motcua.workbench.readingroom.covering import CoveringScreen
from motcua.workbench.readingroom.listing import CopiesScreen
from motcua.workbench.readingroom.listing import RequestsScreen
from motcua.workbench.readingroom.one import RequestScreen
from motcua.workbench.readingroom.pages import CopyFileAnswer
from motcua.workbench.readingroom.pages import CopyPageScreen
from motcua.workbench.readingroom.pages import CopyPictureAnswer
from motcua.workbench.readingroom.pages import CopyToSignAnswer
from motcua.workbench.record import RecordScreen
from motcua.workbench.records import RecordsScreen
from motcua.workbench.retention.changes import ChangesScreen
from motcua.workbench.retention.foreseen import ExpiredScreen
from motcua.workbench.retention.foreseen import ForeseenScreen
from motcua.workbench.retention.rules import RulesScreen
from motcua.workbench.searching import SearchScreen
from motcua.workbench.signing import SigningScreen
from motcua.workbench.signing import ToSignAnswer
from typing import Final


PLACE: Final = Place("luu-tru", finder="so-hoa")

#: Whoever takes part in dossiers may search their pages.
ENTRY: Final = Entry(
    title=_("Archive"),
    path=PLACE.path,
    order=38,
    duties=frozenset(
        {"archive", "reception", "service", "processing", "approval", "supervision"}
    ),
)


class Workbench(Door):
    """All screens of archivists."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/luu-tru/<names>``, None for nothing."""
        match names:
            case ():
                return SearchScreen
            case ("so-hoa",):
                return FindingScreen
            case ("so-hoa", _):
                return DigitisingScreen
            case ("so-hoa", _, "tien-do"):
                return ProgressScreen
            case ("so-hoa", _, "tep", _):
                return FileAnswer
            case ("so-hoa", _, "van-ban", _):
                return ReadingScreen
            case ("so-hoa", _, "trang", _, _) | ("tai-lieu", _, "trang", _):
                return PageScreen
            case ("so-hoa", _, "hinh", _, _) | ("tai-lieu", _, "hinh", _):
                return PagePictureAnswer
            case ("tai-lieu", _):
                return DocumentScreen
            case ("tai-lieu", _, "tep", _):
                return DocumentFileAnswer
            case ("lo",):
                return BatchListScreen
            case ("lo", "moi"):
                return BatchOpenScreen
            case ("lo", "so-lieu"):
                return FiguresScreen
            case ("lo", _):
                return ArrangeScreen
            case ("lo", _, "tien-do"):
                return WatchScreen
            case ("lo", _, "to-bia"):
                return CoversScreen
            case ("lo", _, "hinh", _):
                return PictureAnswer
            case ("cho-ky",):
                return SigningScreen
            case ("cho-ky", _):
                return ToSignAnswer
            case ("chua-luu",):
                return FailuresScreen
            case ("chua-luu", _, _):
                return ProvidingScreen
            case ("lo", _, "tai-lieu", _):
                return DescribeScreen
            case ("lo", _, "kiem-tra"):
                return ExamineScreen
            case ("da-ket-thuc",):
                return RecordsScreen
        return self.holdings(names)

    def holdings(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below fonds, file lists and files."""
        match names:
            case ("phong",):
                return FondsListScreen
            case ("phong", _):
                return FondsScreen
            case ("danh-muc",):
                return ListsScreen
            case ("danh-muc", _):
                return ListScreen
            case ("ho-so",):
                return FilesScreen
            case ("ho-so", "moi"):
                return OpenFileScreen
            case ("ho-so", code):
                return FileScreen if filing.is_code(code) else RecordScreen
            case ("ho-so", _, "ket-thuc"):
                return ClosingScreen
            case ("ho-so", _, paper) if paper in PAPERS:
                return PaperAnswer
        found = self.terms(names) or self.appraisal(names) or self.backlog(names)
        found = found or self.packages(names) or self.handover(names)
        return found or self.custody(names) or self.reading(names)

    def custody(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below paper stores."""
        match names:
            case ("kho",):
                return OverviewScreen
            case ("kho", "quet"):
                return StationScreen
            case ("kho", "muon"):
                return LoansScreen
            case ("kho", "muon", _):
                return LoanScreen
            case ("kho", "muon", _, "phieu-thay"):
                return OutCardAnswer
            case ("kho", "muon", _, "nhac-tra"):
                return ReminderAnswer
            case ("kho", "kiem-ke"):
                return StocktakingsScreen
            case ("kho", "kiem-ke", _):
                return CountScreen
            case ("kho", "kiem-ke", _, "bien-ban"):
                return CountMinutesAnswer
            case ("kho", _):
                return PlaceScreen
            case ("kho", _, "nhan"):
                return LabelsAnswer
        return None

    def reading(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below the reading room."""
        match names:
            case ("doc",):
                return RequestsScreen
            case ("doc", "so-ban-sao"):
                return CopiesScreen
            case ("doc", "che", _):
                return CoveringScreen
            case ("doc", "che", _, "hinh", _):
                return CoveringPictureAnswer
            case ("doc", _):
                return RequestScreen
            case ("doc", _, "ban", _, _):
                return CopyPageScreen
            case ("doc", _, "hinh", _, _):
                return CopyPictureAnswer
            case ("doc", _, "tep", _):
                return CopyFileAnswer
            case ("doc", _, "ky", _):
                return CopyToSignAnswer
        return None

    def backlog(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below projects of digitisation."""
        match names:
            case ("du-an",):
                return ProjectListScreen
            case ("du-an", _):
                return ProjectScreen
            case ("du-an", _, "muc-luc"):
                return InventoriesScreen
            case ("du-an", _, "giao-nhan"):
                return CountsScreen
            case ("du-an", _, "giao-nhan", _):
                return MinutesAnswer
            case ("du-an", _, "nha-thau"):
                return ContractingScreen
            case (name,) if name == OWN_BATCHES:
                return OwnBatchesScreen
            case ("du-an", _, "tien-do"):
                return PaceScreen
            case ("du-an", _, "muc-luc", _):
                return ReportScreen
        return None

    def packages(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below packages that are made and that came."""
        match names:
            case ("ho-so" | "tai-lieu", _, "goi"):
                return PackScreen
            case ("goi-nhan",):
                return ReceivedScreen
            case ("goi-nhan", _):
                return AccessionScreen
            case ("goi-nhan", _, "bao-cao.json"):
                return ReportAnswer
        return None

    def terms(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below terms of keeping."""
        match names:
            case ("thoi-han",):
                return RulesScreen
            case ("thoi-han", "thay-doi"):
                return ChangesScreen
            case ("thoi-han", "du-kien"):
                return ForeseenScreen
            case ("thoi-han", "het-han"):
                return ExpiredScreen
        return None

    def appraisal(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below holds and disposal lists."""
        match names:
            case ("giu",):
                return HoldsScreen
            case ("huy",):
                return DisposalsScreen
            case ("huy", _):
                return DisposalScreen
            case ("huy", _, "hoi-dong"):
                return CouncilScreen
            case ("huy", _, paper) if paper in DISPOSAL_PAPERS:
                return DisposalPaperAnswer
        return None

    def handover(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers below hand-over."""
        match names:
            case ("nop",):
                return DueScreen
            case ("nop", "giu-lai"):
                return HoldBacksScreen
            case ("nop", "ban-giao"):
                return LeavingsScreen
            case ("nop", "ban-giao", _):
                return LeavingScreen
            case ("nop", "ban-giao", _, "bien-ban"):
                return LeavingPaperAnswer
            case ("nop", _):
                return InventoryScreen
            case ("nop", _, "xet"):
                return ReviewScreen
            case ("nop", _, paper) if paper in INVENTORY_PAPERS:
                return InventoryPaperAnswer
        return None
