"""A file list goes from the draft to the head and is in force for a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta
from motcua.archive.holdings import filelists
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import OwnList
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.plan import Entry
from motcua.dossiers import ledger
from motcua.organisation import duties
from motcua.organisation import waivers
import pytest
from tests.archive.holdings.conftest import fold
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.conftest import YEAR
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT


def test_entries_stand_in_a_tree_and_inherit(province, drafted):
    found = fold(province)
    rows = [(depth, one.key, one.number) for depth, one in found.rows]
    assert rows == [(0, "k1", "I"), (0, "k2", "II"), (1, "k3", "1")]
    assert found.retention("k3") == "10-years"
    assert found.maker("k3") == UNIT
    assert ledger.verify(drafted) == []


def test_a_list_goes_to_the_head_and_into_force(province, drafted):
    filelists.propose(province, drafted, "archivist", LATER)
    with pytest.raises(Impossible):
        filelists.put(
            province, drafted, Entry("", plans.HEADING, "X"), "archivist", LATER
        )
    filelists.send_back(province, drafted, "Thiếu hồ sơ nhân sự", "leader", LATER)
    assert (fold(province).state, fold(province).returned) == (
        "draft",
        "Thiếu hồ sơ nhân sự",
    )
    filelists.propose(province, drafted, "archivist", LATER)
    filelists.approve(province, drafted, "leader", LATER)
    with pytest.raises(Missing):
        filelists.issue(province, drafted, " ", "archivist", LATER)
    filelists.issue(province, drafted, "QĐ 12/QĐ-UBND", "archivist", LATER)
    found = fold(province)
    assert (found.state, found.deed) == ("issued", "QĐ 12/QĐ-UBND")
    assert (found.proposed_by, found.approved_by) == ("archivist", "leader")


def test_the_archive_does_not_approve_and_strangers_see_nothing(province, drafted):
    filelists.propose(province, drafted, "archivist", LATER)
    with pytest.raises(NotYours):
        filelists.approve(province, drafted, "archivist", LATER)
    for person in ("handler", "stranger"):
        with pytest.raises(Unknown):
            filelists.approve(province, drafted, person, LATER)
        with pytest.raises(Unknown):
            filelists.get(province, PROVINCE, YEAR, person, LATER)
    with pytest.raises(Missing):
        filelists.send_back(province, drafted, "", "leader", LATER)
    assert fold(province).state == "proposed"


def test_who_approves_on_the_agency_goes_before_heads_of_units(province, drafted):
    filelists.propose(province, drafted, "archivist", LATER)
    duties.assign("supervisor", PROVINCE, "approval", SINCE)
    with pytest.raises(Unknown):
        filelists.approve(province, drafted, "leader", LATER)
    filelists.approve(province, drafted, "supervisor", LATER)
    assert fold(province).approved_by == "supervisor"


def test_who_proposed_approves_only_where_that_is_waived(
    province, drafted, monkeypatch
):
    duties.assign("archivist", PROVINCE, "approval", SINCE)
    filelists.propose(province, drafted, "archivist", LATER)
    with pytest.raises(OwnList):
        filelists.approve(province, drafted, "archivist", LATER)
    monkeypatch.setattr(waivers, "MAY_WAIVE", frozenset({"province"}))
    waivers.give(
        waivers.Waiver(
            PROVINCE,
            waivers.OWN_LIST,
            date(2026, 1, 1),
            date(2026, 12, 31),
            "QĐ 3",
            "Ít người",
        )
    )
    event = filelists.approve(province, drafted, "archivist", LATER)
    assert event.facts["waived"] == "own-list"


def test_every_file_has_a_term_before_the_list_is_proposed(province, drafted):
    entry = replace(fold(province).entries["k2"], retention="")
    filelists.put(province, drafted, entry, "archivist", LATER)
    with pytest.raises(Missing) as told:
        filelists.propose(province, drafted, "archivist", LATER)
    assert "Hồ sơ kho lưu trữ" in str(told.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"title": "x" * 501},
        {"kind": "folder"},
        {"parent": "k3"},
        {"parent": "k9"},
        {"retention": "9-years"},
        {"number": "I"},
        {"maker": "H77"},
        {"takes": ("1.001193",)},
    ],
)
def test_an_entry_that_cannot_be_is_refused(province, drafted, changes):
    entry = replace(Entry("", plans.HEADING, "Nhân sự"), **changes)
    with pytest.raises(Missing):
        filelists.put(province, drafted, entry, "archivist", LATER)
    assert len(fold(province).entries) == 3


def test_a_heading_never_stands_under_itself(province, drafted):
    filelists.put(
        province,
        drafted,
        Entry("", plans.HEADING, "Kho", parent="k2"),
        "archivist",
        LATER,
    )
    for parent in ("k2", "k4"):
        entry = replace(fold(province).entries["k2"], parent=parent)
        with pytest.raises(Missing):
            filelists.put(province, drafted, entry, "archivist", LATER)


def test_keys_are_never_used_again(province, drafted):
    with pytest.raises(Impossible):
        filelists.drop(province, drafted, "k2", "archivist", LATER)
    filelists.drop(province, drafted, "k3", "archivist", LATER)
    filelists.put(
        province, drafted, Entry("", plans.HEADING, "Khác"), "archivist", LATER
    )
    assert list(fold(province).entries) == ["k1", "k2", "k4"]


def test_an_entry_of_another_year_is_another_entry(province, issued):
    """Rules on terms name entries by their keys, whatever the year."""
    new = filelists.draft(province, PROVINCE, YEAR + 1, "archivist", LATER)
    entry = Entry("", plans.HEADING, "Tài chính")
    filelists.put(province, new, entry, "archivist", LATER)
    assert list(fold(province, year=YEAR + 1).entries) == ["k4"]
    late = Entry("", plans.HEADING, "Khác")
    filelists.put(province, issued, late, "archivist", LATER, reason="Phát sinh")
    filelists.put(province, new, late, "archivist", LATER)
    assert list(fold(province, year=YEAR + 1).entries) == ["k4", "k6"]
    assert list(fold(province).entries) == ["k1", "k2", "k3", "k5"]


def test_of_two_people_at_one_list_the_slower_one_is_told(province, drafted):
    entry = Entry("", plans.HEADING, "Khác")
    filelists.put(province, drafted, entry, "archivist", LATER, seen=drafted.length)
    with pytest.raises(Stale):
        filelists.drop(province, drafted, "k3", "archivist", LATER, drafted.length - 1)


def test_what_comes_in_the_year_is_dated_and_has_a_reason(province, issued):
    entry = Entry("", plans.FILE, "Hồ sơ lũ lụt", parent="k2", number="2")
    with pytest.raises(Missing):
        filelists.put(province, issued, entry, "archivist", LATER)
    filelists.put(province, issued, entry, "archivist", LATER, reason="Phát sinh")
    added = fold(province).entries["k4"]
    assert added.added_at.startswith("2026-11-02")
    with pytest.raises(Impossible):
        filelists.drop(province, issued, "k4", "archivist", LATER)


def test_next_years_list_is_copied_with_its_keys(province, issued):
    filelists.put(
        province,
        issued,
        Entry("", plans.HEADING, "Khác"),
        "archivist",
        LATER,
        reason="Phát sinh",
    )
    filelists.draft(province, PROVINCE, YEAR + 1, "archivist", LATER, copied=True)
    new, old = fold(province, year=YEAR + 1), fold(province)
    assert list(new.entries) == list(old.entries)
    assert all(not one.added_at for one in new.entries.values())
    assert (new.state, new.source) == ("draft", old.code)
    with pytest.raises(Impossible):
        filelists.draft(province, PROVINCE, YEAR + 1, "archivist", LATER)
    with pytest.raises(Missing):
        filelists.draft(province, PROVINCE, 2020, "archivist", LATER, copied=True)


def test_a_list_ends_with_its_year(province, issued):
    with pytest.raises(Impossible):
        filelists.close(province, issued, "archivist", LATER)
    filelists.close(province, issued, "archivist", LATER + timedelta(days=90))
    assert fold(province).state == "closed"


def test_a_dossier_is_taken_by_its_procedure_before_its_field(province, drafted):
    entry = replace(fold(province).entries["k2"], takes=("Đất đai",))
    filelists.put(province, drafted, entry, "archivist", LATER)
    found = fold(province)
    assert found.taking("1.001193", "Đất đai") == "k1"
    assert found.taking("1.000001", "đất  ĐAI") == "k2"
    assert found.taking("1.000001", "Hộ tịch") == ""


def test_the_head_of_a_unit_may_not_draft(province, fonds):
    with pytest.raises(NotYours):
        filelists.draft(province, PROVINCE, YEAR, "leader", MONDAY)
