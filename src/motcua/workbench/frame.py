"""What the screens of the workbench have in common: their tabs."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive import provided
from motcua.archive.quality import gate
from motcua.organisation.duties import parse_group
from motcua.shell import wording
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


#: Tabs: (path below the door, title).
TABS: Final[tuple[tuple[str, Any], ...]] = (
    ("", _("Search the archive")),
    ("so-hoa", _("Digitise")),
    ("lo", _("Batches of scans")),
    ("ho-so", _("Files of the archive")),
    ("da-ket-thuc", _("Closed dossiers")),
)
SIGNING: Final = ("cho-ky", _("Awaiting signature"))
#: Tab of those who make files, and of those who take them over.
HANDOVER: Final = ("nop", _("Hand-over"))
#: Tabs of those who keep archives.
KEEPERS: Final[tuple[tuple[str, Any], ...]] = (
    ("danh-muc", _("File lists")),
    ("thoi-han", _("Terms of keeping")),
    ("huy", _("Disposal lists")),
    ("giu", _("Legal holds")),
    ("goi-nhan", _("Packages received")),
    ("phong", _("Fonds")),
    ("chua-luu", _("Without archival copy")),
    SIGNING,
)
#: Tabs of those who decide for an agency.
HEADS: Final = KEEPERS[:5]


class WorkbenchScreen(Screen):
    """A screen with the tabs of the workbench; ``tab`` is the path of its own."""

    section = "luu-tru"
    tab: str = ""
    wording = wording
    tabs = ViewPageTemplateFile("templates/tabs.pt")
    filestate = ViewPageTemplateFile("templates/filestate.pt")

    @property
    def tab_links(self) -> list[tuple[str, str, bool]]:
        """The tabs: (address, title, is it this one)."""
        return [
            (self.address(*filter(None, [path])), self.say(title), path == self.tab)
            for path, title in self.open_tabs
        ]

    @property
    def open_tabs(self) -> list[tuple[str, Any]]:
        """The tabs that lead somewhere for this person."""
        shut = set() if self.units_with(*gate.DUTIES) else {"lo"}
        return [one for one in (*TABS, *self.more_tabs) if one[0] not in shut]

    @property
    def more_tabs(self) -> tuple[tuple[str, Any], ...]:
        """The tabs that only some duties open."""
        if self.keeps:
            return (HANDOVER, *KEEPERS)
        held = {duty for _unit, duty in filter(None, map(parse_group, self.groups))}
        if "approval" in held:
            return (HANDOVER, *HEADS)
        return (HANDOVER,) if "processing" in held else ()

    @cached_property
    def keeps(self) -> bool:
        """Whether this person keeps an archive."""
        return bool(provided.archivist(self.groups))

    @cached_property
    def may_provide(self) -> bool:
        """Whether this person keeps the archive in which the dossier is."""
        dossier: Dossier | None = getattr(self, "dossier", None)
        if dossier is None:
            return False
        return provided.may_provide(dossier, self.person, self.now)
