"""Labels of shelves: what is typed, what stands on them, what a scanner reads."""

from __future__ import annotations

from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import shelflabels
from motcua.dossiers.errors import MissingData
from motcua.dossiers.returning import shelf
import pypdfium2
import pytest
from tests.dossiers.conftest import UNIT
import zxingcpp


NOW = datetime(2026, 11, 2, 8, 5, tzinfo=VIETNAM)
#: No pair of digits, which Code 128 would write in the room of one letter.
WIDEST = "KHO/A-B.CD"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("a1.03", ["A1.03"]),
        ("KE-A1.03", ["A1.03"]),
        ("A1.03\n\n B2 \nA1.03", ["A1.03", "B2"]),
        ("A1.09 - a1.11", ["A1.09", "A1.10", "A1.11"]),
        ("A1.09..A1.10", ["A1.09", "A1.10"]),
        ("7 – 9", ["7", "8", "9"]),
        ("1-03", ["1-03"]),
        (WIDEST, [WIDEST]),
    ],
)
def test_shelves_are_named_one_by_one_or_as_a_row(typed, named):
    assert shelflabels.names(typed) == named


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " \n ",
        "Tủ 3",
        "KỆ1",
        "A 1",
        f"{WIDEST}F",
        "A1.05 - A1.01",
        "A1.01 - B1.05",
        "1 - 121",
        "1 - 999999999999",
        "\n".join(str(number) for number in range(121)),
    ],
)
def test_what_no_scanner_could_read_and_too_many_are_refused(typed):
    with pytest.raises(MissingData):
        shelflabels.names(typed)


@pytest.mark.parametrize(("paper", "pages"), [("label", 14), ("label-sheet", 2)])
def test_the_scanner_reads_a_label_as_the_shelf_it_hangs_on(province, paper, pages):
    named = [WIDEST, *shelflabels.names("A1.01 - A1.13")]
    pdf = shelflabels.pdf(province, UNIT, named, paper, NOW)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == pages
    read = {
        mark.text
        for page in document
        for mark in zxingcpp.read_barcodes(
            page.render(scale=200 / 72).to_pil().convert("L")
        )
    }
    assert {shelf(text) for text in read} == set(named)
    assert all(text.startswith("KE-") for text in read)
