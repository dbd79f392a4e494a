"""My work in the browser: a number leads to its list, many are chosen by keyboard."""

from __future__ import annotations

import pytest
from tests.desk.conftest import house
from tests.desk.conftest import receive
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting


pytestmark = pytest.mark.browser
__all__ = ["house", "served"]


def rows(page):
    """Return how many dossiers the list of a page has."""
    return page.locator("table.list tbody tr").count()


def test_each_counter_is_clicked_through_to_its_list(chromium, served, house):
    for _number in range(3):
        receive(house)
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk")
        for band, number in (("in_time", 3), ("late", 0), ("all", 3)):
            page.locator(f".bands .counter.{band}").click()
            page.wait_for_load_state()
            current = page.locator(f".bands .counter.{band}[aria-current]")
            assert str(number) in current.locator("b").inner_text()
            assert rows(page) == number


def test_many_are_chosen_and_forwarded_by_keyboard_alone(chromium, served, house):
    codes = [receive(house) for _number in range(2)]
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk")
        every = page.get_by_label("Chọn mọi dòng của trang này")
        every.focus()
        page.keyboard.press("Space")
        boxes = page.locator("input[name=hs]")
        assert all(boxes.nth(number).is_checked() for number in range(2))
        page.locator("button[value=danh-dau]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/nhieu-ho-so/lam?**")
        assert rows(page) == 2
        page.locator("select[name=to]").focus()
        page.keyboard.press("ArrowDown")
        page.locator("#decide button.main").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/ket-qua/*")
        told = page.locator("table.list").inner_text()
        assert all(code in told for code in codes)


def test_what_is_done_with_ticked_rows_stays_in_sight(chromium, served, house):
    for _number in range(14):
        receive(house)
    with sitting(chromium, served, "reception") as page:
        page.goto(f"{served}/desk")
        button = page.locator("button[value=danh-dau]")
        first = page.locator("input[name=hs]").first
        first.check()
        box, bar = button.bounding_box(), first.bounding_box()
        assert box["y"] + box["height"] <= 768 and bar["y"] < box["y"]
        # Who goes on with the keyboard sees the row that has the focus.
        for _number in range(24):
            page.keyboard.press("Tab")
            here = page.evaluate(
                "() => { const a = document.activeElement; if (!a.closest('table')) "
                "return null; const r = a.getBoundingClientRect(); return "
                "document.elementFromPoint(r.x + 4, r.y + r.height / 2).closest('td') "
                "=== a.closest('td'); }"
            )
            assert here in (None, True)


def test_a_printed_list_has_its_headings_above_their_columns(chromium, served, house):
    receive(house)
    with sitting(chromium, served, "reception", (720, 1000)) as page:
        page.goto(f"{served}/desk")
        page.emulate_media(media="print")
        shown = page.evaluate(
            "() => ['th', 'td'].map(name => Array.from("
            "document.querySelectorAll(`table.list tr:first-child > ${name}`))"
            ".filter(each => each.offsetParent).map(each => each.offsetLeft))"
        )
        assert shown[0] == shown[1]
        assert len(shown[0]) == 6
        assert not page.locator(".bulk").is_visible()
