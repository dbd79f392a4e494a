"""Giving back the records that procedures were imported from, unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
import lzma
import os
from pathlib import Path
import tempfile
from typing import Any


#: Procedures loaded before the memory is given back.
BATCH = 200


def source_texts(folder: Any) -> Iterator[str]:
    """Give the JSON text of every imported record, in the order of codes.

    Procedures written here have no such record and are left out.
    """
    for number, code in enumerate(list(folder.objectIds()), start=1):
        source = getattr(folder[code], "source", None)
        if source is not None:
            yield source.text
        if number % BATCH == 0:
            folder._p_jar.cacheMinimize()


def export(folder: Any, path: Path) -> int:
    """Write all source records to `path`, one per line; return how many.

    The file appears when it is complete and replaces an older one; a name that
    ends in ``.xz`` is compressed.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    count = 0
    try:
        with os.fdopen(handle, "wb") as raw:
            packed = path.suffix == ".xz"
            with lzma.open(raw, "wb") if packed else nullcontext(raw) as out:
                for text in source_texts(folder):
                    out.write(text.encode() + b"\n")
                    count += 1
            raw.flush()
            os.fsync(raw.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count
