"""Hand-over in a real browser: the archive takes files over by keys alone."""

from __future__ import annotations

from datetime import date
from motcua.archive.handover import holdback
from motcua.archive.handover import leaving
from motcua.archive.handover import lists
from motcua.archive.handover import store
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.e2e.test_batch_pages import access
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.handover.conftest import before
from tests.workbench.handover.conftest import closed
from tests.workbench.handover.conftest import house
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["before", "closed", "house", "served"]


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_handover_fit_and_axe_is_content(
    chromium, served, house, before, width
):
    with site(house):
        from tests.archive.handover.conftest import a_file

        kept = a_file(house)
        holdback.ask(house, [kept.code], date(2028, 1, 1), "Cần", "handler", MONDAY)
        told = ("archivist", "handler", "QĐ 3/QĐ-SNV")
        left = leaving.draw_up(house, told[0], LAND, told[1], told[2], "leader", MONDAY)
        transaction.commit()
    screens = {
        "due": "/luu-tru/nop",
        "inventory": f"/luu-tru/nop/{before}",
        "review": f"/luu-tru/nop/{before}/xet",
        "held-back": "/luu-tru/nop/giu-lai",
        "leavings": "/luu-tru/nop/ban-giao",
        "leaving": f"/luu-tru/nop/ban-giao/{left.code}",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}{path}", wait_until="networkidle")
            check(page, f"handover-{name}-{width}")
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        check(page, f"handover-unfolded-{width}")


def test_files_are_taken_over_and_returned_by_keys(chromium, served, house, before):
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/nop/{before}")
        access(page, "x")
        access(page, "k")
        access(page, "a")
        page.press("body", "Alt+r")
        page.select_option("#why", "sheet")
        page.fill("#words", "Thiếu tờ 17")
        page.press("#words", "Enter")
        page.wait_for_load_state("networkidle")
        access(page, "a")
        check(page, "handover-decided")
        access(page, "l")
    transaction.begin()
    with site(house):
        found = lists.view(store.inventory(house, before))
        assert found.state == lists.DRAWN
        assert sorted(found.items.values()) == ["accepted", "accepted", "returned"]
