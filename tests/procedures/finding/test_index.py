"""The words in memory are those of the tables, whoever changed them."""

from __future__ import annotations

from motcua.procedures.finding import index
from motcua.procedures.finding.search import search
from motcua.procedures.projection import ProcedureProjection
from tests.procedures.finding.test_search import ON
from tests.procedures.finding.test_search import put
from tests.procedures.finding.test_search import version


def held():
    return index._held.index


def test_a_change_is_seen_at_the_next_search_and_only_it_is_read(tables):
    put(tables, *(version(f"9.0003{n:02}", f"Nuôi con {n}") for n in range(20)))
    assert search("nuôi con", on=ON).total == 20
    first = held().segments[0]
    put(tables, version("9.000300", "Nuôi tằm"))
    assert search("nuôi tằm", on=ON).results[0].code == "9.000300"
    assert search("nuôi con", on=ON, limit=0).total == 20
    assert held().segments[0] is first
    assert [len(segment) for segment in held().segments] == [20, 1]


def test_what_was_removed_is_gone_at_once(tables):
    put(tables, version("9.000301", "Nuôi tằm"), version("9.000302", "Nuôi ong"))
    assert search("nuôi tằm", on=ON).results[0].code == "9.000301"
    with tables.begin() as connection:
        ProcedureProjection().remove(connection, ("9.000301",))
    assert [r.code for r in search("nuôi tằm", on=ON).results] == ["9.000302"]
    assert search("9.000301", on=ON).total == 0


def test_after_many_changes_everything_is_one_again(tables, monkeypatch):
    monkeypatch.setattr(index, "FRESH", 2)
    put(tables, *(version(f"9.0003{n:02}", f"Nuôi con {n}") for n in range(5)))
    assert search("nuôi con", on=ON).total == 5
    put(tables, *(version(f"9.0004{n:02}", f"Nuôi con {n}") for n in range(5)))
    assert search("nuôi con", on=ON).total == 10
    assert [len(segment) for segment in held().segments] == [10]


def test_without_procedures_there_is_nothing_to_find(tables):
    assert search("nuôi tằm", on=ON).total == 0


def test_facets_of_handing_in_narrow_searches(tables):
    put(
        tables,
        version("9.000301", "Nuôi tằm", online="full", on_the_spot=True),
        version("9.000302", "Nuôi tằm giống", online="partial"),
    )
    found = search("nuôi tằm", on=ON)
    assert found.facets["online"] == (("full", 1), ("partial", 1))
    assert found.facets["spot"] == (("yes", 1),)
    for narrowed in ({"online": "full"}, {"spot": "yes"}):
        assert [r.code for r in search("nuôi tằm", on=ON, **narrowed).results] == [
            "9.000301"
        ]
        assert search("", on=ON, **narrowed).total == 1
