"""Five tasks of a citizen on a cheap telephone with a bad connection.

Find, compare, make a checklist, print it, report a fault: by keyboard alone, with
scripts off, at 400 kbit/s with 150 ms on the way, in a window of 640 pixels enlarged
to 200 %. Browsers enlarge by giving the page half the width: 320 CSS pixels with two
device pixels each, and that is what is set here. When the first screen of every page
was painted is printed; what it weighs has to fit through such a line in three seconds.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
import io
import pikepdf
from PIL import Image
import pytest
import sys
from tests.e2e.test_portal_pages import RULES
import zxingcpp


pytestmark = pytest.mark.browser

WIDTH = 320
ZOOM = 2
BYTES_PER_SECOND = 400_000 / 8
LATENCY = 150
#: Three seconds of such a line, less the way there and back twice.
HEAVIEST = int(BYTES_PER_SECOND * (3 - 4 * LATENCY / 1000))
#: More stops than this between two things is no way to use a keyboard.
STOPS = 120
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
LOADED = """() => performance.getEntriesByType('navigation')[0].duration"""
WEIGHT = """
() => [...performance.getEntriesByType("navigation"),
       ...performance.getEntriesByType("resource")]
  .reduce((sum, each) => sum + each.transferSize, 0)
"""


class Citizen:
    """Somebody who presses keys and waits for pages."""

    def __init__(self, browser, site):
        self.context = browser.new_context(
            base_url=site.url,
            viewport={"width": WIDTH, "height": 568},
            device_scale_factor=ZOOM,
            java_script_enabled=False,
            locale="vi-VN",
        )
        self.context.set_default_timeout(60_000)
        self.closer = browser.new_page(
            base_url=site.url, viewport={"width": WIDTH, "height": 568}
        )
        self.posted = False
        self.page = self.context.new_page()
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        # Everybody comes for the first time to every page.
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY,
                "downloadThroughput": BYTES_PER_SECOND,
                "uploadThroughput": BYTES_PER_SECOND,
            },
        )
        self.times = []
        self.faults = []

    def arrive(self):
        """Note how long the page took, and what is wrong with it."""
        self.page.wait_for_load_state("load")
        page = self.page
        # Painting follows loading by a frame or two, on a busy machine by more.
        for _look in range(100):
            if page.evaluate(PAINT):
                break
            page.wait_for_timeout(100)
        name = page.url.rpartition("//")[2].partition("/")[2].partition("?")[0]
        painted, loaded = round(page.evaluate(PAINT)), round(page.evaluate(LOADED))
        self.times.append((name or "/", painted, loaded))
        weight = page.evaluate(WEIGHT)
        if not 0 < weight <= HEAVIEST:
            self.faults.append((page.url, f"{weight} bytes"))
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > WIDTH:
            self.faults.append((page.url, f"{wide} px wide"))
        self.look_closely()

    def look_closely(self):
        """Ask axe-core, which is a script, in a window that runs scripts."""
        self.closer.goto(self.page.url)
        if self.posted:
            self.closer.set_content(self.page.content())
        found = Axe().run(self.closer, options=RULES).response["violations"]
        self.faults += [(self.page.url, each["id"], each["help"]) for each in found]

    def go(self, path):
        """Type an address."""
        self.page.goto(path)
        self.arrive()

    def tab(self, selector):
        """Press Tab until the thing has the focus."""
        for _stop in range(STOPS):
            self.page.keyboard.press("Tab")
            if (
                self.page.locator(f"{selector}")
                .and_(self.page.locator(":focus"))
                .count()
            ):
                return
        raise AssertionError(f"{selector}: not reached on {self.page.url}")

    def enter(self):
        """Press Enter and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.arrive()

    def follow(self, selector):
        """Go to a link and press Enter."""
        self.tab(selector)
        self.enter()

    def choose(self, name, value):
        """Choose an answer with Tab and the arrow keys, and go on with Enter."""
        self.tab(f'input[name="{name}"]')
        for _option in range(20):
            focused = self.page.locator(":focus")
            if focused.get_attribute("value") == value:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        self.enter()

    def type_into(self, selector, text):
        """Go to a field and type."""
        self.tab(selector)
        self.page.keyboard.type(text)

    @property
    def text(self):
        """What stands in the main part of the page."""
        return " ".join(self.page.locator("main").inner_text().split())


@pytest.fixture
def citizen(chromium, live_site):
    """A citizen; at the end every page was light and free of faults."""
    found = Citizen(chromium, live_site)
    yield found
    found.context.close()
    found.closer.close()
    for name, painted, loaded in found.times:
        sys.stdout.write(f"{painted:5d} ms painted, {loaded:5d} ms loaded: {name}\n")
    assert found.faults == []


def test_a_citizen_finds_a_procedure(citizen):
    citizen.go("/")
    citizen.type_into("input[name=q]", "dang ky khai sinh cho con")
    citizen.enter()
    citizen.follow('.results a[href*="1.001193"]')
    assert "Đăng ký khai sinh" in citizen.page.locator("h1").inner_text()


def test_a_citizen_compares_variants(citizen):
    citizen.go("/vi/thu-tuc/9.900301")
    citizen.follow('a[href$="/so-sanh"]')
    for case in ("Xây mới", "Sửa chữa, cải tạo", "Di dời"):
        assert case in citizen.text


def prepare(citizen):
    """Answer the questions for a house that is repaired by its owner's brother."""
    citizen.go("/vi/thu-tuc/9.900301")
    citizen.follow('a[href*="/chuan-bi"]')
    citizen.choose("q.viec", "sua")
    citizen.choose("by", "counter")
    citizen.choose("q.lien-ke", "khong")
    citizen.choose("q.tu-nop", "khong")
    citizen.choose("pay", "2")
    citizen.type_into("input[name=near]", "con noi")
    citizen.enter()
    citizen.choose("at", "H99.31.01")


def test_a_citizen_makes_a_checklist(citizen):
    prepare(citizen)
    titles = citizen.page.locator(".ticks b").all_inner_texts()
    assert titles == [
        "Đơn đề nghị cấp giấy phép xây dựng",
        "Giấy tờ về quyền sử dụng đất",
        "Bộ bản vẽ thiết kế",
        "Ảnh chụp hiện trạng công trình",
        "Căn cước hoặc hộ chiếu của người nộp",
        "Văn bản ủy quyền",
        "Thẻ hoặc quyết định công nhận người có công",
    ]
    code = citizen.page.locator(".qr svg").screenshot()
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code)))
    assert read.text.partition("?")[0] == citizen.page.url.partition("?")[0]
    assert "at=H99.31.01" in read.text
    assert "&v=" in read.text
    for fact in ("0 đồng", "8 ngày làm việc", "xã Bãi Dài", "0299 399 9101", "dốc"):
        assert fact in citizen.text


def pages_of(citizen):
    with pikepdf.open(io.BytesIO(citizen.page.pdf(format="A4"))) as pdf:
        return len(pdf.pages)


def test_a_citizen_prints_the_checklist_on_one_page(citizen):
    prepare(citizen)
    assert pages_of(citizen) == 1
    citizen.follow("a.button[rel=nofollow]")
    size = citizen.page.evaluate(
        "getComputedStyle(document.querySelector('.ticks b')).fontSize"
    )
    assert size == "24px"  # 18 pt
    assert pages_of(citizen) <= 2


def test_a_citizen_reports_a_fault(citizen):
    citizen.go("/vi/thu-tuc/1.001193")
    citizen.follow('footer a[href*="/gop-y"]')
    citizen.tab("input[name=kind]")
    citizen.page.keyboard.press("Space")
    citizen.type_into("textarea", "Trang không nêu giờ làm việc buổi chiều.")
    # Nobody reads and writes in less.
    citizen.page.wait_for_timeout(3_000)
    citizen.posted = True
    citizen.follow('main button[type="submit"]')
    assert "Cảm ơn bạn" in citizen.text
