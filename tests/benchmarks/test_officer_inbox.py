"""Lists answer as raw SQL and a catalogue do; the benchmark itself asserts it."""

from __future__ import annotations


def test_it_compares_four_sides_and_tells_the_growth(bench):
    found = bench(
        *("officer_inbox", "--sizes", "300,400", "--rounds", "1", "--calls", "1"),
        *("--objects", "200", "--sql", "sqlite"),
    )
    first = next(line for line in found if line["figure"] == "B6")
    assert set(first["milliseconds"]) == {"ours", "rest", "raw", "zcatalog"}
    assert found[-1]["figure"] == "B6 growth"
