"""Rows of an inventory become files, once, however often the table is sent."""

from __future__ import annotations

from motcua.archive.backlog import importing
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.backlog import register
from motcua.archive.backlog import store
from motcua.archive.backlog import verification
from motcua.archive.backlog.errors import Faulty
from motcua.archive.backlog.errors import OwnProject
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.storage import files as stored
import pytest
from tests.archive.backlog.conftest import PLAN
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import work
from tests.archive.backlog.conftest import workbook
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


def send(site, one, *rows):
    """Send a table of these rows; return the number of its event."""
    _report, event = importing.upload(
        site, one, "muc-luc.xlsx", workbook(*rows), "archivist", MONDAY
    )
    return event.number


def every(site):
    return [files.view(one) for one in holdings.every_file(site)]


def test_a_plan_is_approved_by_the_head_with_a_deed_and_not_by_who_planned(kept):
    one = planning.draft(kept, PROVINCE, LAND, {"title": "Số hóa"}, "archivist", MONDAY)
    assert one.code == f"DA-{PROVINCE}-2026-1"
    with pytest.raises(Missing):
        planning.approve(kept, one, "QĐ 88", "leader", MONDAY)
    planning.describe(kept, one, PLAN, "archivist", MONDAY)
    with pytest.raises(NotYours):
        planning.approve(kept, one, "QĐ 88", "archivist", MONDAY)
    with pytest.raises(Missing):
        planning.approve(kept, one, " ", "leader", MONDAY)
    with pytest.raises(Impossible):
        planning.start(kept, one, "archivist", MONDAY)
    planning.approve(kept, one, "QĐ 88", "leader", MONDAY)
    with pytest.raises(Impossible):
        planning.describe(kept, one, {"price": "1"}, "archivist", MONDAY)
    with pytest.raises(Stale):
        planning.start(kept, one, "archivist", MONDAY, seen=1)
    planning.start(kept, one, "archivist", MONDAY)
    planning.end(kept, one, "Xong", "archivist", MONDAY)
    found = projects.view(one)
    assert (found.state, found.deed) == ("ended", "QĐ 88")
    with pytest.raises(Unknown):
        planning.get(kept, one.code, "stranger", MONDAY)


def test_amounts_are_whole_numbers(kept):
    with pytest.raises(Missing):
        planning.draft(
            *(kept, PROVINCE, LAND, {"title": "x", "budget": "-5"}),
            *("archivist", MONDAY),
        )
    one = planning.draft(
        *(kept, PROVINCE, LAND, {"title": "x", "budget": "1.200.000"}),
        *("archivist", MONDAY),
    )
    assert projects.view(one).amount("budget") == 1_200_000


def test_rows_become_files_with_their_data_and_numbers(kept, project):
    number = send(kept, project, row(1), row(2, THBQ="20 năm"))
    assert every(kept) == []
    importing.take(kept, project, number, "archivist", MONDAY)
    assert work(kept, project) == (2, 0, 0)
    one, two = every(kept)
    assert (one.code, two.code) == (f"{PROVINCE}.1998.1", f"{PROVINCE}.1998.2")
    assert (one.fields["sheets"], one.fields["paper_code"]) == ("120", "1/1")
    assert (two.fields["retention"], two.department) == ("20-years", LAND)
    told = verification.verify(kept)
    assert (told.projects, told.files, told.faults) == (1, 2, [])


def test_the_same_table_again_doubles_nothing(kept, project):
    for expected in ((2, 0, 0), (0, 2, 0)):
        number = send(kept, project, row(1), row(2))
        importing.take(kept, project, number, "archivist", MONDAY)
        assert work(kept, project) == expected
    number = send(kept, project, row("002"), row(3))
    importing.take(kept, project, number, "archivist", MONDAY)
    assert work(kept, project) == (1, 1, 0)
    assert len(every(kept)) == 3


def test_a_job_that_was_killed_goes_on(kept, project, monkeypatch):
    number = send(kept, project, *map(row, range(1, 6)))
    importing.take(kept, project, number, "archivist", MONDAY)
    made, real = [], importing.made

    def dying(*given):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(real(*given))
        return made[-1]

    monkeypatch.setattr(importing, "made", dying)
    with pytest.raises(KeyboardInterrupt):
        work(kept, project)
    monkeypatch.setattr(importing, "made", real)
    with pytest.raises(Impossible):
        planning.end(kept, project, "Xong", "archivist", MONDAY)
    assert work(kept, project) == (3, 2, 0)
    assert len(every(kept)) == 5


def test_nothing_is_made_while_errors_remain_unless_good_rows_are_chosen(kept, project):
    number = send(kept, project, row(1), row(2, **{"Số tờ": "nhiều"}))
    with pytest.raises(Faulty) as refused:
        importing.take(kept, project, number, "archivist", MONDAY)
    assert refused.value.message.mapping["rows"] == "1"
    importing.take(kept, project, number, "archivist", MONDAY, good_only=True)
    assert work(kept, project) == (1, 0, 0)
    upload = projects.view(project).upload(number)
    assert [one.row for one in importing.report_of(upload).faults] == [5]


def test_a_table_with_a_state_secret_is_not_kept(kept, project):
    data = workbook(row(1, **{"Độ mật": "Tối mật"}))
    length = project.length
    report, event = importing.upload(
        kept, project, "mật.xlsx", data, "archivist", MONDAY
    )
    assert event is None
    assert project.length == length
    assert report.faults[0].code == "secret"


def test_a_number_in_use_gets_the_next_one_and_keeps_its_own_words(kept, project):
    from motcua.archive.holdings import filing

    given = {"title": "Có trước", "retention": "permanent", "begin": "1998"}
    filing.open_file(
        *(kept, PROVINCE, 1998, "archivist", MONDAY),
        department=LAND,
        given=given,
        number=1,
    )
    number = send(kept, project, row(1))
    importing.take(kept, project, number, "archivist", MONDAY)
    work(kept, project)
    code = store.taken(kept, project.code, "1")
    assert code == f"{PROVINCE}.1998.2"
    assert files.view(holdings.file(kept, code)).fields["paper_code"] == "1/1"


def test_a_row_of_a_paper_register_is_typed(kept, project):
    given = {
        "number": "12",
        "title": "Hồ sơ thu hồi đất",
        "begin": "2001",
        "term": "70 năm",
        "sheets": "x",
    }
    code, wrong = importing.add_row(kept, project, given, "archivist", MONDAY)
    assert (code, [one.code for one in wrong]) == ("", ["sheets"])
    given["sheets"] = "35"
    code, wrong = importing.add_row(kept, project, given, "archivist", MONDAY)
    assert (code, wrong) == (f"{PROVINCE}.2001.12", [])
    with pytest.raises(Impossible):
        importing.add_row(kept, project, given, "archivist", MONDAY)


def test_who_does_not_keep_the_archive_sends_nothing(kept, project):
    for person, refused in (("leader", NotYours), ("stranger", Unknown)):
        with pytest.raises(refused):
            importing.upload(kept, project, "x", workbook(row(1)), person, MONDAY)


def test_tables_and_reports_are_kept_as_files_of_the_house(kept, project):
    send(kept, project, row(1))
    upload = projects.view(project).uploads[0]
    told = register.Projects().row(project)
    assert told["backlog_tables"] == tuple(sorted({upload.sha256, upload.report}))
    assert stored.exists(upload.sha256)


def test_who_heads_and_planned_needs_another_person(kept, monkeypatch):
    one = planning.draft(kept, PROVINCE, LAND, PLAN, "archivist", MONDAY)
    heads = "motcua.archive.backlog.planning.rights.heads"
    monkeypatch.setattr(heads, lambda *_given: f"{PROVINCE}:approval")
    with pytest.raises(OwnProject):
        planning.approve(kept, one, "QĐ 88", "archivist", MONDAY)
