"""Leaning pages of a scan turned upright, the others left as they are.

Runs only inside ``confined``. A straightened page is a new picture: one bit a
pixel where the scan was bilevel, JPEG otherwise, at the resolution it had.
"""

from __future__ import annotations

from motcua.archive.ocr.skew import DESKEW_FROM
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.pdf.pages import PageFigure
    from pathlib import Path
    from PIL.Image import Image
    from pypdfium2 import PdfPage

#: Resolutions between which a page is drawn anew.
_LEAST_DPI, _MOST_DPI = 150, 600
_JPEG_QUALITY = 85


def straighten(source: Path, scans: Iterable[PageFigure], folder: Path) -> Path:
    """Return a PDF with the leaning pages of ``source`` upright.

    ``source`` itself when no page leans enough; otherwise a new file in
    ``folder``.
    """
    import pikepdf
    import pypdfium2

    leaning = [figure for figure in scans if abs(figure.skew) >= DESKEW_FROM]
    if not leaning:
        return source
    target = folder / "straight.pdf"
    seen = pypdfium2.PdfDocument(source)
    with pikepdf.open(source) as pdf:
        for figure in leaning:
            page = _upright(seen[figure.number - 1], figure, folder)
            with pikepdf.open(page) as single:
                pdf.pages[figure.number - 1] = single.pages[0]
        pdf.save(target)
    seen.close()
    return target


def _upright(page: PdfPage, figure: PageFigure, folder: Path) -> Path:
    """Write one page, turned upright, as a PDF of its own."""
    import img2pdf
    from PIL import Image as images

    dpi = min(max(figure.dpi, _LEAST_DPI), _MOST_DPI)
    drawn = page.render(scale=dpi / 72).to_pil().convert("RGB")
    turned = drawn.rotate(
        figure.skew, resample=images.Resampling.BICUBIC, fillcolor="white"
    )
    picture = folder / f"upright-{figure.number:05}"
    if _is_bilevel(drawn):
        turned.convert("L").point(lambda value: 255 * (value > 127)).convert("1").save(
            picture, "PNG"
        )
    else:
        turned.save(picture, "JPEG", quality=_JPEG_QUALITY)
    size = page.get_size()
    target = folder / f"upright-{figure.number:05}.pdf"
    with target.open("wb") as stream:
        img2pdf.convert(
            str(picture),
            layout_fun=lambda _width, _height, _dpi: (*size, *size),
            outputstream=stream,
        )
    return target


def _is_bilevel(page: Image) -> bool:
    """Say whether the page is ink on paper, with hardly a shade in between."""
    counts = page.convert("L").histogram()
    return sum(counts[64:192]) < 0.03 * sum(counts)
