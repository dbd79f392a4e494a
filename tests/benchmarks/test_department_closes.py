"""A step writes two objects, and a move of an officer writes no dossier."""

from __future__ import annotations


def test_it_counts_what_a_step_and_a_move_write(bench):
    step, move = bench(
        *("department_closes", "--sizes", "5", "--rounds", "1", "--steps", "1"),
        *("--histories", "3"),
    )
    assert step["written"]["ours"]["objects"] == 2
    assert step["written"]["plain"]["objects"] > 2
    assert move["documents"] == 5
