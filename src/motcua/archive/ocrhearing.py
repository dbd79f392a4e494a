"""Plugin of OCRmyPDF that keeps what tesseract said of each word of each page."""

from __future__ import annotations

import html
from motcua.archive.words import Word
from motcua.base.folding import normalise
from ocrmypdf import hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine
from pathlib import Path
import re
from typing import Any


#: Page number -> its words; emptied and read by ``conversion``.
heard: dict[int, list[Word]] = {}

_PAGE = re.compile(r"class='ocr_page'[^>]*?\bbbox (\d+) (\d+) (\d+) (\d+)")
_WORD = re.compile(
    r"<span class='ocrx_word'[^>]*?\bbbox (\d+) (\d+) (\d+) (\d+);\s*x_wconf (\d+)"
    r"[^>]*>(.*?)</span>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"\d+")


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


class HearingEngine(TesseractOcrEngine):  # type: ignore[misc]
    """Tesseract as OCRmyPDF drives it; what it wrote is read before it is rendered."""

    @staticmethod
    def generate_hocr(
        input_file: Path, output_hocr: Path, output_text: Path, options: Any
    ) -> None:
        """Read a page and keep its words under the number in the file's name."""
        TesseractOcrEngine.generate_hocr(input_file, output_hocr, output_text, options)
        number = _NUMBER.match(Path(output_hocr).name)
        if number and Path(output_hocr).is_file():
            text = Path(output_hocr).read_text("utf-8", "replace")
            heard[int(number.group())] = words(text)


@hookimpl(tryfirst=True)
def get_ocr_engine(options: Any) -> HearingEngine:
    """Give OCRmyPDF the engine that is listened to."""
    return HearingEngine()
