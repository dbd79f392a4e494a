"""Words with their places: in the picture of the page, and how sure they are."""

from __future__ import annotations

import json
from motcua.archive import renditions
from motcua.archive.ocr import hearing
from motcua.archive.ocr import words
from motcua.archive.ocr.words import Word
from motcua.storage import files
import pikepdf
import pytest
from tests.archive.pdf.test_pdfa import archive


HOCR = """<div class='ocr_page' id='page_1' title='image "a"; bbox 0 0 1000 2000; x'>
<span class='ocrx_word' id='w1' title='bbox 100 200 300 260; x_wconf 96'>Số:</span>
<span class='ocrx_word' id='w2' title='bbox 320 200 500 260; x_wconf 41'><strong>\
12/Q&#272;</strong></span>
<span class='ocrx_word' id='w3' title='bbox 0 0 1 1; x_wconf 3'> </span></div>"""


def typed(path, turn=0):
    """A page with two words at known places, as a word processor writes it."""
    weasyprint = pytest.importorskip("weasyprint")
    html = (
        "<title>x</title><style>@page { size: 200mm 100mm; margin: 0 }"
        "p { position: absolute; margin: 0; font: 20pt serif }</style>"
        "<p style='left: 20mm; top: 10mm'>Trái</p>"
        "<p style='left: 150mm; top: 80mm'>Phải</p>"
    )
    weasyprint.HTML(string=html).write_pdf(path)
    if turn:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].rotate(turn, relative=True)
            pdf.save(path)
    return path


def test_what_the_recognition_wrote_becomes_words_in_fractions_of_the_page():
    assert hearing.words(HOCR) == [
        Word(0.1, 0.1, 0.3, 0.13, "Số:", 96),
        Word(0.32, 0.1, 0.5, 0.13, "12/QĐ", 41),
    ]
    assert hearing.words("<html></html>") == []


def test_words_of_a_typed_page_have_their_places_and_no_doubt(tmp_path):
    (page,) = words.layout(typed(tmp_path / "a.pdf"))
    assert (page["width"], page["height"]) == pytest.approx((566.9, 283.5), abs=1)
    left, right = page["words"]
    assert (left[4], right[4]) == ("Trái", "Phải")
    assert left[0] == pytest.approx(0.1, abs=0.01)
    assert 0.1 <= left[1] < left[3] < 0.25
    assert right[0] == pytest.approx(0.75, abs=0.01)
    assert 0.8 <= right[1] < right[3] <= 1
    assert left[5] is None and right[5] is None


def test_places_are_those_of_the_page_as_it_is_seen(tmp_path):
    (page,) = words.layout(typed(tmp_path / "a.pdf", turn=90))
    assert page["width"] < page["height"]
    left, right = page["words"]
    # Turned by a quarter to the right, what was left is above.
    assert left[1] == pytest.approx(0.1, abs=0.01)
    assert right[1] == pytest.approx(0.75, abs=0.01)
    assert left[0] > 0.7 > 0.3 > right[0]


def test_a_word_learns_how_sure_it_is_from_the_same_word_nearby(tmp_path):
    path = typed(tmp_path / "a.pdf")
    (page,) = words.layout(path)
    left, right = page["words"]
    heard = {
        1: [Word(*left[:4], "Trái", 93), Word(0.75, 0.5, 0.9, 0.6, "Phải", 12)],
        2: [Word(*right[:4], "Phải", 50)],
    }
    (page,) = words.layout(path, heard)
    assert [word[5] for word in page["words"]] == [93, None]


@pytest.mark.ocr
def test_what_was_read_lies_where_it_stands_on_the_paper(tesseract, scan, tmp_path):
    made = archive(scan, tmp_path / "a.pdf")
    (page,) = made.layout
    found = {word[4]: word for word in page["words"]}
    kept = [word[5] for word in page["words"]]
    assert all(sure is not None for sure in kept)
    assert 0 <= min(kept) <= max(kept) <= 100
    first, last = found["CỘNG"], found["luật."]
    # Drawn 80 pixels from the left of 827 and 60 from the top of 700.
    assert first[0] == pytest.approx(80 / 827, abs=0.02)
    assert first[1] == pytest.approx(70 / 700, abs=0.03)
    assert last[1] == pytest.approx((60 + 6 * 60 + 10) / 700, abs=0.03)
    assert len(page["words"]) == len(made.texts[0].split())


@pytest.mark.parametrize(
    ("extra", "layout"),
    [({}, []), ({"layout": [{"width": 1, "height": 2, "words": []}]}, None)],
)
def test_texts_of_both_formats_can_be_read(tmp_path, monkeypatch, extra, layout):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    data = {"format": 2 if extra else 1, "texts": ["Một", "Hai"], **extra}
    kept = files.store(json.dumps(data).encode())
    assert renditions.read_texts(kept.sha256) == ["Một", "Hai"]
    assert renditions.read_layout(kept.sha256) == (
        extra["layout"] if layout is None else layout
    )


def test_a_text_of_a_later_format_is_not_guessed_at(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    kept = files.store(json.dumps({"format": 3, "texts": []}).encode())
    with pytest.raises(ValueError, match="unknown text format 3"):
        renditions.read_texts(kept.sha256)
