"""What goes of a batch when documents that were filed from it are destroyed.

An arrival goes, with its pictures, when no page of it is wanted any more: each lies in
a document that was destroyed, was rejected, or is a cover. The chain of the batch keeps
the digests and says with ``erase`` that the bytes are gone.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from motcua.archive.capture import layout
from motcua.dossiers import ledger
from motcua.storage.projections import after_commit
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.store import Batch

_NAMES: Final = ("sha256", "thumbs", "pictures")


@dataclass(frozen=True)
class Erased:
    """What is gone of a batch: numbers of arrivals, ids of documents."""

    arrivals: frozenset[int]
    documents: frozenset[str]


def erased(batch: Batch) -> Erased:
    """Return what was destroyed of a batch so far."""
    gone = [one.facts for one in ledger.events(batch) if one.type == "erase"]
    return Erased(
        frozenset(number for one in gone for number in one["arrivals"]),
        frozenset(id for one in gone for id in one["documents"]),
    )


def files_of(batch: Batch) -> set[str]:
    """Return the digests that the chain names, but for what was destroyed."""
    gone = erased(batch)
    return _named(batch, gone.arrivals, gone.documents, gone=False)


def erase(
    batch: Batch,
    file: str,
    targets: AbstractSet[str],
    actor: str,
    unit: str,
    now: datetime,
) -> set[str]:
    """Write down what goes with a file; return the digests of what goes.

    ``targets`` are codes of the dossier or documents that are destroyed. Returns an
    empty set, and writes nothing, when nothing of the batch went there or it is gone.
    """
    found, before = layout.fold(batch), erased(batch)
    mine = {one.id for one in found.documents if _went(one, targets)}
    documents = before.documents | mine
    arrivals = {
        arrival.number
        for arrival in found.arrivals
        if arrival.number not in before.arrivals
        and _unwanted(found, arrival.number, documents)
    }
    new = mine - before.documents
    if not new and not arrivals:
        return set()
    facts: dict[str, Any] = {
        "file": file,
        "documents": sorted(new),
        "arrivals": sorted(arrivals),
    }
    _forget_words(batch, documents, before.arrivals | arrivals)
    ledger.append(batch, "erase", actor=actor, unit=unit, now=now, facts=facts, data={})
    after_commit(batch)
    return _named(batch, frozenset(arrivals), frozenset(new), gone=True)


def _went(document: Document, targets: AbstractSet[str]) -> bool:
    filed = document.filed
    where = filed.get("document") or filed.get("dossier")
    return document.state == "filed" and where in targets


def _unwanted(found: Layout, arrival: int, documents: AbstractSet[str]) -> bool:
    """Say whether no page of an arrival lies in what stays."""
    mine = {id for id, page in found.pages.items() if page.arrival == arrival}
    kept = {
        page for one in found.documents if one.id not in documents for page in one.pages
    }
    return not mine & (kept | set(found.unassigned) | set(found.quarantined))


def _forget_words(
    batch: Batch, documents: AbstractSet[str], arrivals: AbstractSet[int]
) -> None:
    """Let go what people wrote of documents and files that are gone."""
    arrival = 0
    for event in ledger.events(batch):
        arrival += event.type == "arrive"
        named = event.type == "arrive" and arrival in arrivals
        if named or event.facts.get("document") in documents:
            event.payload = None


def _named(
    batch: Batch,
    arrivals: AbstractSet[int],
    documents: AbstractSet[str],
    *,
    gone: bool,
) -> set[str]:
    """Return digests of these arrivals and documents, or of all others."""
    found: set[str] = set()
    arrival = 0
    for event in ledger.events(batch):
        facts = event.facts
        arrival += event.type == "arrive"
        of = arrival if event.type == "arrive" else facts.get("arrival", 0)
        mine = of in arrivals if of else facts.get("document") in documents
        if mine == gone:
            found |= {str(facts[name]) for name in _NAMES if facts.get(name)}
    return found
