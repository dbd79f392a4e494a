"""Fonds, file lists and files in a real browser: the road of a file of paper."""

from __future__ import annotations

from motcua.archive.holdings import files
from motcua.archive.holdings import store
from motcua.archive.holdings import verification
import pytest
from tests.archive.holdings.conftest import document
from tests.e2e.test_batch_pages import access
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.holdings.conftest import house
from tests.workbench.holdings.conftest import kept
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "kept", "served"]
YEAR = 2026


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_holdings_fit_and_axe_is_content(
    chromium, served, house, kept, width
):
    screens = {
        "fonds-list": "/luu-tru/phong",
        "fonds": "/luu-tru/phong/H99",
        "lists": "/luu-tru/danh-muc",
        "list": f"/luu-tru/danh-muc/{YEAR}?phong=H99",
        "list-entry": f"/luu-tru/danh-muc/{YEAR}?phong=H99&muc=k3",
        "files": "/luu-tru/ho-so",
        "file-open": f"/luu-tru/ho-so/moi?nam={YEAR}",
        "file": f"/luu-tru/ho-so/{kept}",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}{path}", wait_until="networkidle")
            check(page, f"{name}-{width}")
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        check(page, f"file-unfolded-{width}")


def test_a_file_of_paper_from_the_list_to_its_end(chromium, served, house):
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/phong")
        access(page, "l")
        page.goto(f"{served}/luu-tru/danh-muc")
        page.fill("#nam", str(YEAR))
        access(page, "n")
        page.fill("#title", "Văn phòng")
        page.fill("#number", "I")
        page.select_option("#retention", "10-years")
        access(page, "s")
        page.get_by_role("link", name="Văn phòng").click()
        page.get_by_role("link", name="Thêm mục bên dưới").click()
        page.fill("#title", "Hồ sơ xây dựng kho")
        page.fill("#number", "1")
        page.select_option("#maker", "H99.01")
        access(page, "s")
        access(page, "l")
    with sitting(chromium, served, "leader") as page:
        page.goto(f"{served}/luu-tru/danh-muc/{YEAR}?phong=H99")
        check(page, "list-decide")
        access(page, "l")
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/danh-muc/{YEAR}?phong=H99")
        page.fill("#deed", "QĐ 12/QĐ-UBND ngày 05/01/2026")
        access(page, "l")
        page.goto(f"{served}/luu-tru/ho-so/moi?nam={YEAR}")
        page.select_option("#heading", label="— 1 Hồ sơ xây dựng kho")
        access(page, "l")
        code = page.url.rpartition("/")[2]
        assert code == f"H99.{YEAR}.1"
        scanned(house, code)
        page.reload()
        access(page, "t")
        page.locator("#describing > summary").click()
        page.fill("#f-end", "30/10/2026")
        page.fill("#f-sheets", "42")
        page.select_option("#f-numbered", "yes")
        access(page, "s")
        access(page, "l")
        check(page, "file-closed")
    transaction.begin()
    with site(house):
        found = files.view(store.file(house, code))
        assert (found.state, found.count) == ("closed", 2)
        assert verification.verify(house).faults == []


def scanned(house, code):
    """Let two signed documents of the file come from a batch."""
    transaction.begin()
    with site(house):
        for number in (1, 2):
            document(house, code, number, number=str(number), date="2026-03-05")
        transaction.commit()
