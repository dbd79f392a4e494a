"""Paper lies in one box, is lent and taken back; boxes move with what is in them."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import listing as disposal
from motcua.archive.custody import disuse
from motcua.archive.custody import lending
from motcua.archive.custody import looking
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import scanning
from motcua.archive.custody import store
from motcua.archive.custody import verification
from motcua.archive.custody.errors import Doubled
from motcua.archive.custody.errors import Nothing
from motcua.archive.custody.errors import NotLent
from motcua.archive.custody.errors import OutOfUse
from motcua.archive.handover import accepting
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Gone
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Lent
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
import pytest
from tests.archive.custody.conftest import lying
from tests.archive.custody.conftest import opened
from tests.archive.custody.conftest import stands
from tests.archive.custody.conftest import WHO
from tests.archive.custody.conftest import written
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import DIGITAL
from tests.archive.handover.conftest import submitted
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from types import SimpleNamespace


DUE = MONDAY.date() + timedelta(days=10)


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
    assert lying(one).loan.until == DUE
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


def scan(site, chosen, code, **told):
    answer = scanning.scan(site, chosen, code, WHO, MONDAY, **told)
    return answer.did, answer.chosen


def test_scans_put_shelve_and_take_back(house):
    one = a_file(house)
    assert scan(house, "", "hop-1") == (scanning.CHOSEN, "HOP-1")
    assert scan(house, "HOP-1", one.code) == (scanning.PUT, "HOP-1")
    assert scan(house, "HOP-1", one.code) == (scanning.SAME, "HOP-1")
    assert scan(house, "HOP-1", "HOP-1") == (scanning.LEFT, "")
    assert scan(house, "", one.code) == (scanning.FOUND, "")
    lend(house, one)
    assert scan(house, "", one.code) == (scanning.BACK, "")
    assert scan(house, "HOP-1", "GIA-2") == (scanning.CHOSEN, "GIA-2")
    assert scan(house, "GIA-2", "HOP-1") == (scanning.MOVED, "GIA-2")
    assert scan(house, "GIA-2", "HOP-1") == (scanning.CHOSEN, "HOP-1")
    assert stands(house, "HOP-1") == "GIA-2"


def test_scans_lend_while_a_borrower_is_named(house):
    one = a_file(house)
    to = scanning.Borrower("Trần Thị B", "Đối chiếu")
    assert scan(house, "", one.code, borrower=to) == (scanning.LENT, "")
    assert lying(one).loan.until == MONDAY.date() + timedelta(days=15)
    with pytest.raises(Lent) as refused:
        scan(house, "", one.code, borrower=to)
    assert one.code in str(refused.value)
    with pytest.raises(Missing):
        scan(house, "", "HOP-1", borrower=to)


def test_a_file_is_put_into_no_shelf(house):
    one = a_file(house)
    with pytest.raises(Missing) as refused:
        scan(house, "GIA-1", one.code)
    assert one.code in str(refused.value)
    assert lying(one).box == ""


def test_a_wrong_code_and_a_foreign_one_are_told_alike(house):
    one = a_file(house)
    length = one.length
    for person, code in ((WHO, "HOP-9"), ("nobody", "HOP-1"), ("nobody", one.code)):
        with pytest.raises(Nothing) as refused:
            scanning.scan(house, "HOP-1", code, person, MONDAY)
        assert code in str(refused.value)
    assert one.length == length


def test_each_wrong_scan_is_taken_back_once(house):
    one = a_file(house)
    opened(house, places.BOX, "HOP-2", "GIA-1")
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    answer = scanning.scan(house, "HOP-2", one.code, WHO, MONDAY)
    assert answer.before == "HOP-1"
    scanning.undo(house, one.code, answer.number, WHO, MONDAY)
    assert lying(one).box == "HOP-1"
    with pytest.raises(Stale):
        scanning.undo(house, one.code, answer.number, WHO, MONDAY)
    with pytest.raises(Stale):
        scanning.undo(house, one.code, one.length, WHO, MONDAY)


def test_a_return_by_mistake_gives_the_loan_back_as_it_was(house):
    one = a_file(house)
    lend(house, one)
    paper.remind(house, one, "Điện thoại", WHO, MONDAY)
    before = lying(one).loan
    answer = scanning.scan(house, "", one.code, WHO, MONDAY)
    scanning.undo(house, one.code, answer.number, WHO, MONDAY)
    assert lying(one).loan == before


def test_a_box_that_was_moved_by_mistake_goes_back(house):
    answer = scanning.scan(house, "GIA-2", "HOP-1", WHO, MONDAY)
    scanning.undo(house, "HOP-1", answer.number, WHO, MONDAY)
    assert stands(house, "HOP-1") == "GIA-1"
    with pytest.raises(Impossible):
        scanning.undo(house, "HOP-1", store.place(house, "HOP-1").length, WHO, MONDAY)


def test_a_doubled_barcode_says_where_the_other_one_is(house):
    with pytest.raises(Doubled) as refused:
        opened(house, places.BOX, "HOP-1", "GIA-2")
    assert "KHO-1 › GIA-1 › HOP-1" in str(refused.value)


def test_the_house_gives_codes_and_none_of_them_twice(house):
    told = (house, PROVINCE, places.BOX, 3, WHO, MONDAY)
    codes = [one.barcode for one in places.open_many(*told, inside="GIA-1")]
    first = places.serial(places.view(store.place(house, codes[0])))
    assert codes == [f"H99-H{first + n:06}" for n in range(3)]
    opened(house, places.BOX, f"H99-H{first + 3:06}", "GIA-1")
    (another,) = places.open_many(*told[:3], 1, WHO, MONDAY, inside="GIA-1")
    assert another.barcode == f"H99-H{first + 4:06}"
    with pytest.raises(Missing):
        places.open_many(*told[:3], 101, WHO, MONDAY, inside="GIA-1")


def test_only_what_is_empty_is_given_up_and_nothing_is_put_there(house):
    one, box = a_file(house), store.place(house, "HOP-1")
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    written(house)
    with pytest.raises(Impossible):
        disuse.retire(house, box, "Hỏng", WHO, MONDAY)
    paper.take_out(house, one, WHO, MONDAY)
    written(house)
    disuse.retire(house, box, "Hỏng", WHO, MONDAY)
    with pytest.raises(OutOfUse):
        paper.put(house, one, "HOP-1", WHO, MONDAY)
    with pytest.raises(OutOfUse):
        places.move(house, box, "GIA-2", WHO, MONDAY)
    disuse.restore(house, box, WHO, MONDAY)
    paper.put(house, one, "HOP-1", WHO, MONDAY)


def test_the_term_of_a_loan_is_that_of_the_agency(house):
    today = MONDAY.date()
    assert lending.on(house, PROVINCE, today) == lending.OF_THE_HOUSE
    told = (house, PROVINCE, 7, 0)
    with pytest.raises(Missing):
        lending.set_rule(*told, today - timedelta(days=1), "QĐ 5", WHO, MONDAY)
    with pytest.raises(Missing):
        lending.set_rule(*told, today, " ", WHO, MONDAY)
    lending.set_rule(*told, today, "Quy chế lưu trữ, điều 12", WHO, MONDAY)
    lending.set_rule(house, PROVINCE, 3, 0, DUE, "Quy chế mới", WHO, MONDAY)
    assert lending.on(house, PROVINCE, DUE).days == 3
    one = a_file(house)
    with pytest.raises(Missing) as refused:
        lend(house, one, until=today + timedelta(days=8))
    assert "09/11/2026" in str(refused.value)
    lend(house, one, until=None)
    assert lying(one).loan.until == today + timedelta(days=7)
    with pytest.raises(Impossible):
        paper.extend(house, one, None, WHO, MONDAY)


def test_a_loan_is_extended_as_often_as_the_rule_says(house):
    one, later = a_file(house), MONDAY + timedelta(days=10)
    lend(house, one)
    paper.extend(house, one, None, WHO, later)
    loan = lying(one).loan
    assert (loan.until, loan.extended) == (later.date() + timedelta(days=15), 1)
    with pytest.raises(Impossible):
        paper.extend(house, one, None, WHO, later)


def test_damage_on_return_is_told_in_words(house):
    one = a_file(house)
    lend(house, one)
    with pytest.raises(Missing):
        paper.give_back(house, one, WHO, MONDAY, shape="damaged")
    event = paper.give_back(
        house, one, WHO, MONDAY, shape="damaged", condition="Rách tờ 12"
    )
    assert (event.facts["shape"], event.data["condition"]) == ("damaged", "Rách tờ 12")


def test_an_officer_borrows_by_login_and_an_unknown_one_does_not(house):
    one = a_file(house)
    with pytest.raises(Missing) as refused:
        paper.lend(house, one, "", "Xem", None, WHO, MONDAY, login="nobody-here")
    assert "nobody-here" in str(refused.value)
    paper.lend(house, one, "", "Xem", None, WHO, MONDAY, login="handler")
    loan = lying(one).loan
    assert loan.login == "handler" and loan.to


def test_what_is_on_loan_is_neither_appraised_nor_handed_over(house):
    one, other = a_file(house), a_file(house)
    lend(house, one)
    with pytest.raises(Lent):
        submitted(house, one)
    one_list = disposal.draft(house, PROVINCE, WHO, MONDAY)
    with pytest.raises(Lent) as refused:
        disposal.take(house, one_list, one.code, "expired", "", WHO, MONDAY)
    assert one.code in str(refused.value)
    inventory = submitted(house, other)
    lend(house, other)
    with pytest.raises(Lent):
        accepting.accept(house, inventory, [other.code], WHO, MONDAY)


def test_what_was_destroyed_lies_in_no_box_and_with_nobody(house):
    one = a_file(house)
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    written(house)
    assert looking.inside("HOP-1") == 1
    group = f"{PROVINCE}:{rights.ARCHIVE}"
    facts = {
        "list": "HUY-1",
        "deed": "QĐ 9",
        "retention": "10-years",
        "until": "2036-12-31",
        "documents": 0,
        "pages": 0,
        "sheets": 0,
    }
    told = {"title": "Hồ sơ", "medium": "paper"}
    rights.append(one, "destroy", WHO, group, MONDAY, facts, told)
    written(house)
    assert looking.inside("HOP-1") == 0
    assert verification.verify(house).faults == []
    with pytest.raises(Gone):
        paper.put(house, one, "HOP-1", WHO, MONDAY)
    assert paper.standing(house, one.code) == ("", None)


def test_a_box_that_is_gone_is_found(house):
    one = a_file(house)
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    written(house)
    told = verification.verify(house)
    assert (told.places, told.boxed, told.lent, told.faults) == (4, 1, 0, [])
    del store.shelf(house).places["HOP-1"]
    found = {code for code, _what in verification.verify(house).faults}
    assert found == {one.code, "HOP-1"}


def test_sql_that_says_something_else_is_found(house):
    one = a_file(house)
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    written(house)
    opened(house, places.BOX, "HOP-2", "GIA-1")
    paper.put(house, one, "HOP-2", WHO, MONDAY)
    found = {code for code, _what in verification.verify(house).faults}
    assert found == {one.code, "HOP-2"}
