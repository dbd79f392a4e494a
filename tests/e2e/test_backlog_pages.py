"""A project of digitisation in a real browser, from its table to its last paper.

Every screen fits and axe is content, with a table of two thousand rows too.
"""

from __future__ import annotations

from motcua.archive.backlog import contractors
from motcua.archive.backlog import counting
from motcua.archive.backlog import importing
from motcua.archive.backlog import store
from motcua.archive.capture import batches
import pytest
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import workbook
from tests.archive.backlog.test_checking import PLANTED
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.backlog.conftest import house
from tests.workbench.backlog.conftest import opened
from tests.workbench.backlog.conftest import project
from tests.workbench.backlog.test_screens import work
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "opened", "project", "served"]
ROWS = 2000
#: Every so many rows one has an error.
APART = 20


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A table of two thousand rows with a hundred planted errors."""
    rows = []
    for number in range(1, ROWS + 1):
        wrong = {}
        if not number % APART:
            head, value, _code = PLANTED[number // APART % len(PLANTED)]
            wrong = {head: value}
        rows.append(row(number, **{"Hộp số": str(number // 50 + 1), **wrong}))
    path = tmp_path_factory.mktemp("table") / "Mục lục hồ sơ đất đai 1998-2010.xlsx"
    path.write_bytes(workbook(*rows))
    return path


@pytest.fixture
def filled(house, project):
    """The number of a table with errors; papers are out, a contractor is in."""
    with site(house):
        one = store.project(house, project)
        rows = [row(1), row(2, **{"Số tờ": "nhiều", "THBQ": "Lâu dài"}), row("001")]
        _report, event = importing.upload(
            house,
            one,
            "muc-luc-hop-1-den-20.xlsx",
            workbook(*rows),
            "archivist",
            MONDAY,
        )
        words = {"which": "1-2", "giver": "Nguyễn Văn A", "receiver": "Trần Thị B"}
        counts = {"boxes": 2, "files": 3, "sheets": 360}
        counting.send(house, one, "scanning", counts, words, "archivist", MONDAY)
        told = {"number": "9", "title": "Hồ sơ", "begin": "1998", "term": "20"}
        code, _wrong = importing.add_row(house, one, told, "archivist", MONDAY)
        batch = batches.open_batch(
            house, UNIT, "papers", "archivist", MONDAY, file_code=code
        )
        deed = "HĐ 7/2026, cam kết ngày 1/9/2026"
        contractors.engage(house, one, "stranger", None, deed, "archivist", MONDAY)
        contractors.assign(house, one, batch.code, "stranger", "archivist", MONDAY)
        transaction.commit()
    return event.number, batch.code


def unfold(page):
    for fold in page.locator("details").all():
        fold.evaluate("one => { one.open = true; }")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_projects_fit_and_axe_is_content(
    chromium, served, project, filled, width
):
    number, batch = filled
    screens = {
        "list": "",
        "one": f"/{project}",
        "inventory": f"/{project}/muc-luc",
        "report": f"/{project}/muc-luc/{number}",
        "counts": f"/{project}/giao-nhan",
        "contractors": f"/{project}/nha-thau",
        "pace": f"/{project}/tien-do",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}/luu-tru/du-an{path}", wait_until="networkidle")
            unfold(page)
            check(page, f"backlog-{name}-{width}")
    with sitting(chromium, served, "stranger", WIDTHS[width]) as page:
        assert page.url == f"{served}/luu-tru/viec-so-hoa"
        check(page, f"backlog-own-{width}")
        page.get_by_text(batch).click()
        page.wait_for_url(f"{served}/luu-tru/lo/{batch}")
        check(page, f"backlog-own-batch-{width}")


def test_two_thousand_rows_become_files_and_papers_go_out_and_come_back(
    chromium, served, house, project, table
):
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/du-an/{project}/muc-luc")
        page.set_input_files("#file", table)
        page.click("button[value='upload']")
        page.wait_for_url("**/muc-luc/*", timeout=120_000)
        text = page.inner_text("main")
        assert "2.000" in text
        assert page.locator("tbody tr").count() == 100
        check(page, "backlog-road-report")
        page.click("button[value='good']")
        page.wait_for_load_state()
        work(house, project)
        page.reload()
        check(page, "backlog-road-made")
        page.goto(f"{served}/luu-tru/du-an/{project}/giao-nhan")
        unfold(page)
        send = page.locator("form#send")
        for name, value in {
            "which": "1-2",
            "boxes": "2",
            "files": "94",
            "sheets": "11000",
            "giver": "Nguyễn Văn A",
            "receiver": "Trần Thị B",
            "note": "Đếm lại tại kho",
        }.items():
            send.locator(f"[name='{name}']").fill(value)
        send.locator("button[value='send']").click()
        page.wait_for_load_state()
        check(page, "backlog-road-out")
        page.goto(f"{served}/luu-tru/du-an/{project}")
        check(page, "backlog-road-project")
