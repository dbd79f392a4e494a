"""Paper lies in one box, is lent and taken back; boxes move with what is in them."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import destroying
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import scanning
from motcua.archive.custody import store
from motcua.archive.custody import verification
from motcua.archive.custody.errors import Doubled
from motcua.archive.custody.errors import Lent
from motcua.archive.custody.errors import NotLent
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
import pytest
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import DIGITAL
from tests.archive.handover.conftest import kept  # noqa: F401
from tests.archive.holdings.conftest import fonds  # noqa: F401
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from types import SimpleNamespace


WHO = "archivist"
DUE = MONDAY.date() + timedelta(days=10)


def opened(site, kind, code, inside=""):
    return places.open_place(site, PROVINCE, kind, code, WHO, MONDAY, inside=inside)


@pytest.fixture
def house(kept):  # noqa: F811
    """A store with two shelves, and a box on the first."""
    opened(kept, places.STORE, "KHO-1")
    opened(kept, places.SHELF, "GIA-1", "KHO-1")
    opened(kept, places.SHELF, "GIA-2", "KHO-1")
    opened(kept, places.BOX, "HOP-1", "GIA-1")
    return kept


def lying(one):
    return files.view(one).lying


def lend(site, one, until=DUE, **told):
    return paper.lend(site, one, "Trần Thị B", "Đối chiếu", until, WHO, MONDAY, **told)


def test_a_box_moves_with_its_files_by_one_event(house):
    one = a_file(house)
    paper.put(house, one, "hop-1 ", WHO, MONDAY)
    length = one.length
    box = store.place(house, "HOP-1")
    places.move(house, box, "GIA-2", WHO, MONDAY)
    assert (one.length, box.length) == (length, 2)
    way = places.way(house, lying(one).box)
    assert [place.barcode for place in way] == ["KHO-1", "GIA-2", "HOP-1"]


@pytest.mark.parametrize("code", ["HOP-1", " hop-1", "GIA-2"])
def test_a_barcode_is_never_on_two_things(house, code):
    with pytest.raises(Doubled) as refused:
        opened(house, places.BOX, code, "GIA-1")
    assert code.strip().upper() in str(refused.value)
    assert places.view(store.place(house, "HOP-1")).inside == "GIA-1"


def test_the_code_of_a_file_is_on_no_box(house):
    with pytest.raises(Doubled):
        opened(house, places.BOX, a_file(house).code, "GIA-1")


@pytest.mark.parametrize("inside", ["", "KHO-1", "HOP-1"])
def test_a_box_stands_on_a_shelf(house, inside):
    with pytest.raises(Impossible):
        opened(house, places.BOX, "HOP-2", inside)
    assert store.place(house, "HOP-2") is None


def test_places_are_unknown_to_who_does_not_keep_the_archive(house):
    with pytest.raises(Unknown):
        places.get(house, "HOP-1", "handler", MONDAY)
    with pytest.raises(Unknown):
        places.get(house, "HOP-9", WHO, MONDAY)


def test_makers_do_not_lend(house):
    one = a_file(house)
    with pytest.raises(NotYours):
        paper.lend(house, one, "B", "Xem", DUE, "handler", MONDAY)


def test_a_file_is_lent_once_and_comes_back_into_its_box(house):
    one = a_file(house)
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    lend(house, one)
    with pytest.raises(Lent):
        lend(house, one)
    with pytest.raises(Lent):
        paper.put(house, one, "HOP-1", WHO, MONDAY)
    assert paper.KeepsBack().why(house, files.view(one))
    assert not paper.overdue(files.view(one), DUE)
    assert paper.overdue(files.view(one), DUE + timedelta(days=1))
    event = paper.give_back(house, one, WHO, MONDAY, condition="Rách bìa")
    assert event.data["condition"] == "Rách bìa"
    assert (lying(one).box, lying(one).loan) == ("HOP-1", None)
    assert not paper.KeepsBack().why(house, files.view(one))
    with pytest.raises(NotLent):
        paper.give_back(house, one, WHO, MONDAY)


def test_who_borrows_is_payload_and_no_fact(house):
    event = lend(house, a_file(house))
    assert "Trần Thị B" not in str(event.facts)


def test_two_archivists_who_saw_the_same_do_not_both_write(house):
    one = a_file(house)
    seen = one.length
    lend(house, one, seen=seen)
    with pytest.raises(Stale):
        paper.give_back(house, one, WHO, MONDAY, seen)
    assert lying(one).loan is not None


def test_a_day_that_is_over_is_no_term(house):
    with pytest.raises(Missing):
        lend(house, a_file(house), until=MONDAY.date() - timedelta(days=1))


def test_digital_files_have_no_paper(house):
    with pytest.raises(Impossible):
        paper.put(house, a_file(house, **DIGITAL), "HOP-1", WHO, MONDAY)


def test_a_file_on_loan_is_spared_from_destruction(house):
    one = a_file(house)
    group = f"{PROVINCE}:{rights.ARCHIVE}"
    facts = {"list": "HUY-1", "verdict": "listed"}
    rights.append(one, "appraise", WHO, group, MONDAY, facts)
    found = SimpleNamespace(code="HUY-1")
    assert destroying._spared(files.view(one), found) == ""
    lend(house, one)
    assert destroying._spared(files.view(one), found) == "changed"


def test_scans_put_shelve_and_take_back(house):
    one = a_file(house)

    def scan(chosen, code):
        told = scanning.scan(house, chosen, code, WHO, MONDAY)
        return told.did, told.chosen

    assert scan("", "hop-1") == (scanning.CHOSEN, "HOP-1")
    assert scan("HOP-1", one.code) == (scanning.PUT, "HOP-1")
    lend(house, one)
    assert scan("", one.code) == (scanning.BACK, "")
    assert scan("HOP-1", "GIA-2") == (scanning.CHOSEN, "GIA-2")
    assert scan("GIA-2", "HOP-1") == (scanning.MOVED, "GIA-2")
    assert places.view(store.place(house, "HOP-1")).inside == "GIA-2"


def test_a_wrong_code_and_a_foreign_one_are_told_alike(house):
    one = a_file(house)
    length = one.length
    for person, code in ((WHO, "HOP-9"), ("nobody", "HOP-1"), ("nobody", one.code)):
        with pytest.raises(Missing) as refused:
            scanning.scan(house, "HOP-1", code, person, MONDAY)
        assert code in str(refused.value)
    with pytest.raises(Missing):
        scanning.scan(house, "", one.code, WHO, MONDAY)
    assert one.length == length


def test_a_box_that_is_gone_is_found(house):
    one = a_file(house)
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    told = verification.verify(house)
    assert (told.places, told.boxed, told.lent, told.faults) == (4, 1, 0, [])
    del store.shelf(house).places["HOP-1"]
    assert [code for code, _what in verification.verify(house).faults] == [one.code]
