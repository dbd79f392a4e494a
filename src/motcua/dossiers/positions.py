"""Where a running dossier would stand under another process, or why it stays."""

from __future__ import annotations

from motcua import _
from motcua.dossiers import progress
from motcua.dossiers.processes import moving
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.moving import Move
from motcua.dossiers.processes.moving import Position
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.processes.definitions import Process

_OBSTACLES: Final[dict[str, Any]] = {
    "no-equivalent": _(
        "The open step “${steps}” does not exist in the other process. Complete it or "
        "send it back first."
    ),
    "opens-again": _(
        "“${steps}” would open again although the dossier is past it. Send the dossier "
        "back there first, or leave it under its process."
    ),
    "out-of-order": _(
        "“${steps}” is not done, but in the other process it comes before a step that "
        "is. Complete it first, or leave the dossier under its process."
    ),
    "no-answer": _(
        "The other process asks for an outcome of “${steps}”, which was completed "
        "without one. Send the dossier back there first."
    ),
    "would-end": _(
        "Nothing would be left to do under the other process. Complete the dossier "
        "under its own."
    ),
}


def move(site: Any, dossier: Dossier, process: Process) -> Move:
    """Return what moving the dossier to ``process`` would do."""
    old = progress.process_of(site, dossier)
    position = Position(frozenset(dossier.done), dict(dossier.answers))
    return moving.move(old, process, position)


def why_not(site: Any, dossier: Dossier, process: Process, found: Move) -> Any:
    """Return in words why a dossier stays, and what can be done."""
    titles = {
        step.key: step.title
        for each in (process, progress.process_of(site, dossier))
        for step in steps_of(each.way)
    }
    steps = ", ".join(titles.get(key, key) for key in found.keys)
    said = _OBSTACLES[found.obstacle]
    return Message(said, mapping={"steps": steps})
