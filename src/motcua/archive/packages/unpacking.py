"""A ZIP from elsewhere laid out in a folder, or not at all.

Runs only inside ``confined``. Everything is decided from the list of contents before a
byte is written; while it is written, what was promised is held to.
"""

from __future__ import annotations

from motcua.archive.packages.reports import Report
from pathlib import Path
import re
import stat
from typing import Final
import unicodedata
from zipfile import BadZipFile
from zipfile import ZIP_DEFLATED
from zipfile import ZIP_STORED
from zipfile import ZipFile
from zipfile import ZipInfo
import zlib


_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1
#: Longest name of a file or folder in bytes, and longest path.
_NAME, _PATH = 255, 1000
_PARTS: Final = 20
#: How often its own size a file may unpack to, from this size on.
_RATIO, _FROM = 200, 1 << 20
#: How often its own size all of a ZIP may unpack to, from this size on: many small
#: files are a bomb as well.
_WHOLE, _WHOLE_FROM = 50, 256 << 20
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def unpack(source: Path, target: Path, *, most: int, files: int) -> Report:
    """Lay the ZIP out below ``target``; with faults nothing is there.

    ``most`` are bytes, ``files`` entries, that may come out of it.
    """
    report = Report()
    try:
        with ZipFile(source) as archive:
            _judge(archive, source.stat().st_size, report, most, files)
            if report.sound:
                _extract(archive, target, report)
    except (BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError) as error:
        report.fault("not-zip", "package.zip", str(error))
    return report


def _judge(archive: ZipFile, size: int, report: Report, most: int, files: int) -> None:
    entries = archive.infolist()
    if len(entries) > files:
        report.fault("bomb", "package.zip", f"{len(entries)} > {files}")
        return
    total = sum(one.file_size for one in entries)
    if total > most:
        report.fault("bomb", "package.zip", f"{total} > {most}")
    elif total > _WHOLE_FROM and total > _WHOLE * size:
        report.fault("bomb", "package.zip", f"{size} → {total}")
    if sum(one.compress_size for one in entries) > size:
        # Entries that lie over each other.
        report.fault("bomb", "package.zip", f"> {size}")
    for one in entries:
        _judge_entry(one, report)
    _judge_names([one.filename for one in entries], report)


def _judge_entry(one: ZipInfo, report: Report) -> None:
    name, mode = one.filename, one.external_attr >> 16
    if one.flag_bits & _ENCRYPTED:
        report.fault("encrypted", name)
    if one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        report.fault("not-zip", name, str(one.compress_type))
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        report.fault("link", name)
    if not possible(one.orig_filename):
        report.fault("path", one.orig_filename)
    if one.file_size > _FROM and one.file_size > _RATIO * max(one.compress_size, 1):
        report.fault("bomb", name, f"{one.compress_size} → {one.file_size}")


def possible(name: str) -> bool:
    """Say whether a path stays in its folder and can be written anywhere."""
    path = name.removesuffix("/")
    parts = path.split("/")
    if not path or len(path.encode("utf-8", "replace")) > _PATH or len(parts) > _PARTS:
        return False
    return not _FORBIDDEN.search(path) and all(
        part not in ("", ".", "..")
        and len(part.encode("utf-8", "replace")) <= _NAME
        and part == part.strip()
        and not part.endswith(".")
        for part in parts
    )


def same(name: str) -> str:
    """Return what is equal for names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _judge_names(names: list[str], report: Report) -> None:
    """Find what is there twice: the same, or the same to some file system."""
    met: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = same(name.removesuffix("/"))
        if key in met:
            report.fault("doubled" if met[key] == name else "twin", name)
        met[key] = name
        parts = name.removesuffix("/").split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            known = folders.setdefault(same(folder), folder)
            if known != folder:
                report.fault("twin", folder)
    plain = {key for key, name in met.items() if not name.endswith("/")}
    for key in sorted(plain & set(folders)):
        # A file and a folder of one name.
        report.fault("doubled", met[key])


def _extract(archive: ZipFile, target: Path, report: Report) -> None:
    for one in archive.infolist():
        place = target / one.filename
        if one.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        written = 0
        try:
            with archive.open(one) as stream, place.open("xb") as out:
                while chunk := stream.read(_CHUNK):
                    written += len(chunk)
                    if written > one.file_size:
                        report.fault("bomb", one.filename, f"> {one.file_size}")
                        return
                    out.write(chunk)
        except BadZipFile as error:
            report.fault("checksum", one.filename, str(error))
            return
