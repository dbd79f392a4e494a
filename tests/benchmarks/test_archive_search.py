"""Pages are written and asked for by six persons; no page has what no page has."""

from __future__ import annotations


def test_it_fills_a_house_and_asks_every_question(bench):
    words = ("--pages", "2000", "--words", "40", "--calls", "3", "--sql", "sqlite")
    filled, *asked = bench("archive_search", *words)
    assert (filled["pages"], filled["again"]) == (2000, False)
    assert len({line["person"] for line in asked}) == 6
    found = {
        (line["person"], line["question"], line["misread"]): line
        for line in asked
        if not line["narrowed"]
    }
    assert found["province", "one frequent word", False]["hits"] > 0
    assert found["province", "nothing", False]["hits"] == 0
    assert found["busy unit", "two words", False]["raw"]["p95"] > 0
    wide = found["province", "two words", False]["hits"]
    assert found["commune", "two words", False]["hits"] <= wide
