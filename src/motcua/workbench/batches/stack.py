"""What is missing in the stack of a dossier, told while the citizen is there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.capture import gaps
from motcua.archive.capture import words
from motcua.dossiers import actions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.capture.pages import Layout
    from motcua.dossiers.dossier import Dossier
    from motcua.shell.screen import Screen

#: How a paper that was not handed in is asked for: operation -> words.
_ASKING: Final[dict[str, Any]] = {
    "guide": _("Ask the citizen for it"),
    "pause": _("Ask the citizen for it"),
}


@dataclass(frozen=True)
class Paper:
    """A paper of the dossier: ``ways`` out of its gap are (address, words)."""

    line: gaps.Line
    ways: tuple[tuple[str, Any], ...] = ()

    @property
    def state(self) -> Any:
        """What is missing, in words."""
        return words.GAPS[self.line.gap]


class Stack:
    """Papers of a dossier beside what was scanned of them, for one person.

    ``scan`` returns where a paper, by its key, is scanned on the page.
    """

    def __init__(
        self,
        screen: Screen,
        dossier: Dossier,
        found: Layout | None,
        scan: Callable[[str], str],
    ) -> None:
        self.screen = screen
        self.dossier = dossier
        self.found = found
        self.scan = scan

    @cached_property
    def lines(self) -> list[gaps.Line]:
        """All papers that are handed in or scanned, or that the case asks for."""
        found = gaps.compare(self.screen.context, self.found, self.dossier.code)
        return [one for one in found if one.given or one.gap or one.documents]

    @property
    def missing(self) -> list[Paper]:
        """The papers with a gap: first those that lie somewhere on the counter."""
        found = [Paper(one, self._ways(one)) for one in self.lines if one.gap]
        return sorted(found, key=lambda one: one.line.gap != "not-scanned")

    @property
    def complete(self) -> int:
        """How many papers have no gap."""
        return sum(not one.gap for one in self.lines)

    @cached_property
    def _open_to(self) -> frozenset[str]:
        screen = self.screen
        return actions.permitted(self.dossier, screen.person, screen.now)

    def _ways(self, line: gaps.Line) -> tuple[tuple[str, Any], ...]:
        """Return what this person can do about a gap, the likely thing first."""
        desk = f"{self.screen.root}/desk/ho-so/{self.dossier.code}"
        papers = f"{desk}/dinh-chinh?sua=papers"
        may_scan = "attach_scan" in self._open_to
        may_correct = "correct" in self._open_to
        ways: list[tuple[str, Any]] = []
        if line.gap == "not-scanned":
            if may_scan:
                ways.append((self.scan(line.key), _("Scan it")))
            if may_correct:
                ways.append((papers, _("It was not handed in: correct the list")))
            return tuple(ways)
        for operation, said in _ASKING.items():
            if operation in self._open_to:
                ways.append((f"{desk}#step-{operation}", said))
        if may_correct:
            ways.append((papers, _("It is here: enter it in the list of papers")))
        return tuple(ways)
