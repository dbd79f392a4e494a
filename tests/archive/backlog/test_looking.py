"""Large tables are looked through by a job; a glance says which, and finds secrets."""

from __future__ import annotations

import hashlib
import io
from motcua.archive.backlog import faults
from motcua.archive.backlog import glancing
from motcua.archive.backlog import importing
from motcua.archive.backlog import looking
from motcua.archive.backlog import projects
from motcua.archive.backlog import register
from motcua.archive.holdings.errors import Impossible
from motcua.dossiers import ledger
from motcua.storage import files
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.cell.rich_text import TextBlock
from openpyxl.cell.text import InlineFont
import pytest
from tests.archive.backlog.conftest import csv_of
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import workbook
from tests.dossiers.conftest import MONDAY


ROWS = [row(1), row(2, **{"Số tờ": "nhiều"}), row(3), row(4), row("001")]
SECRET = "Tối mật"


@pytest.fixture(autouse=True)
def few():
    """Three rows are many; set by hand, for what is patched ends after the house."""
    before, glancing.AT_ONCE = glancing.AT_ONCE, 3
    yield
    glancing.AT_ONCE = before


def send(site, one, data):
    return importing.upload(site, one, "muc-luc.xlsx", data, "archivist", MONDAY)


def look(one, number):
    """Run the job; return what it told of its progress."""
    told = []
    looking.run(f"{one.code}:{number}", {}, lambda *given: told.append(given))
    return told


def test_a_large_workbook_is_kept_at_once_and_looked_through_by_a_job(kept, project):
    report, event = send(kept, project, workbook(*ROWS))
    assert (report.rows, event.facts["report"]) == (0, "")
    (wanted,) = register.Projects().jobs(project)
    assert (wanted.kind, wanted.key) == (
        importing.LOOK,
        f"{project.code}:{event.number}",
    )
    with pytest.raises(Impossible):
        importing.take(kept, project, event.number, "archivist", MONDAY)
    assert look(project, event.number)
    told = projects.view(project).uploads[-1]
    assert (told.rows, told.good, told.faults) == (5, 3, 2)
    found = importing.report_of(told)
    assert [(one.row, one.code) for one in found.faults] == [
        (5, "sheets"),
        (8, "doubled"),
    ]
    assert list(register.Projects().jobs(project)) == []
    importing.take(kept, project, event.number, "archivist", MONDAY, good_only=True)


def test_the_job_finds_what_the_request_would_have_found(kept, project, monkeypatch):
    _report, event = send(kept, project, workbook(*ROWS))
    look(project, event.number)
    monkeypatch.setattr(glancing, "AT_ONCE", 100)
    report, _event = send(kept, project, workbook(*ROWS))
    later, sooner = projects.view(project).uploads
    assert later.report == sooner.report == _event.facts["report"]
    assert importing.packed(report) == importing.packed(importing.report_of(later))


def test_a_job_that_runs_again_writes_nothing(kept, project):
    _report, event = send(kept, project, workbook(*ROWS))
    look(project, event.number)
    length = project.length
    assert look(project, event.number) == []
    assert project.length == length


def test_the_time_of_the_job_changes_nothing(kept, project):
    """What had not come yet when the table was sent is told, whenever it is read."""
    later = row(9, **{"Ngày kết thúc": "03/11/2026"})
    _report, event = send(kept, project, workbook(*ROWS, later))
    look(project, event.number)
    found = importing.report_of(projects.view(project).uploads[-1])
    assert "future" in [one.code for one in found.faults]


def test_a_state_secret_is_found_before_anything_is_kept(kept, project):
    length = project.length
    data = workbook(*ROWS, row(9, **{"Độ mật": SECRET}))
    report, event = send(kept, project, data)
    assert event is None
    assert faults.secret(report.faults)
    assert project.length == length
    assert not files.exists(hashlib.sha256(data).hexdigest())


def test_a_secret_that_no_glance_found_is_dropped_by_the_job(
    kept, project, monkeypatch
):
    monkeypatch.setattr(glancing, "is_long", lambda _data: True)
    _report, event = send(kept, project, workbook(*ROWS, row(9, **{"Độ mật": SECRET})))
    look(project, event.number)
    told = projects.view(project).uploads[-1]
    assert (told.secret, told.report) == (True, "")
    stored = register.Projects().row(project)[register.TABLES.name]
    assert told.sha256 not in stored
    assert list(register.Projects().jobs(project)) == []
    assert SECRET not in str([one.data for one in ledger.events(project)])
    with pytest.raises(Impossible):
        importing.take(kept, project, event.number, "archivist", MONDAY)


def rich(data, level):
    """Return a workbook whose last cell of access is written in two fonts."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    font = InlineFont(b=True)
    sheet.cell(sheet.max_row, 10).value = CellRichText(
        TextBlock(font, level[:2]), level[2:]
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("level", ["Mật", "TỐI MẬT", "03", "A"])
def test_a_glance_sees_secrets_however_they_are_written(level):
    assert glancing.is_long(workbook(*ROWS))
    assert not glancing.is_long(workbook(*ROWS, row(9, **{"Độ mật": level})))
    assert not glancing.is_long(rich(workbook(*ROWS), f"{level} "))


def test_what_is_small_text_or_broken_is_looked_through_at_once():
    assert not glancing.is_long(workbook(*ROWS[:1]))
    assert not glancing.is_long(csv_of(*ROWS))
    assert not glancing.is_long(workbook(*ROWS)[:-200])
    assert not glancing.is_long(b"PK\x03\x04")
