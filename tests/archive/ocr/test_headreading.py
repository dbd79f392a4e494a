"""A second look at a head, where stamps and hands left doubts."""

from __future__ import annotations

from motcua.archive.ocr import headreading
from PIL import ImageDraw
import pytest
from tests.archive.extraction.papers import PAPERS
from tests.archive.pdf.test_pdfa import archive


DECREE = next(paper for paper in PAPERS if paper.key == "decree")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Ha Noi, ngay 22 thang 7 nam 2020", 22),
        ("Ha Noi, ngay LL thang 7 ndm 2020", 22),
        ("Ha Noi, ngay 2£ thing 7 nim 2020", None),
        ("Ha Noi, ngay 2£ thang 7 nim 2020", 22),
        ("Ha Noi, ngay 7. thang 7 nim 2020", 7),
        ("Ha Noi, ngay 45 thang 7 nam 2020", None),
        ("Ha Noi, ngay xy thang 7 nam 2020", None),
        ("", None),
    ],
)
def test_a_vote_is_a_day_or_none(said, day):
    assert headreading._vote(said) == day


@pytest.mark.ocr
def test_a_clear_page_is_not_read_twice(tesseract, tmp_path):
    path = tmp_path / "a.png"
    DECREE.draw().save(path, dpi=(200, 200))
    made = archive(path, tmp_path / "a.pdf")
    assert made.again is None
    assert made.fields.number.value == DECREE.number


@pytest.mark.ocr
def test_a_day_that_was_blotted_is_looked_at_again(tesseract, tmp_path):
    image = DECREE.draw()
    pen = ImageDraw.Draw(image)
    # The figures of the day stand in the middle of the right column.
    x = _place_of_day()
    pen.rectangle((x[0], 270, x[1], 315), fill=255)
    pen.line((x[0] + 4, 280, x[0] + 14, 306), fill=0, width=5)
    pen.line((x[0] + 12, 284, x[0] + 20, 300), fill=0, width=6)
    path = tmp_path / "a.png"
    image.save(path, dpi=(200, 200))
    made = archive(path, tmp_path / "a.pdf")
    assert made.again is not None and made.again["words"]
    assert made.fields.number.value == DECREE.number
    assert made.fields.date.confidence < 0.7
    assert made.fields.date.value in ("2026-05", "") or "hand" in made.again


def _place_of_day() -> tuple[int, int]:
    from PIL import ImageFont
    from tests.archive.conftest import FONTS

    file = next(font for font in FONTS if font.exists())
    font = ImageFont.truetype(str(file), 32)
    whole = font.getlength(DECREE.written_day)
    begin = 1140 - whole / 2
    before = font.getlength(DECREE.written_day.split("ngày")[0] + "ngày ")
    return int(begin + before - 4), int(begin + before + font.getlength("18") + 4)
