"""The door of processes: ``/quy-trinh`` and everything below."""

from __future__ import annotations

from motcua import _
from motcua.admin.processes.editor import EditorScreen
from motcua.admin.processes.files import ProcessFile
from motcua.admin.processes.files import UploadScreen
from motcua.admin.processes.forms import FormScreen
from motcua.admin.processes.listing import ListScreen
from motcua.admin.processes.overview import OverviewScreen
from motcua.admin.processes.trials import TrialsScreen
from motcua.admin.processes.version import VersionScreen
from motcua.dossiers.processes import keepers
from motcua.organisation.units import MANAGE
from motcua.procedures.drafting import officials
from motcua.shell.door import Door
from motcua.shell.navigation import Entry
from motcua.shell.screen import Missing
from motcua.shell.screen import Place
from motcua.shell.screen import Screen
from typing import Any
from typing import Final


PLACE: Final = Place("quy-trinh")
ENTRY: Final = Entry(
    title=_("Processes"),
    path=PLACE.path,
    order=95,
    duties=officials.DUTIES,
    permission=MANAGE,
)


class Processes(Door):
    """All screens of those who write and decide about processes."""

    place = PLACE

    def choose(self, names: tuple[str, ...]) -> type[Screen] | None:
        """Return what answers at the path ``/quy-trinh/<names>``."""
        match names:
            case ():
                return ListScreen
            case (_,):
                return OverviewScreen
            case (_, "soan"):
                return EditorScreen
            case (_, "soan", _):
                return FormScreen
            case (_, "thu"):
                return TrialsScreen
            case (_, "tai-len"):
                return UploadScreen
            case (_, "tai-ve", _):
                return ProcessFile
            case (_, "ban", _):
                return VersionScreen
        return None

    def screen(self) -> Screen:
        """Return the screen for the path, to those who may read processes."""
        found: Any = super().screen()
        if not keepers.may_read(found.person, found.today, self.context):
            raise Missing
        return found  # type: ignore[no-any-return]
