"""What the screens of the workbench have in common: their tabs."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.appraisal import councils
from motcua.archive.backlog import contractors
from motcua.archive.holdings import fonds
from motcua.archive.holdings import rights
from motcua.archive.pdf import provided
from motcua.archive.quality import gate
from motcua.archive.terms import deciding
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
    ("du-an", _("Projects of digitisation")),
    ("chua-luu", _("Without archival copy")),
    ("cho-ky", _("Awaiting signature")),
    ("ho-so", _("Files of the archive")),
    ("da-ket-thuc", _("Closed dossiers")),
    ("danh-muc", _("File lists")),
    ("phong", _("Fonds")),
    ("nop", _("Hand-over")),
    ("goi-nhan", _("Packages received")),
    ("kho", _("Paper store")),
    ("doc", _("Reading room")),
    ("thoi-han", _("Terms of keeping")),
    ("huy", _("Disposal lists")),
    ("giu", _("Legal holds")),
)
#: Tabs that stand together: (title, paths).
GROUPS: Final[tuple[tuple[Any, tuple[str, ...]], ...]] = (
    (_("Search the archive"), ("",)),
    (_("Digitise"), ("so-hoa", "lo", "du-an", "chua-luu", "cho-ky")),
    (_("Files of the archive"), ("ho-so", "da-ket-thuc", "danh-muc", "phong")),
    (_("Hand-over"), ("nop", "goi-nhan")),
    (_("Paper store"), ("kho",)),
    (_("Reading room"), ("doc",)),
    (_("Keep or destroy"), ("thoi-han", "huy", "giu")),
)
SIGNING: Final = "cho-ky"
#: What everybody has who may open the workbench at all.
EVERYBODY: Final = frozenset({"", "so-hoa", "ho-so", "da-ket-thuc", "kho", "doc"})
#: What opens to who keeps an archive, and to who keeps or heads an agency.
KEEPERS: Final = frozenset({"chua-luu", SIGNING, "danh-muc", "phong", "huy"})
AGENCIES: Final = frozenset({"goi-nhan", "thoi-han"})
#: What opens to who keeps or heads an agency that has a fonds.
OF_FONDS: Final = frozenset({"danh-muc", "phong", "nop", "du-an", "huy", "giu"})


class WorkbenchScreen(Screen):
    """A screen with the tabs of the workbench; ``tab`` is the path of its own."""

    section = "luu-tru"
    tab: str = ""
    wording = wording
    tabs = ViewPageTemplateFile("templates/tabs.pt")
    filestate = ViewPageTemplateFile("templates/filestate.pt")

    @property
    def tab_rows(self) -> list[list[tuple[str, str, str | None]]]:
        """The groups of tabs, and the tabs of the present one when there are several.

        A tab is (address, title, the value of ``aria-current``).
        """
        titles = dict(TABS)
        groups, here = [], []
        for title, paths in GROUPS:
            shown = [path for path in paths if path in self.open_tabs]
            if not shown:
                continue
            alone = len(shown) == 1
            # Of a screen without a tab for this person, its group tells where one is.
            present = "page" if alone and self.tab in shown else "true"
            groups.append(
                (
                    self.address(*filter(None, [shown[0]])),
                    self.say(titles[shown[0]] if alone else title),
                    present if self.tab in paths else None,
                )
            )
            if self.tab in paths and not alone:
                here = [
                    (
                        self.address(path),
                        self.say(titles[path]),
                        "page" if path == self.tab else None,
                    )
                    for path in shown
                ]
        return [row for row in (groups, here) if row]

    @cached_property
    def open_tabs(self) -> frozenset[str]:
        """The tabs that lead somewhere for this person, and no others."""
        if self.confined:
            return frozenset()
        found = EVERYBODY | (KEEPERS if self.keeps else frozenset())
        if fonds.mine(self.context, self.person, self.now):
            found |= OF_FONDS
        if deciding.agencies(self.context, self.person, self.now):
            found |= AGENCIES
        if self.units_with(*rights.MAKERS):
            found |= {"nop"}
        if self.units_with(*gate.DUTIES):
            found |= {"lo"}
        if "huy" not in found and councils.mine(self.context, self.person):
            found |= {"huy"}
        return found

    @cached_property
    def confined(self) -> bool:
        """Whether the person belongs to a contractor and sees given batches alone."""
        return contractors.confined(self.context, self.person, self.now)

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
