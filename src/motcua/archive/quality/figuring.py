"""Figures of the line: what batches came to, put together in three ways."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.capture.store import Batch

#: Batches of a unit that are counted, the newest.
MOST: Final = 200


@dataclass
class Count:
    """Sums over batches; ``examined`` and ``defective`` are documents of samples."""

    batches: int = 0
    pages: int = 0
    documents: int = 0
    rejected: int = 0
    examined: int = 0
    defective: int = 0
    accepted: int = 0
    refused: int = 0


def counted(site: Any, units: Iterable[str], by: str) -> list[tuple[str, Count]]:
    """Return counts of the last batches of units by ``lo``, ``nguoi`` or ``may``.

    That is batch (the newest first), who handed in (who opened it, before that), or
    scanner.
    """
    found: dict[str, Count] = defaultdict(Count)
    for unit in units:
        for batch in store.of_unit(site, unit, MOST):
            _add(found[_key(batch, by)], batch)
    return list(found.items()) if by == "lo" else sorted(found.items())


def _key(batch: Batch, by: str) -> str:
    if by == "lo":
        return str(batch.code)
    events = ledger.events(batch)
    if by == "may":
        return str(events[0].facts["scanner"])
    submits = [one.actor for one in events if one.type == "submit"]
    return submits[-1] if submits else events[0].actor


def _add(count: Count, batch: Batch) -> None:
    found = layout.fold(batch)
    count.batches += 1
    count.pages += found.figures.arrived
    count.documents += len(found.documents)
    count.rejected += found.figures.rejected
    for event in ledger.events(batch):
        count.examined += event.type == "judge"
        count.defective += event.type == "judge" and bool(event.facts["defects"])
        count.accepted += event.type == "accept"
        count.refused += event.type == "refuse"
