"""What is done while the citizen waits, in a real browser: the form and its book."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.dossiers.cash import books
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import house  # noqa: F401
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import UNIT
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import wait_for_focus
from tests.e2e.test_desk_pages import WIDTHS
import transaction


pytestmark = pytest.mark.browser
HERE = "/desk/tra-ngay"


@pytest.fixture
def copies(house):  # noqa: F811
    """A counter that certifies copies and keeps a book of two receipts."""
    login(house, TEST_USER_NAME)
    build_procedure(house, "2.000815", "in the day")
    now = datetime.now(UTC)
    books.register(
        house, UNIT, "reception", "BL/26", "0000011", "0000012", "supervisor", now
    )
    transaction.commit()
    logout()


def serve(page, *typed):
    """Type into name, pages, copies with Enter between them; Alt+L enters it."""
    wait_for_focus(page, "name")
    for text, then in zip(typed, ("pages", "copies", None), strict=True):
        page.keyboard.type(text)
        if then:
            page.keyboard.press("Enter")
            wait_for_focus(page, then)
    with page.expect_navigation():
        press_access_key(page, "l")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_copies_are_entered_by_keyboard_until_the_receipts_end(
    chromium,
    served,  # noqa: F811
    copies,
    width,
):
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}{HERE}/so")
        check(page, f"spot-book-empty-{width}")
        page.goto(served + HERE)
        wait_for_focus(page, "name")
        check(page, f"spot-{width}")
        serve(page, "Lê Thị Sò", "mười", "2")
        page.wait_for_selector("#problems")
        page.wait_for_function("() => document.activeElement.id === 'problems'")
        assert page.input_value("#name") == "Lê Thị Sò"
        check(page, f"spot-refused-{width}")
        page.locator("#problems a").press("Enter")
        wait_for_focus(page, "pages")
        page.fill("#pages", "3")
        with page.expect_navigation():
            press_access_key(page, "k")
        assert "10.000 đồng" in page.locator(".told").inner_text()
        check(page, f"spot-checked-{width}")
        with page.expect_navigation():
            press_access_key(page, "l")
        assert "1/2026 SCT/BS" in page.locator(".told").inner_text()
        serve(page, "Trần Văn Nghêu", "1", "1")
        assert "2/2026 SCT/BS" in page.locator(".told").inner_text()
        check(page, f"spot-entered-{width}")
        serve(page, "Võ Thị Hến", "1", "1")
        assert "BL/26 0000011 - 0000012" in page.locator("#problems").inner_text()
        with page.expect_navigation():
            page.get_by_role("link", name="Sổ hôm nay").press("Enter")
        rows = page.locator("table.list tbody tr").all_inner_texts()
        assert ["0000011" in rows[0], "0000012" in rows[1]] == [True, True]
        assert "12.000 đồng" in page.locator("main").inner_text()
        check(page, f"spot-book-{width}")
        page.fill("#ngay", "2026-01-05")
        with page.expect_navigation():
            page.locator("#ngay").press("Enter")
        assert page.locator("table.list").count() == 0
