"""What the screens of the workbench have in common: their tabs."""

from __future__ import annotations

from motcua import _
from motcua.shell import wording
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Tabs: (path below the door, title).
TABS: Final[tuple[tuple[str, Any], ...]] = (
    ("", _("Search the archive")),
    ("so-hoa", _("Digitise")),
    ("lo", _("Batches of scans")),
    ("ho-so", _("Records")),
)


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
            for path, title in TABS
        ]
