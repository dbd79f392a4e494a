"""How much one upload and one conversion may take.

The numbers bound what a stranger's file can cost. They come from the
environment, as all settings of a process do, and are read afresh at each use.
"""

from __future__ import annotations

from dataclasses import dataclass
import os


MIB = 1024 * 1024

#: Largest request that the server takes in, with all files of a form, in bytes.
REQUEST = 256 * MIB


@dataclass(frozen=True)
class Limits:
    """Bounds of one upload and of the process that looks at it."""

    #: Size of one uploaded file, in bytes (MOTCUA_UPLOAD_MB).
    upload: int = 100 * MIB
    #: Pages of one PDF or frames of one TIFF (MOTCUA_UPLOAD_PAGES).
    pages: int = 2000
    #: Pixels of one image or of one page at 200 dpi (MOTCUA_UPLOAD_MEGAPIXELS);
    #: a map in format A0 at 300 dpi has 140 million.
    pixels: int = 200_000_000
    #: Address space of the converting process and each of its children, in
    #: bytes (MOTCUA_OCR_MEMORY_MB).
    memory: int = 3072 * MIB
    #: Size of any file the converting process may write (MOTCUA_OCR_DISK_MB).
    disk: int = 2048 * MIB
    #: Seconds to look at an upload while a person waits.
    inspection: int = 30
    #: Seconds to convert a document: so many, and so many more per page
    #: (MOTCUA_OCR_SECONDS_PER_PAGE). An ordinary page takes five.
    conversion: int = 120
    conversion_page: int = 60

    def conversion_time(self, pages: int) -> int:
        """Return the seconds that converting ``pages`` pages may take."""
        return self.conversion + self.conversion_page * pages


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ValueError(f"{name}={text!r}: write a whole number above 0.")
    return int(text)


def limits() -> Limits:
    """Return the limits in force; ``ValueError`` names a setting that is no number."""
    plain = Limits()
    return Limits(
        upload=_number("MOTCUA_UPLOAD_MB", plain.upload // MIB) * MIB,
        pages=_number("MOTCUA_UPLOAD_PAGES", plain.pages),
        pixels=_number("MOTCUA_UPLOAD_MEGAPIXELS", plain.pixels // 10**6) * 10**6,
        memory=_number("MOTCUA_OCR_MEMORY_MB", plain.memory // MIB) * MIB,
        disk=_number("MOTCUA_OCR_DISK_MB", plain.disk // MIB) * MIB,
        conversion_page=_number("MOTCUA_OCR_SECONDS_PER_PAGE", plain.conversion_page),
    )
