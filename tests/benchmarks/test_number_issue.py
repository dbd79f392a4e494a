"""No number is drawn twice, by us or by raw SQL."""

from __future__ import annotations


def test_every_number_comes_once(bench):
    (line,) = bench(
        *("number_issue", "--numbers", "20", "--processes", "2", "--rounds", "1"),
        *("--sql", "sqlite"),
    )
    assert line["drawn"] == {"ours": 40, "raw": 40}
    assert line["twice"] == 0
