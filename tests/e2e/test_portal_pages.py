"""Public pages in a real browser: for everybody, narrow, wide, without scripts.

The pages come from a server of this test, over the functional layer.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from motcua.dossiers import tracking
import pytest
from tests.portal.conftest import filled  # noqa: F401
from tests.portal.conftest import visitor  # noqa: F401
from tests.portal.reading.history_samples import CHANGED
from tests.portal.reading.history_samples import ENDED
from tests.portal.reading.history_samples import RICH
from tests.portal.reading.history_samples import WAITING
from tests.portal.reading.test_reading import dated  # noqa: F401
from tests.portal.samples import BIRTH
from tests.portal.test_tracking import CODE
from tests.portal.test_tracking import followed
from tests.portal.test_tracking import PIN
import threading
from waitress.server import create_server


pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "home in English": "/en",
    "list": "/vi/thu-tuc",
    "narrowed list": "/en/procedures?q=dang+ky&level=commune",
    "nothing found": "/vi/thu-tuc?q=zzzzqqqq",
    "nothing certain": "/vi/thu-tuc?q=giay+chung+sinh+cho+meo+con+xa+tan+phu",
    "misspelt": "/vi/thu-tuc?q=khai+xinh",
    "procedure": f"/vi/thu-tuc/{BIRTH}",
    "procedure in English": f"/en/procedures/{BIRTH}",
    "procedure that has changed": f"/vi/thu-tuc/{CHANGED}",
    "as of a day": f"/vi/thu-tuc/{CHANGED}?on=2024-06-01",
    "a day that is none": f"/en/procedures/{CHANGED}?on=x",
    "ended": f"/vi/thu-tuc/{ENDED}",
    "ended in English": f"/en/procedures/{ENDED}",
    "history": f"/vi/thu-tuc/{CHANGED}/lich-su",
    "history in English": f"/en/procedures/{CHANGED}/history",
    "comparison": f"/vi/thu-tuc/{RICH}/so-sanh",
    "comparison in English": f"/en/procedures/{RICH}/compare",
    "everything a procedure can say": f"/vi/thu-tuc/{RICH}",
    "large letters": f"/vi/thu-tuc/{RICH}?size=18",
    "waiting": f"/vi/thu-tuc/{WAITING}",
    "fields": "/vi/linh-vuc",
    "tracking": "/vi/tra-cuu",
    "tracking in English": "/en/tracking",
    "units": "/vi/co-quan",
    "one unit": "/vi/co-quan/H99.01",
    "a question": f"/vi/thu-tuc/{BIRTH}/chuan-bi",
    "the place": f"/en/procedures/{BIRTH}/checklist?by=counter",
    "checklist": f"/vi/thu-tuc/{BIRTH}/chuan-bi?by=counter&at=H99.11.01",
    "checklist in large print": f"/vi/thu-tuc/{BIRTH}/chuan-bi?by=counter&at=-&size=18",
    "help": "/vi/tro-giup",
    "feedback": f"/vi/gop-y/{BIRTH}",
    "missing": "/vi/khong-co",
}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": [
            "wcag2a",
            "wcag2aa",
            "wcag21a",
            "wcag21aa",
            "wcag22aa",
            "best-practice",
        ],
    }
}
SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input, summary")]
  .filter(e => !e.closest("p, .skip, .results, .breadcrumbs") && e.offsetParent)
  // A finger that hits the label of a choice hits the choice.
  .map(e => ["radio", "checkbox"].includes(e.type) && e.closest("label") || e)
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
  .filter(([name, height]) => height < 43.5)
"""


@pytest.fixture
def address(dated, visitor, monkeypatch):  # noqa: F811
    """Where the sample site answers; one dossier can be tracked there."""

    def follow(site, code, factor, client, now):
        return followed() if (code, factor) == (CODE, PIN) else None

    monkeypatch.setattr(tracking, "follow", follow)
    server = create_server(visitor.app, host="127.0.0.1", port=0, threads=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://localhost:{server.effective_port}"
    server.close()
    thread.join(5)


def faults(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page(chromium, address, width):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for name, path in PAGES.items():
        page.goto(address + path)
        assert faults(page) == [], name
    page.close()


def test_axe_finds_nothing_in_the_answers_to_the_tracking_form(chromium, address):
    page = chromium.new_page()
    for factor, shown in ((PIN, "#status"), ("0000", "[role=alert]")):
        page.goto(f"{address}/vi/tra-cuu")
        page.fill("#code", CODE)
        page.fill("#factor", factor)
        page.click("form.form button")
        assert page.is_visible(shown)
        assert page.url == f"{address}/vi/tra-cuu"
        assert faults(page) == []
    page.close()


def test_no_page_is_wider_than_a_small_telephone(chromium, address):
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    for name, path in PAGES.items():
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, name
    page.close()


def test_fingers_hit_what_they_aim_at(chromium, address):
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    for name, path in PAGES.items():
        page.goto(address + path)
        assert page.evaluate(SMALL_TARGETS) == [], name
    page.close()


def test_a_procedure_is_found_without_scripts_by_keyboard_alone(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#content"
    for _number in range(20):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("name") == "q":
            break
    page.keyboard.type("dang ky khai sinh")
    page.keyboard.press("Enter")
    page.locator(".results a").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Đăng ký khai sinh"
    context.close()


def test_the_browser_loads_nothing_but_the_page_its_sheet_and_its_mark(
    chromium, address
):
    page = chromium.new_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{address}/vi/thu-tuc/{BIRTH}", wait_until="networkidle")
    assert all(url.startswith(address) for url in loaded)
    assert len(loaded) <= 3
    assert messages == []
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_suggestions_are_chosen_by_keyboard_and_read_aloud(chromium, address, width):
    page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{address}/vi")
    box = page.locator("#q")
    box.press_sequentially("khai s", delay=20)
    options = page.locator("[role=option]")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    results = Axe().run(page, options=RULES)
    assert results.response["violations"] == []
    box.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("Enter")
    page.wait_for_url("**/thu-tuc?q=khai+s")


def test_a_title_among_the_suggestions_leads_to_its_procedure(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/vi/thu-tuc")
    page.locator("#q").press_sequentially("dang ky khai sinh", delay=10)
    option = page.locator("[role=option]", has_text="Đăng ký khai sinh").first
    option.click()
    page.wait_for_url(f"**/vi/thu-tuc/{BIRTH}")
