"""The counter in a real browser: scans that go astray, a dead window, print."""

from __future__ import annotations

import pytest
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import receive
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import wait_for_focus
from tests.e2e.test_desk_pages import WIDTHS


pytestmark = pytest.mark.browser
HERE = "/desk/tiep-nhan/1.001193"
CARD = "001157000123||Nguyen Thi Hoa|30041957|Nu|So 3 Ben Xanh|01012021"

#: Types as a scanner does: all keys within one turn of the browser, then Enter.
BURST = """
text => {
  for (const key of [...text, "Enter"]) {
    const field = document.activeElement;
    const event = { key, bubbles: true, cancelable: true };
    const goes = field.dispatchEvent(new KeyboardEvent("keydown", event));
    if (goes && key.length === 1 && "value" in field) {
      field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.dispatchEvent(new KeyboardEvent("keyup", event));
  }
}
"""


def at_form(page, served):  # noqa: F811
    page.goto(served + HERE)
    wait_for_focus(page, "applicant-name")


def test_a_card_scanned_anywhere_fills_its_person_and_sends_nothing(chromium, served):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        page.locator("#note").focus()
        page.keyboard.type("Ghi ")
        page.wait_for_timeout(50)
        with page.expect_navigation():
            page.evaluate(BURST, CARD)
        assert page.input_value("#applicant-name") == "Nguyen Thi Hoa"
        assert page.input_value("#applicant-birth") == "30/04/1957"
        assert page.input_value("#note") == "Ghi"
        assert page.url.endswith(HERE)
        wait_for_focus(page, "papers")
        page.keyboard.press("Enter")  # marks all papers and sends nothing
        assert page.input_value("[name=paper-1-form]") == "original"
        assert page.evaluate("document.activeElement.name") == "print"
        check(page, "counter-card-1366")


def test_a_code_scanned_into_a_half_filled_form_opens_beside_it(
    chromium,
    served,  # noqa: F811
    house,  # noqa: F811
):
    code = receive(house)
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        page.keyboard.type("Hoa")
        page.wait_for_timeout(50)
        with page.expect_popup() as opened:
            page.evaluate(BURST, code)
        opened.value.wait_for_url(f"**/desk/ho-so/{code}")
        assert page.input_value("#applicant-name") == "Hoa"
        assert page.url.endswith(HERE)


def test_a_code_scanned_anywhere_opens_its_dossier(chromium, served, house):  # noqa: F811
    code = receive(house)
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        with page.expect_navigation():
            page.evaluate(BURST, code)
        assert page.url.endswith(f"/desk/ho-so/{code}")


def test_what_was_typed_before_the_window_died_is_offered(chromium, served):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        page.keyboard.type("Nguyen Thi Hoa")
        page.wait_for_function(
            "() => document.querySelector('form[data-keep] [data-state]').textContent"
        )
        page.close(run_before_unload=False)
    with sitting(chromium, served, "reception", WIDTHS["320"]) as page:
        page.goto(served + "/desk/tiep-nhan")
        check(page, "counter-drafts-320")
        page.locator("button[name=restore]").first.click()
        page.wait_for_selector("#applicant-name")
        assert page.input_value("#applicant-name") == "Nguyen Thi Hoa"
        check(page, "counter-restored-320")


def test_one_key_saves_and_shows_the_slip_for_the_printer(chromium, served):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        page.keyboard.type("Hoa")
        press_access_key(page, "i")
        page.wait_for_url("**/da-nhan")
        page.wait_for_function("() => document.activeElement.id === 'print'")
        page.wait_for_function("() => window.printed === 1")
        check(page, "counter-received-1366")
        # The frame holds the slip of this dossier; the viewer in it is the browser's.
        frame = page.locator("iframe[data-print]").get_attribute("src")
        assert page.context.request.get(served + frame).ok


def test_papers_that_are_missing_are_counted_while_they_are_chosen(chromium, served):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        missing = page.locator("[data-not-given]")
        before = int(missing.inner_text())
        page.select_option("[name=paper-1-form]", "original")
        assert int(missing.inner_text()) == before - 1
        page.select_option("[name=paper-1-form]", "")
        assert int(missing.inner_text()) == before


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768)])
def test_what_an_officer_presses_is_in_sight_before_anything_is_scrolled(
    chromium,
    served,  # noqa: F811
    size,
):
    with sitting(chromium, served, "reception", size) as page:
        at_form(page, served)
        head = page.locator("header.head").bounding_box()["height"]
        assert head < 100
        buttons = page.locator("aside.promise button")
        assert buttons.count() == 4
        for button in buttons.all():
            box = button.bounding_box()
            assert box["y"] + box["height"] <= size[1], button.inner_text()
        aside = "e => [e.scrollHeight, e.clientHeight]"
        assert len(set(page.locator("aside.promise").evaluate(aside))) == 1


def test_what_drops_from_the_head_goes_up_again_by_keyboard(chromium, served):  # noqa: F811
    with sitting(chromium, served, "reception") as page:
        at_form(page, served)
        more = page.locator(".doors summary")
        more.press("Enter")
        page.wait_for_selector(".doors [href='/desk/cai-dat']")
        check(page, "counter-more-1366")
        page.locator(".doors [href='/desk/cai-dat']").press("Escape")
        page.wait_for_selector(".doors [href='/desk/cai-dat']", state="hidden")
        assert more.evaluate("e => e === document.activeElement")
