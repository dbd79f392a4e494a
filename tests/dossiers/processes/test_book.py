"""Drafts, what is in force when and where, and texts that are kept for ever."""

from __future__ import annotations

from AccessControl import Unauthorized
from dataclasses import replace
from datetime import date
from datetime import timedelta
from motcua.base import vietnam
from motcua.dossiers.folder import root
from motcua.dossiers.processes import book
from motcua.dossiers.processes import enacting
from motcua.dossiers.processes import keepers
from motcua.dossiers.processes.definitions import Trial
from motcua.procedures import versions
from motcua.procedures.drafting import publishing
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.dossiers.processes.conftest import CODE
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import step


TODAY = MONDAY.date()
TRIAL = Trial(
    "Tiếp nhận",
    ({"at": "2026-11-02T09:00", "do": "receive"},),
    ({"open": ["receive"], "state": "received"},),
)
WAY = line(
    step("receive", "0.5 working days", "reception"),
    step("handle", "2 working days", department="@agency/02"),
    step("sign", "1 working day", "approve", "@agency/02"),
    step("issue", "0.5 working days", "issue"),
)
PROCESS = process(WAY, procedure=CODE, tests=(TRIAL,))


def drafted(house, made=PROCESS, person="writer"):
    before = book.draft(house, CODE)
    expected = before.digest if before else ""
    return book.save(house, made, person, expected, MONDAY)


def enacted(house, day=TODAY, made=PROCESS, **more):
    found = drafted(house, made)
    return enacting.enact(
        house, CODE, "publisher", "12/QĐ-UBND", day, found.digest, now=MONDAY, **more
    )


def test_a_kept_text_is_found_for_ever_by_its_digest(house):
    digest = book.keep(house, PROCESS)
    assert digest == PROCESS.digest
    assert book.keep(house, PROCESS) == digest
    assert book.get(house, digest) == PROCESS
    with pytest.raises(KeyError):
        book.get(house, "0" * 64)


def test_before_anything_is_kept_there_is_nothing(house):
    assert book.procedures(house) == []
    assert book.rows(house, CODE) == ()
    assert book.draft(house, CODE) is None
    assert book.in_force(house, CODE, UNIT, TODAY) is None
    with pytest.raises(KeyError):
        book.get(house, "0" * 64)


def test_the_book_has_no_address(house):
    drafted(house)
    assert "process_book" not in root(house).objectIds()
    with pytest.raises(Unauthorized):
        house.restrictedTraverse("dossiers/process_book")


def test_two_editors_of_one_draft_are_told(house):
    first = drafted(house)
    other = replace(PROCESS, title="Khác")
    book.save(house, other, "boss", first.digest, MONDAY)
    with pytest.raises(book.StaleProcess, match="boss"):
        book.save(house, replace(PROCESS, title="Ba"), "writer", first.digest, MONDAY)
    with pytest.raises(book.StaleProcess):
        book.save(house, other, "writer", "", MONDAY)
    with pytest.raises(book.StaleProcess):
        book.discard(house, CODE, "writer", first.digest, MONDAY)
    assert book.get(house, book.draft(house, CODE).digest).title == "Khác"
    assert book.draft(house, CODE).authors == ("writer", "boss")


def test_a_draft_that_is_given_up_leaves_its_text(house):
    found = drafted(house)
    book.discard(house, CODE, "writer", found.digest, MONDAY)
    assert book.draft(house, CODE) is None
    assert book.get(house, found.digest) == PROCESS


def test_what_comes_into_force_carries_its_deed_and_who_decided(house):
    row = enacted(house)
    found = book.in_force(house, CODE, UNIT, TODAY)
    assert found.deed == row.deed == "12/QĐ-UBND"
    assert found.way == WAY
    assert row.enacted_by == "publisher"
    assert row.trials == (("Tiếp nhận", True),)
    assert row.version == versions.current(CODE, site=house).digest
    assert book.draft(house, CODE) is None
    assert row.status(TODAY) == "in-force"


def test_a_new_version_takes_over_on_its_first_day(house):
    enacted(house)
    later = TODAY + timedelta(days=10)
    new = enacted(house, later, replace(PROCESS, title="Mới"))
    assert book.in_force(house, CODE, UNIT, later - timedelta(days=1)).title == "P"
    assert book.in_force(house, CODE, UNIT, later).title == "Mới"
    assert new.status(TODAY) == "planned"
    assert [row.status(later) for row in book.rows(house, CODE)] == [
        "ended",
        "in-force",
    ]


def test_what_was_planned_and_is_replaced_never_holds(house):
    enacted(house, TODAY + timedelta(days=10), replace(PROCESS, title="Dự kiến"))
    enacted(house)
    assert book.in_force(house, CODE, UNIT, TODAY + timedelta(days=20)).title == "P"
    planned, _now = book.rows(house, CODE)
    assert planned.status(TODAY) == "ended"
    assert not planned.holds(planned.valid_from)


def test_a_unit_with_a_process_of_its_own_goes_before_the_general_one(house):
    enacted(house)
    enacted(house, made=replace(PROCESS, title="Riêng"), unit=UNIT)
    assert book.in_force(house, CODE, UNIT, TODAY).title == "Riêng"
    assert book.in_force(house, CODE, LAND, TODAY).title == "P"
    assert book.in_force(house, CODE, "H77", TODAY).title == "P"
    with pytest.raises(book.ProcessRefused, match="no such unit"):
        enacted(house, unit="H77")


def test_errors_and_failing_trials_keep_it_from_coming_into_force(house):
    bad = replace(PROCESS, way=line(WAY, step("receive", department="H99.77")))
    with pytest.raises(book.ProcessRefused, match="3 errors") as found:
        enacted(house, made=bad)
    rules = {one.rule for one in found.value.findings}
    assert rules == {"duplicate-key", "department"}
    failing = replace(TRIAL, expected=({"state": "finished"},))
    with pytest.raises(book.ProcessRefused, match="1 failing") as found:
        enacted(house, made=replace(PROCESS, tests=(failing,)))
    assert [one.title for one in found.value.verdicts] == ["Tiếp nhận"]
    assert book.rows(house, CODE) == ()
    assert book.draft(house, CODE) is not None


def test_without_a_deed_nothing_comes_into_force(house):
    found = drafted(house)
    with pytest.raises(book.ProcessRefused, match="1 errors"):
        enacting.enact(house, CODE, "publisher", "  ", TODAY, found.digest, now=MONDAY)


def test_what_was_decided_about_another_draft_is_told(house):
    old = drafted(house).digest
    drafted(house, replace(PROCESS, title="Khác"))
    with pytest.raises(book.StaleProcess):
        enacting.enact(house, CODE, "publisher", "12", TODAY, old, now=MONDAY)


def test_nothing_comes_into_force_in_the_past(house):
    with pytest.raises(book.ProcessRefused, match="in the past"):
        enacted(house, TODAY - timedelta(days=1))


def test_after_its_end_dossiers_go_freely_again(house):
    row = enacted(house)
    last = TODAY + timedelta(days=5)
    made = enacting.end(
        house, CODE, row.digest, last, "13/QĐ-UBND", "publisher", now=MONDAY
    )
    assert made.end_deed == "13/QĐ-UBND"
    assert book.in_force(house, CODE, UNIT, last) is not None
    assert book.in_force(house, CODE, UNIT, last + timedelta(days=1)) is None
    for deed, day in (("", last), ("13", TODAY - timedelta(days=9)), ("13", last)):
        with pytest.raises(book.ProcessRefused):
            enacting.end(house, CODE, row.digest, day, deed, "publisher", now=MONDAY)


@pytest.mark.parametrize("person", ["writer", "reception", "stranger", "nobody"])
def test_only_publishers_and_administrators_let_it_come_into_force(house, person):
    found = book.save(house, PROCESS, "boss", "", MONDAY)
    with pytest.raises(book.ProcessRefused, match="publication"):
        enacting.enact(house, CODE, person, "12", TODAY, found.digest, now=MONDAY)
    row = enacting.enact(
        house, CODE, "publisher", "12", TODAY, found.digest, now=MONDAY
    )
    with pytest.raises(book.ProcessRefused, match="publication"):
        enacting.end(house, CODE, row.digest, TODAY, "13", person, now=MONDAY)


@pytest.mark.parametrize("person", ["publisher", "reception", "stranger", "nobody"])
def test_only_the_catalogue_and_administrators_write(house, person):
    with pytest.raises(book.ProcessRefused, match="catalogue"):
        book.save(house, PROCESS, person, "", MONDAY)
    found = drafted(house)
    with pytest.raises(book.ProcessRefused, match="catalogue"):
        book.discard(house, CODE, person, found.digest, MONDAY)


def test_no_author_decides_but_an_administrator_may(house):
    from motcua.organisation import duties

    duties.assign("publisher", UNIT, "catalogue", date(2026, 1, 1), deed="QĐ")
    found = drafted(house, person="publisher")
    with pytest.raises(book.ProcessRefused, match="author"):
        enacting.enact(house, CODE, "publisher", "1", TODAY, found.digest, now=MONDAY)
    found = book.save(house, PROCESS, "boss", found.digest, MONDAY)
    assert enacting.enact(house, CODE, "boss", "1", TODAY, found.digest, now=MONDAY)


def test_whoever_keeps_the_catalogue_reads(house):
    assert keepers.may_read("writer", TODAY, house)
    assert keepers.may_read("boss", TODAY, house)
    assert not keepers.may_read("reception", TODAY, house)
    assert not keepers.may_write("9.9", "writer", TODAY, house)


def test_a_new_version_of_the_procedure_waits_until_its_process_suits_it(house):
    content = house["procedures"][CODE]
    assert "process" not in publishing.dependents(content)
    day = vietnam.today()
    found = book.save(house, PROCESS, "boss")
    enacting.enact(house, CODE, "boss", "12", day, found.digest)
    assert "process" in publishing.dependents(content)
    new = replace(content.in_force(day), title="Bản mới")
    content.adopt(new, day, ("process",))
    row = book.row_in_force(house, CODE, UNIT, day)
    around = enacting.surroundings(CODE, day, house)
    assert around.unapproved
    found, _verdicts = enacting.examine(book.get(house, row.digest), around)
    assert "approval-missing" in {one.rule for one in found}
    content.approve(new.digest, "process", day, "boss", "14/QĐ")
    assert not enacting.surroundings(CODE, day, house).unapproved
