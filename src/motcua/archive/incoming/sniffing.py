"""What a file is by its first and last bytes, whatever its name says."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
import struct
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)

#: How people call the types.
NAMES = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF"}

#: Where readers of other formats would still honour a second beginning.
_HEAD = 1024
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?php")

#: Endings of other common kinds, missing from Python's own table.
_OFFICE = frozenset((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".rar", ".7z", ".heic"))

#: Bytes after the last %%EOF of a PDF that still pass as padding.
_TAIL = 1024

#: Records of a zip archive (APPNOTE 4.3): its end, how large that is and how far from
#: the end of the file it may begin; an entry of its table; where the end of a large
#: archive is told, and the size of a table that is told there.
_END, _END_SIZE, _ARCHIVE_END = b"PK\5\6", 22, 22 + 0xFFFF
_ENTRY = b"PK\1\2"
_LOCATOR, _LOCATOR_SIZE, _ELSEWHERE = b"PK\6\7", 20, 0xFFFFFFFF


def media_type(head: bytes) -> str | None:
    """Return the media type of a file that begins with ``head``, or None."""
    for magic, media in _MAGIC:
        if head.startswith(magic):
            return media
    return None


def claimed_type(name: str) -> str | None:
    """Return the media type that the ending of ``name`` stands for.

    None when there is no ending, or one that stands for nothing known: in
    ``Quyết định 09.2025`` the year is part of the name.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _OFFICE:
        return "application/x-office"
    # Without system files the answer is the same on every machine.
    return mimetypes.MimeTypes().guess_type(f"x{ending}")[0]


def is_polyglot(path: Path, media: str) -> bool:
    """Say whether the file is a second file as well.

    Found: markup or a PDF header in the first kilobyte, a readable zip archive
    anywhere, and more than a kilobyte behind the end of a PDF.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 64 * 1024))
        tail = stream.read()
    lowered = head.lower()
    if any(mark in lowered for mark in _MARKUP):
        return True
    if media != PDF and b"%PDF-" in head:
        return True
    _before, end, behind = tail.rpartition(b"%%EOF")
    # A PDF without its end was cut off, which the inspection finds and tells.
    if media == PDF and end and len(behind.strip()) > _TAIL:
        return True
    return _is_zip(path)


def _is_zip(path: Path) -> bool:
    """Say whether the end of a file is that of an archive with anything in it.

    The names in it are not listed: hundreds of thousands of them fit into an upload.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        begins = max(0, size - _ARCHIVE_END)
        stream.seek(begins)
        tail = stream.read()
        at = tail.rfind(_END)
        while at >= 0:
            if len(tail) - at >= _END_SIZE and _names_files(stream, begins + at):
                return True
            at = tail.rfind(_END, 0, at)
    return False


def _names_files(stream: BinaryIO, at: int) -> bool:
    """Say whether the end record at ``at`` stands behind a table of files."""
    stream.seek(at)
    entries, table = struct.unpack("<10xHI6x", stream.read(_END_SIZE))
    if table == _ELSEWHERE:
        stream.seek(max(0, at - _LOCATOR_SIZE))
        return stream.read(len(_LOCATOR)) == _LOCATOR
    if not entries or table > at:
        return False
    stream.seek(at - table)
    return stream.read(len(_ENTRY)) == _ENTRY
