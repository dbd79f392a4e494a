"""What a page of a PDF is: a scan to be read, or text that is there already.

Runs only inside ``confined``.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from motcua.base.folding import normalise
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from pypdfium2 import PdfPage

#: A page whose picture covers this share of it is a scan, ...
_COVER = 0.5
#: ... unless it holds more visible characters than stamps and footers have.
_STAMP = 400
_DEPTH = 8


@dataclass(frozen=True)
class PageFigure:
    """Measures of one page before conversion."""

    number: int
    #: Visible and invisible characters; the latter are the text layer of an
    #: earlier recognition.
    visible: int
    hidden: int
    #: Share of the page that its largest picture covers, 0 to 1.
    cover: float
    #: Resolution of that picture, 0 without one.
    dpi: int
    #: Degrees by which lines of text lean, 0 where not measured.
    skew: float

    @property
    def is_scan(self) -> bool:
        """Whether the page must be read by OCR."""
        if not self.visible:
            return True
        return self.cover >= _COVER and self.visible < _STAMP

    def to_json(self) -> dict[str, Any]:
        """Return the figure as JSON."""
        return {**asdict(self), "is_scan": self.is_scan}


def figures(path: Path, leans: Sequence[float] = ()) -> list[PageFigure]:
    """Measure every page of the PDF at ``path``.

    ``leans`` are the degrees by which the pages lean, see ``quality.figures``; without
    them no lean is told.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return [
            _figure(document[index], index + 1, leans[index] if leans else 0.0)
            for index in range(len(document))
        ]
    finally:
        document.close()


def _figure(page: PdfPage, number: int, lean: float) -> PageFigure:
    visible, hidden = _characters(page)
    cover, dpi = _picture(page)
    figure = PageFigure(number, visible, hidden, round(cover, 3), dpi, 0.0)
    # Only pictures of pages are straightened.
    return replace(figure, skew=lean) if figure.is_scan and cover >= _COVER else figure


def _characters(page: PdfPage) -> tuple[int, int]:
    """Return how many characters are visible and how many are not."""
    import pypdfium2.raw as pdfium

    counts = [0, 0]
    textpage = page.get_textpage()
    for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH):
        # The length is in bytes of UTF-16 and counts a closing NUL.
        size = pdfium.FPDFTextObj_GetText(piece.raw, textpage.raw, None, 0)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(piece.raw)
        unseen = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        counts[unseen] += max(0, size // 2 - 1)
    textpage.close()
    return counts[0], counts[1]


def _picture(page: PdfPage) -> tuple[float, int]:
    """Return the share the largest picture covers, and its resolution."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    best, dpi = 0.0, 0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        left, bottom, right, top = image.get_bounds()
        across = max(0.0, min(right, width) - max(left, 0))
        upward = max(0.0, min(top, height) - max(bottom, 0))
        share = across * upward / (width * height)
        if share > best and right > left:
            # A page turned by /Rotate shows the pixels' long side across.
            longest = max(right - left, top - bottom)
            best, dpi = share, round(max(image.get_px_size()) / longest * 72)
    return min(best, 1.0), dpi


def texts(path: Path) -> list[str]:
    """Return the text of each page, hidden layers included, in reading order."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for index in range(len(document)):
            textpage = document[index].get_textpage()
            found.append(normalise(textpage.get_text_bounded()))
            textpage.close()
        return found
    finally:
        document.close()
