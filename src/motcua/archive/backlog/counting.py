"""Papers are counted out of the store and back, and every difference is named.

Boxes, files and sheets are counted when papers go to cleaning or scanning, and again
when they come back (Circular 05/2025/TT-BNV article 9(1)(c)); torn ones are told, for
they are mended before they are scanned (article 6(4)). What is out is compared with the
inventory of the boxes that are named, what comes back with what went out. Acts raise
as those of ``planning`` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.backlog import register
from motcua.archive.backlog.checking import key
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.backlog.projects import Movement
    from motcua.archive.backlog.projects import ProjectView
    from motcua.archive.backlog.store import Project
    from motcua.dossiers.ledger import Event

MOST: Final = 10_000_000
#: Boxes of one movement, named one by one or as a range.
MOST_BOXES: Final = 2000
WORDS: Final[dict[str, Any]] = {
    "boxes": _("Boxes"),
    "files": _("Files on paper"),
    "sheets": _("Sheets"),
}
_LONGEST: Final = 500
_RANGE: Final = re.compile(r"(\d{1,6})\s*[-–]\s*(\d{1,6})\Z", re.A)


@dataclass(frozen=True)
class Difference:
    """What was counted is not what it should be; ``name`` is one of ``WORDS``."""

    name: str
    expected: int
    counted: int

    @property
    def by(self) -> int:
        """How many are too many, or too few (negative)."""
        return self.counted - self.expected


def send(
    site: Any,
    one: Project,
    stage: str,
    counts: Mapping[str, int],
    words: Mapping[str, str],
    actor: str,
    now: datetime,
    *,
    torn: int = 0,
    seen: int | None = None,
) -> Event:
    """Count papers out; ``stage`` is one of ``projects.STAGES``.

    ``counts`` are boxes, files and sheets; ``words`` are ``which`` (the boxes: "1-12,
    15"), ``giver``, ``receiver`` and ``note``, which tells why they differ from the
    inventory.
    """
    found, group = planning.keeping(site, one, actor, now, seen, projects.RUNNING)
    if stage not in projects.STAGES:
        raise Missing(_("Choose what the papers go out for."))
    told = _words(words, "which", "giver", "receiver", "note")
    if not told["which"]:
        raise Missing(_("Name the boxes: “1-12, 15”."))
    counted = _counts(counts, torn)
    facts = {"movement": len(found.movements) + 1, "stage": stage, **counted}
    given = [counted[name] for name in projects.COUNTED]
    wrong = differences(expected(found, told["which"]), given)
    if wrong and not told["note"]:
        raise Missing(
            _("The inventory says otherwise: ${differences}. Say why in the note."),
            differences=_said(wrong),
        )
    return rights.append(one, "send", actor, group, now, facts, told)


def back(
    site: Any,
    one: Project,
    of: int,
    counts: Mapping[str, int],
    words: Mapping[str, str],
    actor: str,
    now: datetime,
    *,
    torn: int = 0,
    arranged: bool = False,
    last: bool = False,
    seen: int | None = None,
) -> Event:
    """Count papers of movement ``of`` back, all or a part of them.

    With ``last`` nothing more comes: then, and when more came than went, a difference
    needs the ``reason`` among ``words`` (``giver``, ``receiver``, ``reason``). What is
    complete is the last by itself.
    """
    states = (projects.RUNNING,)
    found, group = planning.keeping(site, one, actor, now, seen, *states)
    out = next((each for each in projects.outside(found) if each.number == of), None)
    if out is None:
        raise Unknown
    told = _words(words, "giver", "receiver", "reason")
    facts = {"movement": len(found.movements) + 1, "of": of, **_counts(counts, torn)}
    total = [
        before + int(facts[name])
        for before, name in zip(returned(found, of), projects.COUNTED, strict=True)
    ]
    wrong = differences(out.counts, total)
    over = any(one.by > 0 for one in wrong)
    if wrong and (last or over) and not told["reason"]:
        raise Missing(
            _("What came back differs from what went out: ${differences}. Say why."),
            differences=_said(wrong),
        )
    facts |= {"arranged": arranged, "last": last or not wrong}
    return rights.append(one, "back", actor, group, now, facts, told)


def _words(words: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return texts of a movement; giver and receiver are two persons."""
    told = {name: " ".join(words.get(name, "").split())[:_LONGEST] for name in names}
    if not told["giver"] or not told["receiver"] or told["giver"] == told["receiver"]:
        raise Missing(_("Name who hands over and who takes over: two persons."))
    return told


def _counts(counts: Mapping[str, int], torn: int) -> dict[str, int]:
    told = {name: int(counts.get(name, 0)) for name in projects.COUNTED}
    every = (*told.values(), torn)
    if not told["files"] or any(not 0 <= number <= MOST for number in every):
        raise Missing(_("Count boxes, files and sheets; at least one file."))
    if torn > told["sheets"]:
        raise Missing(_("There are more torn sheets than sheets."))
    return {**told, "torn": torn}


def returned(found: ProjectView, of: int) -> list[int]:
    """Return how many boxes, files and sheets of a movement came back so far."""
    counts = [one.counts for one in found.movements if one.of == of]
    return [sum(each) for each in zip(*counts, strict=True)] or [0, 0, 0]


def boxes(text: str) -> list[str]:
    """Return the boxes that are named: "1-3, A5" are 1, 2, 3 and A5."""
    found: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[,;]", text))):
        match = _RANGE.match(part)
        if match is None:
            found.append(key(part))
            continue
        first, last = int(match[1]), int(match[2])
        if first <= last < first + MOST_BOXES:
            found += map(str, range(first, last + 1))
    return list(dict.fromkeys(found))[:MOST_BOXES]


def expected(found: ProjectView, which: str) -> tuple[int, ...] | None:
    """Return boxes, files and sheets of the inventory, None for boxes it lacks."""
    known = {key(box): told for box, told in register.boxes(found.code).items()}
    named = boxes(which)
    if not named or not set(named) <= set(known):
        return None
    files = sum(known[box][0] for box in named)
    return len(named), files, sum(known[box][1] for box in named)


def differences(
    expected: Sequence[int] | None, counted: Sequence[int]
) -> list[Difference]:
    """Return what differs, in the order of counting."""
    if expected is None:
        return []
    both = zip(projects.COUNTED, expected, counted, strict=True)
    return [Difference(*each) for each in both if each[1] != each[2]]


def of_movement(found: ProjectView, one: Movement) -> list[Difference]:
    """Return the differences of a movement: to the inventory, or to what went out.

    For what comes back in parts only the last one differs.
    """
    if not one.of:
        return differences(expected(found, one.words.get("which", "")), one.counts)
    out = next(each for each in found.movements if each.number == one.of)
    return differences(out.counts, returned(found, one.of)) if one.last else []


def _said(wrong: list[Difference]) -> str:
    return ", ".join(f"{one.expected} → {one.counted}" for one in wrong)
