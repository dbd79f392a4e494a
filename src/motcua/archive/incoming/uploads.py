"""What may come in: every uploaded file passes here before it is stored.

The type is read from the content; neither the name nor the type that a browser
declares is believed, and a name that contradicts the content is refused rather
than mended in silence.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
import errno
from hashlib import sha256
from motcua.archive.errors import REFUSALS
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming import sniffing
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.limits import limits as limits_in_force
from motcua.archive.incoming.limits import MIB
from motcua.archive.incoming.names import display_name
from motcua.storage import confined
from motcua.storage import room
from motcua.storage.keeping import space
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from typing import BinaryIO
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

#: With what the names of copies begin that lie on the disk while they are checked.
PREFIX = "motcua-upload-"
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that may come in, still at ``path`` and not stored yet."""

    path: Path
    name: str
    media: str
    size: int
    sha256: str
    pages: int
    signed: bool
    #: What a PDF carries besides pages: ``actions``, ``scripts``,
    #: ``attachments``, ``xfa``. The archival copy goes without.
    active: tuple[str, ...] = ()


@contextmanager
def received(
    stream: BinaryIO, given_name: str, limits: Limits | None = None
) -> Iterator[Upload]:
    """Give the checked upload read from ``stream``, on disk while the block runs.

    ``given_name`` is the name the person's computer gave, hostile or not.
    Raises ``UploadRefused``; reading stops at the size limit. A disk that turns out to
    be full, here or in the block, is such a refusal.
    """
    try:
        with _received(stream, given_name, limits or limits_in_force()) as upload:
            yield upload
    except OSError as error:
        # A quota on the size of files is met in the same way as a full disk.
        if not room.is_short(error) and error.errno != errno.EFBIG:
            raise
        raise UploadRefused(room.NO_ROOM, display_name(given_name)) from error


@contextmanager
def _received(stream: BinaryIO, given_name: str, limits: Limits) -> Iterator[Upload]:
    with NamedTemporaryFile(prefix=PREFIX, buffering=0) as copy:
        _receive(stream, copy, given_name, limits)
        yield check(Path(copy.name), given_name, limits)


def _receive(stream: BinaryIO, copy: Any, given_name: str, limits: Limits) -> None:
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limits.upload:
            raise UploadRefused(
                "too-large", display_name(given_name), limit=limits.upload // MIB
            )
        copy.write(chunk)


def check(path: Path, given_name: str, limits: Limits | None = None) -> Upload:
    """Return what the file at ``path`` is, or raise ``UploadRefused``."""
    limits = limits or limits_in_force()
    shown = display_name(given_name)
    size = path.stat().st_size
    if not size:
        raise UploadRefused("empty", shown)
    if size > limits.upload:
        raise UploadRefused("too-large", shown, limit=limits.upload // MIB)
    if size > space.left():
        raise UploadRefused("no-room", shown)
    with path.open("rb") as stream:
        media = sniffing.media_type(stream.read(16))
    if media is None:
        raise UploadRefused("unknown-type", shown)
    claimed = sniffing.claimed_type(shown)
    if claimed not in (None, media):
        raise UploadRefused("lying-type", shown, media=sniffing.NAMES[media])
    if sniffing.is_polyglot(path, media):
        raise UploadRefused("polyglot", shown)
    facts = _inspect(path, shown, media, limits)
    return Upload(
        path=path,
        name=display_name(given_name, media),
        media=media,
        size=size,
        sha256=_digest(path),
        pages=facts["pages"],
        signed=facts["signed"],
        active=tuple(facts["active"]),
    )


def _inspect(path: Path, shown: str, media: str, limits: Limits) -> dict[str, Any]:
    try:
        return confined.run(
            "motcua.archive.incoming.inspection:inspect",
            {
                "path": str(path),
                "media": media,
                "pages": limits.pages,
                "pixels": limits.pixels,
            },
            limits=limits,
            seconds=limits.inspection,
            waited_for=True,
        )
    except confined.TaskFailed as failure:
        if failure.reason in REFUSALS:
            raise UploadRefused(failure.reason, shown, **failure.values) from failure
        if failure.reason in ("time", "memory"):
            raise UploadRefused("too-heavy", shown) from failure
        # A parser that fell over: the file is at fault, whatever the cause.
        raise UploadRefused("broken", shown) from failure


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
