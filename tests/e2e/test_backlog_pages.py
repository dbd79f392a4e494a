"""Projects of digitisation in a real browser: they fit, and axe is content."""

from __future__ import annotations

from motcua.archive.backlog import counting
from motcua.archive.backlog import importing
from motcua.archive.backlog import store
import pytest
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import workbook
from tests.dossiers.conftest import MONDAY
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.backlog.conftest import house
from tests.workbench.backlog.conftest import opened
from tests.workbench.backlog.conftest import project
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "opened", "project", "served"]


@pytest.fixture
def filled(house, project):
    """The number of a table with errors; papers are out."""
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
        transaction.commit()
    return event.number


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_projects_fit_and_axe_is_content(
    chromium, served, project, filled, width
):
    screens = {
        "list": "",
        "one": f"/{project}",
        "inventory": f"/{project}/muc-luc",
        "report": f"/{project}/muc-luc/{filled}",
        "counts": f"/{project}/giao-nhan",
        "pace": f"/{project}/tien-do",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}/luu-tru/du-an{path}", wait_until="networkidle")
            for fold in page.locator("details").all():
                fold.evaluate("one => { one.open = true; }")
            check(page, f"backlog-{name}-{width}")
