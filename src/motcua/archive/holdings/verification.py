"""Whether everything in the archive lies in one file at most, and every file is whole.

Compares files with the index of what is placed, and both with the records and
documents that they name. Ledgers are proved by ``ledger verify``, rows in SQL by
``register verify``.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive import folder
from motcua.archive.capture import store as capture
from motcua.archive.holdings import files
from motcua.archive.holdings import plan
from motcua.archive.holdings import store
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    fonds: int = 0
    lists: int = 0
    files: int = 0
    records: int = 0
    documents: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold everything and compare it with what it names."""
    told = Verified(
        fonds=sum(1 for _one in store.every_fonds(site)),
        lists=sum(1 for one in store.every_list(site) if plan.fold(one).code),
    )
    for one in store.every_file(site):
        found = files.view(one)
        told.files += 1
        told.records += bool(found.record)
        told.documents += len(found.documents)
        told.faults += [(one.code, what) for what in _faults(site, found)]
    kept = store.shelf(site)
    placed = len(kept.placed) if kept is not None else 0
    if placed != told.records + told.documents:
        what = (
            f"{told.records + told.documents} trong hồ sơ, {placed} đã ghi vị trí / "
            f"{told.records + told.documents} in files, {placed} placed"
        )
        told.faults.append(("*", what))
    return told


def _faults(site: Any, found: files.FileView) -> Iterator[str]:
    if store.fonds(site, found.fonds) is None:
        yield f"không có phông / no fonds: {found.fonds}"
    if len(set(found.documents)) != len(found.documents):
        yield "tài liệu có hai lần / a document twice"
    if found.record and found.documents:
        yield "vừa có hồ sơ vừa có tài liệu / a record and documents"
    for key, there in _contents(site, found):
        if not there:
            yield f"không tìm thấy / not found: {key[2:]}"
        if store.place_of(site, key) != found.code:
            yield f"vị trí ghi khác / placed elsewhere: {key[2:]}"


def _contents(site: Any, found: files.FileView) -> Iterator[tuple[str, bool]]:
    if found.record:
        there = folder.find(site, found.record) is not None
        yield store.record_key(found.record), there
    for code in found.documents:
        there = capture.document(site, code) is not None
        yield store.document_key(code), there
