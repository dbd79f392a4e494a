"""Whether lists, files and bytes agree on what is to be destroyed, and what was.

Nothing of a destroyed file may be left in the database, no file stands on a list that
does not name it, and no bytes that are gone are referred to.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive import folder
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import store
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    lists: int = 0
    held: int = 0
    listed: int = 0
    destroyed: int = 0
    awaiting: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold everything and compare it."""
    kept = store.shelf(site)
    told = Verified(awaiting=len(kept.doomed) if kept is not None else 0)
    on_list: dict[str, str] = {}
    for one in store.every_list(site):
        found = lists.view(one)
        told.lists += 1
        if found.open:
            on_list |= dict.fromkeys(found.files, found.code)
    for file in holdings.every_file(site):
        view = files.view(file)
        told.held += bool(view.holds)
        told.listed += bool(view.appraisal)
        told.destroyed += view.destroyed is not None
        if view.appraisal and on_list.get(view.code) != view.appraisal:
            what = f"danh mục không có hồ sơ này / not on list {view.appraisal}"
            told.faults.append((view.code, what))
        if view.destroyed is not None:
            told.faults += [(view.code, what) for what in _left(site, view)]
    return told


def _left(site: Any, view: files.FileView) -> Iterator[str]:
    """Yield what is left of a destroyed file and ought to be gone."""
    record = folder.find(site, view.record) if view.record else None
    if record is not None and record.facts["files"]:
        yield f"hồ sơ lưu trữ còn tệp / the record still names files: {view.record}"
    dossier = find_dossier(site, view.record) if view.record else None
    if dossier is not None and any(one.payload for one in ledger.events(dossier)):
        yield f"nhật ký còn nội dung / words left in the ledger: {view.record}"
    for code in view.documents:
        one = capture.document(site, code)
        if one is not None and documents.view(one).state != documents.DESTROYED:
            yield f"tài liệu còn nguyên / document still there: {code}"
    destroyed = view.destroyed
    if (
        destroyed is not None
        and destroyed.purged_at is None
        and not store.awaited(site, view.code)
        and (view.record or view.documents)
    ):
        yield "không rõ tệp đã xóa chưa / unknown whether its bytes are gone"
