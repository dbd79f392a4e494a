"""The administrators' door: ``/quan-tri`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.admin.calendars import CalendarFile
from motcua.admin.calendars import CalendarScreen
from motcua.admin.calendars import CalendarsScreen
from motcua.admin.delegations import DelegationsScreen
from motcua.admin.duties import DutiesScreen
from motcua.admin.duties import PersonScreen
from motcua.admin.files import FilesScreen
from motcua.admin.jobs import JobsScreen
from motcua.admin.notices.screens import OutboxScreen
from motcua.admin.notices.screens import TextScreen
from motcua.admin.notices.screens import TextsScreen
from motcua.admin.rights import RightsScreen
from motcua.admin.scanning import ScanningScreen
from motcua.admin.slips.screens import TemplateScreen
from motcua.admin.slips.screens import TemplatesScreen
from motcua.admin.succession import SuccessionScreen
from motcua.admin.units import UnitsScreen
from motcua.admin.waivers import WaiversScreen
from motcua.admin.words import WordsScreen
from motcua.organisation.units import MANAGE
from motcua.shell.door import Door
from motcua.shell.navigation import Entry
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from typing import Final


PLACE: Final = Place("quan-tri")
ENTRY: Final = Entry(
    title=_("Administration"), path=PLACE.path, order=90, permission=MANAGE
)


class Administration(Door):
    """All screens of administrators."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/quan-tri/<names>``."""
        match names:
            case ():
                return UnitsScreen
            case ("nhiem-vu",):
                return DutiesScreen
            case ("nhiem-vu", _):
                return PersonScreen
            case ("kiem-nhiem",):
                return WaiversScreen
            case ("uy-quyen",):
                return DelegationsScreen
            case ("ban-giao",):
                return SuccessionScreen
            case ("quyen",):
                return RightsScreen
            case ("lich",):
                return CalendarsScreen
            case ("lich", _):
                return CalendarScreen
            case ("lich", _, "tai-ve"):
                return CalendarFile
            case ("mau-phieu",):
                return TemplatesScreen
            case ("mau-phieu", _):
                return TemplateScreen
            case ("thong-bao",):
                return OutboxScreen
            case ("mau-thong-bao",):
                return TextsScreen
            case ("mau-thong-bao", _):
                return TextScreen
            case ("quet",):
                return ScanningScreen
            case ("tim-kiem",):
                return WordsScreen
            case ("cong-viec",):
                return JobsScreen
            case ("tep",):
                return FilesScreen
        return None
