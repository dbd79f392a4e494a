"""Whether copies of readers are there as long as they may be, and gone afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.storage import files
from motcua.storage.keeping.bucket import is_referred
from motcua.storage.keeping.bucket import ORPHAN_AFTER
import time
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    requests: int = 0
    copies: int = 0
    wiped: int = 0
    twins: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold everything and compare it with the store and with the links."""
    told = Verified()
    for one in store.every_request(site):
        found = requests.view(one)
        told.requests += 1
        for item in found.items.values():
            told.copies += len(item.copies)
            told.wiped += item.state == requests.WIPED
        told.faults += [(found.code, what) for what in _faults(site, found)]
    for twin in store.every_twin(site):
        view = twins.view(twin)
        told.twins += 1
        if view.sha256 and not files.exists(view.sha256):
            told.faults.append((view.code, f"thiếu tệp / no file: {view.sha256}"))
    return told


def _faults(site: Any, found: requests.RequestView) -> Iterator[str]:
    for item in found.items.values():
        for copy in item.copies:
            for digest in copy.digests:
                there = files.exists(digest)
                if item.state == requests.WIPED and there and _left(digest):
                    yield f"chưa xóa / not removed: {digest}"
                elif item.state != requests.WIPED and not there:
                    yield f"thiếu tệp / no file: {digest}"
    one = store.linked(site, found.token) if found.token else None
    if found.token and (one is None or one.code != found.code):
        yield "liên kết đọc ghi khác / its link leads elsewhere"


def _left(digest: str) -> bool:
    """Say whether wiped bytes are there although nobody needs them."""
    stored = files.current().stored_at(digest)
    waits = stored is not None and stored > time.time() - ORPHAN_AFTER.total_seconds()
    return not waits and not is_referred(digest)
