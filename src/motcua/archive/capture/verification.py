"""Whether pages in are pages placed, in every batch there is."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.capture import erasing
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from motcua.storage import files
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.store import Batch


@dataclass
class Verified:
    """What was found; ``faults`` are (code of a batch, what is wrong)."""

    batches: int = 0
    arrived: int = 0
    cut: int = 0
    placed: int = 0
    filed: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold every batch and compare it with itself, the files and what was filed."""
    told = Verified()
    for batch in store.batches(site):
        found = layout.fold(batch)
        figures = found.figures
        told.batches += 1
        told.arrived += figures.arrived
        told.cut += figures.cut
        told.placed += figures.placed
        told.filed += figures.filed
        told.faults += [(batch.code, what) for what in _faults(site, batch, found)]
    return told


def _faults(site: Any, batch: Batch, found: Layout) -> Iterator[str]:
    for fault in ledger.verify(batch):
        yield f"sự kiện / event {fault.number}: {fault.what}"
    figures = found.figures
    if not figures.adds_up:
        came = f"{figures.arrived} + {figures.cut}"
        yield (
            f"{came} trang vào, {figures.placed} trang có chỗ / "
            f"{came} pages in, {figures.placed} placed"
        )
    for page in found.astray():
        yield f"trang / page {page}: {found.places(page)}"
    gone = erasing.erased(batch).arrivals
    for arrival in found.arrivals:
        if arrival.number not in gone and not files.exists(arrival.sha256):
            yield f"mất tệp / file lost: {arrival.sha256}"
    for document in found.documents:
        if document.state == "filed" and not _is_there(site, document.filed):
            yield f"tài liệu không ở nơi lưu / document not where filed: {document.id}"


def _is_there(site: Any, filed: Any) -> bool:
    """Say whether what was filed is where the chain of the batch says."""
    if "document" in filed:
        return store.document(site, filed["document"]) is not None
    dossier = find_dossier(site, filed["dossier"])
    if dossier is None or not 1 <= filed["event"] <= dossier.length:
        return False
    event = ledger.events(dossier)[filed["event"] - 1]
    # A payload that was lawfully destroyed says nothing any more.
    return not event.data or event.data.get("sha256") == filed["sha256"]
