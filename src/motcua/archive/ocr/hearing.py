"""Plugin of OCRmyPDF that listens to what tesseract says of each page.

Its words are kept with how sure it was of them, a page that was read before is not read
again (``ocrkeeping``), and a page that cannot be read is asked for the way it lies
(``ocrturning``).
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
import html
from motcua.archive.ocr import turning as ocrturning
from motcua.archive.ocr.keeping import Keeping
from motcua.archive.ocr.words import Word
from motcua.base.folding import normalise
from ocrmypdf import hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine
from pathlib import Path
from PIL import Image
import re
from typing import Any


@dataclass
class Hearing:
    """What is listened to in one run; set and read by ``conversion``."""

    #: Where readings of pages are kept; None keeps none.
    keeping: Keeping | None = None
    #: Whether pages are still asked for the way they lie.
    asks: bool = True
    #: Page number -> its words.
    heard: dict[int, list[Word]] = field(default_factory=dict)
    #: Page number -> degrees clockwise by which it is to be turned.
    turned: dict[int, int] = field(default_factory=dict)


#: One run at a time: a process of ``confined`` serves one file.
present = Hearing()

_PAGE = re.compile(r"class='ocr_page'[^>]*?\bbbox (\d+) (\d+) (\d+) (\d+)")
_WORD = re.compile(
    r"<span class='ocrx_word'[^>]*?\bbbox (\d+) (\d+) (\d+) (\d+);\s*x_wconf (\d+)"
    r"[^>]*>(.*?)</span>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"\d+")
#: With what tesseract ends a page. Where it took too long there is nothing at all.
_END = "</html>"


def words(hocr: str) -> list[Word]:
    """Return the words of one page written as hOCR."""
    page = _PAGE.search(hocr)
    if page is None:
        return []
    left, top, right, bottom = (int(side) for side in page.groups())
    width, height = max(right - left, 1), max(bottom - top, 1)
    found = []
    for x0, y0, x1, y1, sure, inside in _WORD.findall(hocr):
        text = normalise(html.unescape(_TAG.sub("", inside)))
        if text:
            box = (int(x0) / width, int(y0) / height, int(x1) / width, int(y1) / height)
            found.append(Word(*box, text, int(sure)))
    return found


def aspect(hocr: str) -> float:
    """Return the width of the page by its height; 1.0 where it is not told."""
    page = _PAGE.search(hocr)
    if page is None:
        return 1.0
    left, top, right, bottom = (int(side) for side in page.groups())
    return max(right - left, 1) / max(bottom - top, 1)


class HearingEngine(TesseractOcrEngine):  # type: ignore[misc]
    """Tesseract as OCRmyPDF drives it; what it wrote is read before it is rendered."""

    @staticmethod
    def generate_hocr(
        input_file: Path, output_hocr: Path, output_text: Path, options: Any
    ) -> None:
        """Read a page unless that was done; keep its words under its number."""
        number = int(_NUMBER.match(Path(output_hocr).name)[0])  # type: ignore[index]
        name = present.keeping.name(input_file) if present.keeping else ""
        text = present.keeping.recall(name) if present.keeping else None
        if text is not None:
            output_hocr.write_text(text, "utf-8")
            output_text.write_text("", "utf-8")
        else:
            TesseractOcrEngine.generate_hocr(
                input_file, output_hocr, output_text, options
            )
            text = output_hocr.read_text("utf-8", "replace")
            if text and not text.rstrip().endswith(_END):
                raise EOFError(f"the reading of page {number} is cut off")
        found = present.heard[number] = words(text)
        if present.asks and not ocrturning.is_upright(found, aspect(text)):
            angle = _lies(input_file, output_hocr, options)
            if angle:
                present.turned[number] = angle
        if present.keeping and text:
            present.keeping.keep(name, text)


def _lies(picture: Path, output_hocr: Path, options: Any) -> int:
    """Return by how many degrees clockwise a page is to be turned, 0 if by none.

    Where tesseract is not sure of it, the page must be readable when it is turned.
    """
    said = TesseractOcrEngine.get_orientation(picture, options)
    # What is told is by how much the writing is turned; turning back is the other way.
    angle = int(-said.angle % 360)
    if not angle or said.confidence >= options.rotate_pages_threshold:
        return angle
    turned, hocr = (
        picture.with_suffix(".turned.png"),
        output_hocr.with_suffix(".turned"),
    )
    with Image.open(picture) as image:
        upright = image.rotate(-angle, expand=True)
        upright.save(turned, dpi=image.info.get("dpi", (300, 300)))
    TesseractOcrEngine.generate_hocr(
        turned, hocr.with_suffix(".hocr"), hocr.with_suffix(".txt"), options
    )
    text = hocr.with_suffix(".hocr").read_text("utf-8", "replace")
    return angle if ocrturning.is_upright(words(text), aspect(text)) else 0


@hookimpl(tryfirst=True)
def get_ocr_engine(options: Any) -> HearingEngine:
    """Give OCRmyPDF the engine that is listened to."""
    return HearingEngine()
