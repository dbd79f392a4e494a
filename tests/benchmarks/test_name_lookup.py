"""Half a name is asked for on both sides; the phone on ours alone."""

from __future__ import annotations


def test_it_fills_a_house_and_asks_every_question(bench):
    found = bench("name_lookup", "--rows", "400", "--calls", "3", "--sql", "sqlite")
    filled, *asked = found
    assert (filled["dossiers"], filled["persons"]) == (400, 500)
    by_question = {line["question"]: line for line in asked if line["unit"] == "H98.01"}
    assert by_question["nguyen"]["hits"] == 25
    assert by_question["nobody"]["hits"] == 0
    assert by_question["end of a phone"]["raw"] is None
    assert by_question["nguyen van"]["raw"]["p95"] > 0
