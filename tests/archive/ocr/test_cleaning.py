"""The picture that is read is cleaned; a clean one, and the page, stay as they are."""

from __future__ import annotations

from motcua.archive.ocr import cleaning
import numpy as np
import pikepdf
from PIL import Image
import pytest
from tests.archive.conftest import page
from tests.archive.extraction.papers import PAPERS
from tests.archive.pdf.test_pdfa import archive


PAPER = next(each for each in PAPERS if each.key == "telegram")


def shadowed(image: Image.Image, depth: int = 60) -> Image.Image:
    """The page with a shadow that falls from the left to the right."""
    fall = np.linspace(0, depth, image.width)[None, :]
    body = np.asarray(image, dtype=np.float32) * 0.86 + 18 - fall
    return Image.fromarray(np.clip(body, 0, 255).astype(np.uint8))


def specked(image: Image.Image, share: float = 0.0012) -> Image.Image:
    """The page with specks of dirt, each a pixel."""
    luck = np.random.RandomState(1)
    body = np.array(image)
    body[luck.rand(*body.shape) < share] = 0
    return Image.fromarray(body)


def test_a_clean_page_is_handed_on_as_it_is():
    for image in (PAPER.draw(), page(dpi=200), Image.new("L", (800, 1100), 255)):
        assert cleaning.cleaned(image) is image
    bilevel = specked(PAPER.draw()).convert("1")
    assert cleaning.cleaned(bilevel) is bilevel


def test_specks_go_and_letters_stay():
    clean = PAPER.draw()
    dirty = specked(clean)
    found = cleaning.cleaned(dirty)
    assert cleaning._specks(dirty).mean() > 5 * cleaning._specks(found).mean()
    ink = [(np.asarray(each) < 128).mean() for each in (clean, found)]
    assert ink[1] == pytest.approx(ink[0], rel=0.05)


def test_paper_in_shadow_becomes_even():
    dark = shadowed(PAPER.draw())
    assert cleaning._shade(dark) > 40
    found = cleaning.cleaned(dark)
    assert cleaning._shade(found) < 10
    assert found.size == dark.size


@pytest.mark.ocr
def test_a_dirty_page_in_shadow_is_read_and_kept_as_it_was(tesseract, tmp_path):
    path = tmp_path / "a.png"
    dirty = specked(shadowed(PAPER.draw()))
    dirty.save(path, dpi=(200, 200))
    made = archive(path, tmp_path / "a.pdf")
    assert made.fields.number.value == PAPER.number
    assert made.fields.date.value == PAPER.day
    assert made.fields.agency.value == PAPER.agency
    with pikepdf.open(made.path) as pdf:
        (shown,) = pdf.pages[0].get_images().values()
        kept = pikepdf.PdfImage(shown).as_pil_image().convert("L")
    assert np.array_equal(np.asarray(kept), np.asarray(dirty)), "only reading is helped"
