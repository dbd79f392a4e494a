"""Internal processes in a browser: by keyboard, without scripts, narrow and wide."""

from __future__ import annotations

from motcua.base import vietnam
import pytest
from tests.e2e.people import follow


BIRTH = "9.900106"
BARE = "9.900303"
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1366, "height": 768}


@pytest.fixture
def writer(people):
    """The editor of procedures in a window without scripts."""
    page = people.window(java_script_enabled=False)
    page.goto(f"{people.site.url}/login")
    page.fill("[name=__ac_name]", "biensoan")
    page.fill("[name=__ac_password]", people.site.passwords["biensoan"])
    page.click("#buttons-login")
    page.wait_for_url(lambda address: "/login" not in address)
    yield page
    page.context.close()


def press(page, value):
    """Press a button with the keyboard, after its menu was opened with it."""
    button = page.locator(f"button[value='{value}']")
    if not button.is_visible():
        button.locator("xpath=ancestor::details[1]/summary").press("Enter")
    with page.expect_navigation():
        button.press("Enter")


def test_a_process_is_written_by_keyboard_without_scripts(writer):
    writer.goto(f"/quy-trinh/{BARE}")
    writer.select_option("#from", "mot-phong")
    press(writer, "begin")
    before = writer.locator("ol.parts > li").count()
    press(writer, "after:way-1")
    assert writer.locator("ol.parts > li").count() == before + 1
    follow(writer.get_by_role("link", name="Bước mới"))
    writer.fill("#at-title", "Đo đạc tại thực địa")
    writer.fill("#at-department", "H99.04")
    with writer.expect_navigation():
        writer.get_by_role("button", name="Lưu").press("Enter")
    assert "Đo đạc tại thực" in writer.locator(".drawing svg").text_content()
    press(writer, "beside:way-2")
    assert "Thực hiện đồng thời" in writer.locator("ol.parts").inner_text()
    writer.goto(f"/quy-trinh/{BARE}/thu")
    # The new steps stand in the way of stories that do not know them.
    assert writer.get_by_text("không đạt").count()


@pytest.mark.parametrize(
    "path", ["", f"/{BIRTH}", f"/{BARE}", f"/{BARE}/soan", f"/{BARE}/thu"]
)
def test_pages_fit_a_narrow_window_and_only_the_picture_scrolls(people, path):
    page = people.officer("biensoan")
    page.set_viewport_size(NARROW)
    page.goto(f"/quy-trinh{path}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"]
    page.set_viewport_size(WIDE)


def test_a_process_in_force_is_shown_to_those_who_keep_it(people):
    page = people.officer("congbo")
    page.goto(f"/quy-trinh/{BIRTH}")
    follow(page.locator(".picks a").first)
    assert page.locator(".drawing svg title").text_content()
    assert f"{vietnam.today():%d/%m/%Y}" in page.locator("dl.facts").inner_text()
    assert page.locator("dl.facts").inner_text().count("✓") >= 3
