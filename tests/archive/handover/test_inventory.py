"""A department hands files over: due, listed, taken over or returned, signed for."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.archive.handover import accepting
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover import papers
from motcua.archive.handover import register
from motcua.archive.handover import resting
from motcua.archive.handover import signing
from motcua.archive.handover import terms
from motcua.archive.handover.errors import Decided
from motcua.archive.handover.errors import OwnInventory
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Inventoried
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
import pytest
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import DIGITAL
from tests.archive.handover.conftest import rows
from tests.archive.handover.conftest import shut
from tests.archive.handover.conftest import submitted
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


WORDS = "Thiếu tờ 17, bổ sung"


def state(one, file):
    return lists.view(one).items[file.code]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        # 60 days for digital files, a year from the end of the year for paper.
        (DIGITAL, date(2026, 11, 9)),
        ({}, date(2027, 12, 31)),
        ({"medium": "mixed"}, date(2027, 12, 31)),
        # A year is a year, whether it has a 29 February or not.
        ({"begin": "2023", "end": "2023-06-30"}, date(2024, 6, 30)),
        ({"begin": "2024", "end": "2024-02-29"}, date(2025, 2, 28)),
        # What ended before the circular follows the decree.
        ({**DIGITAL, "begin": "2024", "end": "2025-06-30"}, date(2026, 6, 30)),
        # Of a year alone the last day counts.
        ({**DIGITAL, "begin": "2025", "end": "2025"}, date(2026, 3, 1)),
        ({**DIGITAL, "begin": "2026-01", "end": "2026-02"}, date(2026, 4, 29)),
    ],
)
def test_a_file_is_due_by_the_rule_of_the_day_on_which_its_work_ended(kept, told, day):
    assert terms.due(files.view(a_file(kept, **told))) == day


def test_an_open_file_is_not_due(kept):
    assert terms.due(files.view(a_file(kept, close=False))) is None


def test_what_is_due_is_counted_by_department(kept):
    a_file(kept, **DIGITAL)
    a_file(kept)
    one = submitted(kept, a_file(kept))
    rows(kept)
    day = date(2026, 11, 27)
    (row,) = register.counts([PROVINCE], None, (), day, day + timedelta(days=30))
    assert (row["department"], row["overdue"], row["later"]) == (LAND, 1, 1)
    (listed,) = register.of_fonds("NL", [PROVINCE], ())
    assert (listed["code"], listed["waiting"]) == (one.code, 1)
    assert register.of_fonds("NL", ["H00"], ()) == []


def test_files_that_wait_are_put_on_all_at_once_the_first_due_first(kept):
    paper, digital = a_file(kept), a_file(kept, **DIGITAL)
    rows(kept)
    one = listing.draft(kept, LAND, "handler", MONDAY)
    assert listing.take_due(kept, one, "handler", MONDAY) == 2
    assert list(lists.view(one).items) == [digital.code, paper.code]
    rows(kept)
    with pytest.raises(Missing):
        listing.take_due(kept, one, "handler", MONDAY)


def test_a_file_stands_on_one_open_inventory_only_and_is_not_changed_there(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    other = listing.draft(kept, LAND, "handler", MONDAY)
    with pytest.raises(Inventoried) as refused:
        listing.take(kept, other, file.code, "handler", MONDAY)
    assert one.code in str(refused.value)
    with pytest.raises(Inventoried):
        closing.reopen(kept, file, "Sai", "archivist", MONDAY)
    listing.withdraw(kept, one, "Nhầm", "handler", MONDAY)
    listing.strike(kept, one, [file.code], "Nhầm", "handler", MONDAY)
    listing.take(kept, other, file.code, "handler", MONDAY)
    assert files.view(file).inventory == other.code


@pytest.mark.parametrize("wrong", ["open", "foreign", "handed"])
def test_what_cannot_be_handed_over_is_refused_by_name(kept, wrong):
    if wrong == "foreign":
        file = a_file(kept, department="H99.01", **DIGITAL)
    else:
        file = a_file(kept, close=wrong != "open")
    if wrong == "handed":
        accepting.accept(kept, submitted(kept, file), [file.code], "archivist", MONDAY)
    one = listing.draft(kept, LAND, "archivist", MONDAY)
    with pytest.raises(Impossible) as refused:
        listing.take(kept, one, file.code, "archivist", MONDAY)
    assert file.code in str(refused.value)
    assert lists.view(one).items == {}


def test_what_is_taken_over_is_with_the_archive_and_no_more_its_makers(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    assert lists.view(one).answer_by == MONDAY.date() + timedelta(days=60)
    accepting.accept(kept, one, [file.code], "archivist", MONDAY)
    told = files.view(file)
    assert (told.keeping, told.inventory, told.handed_by) == ("archive", "", one.code)
    assert files.may_arrange(kept, told, "archivist", MONDAY)
    assert not files.may_arrange(kept, told, "handler", MONDAY)
    # Paper is asked for; digital files are used for a time.
    assert not files.may_see(kept, told, "handler", MONDAY)


def test_makers_use_digital_files_for_360_days_and_no_longer(kept):
    file = a_file(kept, **DIGITAL)
    accepting.accept(kept, submitted(kept, file), [file.code], "archivist", MONDAY)
    told = files.view(file)
    last = terms.used_until(told)
    assert last == date(2026, 11, 9) + timedelta(days=360)
    days = (last - MONDAY.date()).days
    assert files.may_see(kept, told, "handler", MONDAY + timedelta(days=days))
    assert not files.may_see(kept, told, "handler", MONDAY + timedelta(days=days + 1))
    with pytest.raises(NotYours):
        files.allowed(kept, file, "handler", MONDAY, None)


def test_a_returned_file_is_open_corrected_and_comes_again(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    with pytest.raises(Missing):
        accepting.return_(kept, one, [file.code], "sheet", " ", "archivist", MONDAY)
    accepting.return_(kept, one, [file.code], "sheet", WORDS, "archivist", MONDAY)
    told = files.view(file)
    assert (told.state, told.inventory) == (files.OPEN, "")
    assert WORDS in told.reopened
    with pytest.raises(Impossible):
        listing.again(kept, one, [file.code], "handler", MONDAY)
    shut(kept, file)
    listing.again(kept, one, [file.code], "handler", MONDAY)
    accepting.accept(kept, one, [file.code], "archivist", MONDAY)
    assert state(one, file) == lists.ACCEPTED
    assert lists.view(one).returned[file.code].words == WORDS


def test_of_two_archivists_the_second_is_told(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    accepting.accept(kept, one, [file.code], "archivist", MONDAY)
    for act in (
        lambda: accepting.accept(kept, one, [file.code], "archivist", MONDAY),
        lambda: accepting.return_(
            kept, one, [file.code], "term", "Sai", "archivist", MONDAY
        ),
    ):
        with pytest.raises(Decided) as refused:
            act()
        assert file.code in str(refused.value)
    handed_over = [e for e in files.view(file).events if e.type == "hand_over"]
    assert len(handed_over) == 1


def test_who_submits_does_not_take_over(kept):
    file = a_file(kept)
    one = listing.draft(kept, LAND, "archivist", MONDAY)
    listing.take(kept, one, file.code, "archivist", MONDAY)
    listing.submit(kept, one, "archivist", MONDAY)
    with pytest.raises(OwnInventory):
        accepting.accept(kept, one, [file.code], "archivist", MONDAY)
    with pytest.raises(NotYours):
        accepting.accept(kept, one, [file.code], "handler", MONDAY)
    assert state(one, file) == lists.WAITS


def test_for_others_an_inventory_does_not_exist(kept):
    one = submitted(kept, a_file(kept))
    with pytest.raises(Unknown):
        listing.get(kept, one.code, "stranger", MONDAY)
    assert listing.get(kept, one.code, "leader", MONDAY) is one


def test_all_that_wait_are_taken_over_as_a_job_that_goes_on_after_a_kill(kept):
    made = [a_file(kept) for _number in range(4)]
    one = submitted(kept, *made)
    accepting.return_(kept, one, [made[0].code], "term", "Sai", "archivist", MONDAY)
    asked = resting.accept_rest(kept, one, "archivist", MONDAY)
    assert len(asked.facts["files"]) == 3
    # Killed after the first file: minutes wait, and the rest is done later.
    assert resting.one(kept, one.code, made[1].code, asked, MONDAY)
    with pytest.raises(Impossible):
        signing.draw_up(kept, one, "", "archivist", MONDAY)
    resting.run(f"{one.code}:{asked.number}", {}, lambda *told: None)
    assert {files.view(file).keeping for file in made[1:]} == {handed.ARCHIVE}
    assert files.view(made[0]).keeping == handed.MAKER
    # And again: nothing is written twice.
    resting.run(f"{one.code}:{asked.number}", {}, lambda *told: None)
    for file in made[1:]:
        events = [event.type for event in files.view(file).events]
        assert events.count("hand_over") == 1
    assert signing.draw_up(kept, one, "", "archivist", MONDAY).facts["accepted"] == 3


def test_the_archive_corrects_data_of_a_file_that_waits(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    told = {"title": "Hồ sơ giao đất năm 2026", "retention": "permanent"}
    accepting.correct(kept, one, file.code, told, "archivist", MONDAY)
    found = files.view(file)
    assert found.title == "Hồ sơ giao đất năm 2026"
    # The term goes by rules: the file is returned for it.
    assert found.fields["retention"] == "10-years"
    assert (found.state, found.inventory) == (files.CLOSED, one.code)


def test_minutes_say_files_sheets_and_metres_and_both_sides_sign(kept):
    made = [a_file(kept), a_file(kept, sheets="30")]
    one = submitted(kept, *made)
    accepting.accept(kept, one, [made[0].code], "archivist", MONDAY)
    with pytest.raises(Impossible):
        signing.draw_up(kept, one, "0,5", "archivist", MONDAY)
    accepting.return_(kept, one, [made[1].code], "title", "Sai", "archivist", MONDAY)
    with pytest.raises(Missing):
        signing.draw_up(kept, one, "hai mét", "archivist", MONDAY)
    signing.draw_up(kept, one, "0,5", "archivist", MONDAY)
    found = lists.view(one)
    assert (found.sheets, found.metres, found.state) == (120, "0.5", lists.DRAWN)
    with pytest.raises(NotYours):
        signing.sign(kept, one, "archive", "handler", MONDAY)
    signing.sign(kept, one, "maker", "handler", MONDAY)
    signing.sign(kept, one, "archive", "archivist", MONDAY)
    assert lists.view(one).state == lists.DONE
    # What was returned goes on another inventory.
    shut(kept, made[1])
    with pytest.raises(Impossible):
        listing.again(kept, one, [made[1].code], "handler", MONDAY)
    submitted(kept, made[1])


def test_the_archive_gives_a_file_back_with_the_reason(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    accepting.accept(kept, one, [file.code], "archivist", MONDAY)
    # What both sides are about to sign stays true.
    with pytest.raises(Impossible) as refused:
        accepting.give_back(kept, file, "Nộp nhầm", "archivist", MONDAY)
    assert one.code in str(refused.value)
    signing.draw_up(kept, one, "", "archivist", MONDAY)
    signing.sign(kept, one, "maker", "handler", MONDAY)
    signing.sign(kept, one, "archive", "archivist", MONDAY)
    with pytest.raises(Missing):
        accepting.give_back(kept, file, "", "archivist", MONDAY)
    accepting.give_back(kept, file, "Nộp nhầm", "archivist", MONDAY)
    assert files.view(file).keeping == handed.MAKER
    submitted(kept, file)


def test_a_file_that_the_job_cannot_take_over_goes_back_and_may_come_again(kept):
    made = [a_file(kept), a_file(kept)]
    one = submitted(kept, *made)
    asked = resting.accept_rest(kept, one, "archivist", MONDAY)
    group = f"{LAND}:archive"
    rights.append(made[0], "reopen", "archivist", group, MONDAY, {}, {"reason": "-"})
    resting.run(f"{one.code}:{asked.number}", {}, lambda *told: None)
    found = lists.view(one)
    assert found.returned[made[0].code].why == lists.CHANGED
    assert [state(one, file) for file in made] == [lists.RETURNED, lists.ACCEPTED]
    shut(kept, made[0])
    listing.again(kept, one, [made[0].code], "handler", MONDAY)
    accepting.accept(kept, one, [made[0].code], "archivist", MONDAY)
    assert signing.draw_up(kept, one, "", "archivist", MONDAY).facts["accepted"] == 2


def test_who_lays_a_returned_file_before_the_archive_does_not_take_it_over(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    accepting.return_(kept, one, [file.code], "sheet", WORDS, "archivist", MONDAY)
    shut(kept, file)
    listing.again(kept, one, [file.code], "archivist", MONDAY)
    for act in (
        lambda: accepting.accept(kept, one, [file.code], "archivist", MONDAY),
        lambda: resting.accept_rest(kept, one, "archivist", MONDAY),
    ):
        with pytest.raises(OwnInventory):
            act()
    assert state(one, file) == lists.WAITS
    # Laid before it by somebody else it is taken over.
    other = a_file(kept)
    two = submitted(kept, other)
    accepting.return_(kept, two, [other.code], "sheet", WORDS, "archivist", MONDAY)
    shut(kept, other)
    listing.again(kept, two, [other.code], "handler", MONDAY)
    accepting.accept(kept, two, [other.code], "archivist", MONDAY)


def test_what_comes_again_is_answered_within_the_term_from_then_on(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    accepting.return_(kept, one, [file.code], "sheet", WORDS, "archivist", MONDAY)
    shut(kept, file)
    later = MONDAY + timedelta(days=40)
    listing.again(kept, one, [file.code], "handler", later)
    assert lists.view(one).answer_by == later.date() + timedelta(days=60)


def test_a_file_that_its_reader_may_not_see_is_neither_corrected_nor_returned(
    kept, monkeypatch
):
    file = a_file(kept)
    one = submitted(kept, file)
    length = file.length
    monkeypatch.setattr(files, "_dossier_open_to", lambda *_told: False)
    told = {"title": "Tên khác"}
    with pytest.raises(Unknown):
        accepting.correct(kept, one, file.code, told, "archivist", MONDAY)
    with pytest.raises(Unknown):
        accepting.return_(kept, one, [file.code], "term", "Sai", "archivist", MONDAY)
    assert (file.length, state(one, file)) == (length, lists.WAITS)
    # By its code it is taken over, or it would wait for ever.
    accepting.accept(kept, one, [file.code], "archivist", MONDAY)


def test_of_two_who_correct_a_file_the_slower_one_is_told(kept):
    file = a_file(kept)
    one = submitted(kept, file)
    seen = file.length
    told = {"title": "Hồ sơ giao đất năm 2026"}
    accepting.correct(kept, one, file.code, told, "archivist", MONDAY, seen)
    told = {"title": "Hồ sơ khác"}
    with pytest.raises(Stale):
        accepting.correct(kept, one, file.code, told, "archivist", MONDAY, seen)
    assert files.view(file).title == "Hồ sơ giao đất năm 2026"


def test_what_is_signed_is_printed_as_it_was_whatever_becomes_of_the_files(kept):
    made = [a_file(kept), a_file(kept, sheets="30")]
    one = submitted(kept, *made)
    accepting.accept(kept, one, [made[0].code], "archivist", MONDAY)
    accepting.return_(kept, one, [made[1].code], "title", "Sai", "archivist", MONDAY)
    signing.draw_up(kept, one, "", "archivist", MONDAY)
    before = papers.filled(kept, lists.view(one), MONDAY, lambda _told: True)
    group = f"{LAND}:processing"
    changed = {"fields": {"title": "Tên khác", "sheets": "5", "retention": "5-years"}}
    for file in made:
        rights.append(file, "describe", "handler", group, MONDAY, {}, changed)
    later = MONDAY + timedelta(days=400)
    after = papers.filled(kept, lists.view(one), later, lambda _told: True)
    assert after == before
    assert (after["list"]["sheets"], after["list"]["all_sheets"]) == (120, 150)


def test_of_a_file_that_is_not_seen_papers_print_the_code_alone(kept):
    file = a_file(kept, note="Mật", paper_code="Hộp 7")
    one = submitted(kept, file)
    accepting.return_(kept, one, [file.code], "sheet", WORDS, "archivist", MONDAY)
    told = papers.filled(kept, lists.view(one), MONDAY, lambda _told: False)
    (row,) = told["rows"]
    known = {name for name, value in row.items() if value != ""}
    assert known == {"place", "code", "state", "words"}
    # The sums are those of all files: both sides sign for them.
    assert told["list"]["all_sheets"] == 120


def test_makers_use_the_digital_part_of_a_mixed_file(kept):
    told = files.view(a_file(kept, medium="mixed"))
    assert terms.used_until(told) == date(2027, 12, 31) + timedelta(days=360)
    assert terms.used_until(files.view(a_file(kept))) is None


def test_the_day_of_closing_is_the_one_in_vietnam(kept):
    late = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    file = a_file(kept, end="", close=False)
    group = f"{LAND}:processing"
    closing.write(kept, file, files.view(file), "handler", group, late)
    assert terms.ended(files.view(file)) == date(2027, 1, 1)


def test_a_job_that_is_through_looks_at_no_file_again(kept, monkeypatch):
    one = submitted(kept, a_file(kept), a_file(kept))
    asked = resting.accept_rest(kept, one, "archivist", MONDAY)
    key = f"{one.code}:{asked.number}"
    resting.run(key, {}, lambda *_told: None)
    told = []
    monkeypatch.setattr(resting, "_tried", lambda *one: told.append(one))
    resting.run(key, {}, lambda *_told: None)
    assert told == []
