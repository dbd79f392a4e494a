"""Plugin of OCRmyPDF that draws pages for reading, never for being seen.

A page is read in grey: colours and bits tell tesseract nothing more (it is surer of
grey letters than of bilevel ones), and take three times as long to draw, to store and
to read. The picture is cleaned before it is stored for the first time and the only one,
and is no larger than what is read.
"""

from __future__ import annotations

from contextlib import closing
from motcua.archive.ocr.cleaning import cleaned
from ocrmypdf import hookimpl
from pathlib import Path
from typing import Any
from typing import Final


#: zlib: a picture that is read once and thrown away is not worth more.
_COMPRESSION: Final = 1


@hookimpl(tryfirst=True)
def rasterize_pdf_page(
    input_file: Path,
    output_file: Path,
    raster_dpi: Any,
    page_dpi: Any,
    pageno: int,
    rotation: int | None,
    options: Any,
) -> Path | None:
    """Draw a page for reading; None where the picture will be the page itself.

    ``raster_dpi`` is in points of the page, ``page_dpi`` in true inches: they differ
    where a page has a unit of its own.
    """
    if options.is_force_mode or rotation:
        return None
    import pypdfium2

    with (
        closing(pypdfium2.PdfDocument(input_file)) as document,
        closing(document[pageno - 1]) as page,
    ):
        # What lies outside the crop box is read as well, as OCRmyPDF does.
        page.set_cropbox(*page.get_mediabox())
        scale = raster_dpi.to_scalar() / 72
        width, height = page.get_size()
        share = _share(width * height * scale**2, options.max_ocr_image_mpixels)
        with closing(page.render(scale=scale * share, grayscale=True)) as drawn:
            grey = drawn.to_pil().convert("L")
            picture = cleaned(grey)
            resolution = page_dpi.to_scalar() * share
            picture.save(
                output_file,
                "PNG",
                dpi=(resolution, resolution),
                compress_level=_COMPRESSION,
            )
    return output_file


def _share(pixels: float, millions: float | None) -> float:
    """Return to which share the sides shrink so that no more pixels are drawn."""
    most = (millions or 0) * 10**6
    return float((most / pixels) ** 0.5) if 0 < most < pixels else 1.0
