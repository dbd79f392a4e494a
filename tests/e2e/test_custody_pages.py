"""Paper stores in a real browser: no scan is lost, screens fit, axe is content."""

from __future__ import annotations

from motcua.archive.custody import counting
from motcua.archive.custody import paper
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from playwright.sync_api import expect
import pytest
from tests.dossiers.conftest import MONDAY
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.custody.conftest import house
from tests.workbench.custody.conftest import papers
from tests.workbench.custody.conftest import stored
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "papers", "served", "stored"]


@pytest.fixture
def counted(house, stored):
    """The code of a stocktaking that goes on; one file is out, one lies wrong."""
    first, second = stored
    with site(house):
        for code in stored:
            one = holdings.file(house, code)
            paper.put(house, one, "HOP-1", "archivist", MONDAY)
        told = ("Trần Thị B", "Đối chiếu hồ sơ đất", None, "archivist", MONDAY)
        paper.lend(house, holdings.file(house, first), *told)
        transaction.commit()
        one = counting.begin(house, "GIA-1", "archivist", MONDAY)
        codes = ("HOP-1", first, "LA-77")
        counting.scan(house, one, codes, "archivist", MONDAY)
        transaction.commit()
    assert second
    return one.code


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_paper_fit_and_axe_is_content(
    chromium, served, stored, counted, width
):
    screens = {
        "overview": "",
        "store": "/KHO-1",
        "shelf": "/GIA-1",
        "box": "/HOP-1",
        "station": "/quet?chon=HOP-1",
        "lending": "/quet?muon=1",
        "loans": "/muon",
        "loan": f"/muon/{stored[0]}",
        "paper": f"/muon/{stored[1]}",
        "counts": "/kiem-ke",
        "count": f"/kiem-ke/{counted}",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}/luu-tru/kho{path}", wait_until="networkidle")
            for fold in page.locator("main details").all():
                fold.evaluate("one => { one.open = true; }")
            check(page, f"custody-{name}-{width}")
        page.goto(f"{served}/luu-tru/ho-so/{stored[0]}", wait_until="networkidle")
        check(page, f"custody-file-{width}")


def test_a_scanner_that_is_faster_than_the_house_loses_no_code(
    chromium, served, house, stored
):
    with sitting(chromium, served, "archivist", WIDTHS["1366"]) as page:
        page.goto(f"{served}/luu-tru/kho/quet", wait_until="networkidle")
        for code in ("HOP-1", *stored, "LA-77"):
            page.keyboard.type(code)
            page.keyboard.press("Enter")
        expect(page.locator("#told")).to_contain_text("LA-77", timeout=60_000)
        expect(page.locator("#code")).to_be_focused()
        latest = page.locator("[data-part=latest]")
        for code in stored:
            expect(latest).to_contain_text(code)
        latest.get_by_role("button").first.click()
        expect(page.locator("#told")).to_contain_text("Đã hoàn tác")
    transaction.begin()
    boxes = [files.view(holdings.file(house, code)).lying.box for code in stored]
    assert boxes == ["HOP-1", ""]
