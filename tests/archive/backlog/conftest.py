"""Tables of old holdings, and a project that is running."""

from __future__ import annotations

from datetime import date
import io
from motcua.archive.backlog import importing
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.backlog import register
from motcua.archive.backlog import store
from motcua.archive.holdings import store as holdings
from motcua.dossiers import ledger
from motcua.storage.engines import register_engine
from openpyxl import Workbook
import pytest
from tests.archive.holdings.conftest import fonds  # noqa: F401
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
import transaction


TODAY = date(2026, 9, 14)
HEADS = (
    *("STT", "Hộp số", "Số hồ sơ", "Tiêu đề hồ sơ", "Ngày bắt đầu", "Ngày kết thúc"),
    *("Số tờ", "THBQ", "Đơn vị", "Độ mật", "Ghi chú"),
)
PLAN = {
    "title": "Số hóa tài liệu đất đai 1998-2010",
    "purpose": "Phục vụ khai thác, bảo quản bản gốc",
    "scope": "Hồ sơ giao đất bảo quản vĩnh viễn",
    "begin": "2026-09-01",
    "end": "2026-12-31",
    "people": "Tổ số hóa, ba người",
    "safety": "Bàn giao có biên bản, sao lưu hằng ngày",
    "price": "500",
    "budget": "120000000",
}


def row(number, **changes):
    """Return a row without a fault; ``changes`` are cells by their head."""
    told = {
        "STT": number,
        "Hộp số": "1",
        "Số hồ sơ": str(number),
        "Tiêu đề hồ sơ": f"Hồ sơ giao đất số {number}",
        "Ngày bắt đầu": "05/01/1998",
        "Ngày kết thúc": "20/12/1999",
        "Số tờ": 120,
        "THBQ": "Vĩnh viễn",
        "Đơn vị": "",
        "Độ mật": "",
        "Ghi chú": "",
    }
    return [{**told, **changes}[head] for head in HEADS]


def workbook(*rows, heads=HEADS, change=None):
    """Return a workbook: a title, the heads in row 3, then these rows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["MỤC LỤC HỒ SƠ"])
    sheet.append([])
    sheet.append(list(heads))
    for cells in rows:
        sheet.append(list(cells))
    if change is not None:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(*rows, mark=";", encoding="utf-8"):
    """Return the same as CSV."""
    lines = [mark.join(map(str, cells)) for cells in (HEADS, *rows)]
    return "\r\n".join(lines).encode(encoding)


def told(report):
    """Return (row, column, code) of the faults of a report."""
    return [(one.row, one.column, one.code) for one in report.faults]


def running(site, **changes):
    """Return a project that the head approved and that runs; changes of its plan."""
    plan = {**PLAN, **changes}
    one = planning.draft(site, PROVINCE, LAND, plan, "archivist", MONDAY)
    planning.approve(site, one, "QĐ 88/QĐ-UBND", "leader", MONDAY)
    planning.start(site, one, "archivist", MONDAY)
    return one


def rows(site):
    """Write the rows of what the test's transaction holds."""
    with register_engine().begin() as connection:
        for one in holdings.every_file(site):
            found = register.Files().row(one)
            if found is not None:
                register.Files().upsert(connection, found)
        for one in store.every(site):
            register.Projects().upsert(connection, register.Projects().row(one))


def work(site, one):
    """Run the job of what was asked for last; return (made, there, refused)."""
    asked = ledger.events(one)[-1]
    importing.run(f"{one.code}:{asked.number}", {}, lambda *_told: None)
    done = projects.view(one).takings[-1]
    return done.made, done.there, done.refused


@pytest.fixture
def kept(province, fonds, monkeypatch):  # noqa: F811
    """The province with a fonds; jobs commit by writing rows."""
    empty_sql()
    monkeypatch.setattr(transaction, "begin", lambda: None)
    monkeypatch.setattr(transaction, "abort", lambda: None)
    monkeypatch.setattr(transaction, "commit", lambda: rows(province))
    return province


@pytest.fixture
def project(kept):
    """A project that runs."""
    return running(kept)
