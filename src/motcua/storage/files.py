"""Files under the hash of their bytes (content-addressed store).

A scan is on the disk, written and synchronised, before the transaction that
refers to it commits; when that transaction fails the file is an orphan, which is put
away some days later (`keeping`). Names given by people play no part.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
import fcntl
import hashlib
from io import BytesIO
import logging
from motcua.storage.interfaces import IFileStore
from motcua.storage.settings import settings
import os
from pathlib import Path
import re
import secrets
import time
from typing import BinaryIO
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


logger = logging.getLogger(__name__)

CHUNK = 1 << 20
"""Bytes read at a time."""

MODE = 0o640

BUCKETS = tuple(f"{number:02x}" for number in range(256))
"""First two digits of a hash: the folders of the upper level."""

ASIDE = "aside"
"""Folder of files that nobody referred to, until they are forgotten."""

DESTROYED = "destroyed"
"""Folder whose empty files name what was destroyed."""

KNOWN_AS_DESTROYED = timedelta(days=5 * 365)
"""How long they do, so that copies kept elsewhere can let it go as well."""

MARKER = "second-copy"
"""File by which a second copy is told from the empty folder of a missing disk."""

FORGOTTEN_DRAFT = 24 * 3600
"""Seconds after which a half-written file belongs to no living process."""

SHA256 = re.compile(r"[0-9a-f]{64}\Z")

Source = bytes | str | Path | BinaryIO


class FileError(Exception):
    """Something is wrong with a stored file."""


class UnknownFile(FileError, KeyError):
    """No file with this hash is kept."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)

    def __str__(self) -> str:
        return f"no file with SHA-256 {self.args[0]!r} is kept"


class FileTooLarge(FileError, ValueError):
    """The source has more bytes than the caller allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than the {limit} bytes allowed")
        self.limit = limit


@dataclass(frozen=True)
class FileRef:
    """What to remember of a stored file."""

    sha256: str
    """Hexadecimal, lower case."""

    size: int
    """In bytes."""


@dataclass(frozen=True)
class KeptFile:
    """A file as the store holds it."""

    sha256: str
    size: int
    """In bytes."""

    since: float
    """When it was last stored, in seconds since 1970."""


@implementer(IFileStore)
class FileStore:
    """Files in a folder: ``ab/cd/abcd...``, the first two bytes as two levels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def store(self, source: Source, limit: int | None = None) -> FileRef:
        """See ``IFileStore``."""
        drafts = self.folder / "drafts"
        drafts.mkdir(mode=0o750, parents=True, exist_ok=True)
        draft = drafts / f"{os.getpid()}-{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with _opened(source) as stream, os.fdopen(descriptor, "wb") as out:
                ref = _copy(stream, out, limit)
                os.fchmod(out.fileno(), MODE)
                out.flush()
                os.fsync(out.fileno())
            self._keep(draft, ref)
        finally:
            draft.unlink(missing_ok=True)
        return ref

    def open(self, sha256: str) -> BinaryIO:
        """See ``IFileStore``."""
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """See ``IFileStore``; a file that was put away comes back."""
        place = self._place(sha256)
        if not place.is_file() and not self._bring_back(sha256):
            raise UnknownFile(sha256)
        return place

    def exists(self, sha256: str) -> bool:
        """See ``IFileStore``."""
        if not SHA256.match(sha256):
            return False
        return self._place(sha256).is_file() or (self.folder / ASIDE / sha256).is_file()

    def stored_at(self, sha256: str) -> float | None:
        """Return when it was last stored, in seconds since 1970; None for not kept."""
        place = self._place(sha256)
        return place.stat().st_mtime if place.is_file() else None

    def check(self, sha256: str) -> bool:
        """See ``IFileStore``; a missing file has lost its bytes."""
        if not self.exists(sha256):
            return False
        with self.path(sha256).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256

    def all(self) -> Iterator[str]:
        """Iterate over the hashes of all files kept, in order."""
        for bucket in BUCKETS:
            for kept in self.listed(bucket):
                yield kept.sha256

    def listed(self, bucket: str) -> Iterator[KeptFile]:
        """See ``IFileStore``; in the order of the hashes."""
        for folder in sorted((self.folder / bucket).glob("[0-9a-f][0-9a-f]")):
            for found in sorted(folder.iterdir()):
                if not SHA256.match(found.name):
                    continue
                try:
                    status = found.stat()
                except FileNotFoundError:
                    # Put away since the folder was read.
                    continue
                yield KeptFile(found.name, status.st_size, status.st_mtime)

    def set_aside(self, sha256: str, older_than: timedelta) -> bool:
        """See ``IFileStore``."""
        limit = time.time() - older_than.total_seconds()
        place, aside = self._place(sha256), self.folder / ASIDE / sha256
        aside.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_EX):
            # Somebody may have stored the same bytes again meanwhile.
            if not place.is_file() or place.stat().st_mtime >= limit:
                return False
            place.rename(aside)
            os.utime(aside)
        return True

    def forget(self, older_than: timedelta) -> int:
        """See ``IFileStore``; half-written files of dead processes go as well."""
        now, gone = time.time(), 0
        for aside in (self.folder / ASIDE).glob("*"):
            with self._locked(fcntl.LOCK_EX):
                late = now - older_than.total_seconds()
                if aside.is_file() and aside.stat().st_mtime < late:
                    aside.unlink()
                    gone += 1
        for draft in (self.folder / "drafts").glob("*"):
            if draft.stat().st_mtime < now - FORGOTTEN_DRAFT:
                draft.unlink(missing_ok=True)
        for noted in (self.folder / DESTROYED).glob("*"):
            if noted.stat().st_mtime < now - KNOWN_AS_DESTROYED.total_seconds():
                noted.unlink(missing_ok=True)
        return gone

    def destroyed(self, before: datetime) -> Iterator[str]:
        """See ``IFileStore``."""
        for noted in sorted((self.folder / DESTROYED).glob("*")):
            if noted.stat().st_mtime < before.timestamp():
                yield noted.name

    def _note(self, sha256: str) -> None:
        noted = self.folder / DESTROYED / sha256
        noted.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        noted.touch()

    def destroy(self, sha256: str, older_than: timedelta) -> bool:
        """See ``IFileStore``; what was put away goes as well."""
        limit = time.time() - older_than.total_seconds()
        place, aside = self._place(sha256), self.folder / ASIDE / sha256
        with self._locked(fcntl.LOCK_EX):
            # Who stored the same bytes a moment ago is still to refer to them.
            if place.is_file() and place.stat().st_mtime >= limit:
                return False
            self._note(sha256)
            for kept in (aside, place):
                if kept.is_file():
                    kept.unlink()
                    _synchronise(kept.parent)
        return True

    def mark(self) -> None:
        """Write down that the folder is set up as a second copy."""
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        (self.folder / MARKER).touch(mode=MODE)

    def is_marked(self) -> bool:
        """Say whether the folder was set up as a second copy, and is there."""
        return (self.folder / MARKER).is_file()

    @contextmanager
    def tended(self) -> Iterator[None]:
        """Keep others who mend or destroy files of this store waiting."""
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        with (self.folder / ".tended.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _bring_back(self, sha256: str) -> bool:
        """Put a file back that was put away; return whether there was one."""
        aside, place = self.folder / ASIDE / sha256, self._place(sha256)
        if not aside.is_file():
            # Another reader may have been first.
            return place.is_file()
        with self._locked(fcntl.LOCK_EX):
            if aside.is_file():
                place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
                aside.rename(place)
                os.utime(place)
                logger.warning("Put away, but wanted: file %s is back.", sha256)
            return place.is_file()

    def _place(self, sha256: str) -> Path:
        # The hash comes from outside at times; nothing else may become a path.
        if not SHA256.match(sha256):
            raise UnknownFile(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _keep(self, draft: Path, ref: FileRef) -> None:
        place = self._place(ref.sha256)
        place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_SH):
            # Over an equal file this renews the date, and mends it if its bytes
            # have rotted; those who read the old one keep it open.
            draft.replace(place)
        for folder in (place.parent, place.parent.parent, self.folder):
            _synchronise(folder)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield BytesIO(source)
    elif isinstance(source, str | Path):
        with Path(source).open("rb") as stream:
            yield stream
    else:
        yield source


def _copy(stream: BinaryIO, out: BinaryIO, limit: int | None) -> FileRef:
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if limit is not None and size > limit:
            raise FileTooLarge(limit)
        digest.update(chunk)
        out.write(chunk)
    return FileRef(digest.hexdigest(), size)


def _synchronise(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def current() -> FileStore:
    """Return the file store of this house."""
    return FileStore(settings().files)


def store(source: Source, limit: int | None = None) -> FileRef:
    """Keep the bytes of `source`; see ``IFileStore.store``."""
    return current().store(source, limit)


def open(sha256: str) -> BinaryIO:
    """Return a binary stream of a stored file; see ``IFileStore.open``."""
    return current().open(sha256)


def path(sha256: str) -> Path:
    """Return where a stored file lies; see ``IFileStore.path``."""
    return current().path(sha256)


def exists(sha256: str) -> bool:
    """Return whether a file is kept; see ``IFileStore.exists``."""
    return current().exists(sha256)


def check(sha256: str) -> bool:
    """Return whether a stored file is unharmed; see ``IFileStore.check``."""
    return current().check(sha256)
