"""A record as a package that any archive can check (BagIt 1.0, RFC 8493).

The bag holds the bytes of every file, what is known of the record as JSON and
as Dublin Core, and the dossier's ledger with its hashes, so that someone with
nothing but the bag can recompute the chain.
"""

from __future__ import annotations

from hashlib import sha256
from motcua import _
from motcua.archive import folder as archive
from motcua.archive import records
from motcua.archive.errors import ArchiveError
from motcua.archive.incoming.names import EXTENSIONS
from motcua.archive.packages import bagcheck
from motcua.archive.packages import description
from motcua.base import vietnam
from motcua.dossiers import folder as dossiers
from motcua.storage import files
import os
from pathlib import Path
import shutil
from tempfile import mkdtemp
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.records import RecordFile

_CHUNK = 1024 * 1024


class NoRecord(ArchiveError):
    """There is no record with this code: unknown, or not closed yet."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _(
                "There is no record of a dossier ${code}. A dossier becomes a "
                "record when it is closed."
            ),
            code=code,
        )


class FolderInUse(ArchiveError):
    """The target holds something already; nothing was written."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            _("${place} is not empty. Name a new folder for the package."),
            place=str(place),
        )


class DamagedFile(ArchiveError):
    """A file of the record lost its bytes; the package was not made."""

    def __init__(self, code: str, digest: str) -> None:
        super().__init__(
            _(
                "A file of the record ${code} is damaged or missing (${digest}). "
                "Restore it from a backup, then export again."
            ),
            code=code,
            digest=digest,
        )


def export(site: Any, code: str, place: Path) -> Path:
    """Write the record of the dossier ``code`` as a bag at ``place``.

    ``place`` must not exist or be an empty folder. The bag is written beside
    it, verified, and moved there whole. Returns ``place``; raises ``NoRecord``,
    ``FolderInUse`` or ``DamagedFile``.
    """
    record = archive.find(site, code)
    dossier = dossiers.find(site, code)
    if record is None or dossier is None:
        raise NoRecord(code)
    place = place.absolute()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise FolderInUse(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        view = records.view(site, record)
        _write_payload(draft / "data", view, dossier)
        _write_tags(draft, view)
        faults = bagcheck.check(draft).faults
        if faults:
            raise ArchiveError(
                _("The package of ${code} is not valid: ${why}"),
                code=code,
                why="; ".join(faults),
            )
        draft.chmod(0o750)
        draft.replace(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def path_in_bag(position: int, file: RecordFile) -> str:
    """Return where a file lies in the bag: its ordinal, then what it is."""
    ending = EXTENSIONS.get(file.media, ".bin")
    return f"files/{position:04}-{file.number:04}-{file.role}{ending}"


def _write_payload(data: Path, view: records.RecordView, dossier: Any) -> None:
    (data / "files").mkdir(parents=True)
    paths = {}
    for position, file in enumerate(view.files, start=1):
        relative = path_in_bag(position, file)
        _copy(view.code, file.sha256, data / relative)
        paths[position] = relative
    documents = {
        "metadata.json": description.as_json(view, dossier, list(paths.values())),
        "dublin-core.xml": description.as_dublin_core(view, dossier),
        "ledger.json": description.ledger_json(dossier),
        "README.txt": description.read_me(),
    }
    for name, content in documents.items():
        (data / name).write_bytes(content)


def _copy(code: str, digest: str, target: Path) -> None:
    """Copy a stored file and make sure of its bytes on the way."""
    found = sha256()
    try:
        with files.open(digest) as stream, target.open("xb") as out:
            while chunk := stream.read(_CHUNK):
                found.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except files.UnknownFile as error:
        raise DamagedFile(code, digest) from error
    if found.hexdigest() != digest:
        raise DamagedFile(code, digest)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        found = sha256()
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _manifest(bag: Path, paths: list[Path]) -> bytes:
    lines = [f"{_digest(path)}  {path.relative_to(bag).as_posix()}\n" for path in paths]
    return "".join(lines).encode("utf-8")


def _write_tags(bag: Path, view: records.RecordView) -> None:
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    octets = sum(path.stat().st_size for path in payload)
    info = {
        "Source-Organization": view.unit,
        "External-Identifier": view.code,
        "External-Description": view.title,
        "Bagging-Date": vietnam.today().isoformat(),
        "Bag-Software-Agent": "motcua",
        "Payload-Oxum": f"{octets}.{len(payload)}",
        "Retention-Class": view.retention_class.key,
        "Retention-Until": str(
            view.retention_until or ("waits" if view.retention_waits else "permanent")
        ),
    }
    lines = (
        f"{name}: {' '.join(str(value).split())}\n" for name, value in info.items()
    )
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(lines).encode("utf-8"),
        "manifest-sha256.txt": _manifest(bag, payload),
    }
    for name, content in tags.items():
        (bag / name).write_bytes(content)
    tagged = sorted(bag / name for name in tags)
    (bag / "tagmanifest-sha256.txt").write_bytes(_manifest(bag, tagged))
