"""Several files as one download: a ZIP that is whole before its first byte leaves.

It is laid down in a nameless file, so that a full disk or a file that is not there is
told on a page; the browser gets its length, and nothing is left over when it is sent.
"""

from __future__ import annotations

from motcua.archive.incoming.limits import MIB
import os
import shutil
from tempfile import TemporaryFile
from typing import Final
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED
from zipfile import ZipFile
from ZPublisher.Iterators import filestream_iterator


if TYPE_CHECKING:
    from pathlib import Path

#: Bytes of all files together: signed, they still come back in one sending.
LARGEST: Final = 200 * MIB
TYPE: Final = "application/zip"


def fitting(sizes: list[int]) -> int:
    """Return how many files from the first on are ``LARGEST`` together at most."""
    total = 0
    for number, size in enumerate(sizes):
        total += size
        if total > LARGEST:
            return number
    return len(sizes)


def bundled(files: dict[str, Path]) -> filestream_iterator:
    """Return a ZIP of files by the name that each has in it, to be sent.

    PDF is packed already and is not packed again. Raises OSError.
    """
    with TemporaryFile() as whole:
        with ZipFile(whole, "w", ZIP_STORED) as package:
            for name, path in files.items():
                with package.open(name, "w") as into, path.open("rb") as source:
                    shutil.copyfileobj(source, into, MIB)
        whole.flush()
        whole.seek(0)
        return filestream_iterator(os.dup(whole.fileno()), "rb")
