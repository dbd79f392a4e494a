"""Open an upload far enough to know that it can be kept and converted.

Runs only inside ``confined``: the parsers used here read hostile bytes. What is
refused is named by a key of ``errors.REFUSALS``.
"""

from __future__ import annotations

from motcua.archive import sniffing
from motcua.archive.signatures import is_signed
from motcua.storage import confined
from motcua.storage.confined import TaskRefused
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress
    import pikepdf

#: Resolution at which a page is rendered to judge it; 200 dpi is the least that
#: Decree 30/2020 asks of a scan.
_DPI = 200
#: A PDF that ends later than this after its %%EOF was cut or joined.
_EOF_WITHIN = 2048


@confined.task
def inspect(
    *, path: str, media: str, pages: int, pixels: int, progress: Progress
) -> dict[str, Any]:
    """Return ``{"pages", "signed", "active"}`` of the file at ``path``.

    ``pages`` and ``pixels`` are the limits of ``limits.Limits``; ``active``
    names what a PDF carries besides pages (scripts, attachments ...). Raises
    ``TaskRefused``.
    """
    if media == sniffing.PDF:
        return _inspect_pdf(Path(path), pages, pixels)
    return _inspect_image(Path(path), pages, pixels, progress)


def _refuse_size(number: int, pixels: int) -> None:
    raise TaskRefused("too-big-page", page=number, limit=pixels // 10**6)


def _inspect_pdf(path: Path, pages: int, pixels: int) -> dict[str, Any]:
    import pikepdf

    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _EOF_WITHIN))
        if b"%%EOF" not in stream.read():
            raise TaskRefused("broken", "no end mark")
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise TaskRefused("encrypted")
            count = len(pdf.pages)
            if not count:
                raise TaskRefused("broken", "no pages")
            if count > pages:
                raise TaskRefused("too-many-pages", limit=pages)
            for number, page in enumerate(pdf.pages, start=1):
                _check_page(page, number, pixels)
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


def _check_page(page: pikepdf.Page, number: int, pixels: int) -> None:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = abs(right - left) * unit, abs(top - bottom) * unit
    if not (width > 0 and height > 0):
        raise TaskRefused("broken", f"page {number} has no size")
    if (width / 72 * _DPI) * (height / 72 * _DPI) > pixels:
        _refuse_size(number, pixels)
    for image in page.get_images().values():
        if int(image.get("/Width", 0)) * int(image.get("/Height", 0)) > pixels:
            _refuse_size(number, pixels)


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


def _inspect_image(
    path: Path, pages: int, pixels: int, progress: Progress
) -> dict[str, Any]:
    from PIL import Image
    from PIL import UnidentifiedImageError

    # The limit is checked by hand before any pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=("JPEG", "PNG", "TIFF")) as image:
            # A JPEG with several pictures (MPO) shows its first one.
            count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if count > pages:
                raise TaskRefused("too-many-pages", limit=pages)
            for index in range(count):
                image.seek(index)
                if image.width * image.height > pixels:
                    _refuse_size(index + 1, pixels)
                image.load()
                progress(index + 1, count)
            return {"pages": count, "signed": False, "active": []}
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
    ) as error:
        # Pillow raises any of these on malformed input.
        raise TaskRefused("broken", str(error)[:200]) from error
