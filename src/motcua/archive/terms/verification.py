"""Whether every closed file has the day that its term comes to, and rules are whole."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from itertools import pairwise
from motcua.archive.holdings import files
from motcua.archive.holdings import store
from motcua.archive.retention import rules
from motcua.archive.retention import tables
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.retention.rules import RetentionRule


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    tables: int = 0
    rules: int = 0
    dated: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold tables and files, and count every term anew."""
    known = {rule.id for rule in rules.shipped()}
    told = Verified()
    for one in tables.every(site):
        found = tables.view(one).approved
        told.tables += 1
        told.rules += len(found)
        known |= {rule.id for rule in found}
        told.faults += [(one.code, what) for what in _overlaps(found)]
    for file in store.every_file(site):
        view = files.view(file)
        if view.kept is None:
            continue
        told.dated += 1
        told.faults += [(view.code, what) for what in _faults(view, known)]
    return told


def _overlaps(found: tuple[RetentionRule, ...]) -> Iterator[str]:
    """Yield rules on one subject that would hold on one day."""
    ordered = sorted(found, key=lambda rule: (rule.subject, rule.valid_from))
    for one, after in pairwise(ordered):
        open_ended = one.valid_to is None or one.valid_to >= after.valid_from
        if one.subject == after.subject and open_ended:
            yield f"hai quy tắc cùng lúc / two rules at once: {one.key}, {after.key}"


def _faults(view: files.FileView, known: set[str]) -> Iterator[str]:
    kept = view.kept
    assert kept is not None
    if kept.term.until != view.until:
        yield f"thời hạn khác / another day: {view.until}, {kept.term.until}"
    if kept.rule and kept.rule not in known:
        yield f"không có quy tắc / no such rule: {kept.rule}"
