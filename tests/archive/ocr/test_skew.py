"""How much a page leans is measured, so that only leaning pages are redrawn."""

from __future__ import annotations

from motcua.archive.ocr.skew import angle
from PIL import Image
import pytest
from tests.archive.conftest import page


@pytest.mark.parametrize("lean", [-4.0, -2.0, 0.0, 1.6, 3.0])
def test_a_leaning_page_is_measured(lean):
    turned = page().rotate(-lean, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert angle(turned) == pytest.approx(lean, abs=0.4)


def test_a_page_scanned_sideways_is_measured_too():
    turned = page().rotate(-2, fillcolor=255).transpose(Image.Transpose.ROTATE_90)
    assert angle(turned) == pytest.approx(2.0, abs=0.4)


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_page_without_lines_does_not_lean(grey):
    assert angle(Image.new("L", (827, 1169), grey)) == 0.0
