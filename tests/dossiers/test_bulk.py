"""Many dossiers acted on at once: a worker is killed, nothing lost, nothing twice."""

from __future__ import annotations

from tests.dossiers.bulk_house import played


def test_a_killed_worker_is_followed_by_one_that_does_the_rest_once(tmp_path):
    report = played(tmp_path, 30, deaths=(0.8, 0.1))
    assert report["killed"] == 2
    assert report["attempts"] == 3
    assert report["done"] == 15
    assert sum(report["refused"].values()) == 15
    (reason,) = report["refused"]
    assert "not possible in the present state" in reason
    assert (report["waiting"], report["untold"]) == (0, 0)
    assert (report["twice"], report["faults"]) == (0, 0)
