"""A shelf is looked through: what is missing, misplaced or too much is named."""

from __future__ import annotations

from motcua.archive.custody import counting
from motcua.archive.custody import counts
from motcua.archive.custody import looking
from motcua.archive.custody import paper
from motcua.archive.custody import papers
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
import pytest
from tests.archive.custody.conftest import lying
from tests.archive.custody.conftest import opened
from tests.archive.custody.conftest import stands
from tests.archive.custody.conftest import WHO
from tests.archive.custody.conftest import written
from tests.archive.handover.conftest import a_file
from tests.dossiers.conftest import MONDAY


@pytest.fixture
def shelf(house):
    """Two boxes on the first shelf and one on the second; files a, b, c, d in order.

    a and b lie in HOP-1, c in HOP-2, d in HOP-3 of the other shelf.
    """
    opened(house, places.BOX, "HOP-2", "GIA-1")
    opened(house, places.BOX, "HOP-3", "GIA-2")
    found = [a_file(house) for _each in range(4)]
    for one, box in zip(found, ("HOP-1", "HOP-1", "HOP-2", "HOP-3"), strict=True):
        paper.put(house, one, box, WHO, MONDAY)
    written(house)
    return house, found


def begun(site, place="GIA-1"):
    one = counting.begin(site, place, WHO, MONDAY)
    written(site)
    return one


def scan(site, one, *codes):
    counting.scan(site, one, codes, WHO, MONDAY)


def found_in(site, one):
    """Return the findings as (kind, code, on record, seen)."""
    return [
        tuple(each.facts) for each in counting.report(site, counts.view(one)).findings
    ]


def test_what_is_as_on_record_differs_in_nothing(shelf):
    site, (a, b, c, _d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code, b.code, "HOP-2", c.code)
    told = counting.report(site, counts.view(one))
    assert (told.boxes, told.files, told.seen, told.findings) == (2, 3, 3, ())


def test_missing_misplaced_and_unexpected_are_named_with_their_places(shelf):
    site, (a, b, c, d) = shelf
    loose = a_file(site)
    one = begun(site)
    scan(site, one, "hop-1", a.code, d.code, loose.code, "LA-7")
    scan(site, one, "HOP-3", c.code)
    assert found_in(site, one) == [
        (counts.BOX_MISSING, "HOP-2", "GIA-1", ""),
        (counts.MISSING, b.code, "HOP-1", ""),
        (counts.BOX_MISPLACED, "HOP-3", "GIA-2", "GIA-1"),
        (counts.MISPLACED, c.code, "HOP-2", "HOP-3"),
        (counts.MISPLACED, d.code, "HOP-3", "HOP-1"),
        (counts.UNPLACED, loose.code, "", "HOP-1"),
        (counts.STRANGE, "LA-7", "", "HOP-1"),
    ]


def test_one_code_in_two_boxes_is_found(shelf):
    site, (a, _b, _c, _d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code, "HOP-2", a.code)
    assert (counts.DOUBLED, a.code, "HOP-1", "HOP-1, HOP-2") in found_in(site, one)


def test_what_is_on_loan_is_not_missing_but_told_when_it_is_there(shelf):
    site, (a, b, _c, _d) = shelf
    for each in (a, b):
        paper.lend(site, each, "B", "Xem", None, WHO, MONDAY)
    written(site)
    one = begun(site, "HOP-1")
    scan(site, one, b.code)
    told = counting.report(site, counts.view(one))
    assert [(each.kind, each.code) for each in told.findings] == [
        (counts.LENT_HERE, b.code)
    ]
    assert [each.code for each in told.out] == [a.code]
    counting.close(site, one, "Lê Văn C", "", WHO, MONDAY)
    assert counting.report(site, counts.view(one)).lent == 1


def test_numbers_of_the_minutes_add_up(shelf):
    site, (a, b, c, _d) = shelf
    paper.lend(site, a, "B", "Xem", None, WHO, MONDAY)
    written(site)
    one = begun(site)
    scan(site, one, "HOP-1")
    totals = papers.filled(site, counts.view(one), lambda _told: True)["totals"]
    assert totals == {
        "boxes": 2,
        "files": 3,
        "seen": 0,
        "missing": 1,
        "lent": 1,
        "boxless": 1,
    }
    assert {b.code} == {one[1] for one in found_in(site, one) if one[0] == "missing"}
    assert c.code not in str(found_in(site, one))


def test_it_goes_on_after_a_break_where_it_was(shelf):
    site, (a, b, _c, _d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code)
    again = counting.get(site, one.code, WHO, MONDAY)
    assert counts.view(again).box == "HOP-1"
    scan(site, again, b.code)
    assert counts.view(again).codes == {a.code: ("HOP-1",), b.code: ("HOP-1",)}


def test_a_file_is_not_counted_before_its_box(shelf):
    site, (a, _b, _c, _d) = shelf
    one = begun(site)
    with pytest.raises(Missing) as refused:
        scan(site, one, a.code)
    assert a.code in str(refused.value)


def test_a_scan_by_mistake_is_taken_back(shelf):
    site, (a, b, _c, _d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code, b.code)
    assert counts.view(one).last == b.code
    counting.unscan(site, one, b.code, WHO, MONDAY)
    assert list(counts.view(one).codes) == [a.code]
    with pytest.raises(Missing):
        counting.unscan(site, one, b.code, WHO, MONDAY)


def test_a_place_is_counted_once_at_a_time(shelf):
    site, _files = shelf
    one = begun(site)
    with pytest.raises(Impossible) as refused:
        counting.begin(site, "gia-1", WHO, MONDAY)
    assert one.code in str(refused.value)
    counting.give_up(site, one, "Nhầm giá", WHO, MONDAY)
    written(site)
    assert begun(site).code != one.code
    with pytest.raises(Missing):
        counting.begin(site, "KHO-1", WHO, MONDAY)


def test_what_lies_elsewhere_is_put_on_record_and_stays_in_the_minutes(shelf):
    site, (a, b, _c, d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code, b.code, d.code, "HOP-3")
    counting.settle(site, one, [d.code, "HOP-3"], WHO, MONDAY)
    written(site)
    assert (lying(d).box, stands(site, "HOP-3")) == ("HOP-1", "GIA-1")
    kinds = {kind for kind, _code, _record, _seen in found_in(site, one)}
    assert kinds == {counts.BOX_MISSING}
    rows = papers.filled(site, counts.view(one), lambda _told: True)["rows"]
    assert {row["code"] for row in rows if row["settled"]} == {d.code, "HOP-3"}
    with pytest.raises(Missing):
        counting.settle(site, one, [a.code], WHO, MONDAY)


def test_what_was_found_at_closing_stays_as_it_was(shelf):
    site, (a, b, c, _d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code, "HOP-2", c.code)
    seen = one.length
    with pytest.raises(Missing):
        counting.close(site, one, " ", "", WHO, MONDAY)
    scan(site, one, "HOP-2")
    with pytest.raises(Stale):
        counting.close(site, one, "Lê Văn C", "", WHO, MONDAY, seen)
    counting.close(site, one, "Lê Văn C", "Thay hộp 2", WHO, MONDAY)
    before = found_in(site, one)
    assert before == [(counts.MISSING, b.code, "HOP-1", "")]
    paper.take_out(site, b, WHO, MONDAY)
    written(site)
    assert found_in(site, one) == before
    with pytest.raises(Impossible):
        scan(site, one, b.code)


def test_a_stocktaking_is_unknown_to_others(shelf):
    site, _files = shelf
    one = begun(site)
    for person in ("handler", "leader"):
        with pytest.raises(Unknown):
            counting.get(site, one.code, person, MONDAY)


def test_titles_of_files_that_one_does_not_see_are_in_no_minutes(shelf):
    site, (a, b, _c, _d) = shelf
    one = begun(site)
    scan(site, one, "HOP-1", a.code)
    (row,) = (
        row
        for row in papers.filled(site, counts.view(one), lambda _told: False)["rows"]
        if row["code"] == b.code
    )
    assert row["title"] == ""


def test_room_of_places_is_told(shelf):
    site, _files = shelf
    assert looking.filled(["GIA-1", "GIA-2"]) == {"GIA-1": (2, 250), "GIA-2": (1, 125)}
    assert looking.room("KHO-1") == (3, 375, 2 * places.SIZES[places.SHELF])
    assert looking.lies_in(["HOP-1"]) == {"HOP-1": (2, 240)}
    places.describe(site, store.place(site, "HOP-2"), "", 80, WHO, MONDAY)
    written(site)
    assert looking.filled(["GIA-1"]) == {"GIA-1": (2, 205)}
