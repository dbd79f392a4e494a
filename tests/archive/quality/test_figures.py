"""What is measured of a page tells pencil from nothing and sharp from blurred."""

from __future__ import annotations

import img2pdf
from motcua.archive.quality import figures
import numpy as np
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFilter
import pytest
from tests.archive.conftest import page


A4 = (1654, 2339)


def paper(tone=225, grain=4):
    """Draw an empty sheet as a scanner sees it, at 200 dpi."""
    random = np.random.default_rng(7)
    sheet = tone + random.normal(0, grain, (A4[1], A4[0]))
    return Image.fromarray(sheet.clip(0, 255).astype("uint8"))


def letter():
    """Draw a page of writing, at 200 dpi."""
    sheet = Image.new("L", A4, 235)
    sheet.paste(page(dpi=200), (0, 0))
    return sheet


def measure(tmp_path, image, dpi=200, suffix="png"):
    """Return the figures of one page."""
    path = tmp_path / f"page.{suffix}"
    image.save(path, dpi=(dpi, dpi))
    media = {"png": "image/png", "jpg": "image/jpeg", "tif": "image/tiff"}[suffix]
    [found] = figures.measure(path=str(path), media=media, progress=lambda *_: None)
    return found


@pytest.mark.parametrize("tone", [180, 225, 255])
def test_an_empty_sheet_of_any_paper_bears_no_mark(tmp_path, tone):
    found = measure(tmp_path, paper(tone))
    assert found["blank"] == 1.0
    assert found["ink"] == 0
    assert found["clipped"] == 0


def test_dust_is_no_writing(tmp_path):
    sheet = paper()
    pen = ImageDraw.Draw(sheet)
    for n in range(40):
        pen.point((200 + 31 * n, 300 + 47 * n), fill=60)
    assert measure(tmp_path, sheet)["blank"] == 1.0


@pytest.mark.parametrize("tone", [200, 185, 150])
def test_a_word_in_pencil_is_seen(tmp_path, tone):
    sheet = paper()
    pen = ImageDraw.Draw(sheet)
    for n in range(4):
        x = 300 + 40 * n
        pen.line([(x, 500), (x + 20, 540), (x + 35, 505)], fill=tone, width=3)
    found = measure(tmp_path, sheet)
    assert 0.99 < found["blank"] < 0.999


def test_a_written_page_is_not_blank_and_has_contrast(tmp_path):
    found = measure(tmp_path, letter())
    assert found["blank"] < 0.95
    assert found["contrast"] > 0.6
    assert 0 < found["ink"] < 0.2


def test_the_more_a_page_is_blurred_the_wider_its_edges(tmp_path):
    widths = [
        measure(tmp_path, letter().filter(ImageFilter.GaussianBlur(radius)))["blur"]
        for radius in (0, 1, 2, 3)
    ]
    assert widths == sorted(set(widths))
    assert widths[0] < 0.3 < widths[2]


def test_writing_cut_off_at_the_edge_is_seen(tmp_path):
    whole = letter()
    assert measure(tmp_path, whole)["clipped"] == 0
    cut = whole.crop((170, 0, *A4))
    assert measure(tmp_path, cut)["clipped"] > 0.02


def test_the_shadow_of_a_lid_is_no_writing(tmp_path):
    sheet = letter()
    ImageDraw.Draw(sheet).rectangle((0, 0, 20, A4[1]), fill=40)
    # The strips across it meet it at its end.
    assert measure(tmp_path, sheet)["clipped"] < 0.02


@pytest.mark.parametrize(
    ("mode", "colour"), [("1", "bilevel"), ("L", "grey"), ("RGB", "colour")]
)
def test_pixels_resolution_and_colour_are_those_of_the_file(tmp_path, mode, colour):
    sheet = letter().convert(mode)
    found = measure(tmp_path, sheet)
    assert (found["width_px"], found["height_px"], found["dpi"]) == (*A4, 200)
    assert found["colour"] == colour
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(img2pdf.convert(str(tmp_path / "page.png")))
    [again] = figures.measure(
        path=str(pdf), media="application/pdf", progress=lambda *_: None
    )
    names = ("width_px", "height_px", "dpi", "colour")
    assert [again[n] for n in names] == [found[n] for n in names]


def test_a_page_without_a_picture_has_no_resolution(tmp_path):
    from tests.archive.conftest import blank_pdf

    [found] = figures.measure(
        path=str(blank_pdf(tmp_path / "empty.pdf")),
        media="application/pdf",
        progress=lambda *_: None,
    )
    assert (found["dpi"], found["colour"], found["blank"]) == (0, "none", 1.0)


def test_only_the_pages_asked_for_are_measured(tmp_path):
    path = tmp_path / "many.tif"
    sheets = [paper().resize((400, 560)) for _ in range(4)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(50, 50))
    done = []
    found = figures.measure(
        path=str(path),
        media="image/tiff",
        numbers=[2, 4],
        progress=lambda *each: done.append(each),
    )
    assert [each["page"] for each in found] == [2, 4]
    assert done == [(1, 2), (2, 2)]


def test_a_photograph_says_how_it_was_held(tmp_path):
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    letter().save(path, exif=exif, dpi=(200, 200))
    [found] = figures.measure(
        path=str(path), media="image/jpeg", progress=lambda *_: None
    )
    assert found["rotation"] == 90
    assert (found["width_px"], found["height_px"]) == A4
