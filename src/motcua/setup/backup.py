"""Taking an embedded house along and bringing it back, whole and proven.

``take`` copies what changed since the last time while the house works. What must not be
ahead of the database is copied before it: a job that is ticked off and whose work was
committed behind the copy would never be done again, a head that was kept would belong
to a ledger that is not that long. Then comes the database, then the rest of SQL, blobs
and files, so that nothing the database names is missing. What was written is listed in
``manifest.json``, which is replaced last: a backup that was cut short leaves the one
before in force. Behind it goes what the house has destroyed since, so that the folder
does not keep it for ever. One process works on a folder at a time. ``faults`` reads a
backup again, ``restore`` puts it into an empty data folder. On PostgreSQL the databases
are dumped with its own tools.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
import fcntl
import hashlib
import json
from motcua.setup.instance import Instance
from motcua.storage.files import BUCKETS
from motcua.storage.files import FileStore
from motcua.storage.files import UnknownFile
import os
from pathlib import Path
import shutil
import sqlite3
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterator

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
#: Folders of the data folder that are copied file by file; a name never changes its
#: bytes there.
GROWING: Final = ("blobstorage", "anchors")
#: What is copied before the database: heads that were kept, jobs that were done.
_HEADS: Final = "anchors"
_JOBS: Final = "jobs.sqlite"
#: Folders of what is not finished, and ends of such names.
_PASSING: Final = frozenset({"drafts", "tmp"})
_UNFINISHED: Final = (".lock", ".tmp")


class BackupError(Exception):
    """The backup cannot be taken or restored; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``sql`` maps names of databases to SHA-256."""

    format: int
    at: str
    #: The moment as ``repozo`` names it: a restore takes the database as of then.
    zodb: str
    #: Folder of the SQL databases in the backup.
    databases: str
    sql: dict[str, str]
    #: Content-addressed files and their bytes.
    files: int
    size: int
    #: Blobs of the database and files of heads.
    blobs: int
    anchors: int
    #: Hashes of files that were damaged in the house already, and are not in here.
    damaged: list[str]
    #: Hashes of files that were destroyed in the house since the backup before. They go
    #: behind this manifest, and a restore passes them over.
    going: list[str] = field(default_factory=list)


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup; raises ``BackupError``."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']!r}")
        return Manifest(**told)
    except FileNotFoundError:
        raise BackupError(
            f"{folder}: không có bản sao lưu trọn vẹn.\n"
            f"{folder}: there is no complete backup here."
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"{folder / MANIFEST}: không đọc được ({error}).\n"
            f"{folder / MANIFEST}: cannot be read ({error})."
        ) from error


def take(instance: Instance, folder: Path, files: Path) -> Manifest:
    """Bring a backup up to date, or begin one; the house may be running.

    ``files`` is the folder of the content-addressed files. Raises ``BackupError``.
    """
    _embedded(instance)
    if not instance.data_fs.exists():
        raise BackupError(
            f"{instance.data_fs}: không có gì để sao lưu.\n"
            f"{instance.data_fs}: there is nothing to take."
        )
    with _alone(folder):
        return _take(instance, folder, files)


def _take(instance: Instance, folder: Path, files: Path) -> Manifest:
    now = datetime.now(UTC)
    databases = folder / f"sql-{now:%Y%m%d%H%M%S}"
    anchors = _copy_new(instance.var / _HEADS, folder / _HEADS)
    sql = _copy_sql(instance.var, databases, _JOBS)
    _repozo(folder, "-B", "-z", "-f", str(instance.data_fs))
    zodb = f"{datetime.now(UTC):%Y-%m-%d-%H-%M-%S}"
    sql |= _copy_sql(instance.var, databases)
    blobs = _copy_new(instance.var / "blobstorage", folder / "blobstorage")
    house, copies = FileStore(files), FileStore(folder / "files")
    kept, size, damaged = _copy_files(house, copies)
    going = _going(house, copies, now)
    manifest = Manifest(
        FORMAT,
        now.isoformat(),
        zodb,
        databases.name,
        sql,
        kept,
        size,
        blobs,
        anchors,
        damaged,
        going,
    )
    _write(folder / MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
    for old in folder.glob("sql-*"):
        if old != databases:
            shutil.rmtree(old)
    for sha256 in going:
        copies.path(sha256).unlink()
    return manifest


def faults(folder: Path) -> list[str]:
    """Read a whole backup and return what does not fit its manifest, [] for nothing.

    Raises ``BackupError`` where there is none.
    """
    manifest = read(folder)
    found = []
    try:
        _repozo(folder, "-V")
    except BackupError as error:
        found.append(f"zodb: {error}")
    for name, digest in manifest.sql.items():
        path = folder / manifest.databases / name
        if not path.exists() or _digest(path) != digest:
            found.append(f"sql/{name}")
    store, kept = FileStore(folder / "files"), 0
    for sha256 in store.all():
        kept += 1
        if not store.check(sha256):
            found.append(f"files/{sha256}")
    if kept < manifest.files:
        found.append(f"files: {kept} / {manifest.files}")
    for name in GROWING:
        there = sum(1 for _each in _walk(folder / name))
        wanted = {"blobstorage": manifest.blobs, "anchors": manifest.anchors}[name]
        if there < wanted:
            found.append(f"{name}: {there} / {wanted}")
    return found


def restore(folder: Path, instance: Instance, files: Path) -> Manifest:
    """Put a backup into a data folder that has no data; the house must not run.

    What comes after is the caller's: counters and SQL are compared with the database
    (``register rebuild``). Raises ``BackupError`` and leaves the folder as it was where
    the backup is not whole.
    """
    _embedded(instance)
    read(folder)
    with _alone(folder):
        return _restore(folder, instance, files)


def _restore(folder: Path, instance: Instance, files: Path) -> Manifest:
    broken = faults(folder)
    if broken:
        raise BackupError(
            f"{folder}: bản sao lưu bị hỏng: {'; '.join(broken[:20])}\n"
            f"{folder}: the backup is damaged: {'; '.join(broken[:20])}"
        )
    taken = [instance.data_fs, instance.var / "sql", *_walk(files)]
    for place in taken:
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise BackupError(
                f"{place}: đã có dữ liệu; hãy chọn MOTCUA_VAR trống.\n"
                f"{place} holds data already; choose an empty MOTCUA_VAR."
            )
    manifest = read(folder)
    for name in GROWING:
        _copy_new(folder / name, instance.var / name)
    sql = instance.var / "sql"
    shutil.copytree(folder / manifest.databases, sql, dirs_exist_ok=True)
    _copy_files(FileStore(folder / "files"), FileStore(files), set(manifest.going))
    instance.data_fs.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The database marks a site as there, so it comes last.
    draft = instance.data_fs.with_name("restored.fs")
    _repozo(folder, "-R", "-w", "-D", manifest.zodb, "-o", str(draft))
    draft.with_name("restored.fs.index").unlink(missing_ok=True)
    draft.rename(instance.data_fs)
    return manifest


def _embedded(instance: Instance) -> None:
    if instance.storage == "postgresql":
        raise BackupError(
            "Cơ sở dữ liệu ở PostgreSQL: dùng pg_dump, rồi sao chép thư mục tệp.\n"
            "The databases are PostgreSQL's: use pg_dump, then copy the files."
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a backup from everybody else; refuse where somebody works on it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The folder itself: it may come from a medium that nobody can write to.
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(
                f"{folder}: một tiến trình khác đang dùng bản sao lưu này; hãy đợi.\n"
                f"{folder}: another process works on this backup; wait for it."
            ) from None
        yield
    finally:
        os.close(lock)


def _repozo(folder: Path, *options: str) -> None:
    """Call ``repozo`` on the database of a backup."""
    from ZODB.scripts import repozo

    repository = folder / "zodb"
    repository.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        repozo.main([*options, "-r", str(repository)])
    except SystemExit as error:
        if error.code:
            raise BackupError(str(error.code)) from error


def _copy_sql(var: Path, target: Path, pattern: str = "*.sqlite") -> dict[str, str]:
    """Copy the SQLite databases as they stand, but those copied already.

    Returns their names with their digests.
    """
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = {}
    for source in sorted((var / "sql").glob(pattern)):
        copy = target / source.name
        if copy.exists():
            continue
        with (
            sqlite3.connect(f"file:{source}?mode=ro", uri=True) as there,
            sqlite3.connect(copy) as here,
        ):
            there.backup(here)
        there.close()
        here.close()
        found[source.name] = _digest(copy)
    return found


def _copy_new(source: Path, target: Path) -> int:
    """Copy the files that the target has not; return how many there are."""
    count = 0
    for path in _walk(source):
        copy = target / path.relative_to(source)
        try:
            if not copy.exists() or copy.stat().st_size != path.stat().st_size:
                copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _write(copy, path.read_bytes())
        except FileNotFoundError:
            # Packed away between the list and the copy.
            continue
        count += 1
    return count


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder but those of running processes."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _PASSING)
        for name in sorted(names):
            if not name.endswith(_UNFINISHED):
                yield Path(place, name)


def _copy_files(
    source: FileStore, target: FileStore, but: Collection[str] = ()
) -> tuple[int, int, list[str]]:
    """Copy what the target has not; return (files, bytes, damaged in the source)."""
    kept, size, damaged = 0, 0, []
    for bucket in BUCKETS:
        for each in source.listed(bucket):
            if each.sha256 in but:
                continue
            if not target.exists(each.sha256):
                try:
                    stored = target.store(source.path(each.sha256))
                except UnknownFile:
                    # Put away between the list and the copy.
                    continue
                if stored.sha256 != each.sha256:
                    target.path(stored.sha256).unlink()
                    damaged.append(each.sha256)
                    continue
            kept, size = kept + 1, size + each.size
    return kept, size, damaged


def _going(source: FileStore, target: FileStore, before: datetime) -> list[str]:
    """Return what a backup holds of what the house destroyed before a moment.

    What a house merely lost is not among it: the backup is where that comes back from.
    """
    return [
        sha256
        for sha256 in source.destroyed(before)
        if target.exists(sha256) and not source.exists(sha256)
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
