"""Sheets of paper as they come out of a scanner, good ones and harmed ones.

Pictures are drawn at 200 dpi in grey. Harm is what happens to paper: torn, fed upside
down, opened flat, thin, pencilled, drawn in double.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from PIL import Image
from PIL import ImageChops
from PIL import ImageDraw
from PIL import ImageFilter
from PIL import ImageOps
import pypdfium2


DPI = 200
A4 = (round(8.27 * DPI), round(11.69 * DPI))


def drawn(pdf: bytes | Path, numbers: Sequence[int] = ()) -> Iterator[Image.Image]:
    """Yield pages of a PDF (from 1; all) as pictures of A4."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in numbers or range(1, len(document) + 1):
            page = document[number - 1]
            scale = max(A4) / max(page.get_size())
            yield page.render(scale=scale).to_pil().convert("L").resize(A4)
            page.close()
    finally:
        document.close()


def scanned(sheet: Image.Image, lean: float = 0.3) -> Image.Image:
    """Return a printed sheet as a scanner sees it: leaning, soft, grainy."""
    turned = sheet.rotate(lean, fillcolor=255, resample=Image.Resampling.BICUBIC)
    soft = turned.filter(ImageFilter.GaussianBlur(0.7))
    return Image.blend(soft, Image.effect_noise(sheet.size, 20), 0.08)


def torn(sheet: Image.Image, share: float) -> Image.Image:
    """Return a sheet of which the upper part is torn off along a ragged line."""
    harmed = sheet.copy()
    wide, high = sheet.size
    edge = round(share * high)
    steps = range(0, wide + 61, 60)
    ragged = [(x, edge + (37 * x // 60) % 50 - 25) for x in steps]
    ImageDraw.Draw(harmed).polygon([(0, 0), *ragged, (wide + 60, 0)], fill=250)
    return harmed


def without_codes(sheet: Image.Image) -> Image.Image:
    """Return a cover sheet of which both ends with the codes are torn off."""
    upper = torn(sheet, 0.23)
    return torn(upper.rotate(180), 0.23).rotate(180)


def opened(left: Image.Image, right: Image.Image) -> Image.Image:
    """Return an open spread, A3 lying: two pages on one sheet."""
    spread = Image.new("L", (left.width + right.width, left.height), 255)
    spread.paste(left, (0, 0))
    spread.paste(right, (left.width, 0))
    return spread


def thin(front: Image.Image, back: Image.Image, ink: float = 0.16) -> Image.Image:
    """Return a page of thin paper: the back shows through, mirrored and faint."""
    faint = ImageOps.mirror(back).filter(ImageFilter.GaussianBlur(2.2))
    shadow = faint.point([round(255 - ink * (255 - value)) for value in range(256)])
    return ImageChops.multiply(front, shadow)


def blank(size: tuple[int, int] = A4) -> Image.Image:
    """Return an empty page, with the grain of its paper."""
    return Image.blend(
        Image.new("L", size, 246), Image.effect_noise(size, 16), 0.04
    ).point([min(255, value + 5) for value in range(256)])


def pencilled() -> Image.Image:
    """Return an empty page with a few faint strokes in pencil."""
    sheet = blank()
    pen = ImageDraw.Draw(sheet)
    for row in range(3):
        left, top = 420 + 90 * row, 900 + 70 * row
        strokes = [
            (left + 24 * step, top + (17 * step * (row + 2)) % 29) for step in range(9)
        ]
        pen.line(strokes, fill=212, width=2)
    return sheet.filter(ImageFilter.GaussianBlur(0.6))


def doubled() -> Image.Image:
    """Return two empty sheets that were drawn in at once, one behind the other."""
    long = blank((A4[0], round(1.18 * A4[1])))
    edge = round(0.18 * A4[1])
    ImageDraw.Draw(long).line((0, edge, A4[0], edge + 9), fill=196, width=3)
    return long.filter(ImageFilter.GaussianBlur(0.8))


def bearing(sheet: Image.Image, code: Image.Image) -> Image.Image:
    """Return a page onto whose foot a printed code was stuck."""
    stuck = sheet.copy()
    stuck.paste(code, (160, sheet.height - code.height - 120))
    return stuck
