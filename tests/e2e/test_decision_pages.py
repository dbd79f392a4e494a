"""Corrections, decisions for many dossiers and reminders in a real browser."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.processes import book
from motcua.dossiers.states import fold
from motcua.organisation import calendars
from motcua.storage import worker
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import receive
from tests.desk.many.test_moving import CODE
from tests.desk.many.test_moving import NEW
from tests.desk.many.test_moving import OLD
from tests.desk.test_reminding import early
from tests.dossiers.conftest import UNIT
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
import transaction
from zope.component.hooks import setSite


pytestmark = pytest.mark.browser
MANY = "/desk/nhieu-ho-so"


@pytest.fixture
def busy(house, monkeypatch):  # noqa: F811
    """A house with dossiers on a way, late ones, and a calendar that changed."""
    for process in (OLD, NEW):
        book.keep(house, process)
    first = date(2026, 1, 1)
    book.made_shelf(house, CODE).rows = tuple(
        book.Row(process.digest, first, deed=process.deed) for process in (OLD, NEW)
    )
    monkeypatch.setattr(
        "motcua.dossiers.receipt.book.in_force",
        lambda _site, code, *_more: OLD if code == CODE else None,
    )
    found = sorted(receive(house) for _number in range(3))
    act(find(house, found[1]), "complete", "reception")
    early(house, 14)
    days = [datetime.now(UTC).date() + timedelta(days=n) for n in range(1, 5)]
    off = [{"date": f"{day}", "reason": "Bão", "decision": "QĐ 5"} for day in days]
    login(house, TEST_USER_NAME)
    calendars.put(UNIT, {"name": "Nghỉ bão", "off": off}, first, deed="QĐ 5")
    transaction.commit()
    logout()
    return found


def follow(page, button):
    """Press a button with the keyboard and wait for the page behind it."""
    with page.expect_navigation():
        page.locator(button).press("Enter")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_every_screen_fits_and_axe_finds_nothing(chromium, served, busy, width):  # noqa: F811
    paths = {
        "many": MANY,
        "storm": f"{MANY}/tam-dung?xem=1",
        "resume": f"{MANY}/tiep-tuc?xem=1",
        "calendars": f"{MANY}/lich",
        "moving": f"{MANY}/chuyen/{CODE}/{NEW.digest}?xem=1",
        "reminders": "/desk/nhac-viec",
        "way": f"/desk/ho-so/{busy[1]}",
    }
    with sitting(chromium, served, "supervisor", WIDTHS[width]) as page:
        for name, path in paths.items():
            page.goto(served + path)
            check(page, f"{name}-{width}")
        page.goto(served + paths["way"])
        for each in page.locator("section[aria-labelledby=way] summary").all():
            each.press("Enter")
        check(page, f"way-drawn-{width}")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_a_correction_by_keyboard(chromium, served, busy, house, width):  # noqa: F811
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}/desk/ho-so/{busy[0]}")
        with page.expect_navigation():
            page.get_by_role("link", name="Đính chính nội dung ghi sai").press("Enter")
        check(page, f"correct-choice-{width}")
        for part in ("persons", "papers", "received"):
            page.locator(f"#sua-{part}").press("Space")
        follow(page, "form[action$='dinh-chinh'] button")
        page.fill("#applicant-name", "Nguyễn Văn Đúc")
        page.fill("#received", "2026-11-10T08:15")
        check(page, f"correct-form-{width}")
        follow(page, "button[value=look]")
        assert page.locator("#problem li").count() == 1, "a reason is asked for"
        page.fill("#reason", "Gõ sai tên và ngày")
        follow(page, "button[value=look]")
        check(page, f"correct-preview-{width}")
        told = page.locator("section[aria-labelledby=dates] b").first.inner_text()
        follow(page, "button[value=record]")
        assert "Đã đính chính" in page.inner_text(".told")
        assert told in page.inner_text("dd.due")
    transaction.begin()
    view = fold(find(house, busy[0]))
    assert view.person("applicant").name == "Nguyễn Văn Đúc"


def test_a_storm_by_keyboard(chromium, served, busy, house):  # noqa: F811
    with sitting(chromium, served, "supervisor") as page:
        page.goto(f"{served}{MANY}")
        with page.expect_navigation():
            page.get_by_role("link", name="Tạm dừng nhiều hồ sơ", exact=True).press(
                "Enter"
            )
        follow(page, "button[name=xem]")
        shown = page.locator("td .code").all_inner_texts()
        assert set(busy) < set(shown)
        page.select_option("#reason_code", "disaster")
        page.fill("#deed", "QĐ 99/QĐ-UBND ngày 26/11/2026")
        page.fill("#reason", "Bão số 9, trụ sở ngập")
        follow(page, "#decide button")
        check(page, "result-waiting-1366")
        setSite(house)
        worker.drain()
        with page.expect_navigation():
            page.reload()
        check(page, "result-1366")
        assert page.locator("td .code").all_inner_texts() == shown
        page.set_viewport_size({"width": 320, "height": 800})
        check(page, "result-320")
    transaction.begin()
    assert all(find(house, code).suspended for code in shown)


@pytest.mark.parametrize("width", ["320", "1366"])
def test_what_a_storm_left_out_is_chosen_again(chromium, served, busy, house, width):  # noqa: F811
    with sitting(chromium, served, "supervisor", WIDTHS[width]) as page:
        page.goto(f"{served}{MANY}/tam-dung?xem=1")
        page.select_option("#reason_code", "disaster")
        page.fill("#deed", "QĐ 99/QĐ-UBND ngày 26/11/2026")
        page.fill("#reason", "Bão số 9, trụ sở ngập")
        follow(page, "#decide button")
        setSite(house)
        moved = find(house, busy[0])
        act(moved, "complete", "reception", data={"step": moved.tasks[0].key})
        transaction.commit()
        worker.drain()
        with page.expect_navigation():
            page.reload()
        check(page, f"result-left-out-{width}")
        with page.expect_navigation():
            page.get_by_role("link", name="Chọn lại những hồ sơ").press("Enter")
        assert page.locator("td .code").all_inner_texts() == [busy[0]]
        check(page, f"storm-again-{width}")
