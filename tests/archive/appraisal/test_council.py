"""Holds, lists, councils, opinions: who may do what, and in which order."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import councils
from motcua.archive.appraisal import deciding
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import register
from motcua.archive.appraisal.errors import OwnDecision
from motcua.archive.appraisal.errors import OwnHold
from motcua.archive.appraisal.errors import TooEarly
from motcua.archive.appraisal.lists import Voice
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Appraised
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Inventoried
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Unknown
import pytest
from tests.archive.appraisal.conftest import GO
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import judged
from tests.archive.appraisal.conftest import listed
from tests.archive.appraisal.conftest import MEMBERS
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import put
from tests.archive.appraisal.conftest import WEEKS
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY


STAY = Voice(lists.KEEP, "30-years", "Có giá trị nghiên cứu")


def seated(site, *files_):
    """Return a list before a council."""
    one = listed(site, *files_)
    councils.convene(site, one, "QĐ 1/QĐ", MEMBERS, "archivist", MONDAY)
    return one


def test_a_hold_names_owner_reason_and_deed(house):
    one = old_file(house)
    for gone in ("owner", "reason", "deed"):
        with pytest.raises(Missing):
            told = {**HELD[1], gone: " "}
            holds.place(house, one, "court", told, "archivist", MONDAY)
    holds.place(house, one, *HELD, "archivist", MONDAY)
    assert files.view(one).holds[0].owner == HELD[1]["owner"]


def test_another_person_releases_a_hold_with_the_reason(house):
    one = old_file(house)
    for kind in ("court", "inspection"):
        holds.place(house, one, kind, HELD[1], "archivist", MONDAY)
    with pytest.raises(OwnHold):
        holds.release(house, one, 1, "Án đã xử", "archivist", MONDAY)
    with pytest.raises(Missing):
        holds.release(house, one, 1, " ", "leader", MONDAY)
    holds.release(house, one, 1, "Án đã xử", "leader", MONDAY)
    assert [hold.kind for hold in files.view(one).holds] == ["inspection"]


def test_for_others_there_is_no_file_to_hold(house):
    one = old_file(house)
    with pytest.raises(Unknown):
        holds.place(house, one, *HELD, "outsider", MONDAY)


def test_several_files_are_held_all_or_none(house):
    one = old_file(house)
    with pytest.raises(Missing) as told:
        holds.place_all(house, [one.code, "H99.2010.99"], *HELD, "leader", MONDAY)
    assert "H99.2010.99" in str(told.value)
    assert files.view(one).holds == ()


def test_files_whose_term_is_over_are_found_by_themselves(house):
    one = old_file(house)
    old_file(house, retention="permanent")
    old_file(house, end="2025-01-01")
    assert register.expired(PROVINCE, MONDAY.date(), 10) == [one.code]
    list_ = listing.draft(house, PROVINCE, "archivist", MONDAY)
    assert listing.take_expired(house, list_, "archivist", MONDAY) == 1
    assert list_.code == "HG-H99-2026-1"
    assert files.view(one).appraisal == list_.code


def test_a_file_is_on_one_open_list_only(house):
    one = old_file(house)
    first = listed(house, one)
    second = listing.draft(house, PROVINCE, "archivist", MONDAY)
    with pytest.raises(Appraised) as told:
        listing.take(house, second, one.code, "expired", "", "archivist", MONDAY)
    assert first.code in str(told.value)
    listing.give_up(house, first, "Nhầm", "archivist", MONDAY)
    listing.take(house, second, one.code, "expired", "", "archivist", MONDAY)


def test_a_duplicate_names_the_other_one(house):
    one = old_file(house, end="2025-01-01")
    list_ = listing.draft(house, PROVINCE, "archivist", MONDAY)
    with pytest.raises(Impossible):
        listing.take(house, list_, one.code, "expired", "", "archivist", MONDAY)
    with pytest.raises(Missing):
        listing.take(house, list_, one.code, "duplicate", "", "archivist", MONDAY)
    note = "Trùng H99.2010.2"
    listing.take(house, list_, one.code, "duplicate", note, "archivist", MONDAY)
    assert lists.view(list_).notes == {one.code: note}


def test_a_council_has_a_chair_a_secretary_and_three_members(house):
    list_ = listed(house, old_file(house))
    for members in (
        MEMBERS[:2],
        (*MEMBERS[:2], MEMBERS[0]),
        (("leader", "chair"), ("archivist", "chair"), ("handler", "member")),
        (*MEMBERS[:2], ("nobody", "member")),
    ):
        with pytest.raises(Missing):
            councils.convene(house, list_, "QĐ 1", members, "archivist", MONDAY)


def test_one_list_has_one_council(house):
    list_ = seated(house, old_file(house))
    with pytest.raises(Impossible):
        councils.convene(house, list_, "QĐ 2", MEMBERS, "archivist", MONDAY)


def test_members_see_the_files_as_long_as_the_council_sits(house):
    one = old_file(house)
    assert not files.may_see(house, files.view(one), "handler", MONDAY)
    list_ = seated(house, one)
    assert files.may_see(house, files.view(one), "handler", MONDAY)
    for login, _role in MEMBERS:
        councils.speak(house, list_, (), GO, login, MONDAY)
    councils.report(house, list_, "leader", MONDAY)
    assert not files.may_see(house, files.view(one), "handler", MONDAY)
    with pytest.raises(Unknown):
        listing.get(house, list_.code, "handler", MONDAY)


def test_files_on_which_members_differ_go_into_the_next_round(house):
    one, other = old_file(house), old_file(house)
    list_ = seated(house, one, other)
    for login, _role in MEMBERS[:2]:
        councils.speak(house, list_, (), GO, login, MONDAY)
    assert lists.view(list_).round == 1
    councils.speak(house, list_, [one.code], STAY, "handler", MONDAY)
    councils.speak(house, list_, (), GO, "handler", MONDAY)
    found = lists.view(list_)
    assert (found.round, found.disputed) == (2, (one.code,))
    assert found.unspoken("leader") == (one.code,)
    assert found.settled[other.code].verdict == lists.DESTROY


def test_after_the_second_round_the_chair_rules(house):
    one = old_file(house)
    list_ = seated(house, one)
    why = Voice(lists.DESTROY, reason="Đã có bản khác")
    for round_ in (1, 2):
        with pytest.raises(Impossible):
            councils.rule(house, list_, [one.code], why, "leader", MONDAY)
        for login, _role in MEMBERS:
            voice = STAY if login == "handler" else GO
            councils.speak(house, list_, (), voice, login, MONDAY)
        assert lists.view(list_).round == round_ + 1
    with pytest.raises(Impossible):
        councils.report(house, list_, "leader", MONDAY)
    with pytest.raises(NotYours):
        councils.rule(house, list_, [one.code], why, "handler", MONDAY)
    councils.rule(house, list_, [one.code], why, "leader", MONDAY)
    councils.report(house, list_, "leader", MONDAY)
    assert lists.view(list_).to_destroy == (one.code,)


def test_a_new_term_that_is_over_already_is_refused(house):
    list_ = seated(house, old_file(house))
    voice = Voice(lists.KEEP, "10-years", "Cần thêm")
    with pytest.raises(Impossible):
        councils.speak(house, list_, (), voice, "handler", MONDAY)


def test_what_is_kept_gets_its_new_term_with_the_decision(house):
    one = old_file(house)
    list_ = listed(house, one)
    judged(house, list_, STAY)
    deciding.decide(house, list_, "QĐ 9", "leader", MONDAY + WEEKS)
    found = files.view(one)
    assert found.fields["retention"] == "30-years"
    assert f"{found.until:%Y-%m-%d}" == "2040-12-31"
    assert (found.state, found.appraisal) == (files.CLOSED, "")


def test_the_authority_is_asked_first_and_what_it_wants_is_kept(house):
    one, other = old_file(house), old_file(house)
    list_ = listed(house, one, other, submits=True)
    judged(house, list_)
    with pytest.raises(Impossible):
        deciding.decide(house, list_, "QĐ 9", "leader", MONDAY + WEEKS)
    told = ("Sở Nội vụ", "CV 3/UBND")
    deciding.ask(house, list_, *told, "archivist", MONDAY)
    kept = ("CV 8/SNV", [one.code], "Có giá trị")
    deciding.answer(house, list_, *kept, "archivist", MONDAY)
    deciding.decide(house, list_, "QĐ 9", "leader", MONDAY + WEEKS)
    found = lists.view(list_)
    assert (found.approved, found.kept) == ((other.code,), (one.code,))
    assert files.view(one).appraisal == ""


def test_days_lie_between_the_last_word_and_the_decision(house):
    list_ = listed(house, old_file(house))
    judged(house, list_)
    first = MONDAY + timedelta(days=15)
    with pytest.raises(TooEarly) as told:
        early = first - timedelta(days=1)
        deciding.decide(house, list_, "QĐ 9", "leader", early)
    assert f"{first:%d/%m/%Y}" in str(told.value)
    deciding.decide(house, list_, "QĐ 9", "leader", first)


def test_who_put_files_on_the_list_never_decides(house, monkeypatch):
    list_ = listed(house, old_file(house))
    judged(house, list_)
    with pytest.raises(NotYours):
        deciding.decide(house, list_, "QĐ 9", "archivist", MONDAY + WEEKS)
    heads = deciding.rights.heads
    monkeypatch.setattr(
        deciding.rights, "heads", lambda *told: heads(*told) or f"{PROVINCE}:approval"
    )
    with pytest.raises(OwnDecision):
        deciding.decide(house, list_, "QĐ 9", "archivist", MONDAY + WEEKS)


def test_what_is_held_at_the_decision_leaves_the_list(house):
    one, other = old_file(house), old_file(house, put(b"y"))
    list_ = listed(house, one, other)
    judged(house, list_)
    holds.place(house, one, *HELD, "archivist", MONDAY)
    deciding.decide(house, list_, "QĐ 9", "leader", MONDAY + WEEKS)
    found = lists.view(list_)
    assert found.approved == (other.code,)
    assert found.spared == {one.code: "held"}
    assert files.view(one).appraisal == ""


def test_a_file_on_an_inventory_is_put_on_no_disposal_list(house):
    one = old_file(house)
    rights.append(
        one, "inventory", "archivist", "H99.01:archive", MONDAY, {"list": "ML-1"}
    )
    list_ = listing.draft(house, PROVINCE, "archivist", MONDAY)
    with pytest.raises(Missing):
        listing.take_expired(house, list_, "archivist", MONDAY)
    with pytest.raises(Inventoried):
        listing.take(house, list_, one.code, "expired", "", "archivist", MONDAY)
