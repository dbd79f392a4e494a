"""Editors at the keyboard: rows, two people at once, a closed window, no script."""

from __future__ import annotations

from playwright.sync_api import expect
import pytest
import re
from tests.e2e.people import DESK


pytestmark = pytest.mark.browser

BIRTH = "1.001193"
LAND = "9.900201"
SECTIONS = (
    "chung",
    "co-quan",
    "truong-hop",
    "truong-hop/1",
    "trinh-tu",
    "cau-hoi",
    "can-cu",
    "danh-dau",
)


@pytest.fixture
def writing(people):
    """An editor with an open draft: opens one of its sections."""
    page = people.officer("biensoan")

    def go(code, section="chung"):
        page.goto(f"/danh-muc/{code}")
        begin = page.locator("button[value=begin]")
        if begin.count():
            begin.click()
        page.goto(f"/danh-muc/{code}/soan/{section}")
        return page

    return go


def press(page, name):
    """Go to a button with the tabulator key, and press it with Enter."""
    button = page.locator(f"button[value='{name}']").first
    for _step in range(200):
        if button.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"{name} is not reached by Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_every_section_of_the_editor(writing, witness):
    for section in SECTIONS:
        page = writing(BIRTH, section)
        # What is folded away has to be as good as the rest.
        page.evaluate(
            "document.querySelectorAll('details').forEach(e => e.open = true)"
        )
        witness.look(page, f"editor-{section.replace('/', '-')}")


def test_the_review_page(writing, witness):
    page = writing(BIRTH)
    page.goto(f"/danh-muc/{BIRTH}/xem-xet")
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    witness.look(page, "catalogue-review")


def test_a_row_is_added_moved_and_removed_by_keyboard(writing):
    page = writing(LAND, "can-cu")
    rows = page.locator("[id^=row-legal_basis]")
    before = rows.count()
    press(page, "add-legal_basis")
    assert rows.count() == before + 1
    assert focused(page) == f"row-legal_basis-{before}"
    # The next stop is the first field of the new row.
    page.keyboard.press("Tab")
    page.keyboard.type("12/2026/QH16")
    page.keyboard.press("Tab")
    page.keyboard.type("Luật mới")
    press(page, f"up-legal_basis-{before}")
    assert focused(page) == f"row-legal_basis-{before - 1}"
    number = page.locator(f"#at-legal_basis-{before - 1}-number")
    expect(number).to_have_value("12/2026/QH16")
    press(page, f"remove-legal_basis-{before - 1}")
    assert rows.count() == before
    assert focused(page).startswith("row-legal_basis-")


def test_enter_in_a_field_saves(writing):
    page = writing(LAND, "danh-dau")
    page.locator("#at-iso_code").fill("QT-07")
    with page.expect_navigation():
        page.locator("#at-iso_code").press("Enter")
    expect(page.locator("#at-iso_code")).to_have_value("QT-07")


def test_what_was_typed_survives_a_closed_window(writing, people, witness):
    page = writing(LAND, "chung")
    page.locator("#at-description").fill("Mô tả đang viết dở")
    expect(page.locator("[data-state]")).to_have_text(
        re.compile(r"\d\d:\d\d"), timeout=15_000
    )
    page.goto("about:blank")
    page = writing(LAND, "chung")
    expect(page.locator("#at-description")).not_to_have_value("Mô tả đang viết dở")
    witness.look(page, "editor-kept")
    page.get_by_role("link", name="Lấy lại").click()
    expect(page.locator("#at-description")).to_have_value("Mô tả đang viết dở")
    with page.expect_navigation():
        page.locator("button[value=save]").first.click()
    page = writing(LAND, "chung")
    expect(page.get_by_role("link", name="Lấy lại")).to_have_count(0)
    expect(page.locator("#at-description")).to_have_value("Mô tả đang viết dở")


def test_without_scripts_every_button_works(people, live_site, chromium):
    context = chromium.new_context(
        base_url=live_site.url, viewport=DESK, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=__ac_name]", "biensoan")
    page.fill("[name=__ac_password]", live_site.passwords["biensoan"])
    page.click("#buttons-login")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto("/danh-muc/9.900301")
    page.click("button[value=begin]")
    page.click("button[value='go-can-cu'] >> nth=0")
    page.locator("#add-legal_basis").wait_for()
    rows = page.locator("[id^=row-legal_basis]")
    before = rows.count()
    page.click("#add-legal_basis")
    expect(rows).to_have_count(before + 1)
    assert page.url.endswith(f"#row-legal_basis-{before}")
    context.close()
