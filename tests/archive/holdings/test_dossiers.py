"""Closed dossiers become files by themselves; nothing is lost or taken in twice."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive import folder
from motcua.archive.holdings import closing
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import register
from motcua.archive.holdings import store
from motcua.archive.holdings import verification
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import rights
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.organisation import duties
from motcua.organisation.duties import Duty
import pytest
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.test_records import close
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.workbench.conftest import ROAD
import transaction


@pytest.fixture
def closed(province, dossier):
    """The code of a closed dossier."""
    close(dossier)
    return dossier.code


def test_a_closed_dossier_places_itself(province, issued, closed):
    one = dossiers.take_record(province, closed, "archivist", LATER)
    found = files.view(one)
    assert (found.list, found.heading) == ("DM-H99-2026", "k1")
    assert found.title == folder.find(province, closed).facts["title"]
    assert found.fields["retention"] == "10-years"
    assert found.record == closed
    assert found.fields["end"] == "2026-11-02"
    assert dossiers.taken_in(province, closed) == one.code
    assert verification.verify(province).faults == []


def test_a_dossier_is_taken_in_once(province, fonds, closed):
    one = dossiers.take_record(province, closed, "archivist", LATER)
    assert dossiers.take_record(province, closed, "archivist", LATER) is one
    with pytest.raises(Impossible):
        filing.place_record(province, one, closed)
    assert len(list(store.every_file(province))) == 1


def test_no_name_of_a_citizen_gets_into_the_file(province, fonds, closed):
    one = dossiers.take_record(province, closed, "archivist", LATER)
    for event in files.view(one).events:
        assert "Đức" not in event.header.decode()
        assert "Đức" not in event.payload.decode()


def test_without_a_fonds_the_way_out_is_told(province, closed):
    with pytest.raises(Missing) as told:
        dossiers.take_record(province, closed, "archivist", LATER)
    assert "Fonds" in str(told.value)


def test_an_open_dossier_and_anothers_are_unknown(province, fonds, dossier):
    with pytest.raises(Unknown):
        dossiers.take_record(province, dossier.code, "archivist", LATER)
    close(dossier)
    with pytest.raises(Unknown):
        dossiers.take_record(province, dossier.code, "stranger", LATER)


def test_the_file_of_a_dossier_is_closed_with_its_term(province, fonds, closed):
    one = dossiers.take_record(province, closed, "archivist", LATER, close=True)
    found = files.view(one)
    assert found.state == "closed"
    assert found.until.isoformat() == "2036-12-31"
    record = folder.find(province, closed).facts
    assert found.until.isoformat() == record["until"]


def test_documents_do_not_mix_with_a_dossier(province, fonds, closed):
    one = dossiers.take_record(province, closed, "archivist", LATER)
    with pytest.raises(Impossible):
        filing.take_documents(province, one, "archivist", LATER)


def test_all_that_wait_are_taken_in_as_a_job_that_may_be_killed(
    province, issued, version, monkeypatch
):
    codes = []
    for number in range(3):
        now = MONDAY + timedelta(days=number)
        one = receive(province, an_intake(version), "reception", now)
        close(one)
        codes.append(one.code)
    rows(province)
    assert dossiers.waiting(province, PROVINCE) == sorted(codes)
    asked = dossiers.gather(province, PROVINCE, "archivist", LATER, close=True)
    key = f"{PROVINCE}:{asked.number}"
    wanted = list(register.AllFonds().jobs(store.fonds(province, PROVINCE)))
    assert [one[:2] for one in wanted] == [("holdings-gather", key)]
    monkeypatch.setattr(transaction, "begin", lambda: None)
    monkeypatch.setattr(transaction, "commit", lambda: rows(province))
    told = []

    def stop(done, total, message=""):
        told.append((done, total))
        raise KeyboardInterrupt

    monkeypatch.setattr(dossiers, "_CHUNK", 2)
    monkeypatch.setattr(dossiers.waiting, "__defaults__", (2, ""))
    with pytest.raises(KeyboardInterrupt):
        dossiers.run(key, {}, stop)
    assert told == [(2, 3)]
    dossiers.run(key, {}, lambda *_args: None)
    assert dossiers.waiting(province, PROVINCE) == []
    found = [files.view(one) for one in store.every_file(province)]
    assert sorted(one.record for one in found) == sorted(codes)
    assert {one.state for one in found} == {"closed"}
    assert verification.verify(province).faults == []
    with pytest.raises(Missing):
        dossiers.gather(province, PROVINCE, "archivist", LATER)


def test_a_dossier_that_cannot_be_taken_in_is_passed_over(
    province, issued, version, monkeypatch
):
    codes = []
    for number in range(2):
        now = MONDAY + timedelta(days=number)
        one = receive(province, an_intake(version), "reception", now)
        close(one)
        codes.append(one.code)
    rows(province)
    asked = dossiers.gather(province, PROVINCE, "archivist", LATER)
    monkeypatch.setattr(transaction, "begin", lambda: None)
    monkeypatch.setattr(transaction, "abort", lambda: None)
    monkeypatch.setattr(transaction, "commit", lambda: rows(province))
    first, second = sorted(codes)
    heading_of = dossiers.heading_of

    def lost(site, record, fonds):
        if record.code == first:
            raise KeyError("no such version of the procedure")
        return heading_of(site, record, fonds)

    monkeypatch.setattr(dossiers, "heading_of", lost)
    dossiers.run(f"{PROVINCE}:{asked.number}", {}, lambda *_args: None)
    assert dossiers.taken_in(province, second)
    assert dossiers.waiting(province, PROVINCE) == [first]


def rows(site):
    """Write the rows of what the test's transaction holds."""
    from motcua.dossiers import folder as dossier_folder
    from motcua.dossiers.register import Register
    from motcua.storage.engines import register_engine

    with register_engine().begin() as connection:
        for one in dossier_folder.walk(site):
            projection = Register()
            projection.upsert(connection, projection.row(one))
        for one in store.every_file(site):
            projection = register.Files()
            projection.upsert(connection, projection.row(one))


@pytest.fixture
def restricted(province, issued, dossier):
    """The code of a closed dossier that is restricted; who keeps another department's
    archive in the same agency may not view it."""
    *steps, last = ROAD
    for operation, person, data in steps:
        act(dossier, operation, person, data=data, now=MONDAY)
    ground = {"ground": "Người tố cáo được bảo vệ"}
    act(dossier, "restrict", "supervisor", data=ground, now=MONDAY)
    act(dossier, last[0], last[1], data=last[2], now=MONDAY)
    duties.book().write("colleague", (Duty("colleague", LAND, "archive", SINCE),))
    rows(province)
    return dossier.code


def test_what_is_restricted_to_others_is_not_counted(province, restricted):
    groups = {
        person: rights.groups_of(person, MONDAY.date())
        for person in ("archivist", "colleague")
    }

    def waiting(person):
        return dossiers.waiting_count(province, PROVINCE, groups[person])

    def told(person):
        asked = register.Asked([PROVINCE], [], groups[person])
        return (
            len(register.page(asked)),
            register.years(asked),
            register.of_fonds([PROVINCE], groups[person]),
            register.by_heading("DM-H99-2026", groups[person]),
        )

    assert (waiting("archivist"), waiting("colleague")) == (1, 0)
    one = dossiers.take_record(province, restricted, "archivist", LATER)
    rows(province)
    assert told("archivist") == (1, [2026], {PROVINCE: (1, 0)}, {"k1": 1})
    assert told("colleague") == (0, [], {}, {})
    with pytest.raises(Unknown):
        files.get(province, one.code, "colleague", LATER)


def test_the_archive_of_a_closed_fonds_still_takes_its_dossiers(
    province, fonds, closed
):
    view = fonds_module.view(fonds)
    assert view.keeper == PROVINCE
    one = dossiers.take_record(province, closed, "archivist", LATER)
    assert closing.may_reopen(province, files.view(one), "archivist", LATER) is False
