"""A PDF looked at before it is kept: whole, open, of a bearable size, of one reading.

Runs only inside ``confined``. Two libraries read every PDF here, one to write the
archival copy and one to show and read its pages: a file in which they see different
pages would lose some.
"""

from __future__ import annotations

from motcua.archive.pdf import rings
from motcua.archive.pdf.signatures import is_signed
from motcua.storage.confined import TaskRefused
from typing import Any
from typing import TYPE_CHECKING
import zlib


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path
    import pikepdf

#: Resolution at which a page is rendered to judge it; 200 dpi is the least that
#: Decree 30/2020 asks of a scan.
_DPI = 200
#: A PDF that ends later than this after its %%EOF was cut or joined.
_EOF_WITHIN = 2048
#: Bytes that one part of a PDF may unpack to, pictures apart. The drawing of a map
#: has tens of millions.
UNPACKED = 128 * 1024 * 1024
#: To how many bytes one may unpack, by the filter.
_GROWTH = {"/FlateDecode": 1032, "/LZWDecode": 1400, "/RunLengthDecode": 64}
_FLATE = "/FlateDecode"
_PIECE = 1024 * 1024


def inspect_pdf(path: Path, pages: int, pixels: int) -> dict[str, Any]:
    """Return ``{"pages", "signed", "active"}``; see ``inspection.inspect``."""
    import pikepdf

    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _EOF_WITHIN))
        if b"%%EOF" not in stream.read():
            raise TaskRefused("broken", "no end mark")
    declared = _declared(path)
    if declared > pages:
        raise TaskRefused("too-many-pages", limit=pages)
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise TaskRefused("encrypted")
            count = len(pdf.pages)
            if not count:
                raise TaskRefused("broken", "no pages")
            if count != declared:
                raise TaskRefused("broken", f"{declared} pages said, {count} there")
            for number, page in enumerate(pdf.pages, start=1):
                _check_page(page, number, pixels)
            _check_parts(pdf.objects, pixels)
            if rings.in_a_ring(pdf.objects):
                raise TaskRefused("ring")
            return {
                "pages": count,
                "signed": is_signed(pdf),
                "active": _active(pdf),
            }
    except pikepdf.PasswordError:
        raise TaskRefused("encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        # Malformed objects surface as any of these, depending on where they sit.
        raise TaskRefused("broken", str(error)[:200]) from error


def _declared(path: Path) -> int:
    """Return how many pages the library sees that shows them, 0 when it sees none.

    It believes what the file says of itself, which costs nothing to ask.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _check_page(page: pikepdf.Page, number: int, pixels: int) -> None:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = abs(right - left) * unit, abs(top - bottom) * unit
    if not (width > 0 and height > 0):
        raise TaskRefused("broken", f"page {number} has no size")
    area = (width / 72 * _DPI) * (height / 72 * _DPI)
    images = [_pixels(image) for image in page.get_images().values()]
    if max(area, *images, 0) > pixels:
        raise TaskRefused("too-big-page", page=number, limit=pixels // 10**6)


def _pixels(image: pikepdf.Object) -> int:
    return int(image.get("/Width", 0)) * int(image.get("/Height", 0))


def _check_parts(objects: Iterable[pikepdf.Object], pixels: int) -> None:
    """Refuse what unpacks without bounds, wherever in the file it is referred to."""
    import pikepdf

    for one in objects:
        if not isinstance(one, pikepdf.Stream):
            continue
        if one.get("/Subtype") == "/Image":
            # Masks, and pictures in patterns, are of no page.
            if _pixels(one) > pixels:
                raise TaskRefused("too-heavy", "a picture of no page")
        elif _unpacks_beyond(one):
            raise TaskRefused("too-heavy", f"unpacks to more than {UNPACKED} bytes")


def _unpacks_beyond(stream: pikepdf.Stream) -> bool:
    """Say whether a stream unpacks to more than ``UNPACKED``."""
    import pikepdf

    filters = _filters(stream)
    packed = stream.read_raw_bytes()
    most = len(packed)
    for name in filters:
        most *= _GROWTH.get(name, 1)
    if most <= UNPACKED:
        return False
    if set(filters) == {_FLATE}:
        pieces: Iterator[bytes] = iter((packed,))
        for _filter in filters:
            pieces = _inflated(pieces)
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > UNPACKED:
                return True
        return False
    try:
        return len(stream.read_bytes()) > UNPACKED
    except pikepdf.PdfError:
        # Not to be unpacked without knowing what it is for.
        return False


def _filters(stream: pikepdf.Stream) -> list[str]:
    import pikepdf

    named = stream.get("/Filter")
    if named is None:
        return []
    return (
        [str(each) for each in named]
        if isinstance(named, pikepdf.Array)
        else [str(named)]
    )


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack piece by piece; what is broken ends there, as readers take it."""
    unpacking = zlib.decompressobj()
    for each in packed:
        rest = each
        while rest and not unpacking.eof:
            try:
                piece = unpacking.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = unpacking.unconsumed_tail
            yield piece


def _active(pdf: pikepdf.Pdf) -> list[str]:
    """Return what the document would do or carry besides showing its pages."""
    root = pdf.Root
    names: Any = root.get("/Names", {})
    found = {
        "actions": "/OpenAction" in root or "/AA" in root,
        "scripts": "/JavaScript" in names,
        "attachments": "/EmbeddedFiles" in names
        or "/Collection" in root
        or "/AF" in root,
        "xfa": "/XFA" in root.get("/AcroForm", {}),
    }
    return [name for name, present in found.items() if present]
