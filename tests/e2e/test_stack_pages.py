"""The counter's stack in a real browser, all states of a page, and a weak link."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.pages import Target
import pytest
import sys
from tests.desk.conftest import receive
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.e2e.test_batch_pages import folded
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.e2e.test_weak_link import narrow
from tests.e2e.test_weak_link import PAINT
from tests.workbench.batches.conftest import house
from tests.workbench.batches.conftest import scanned
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "served"]
LONG = (
    "Về việc chấp thuận chủ trương điều chỉnh quy hoạch chi tiết xây dựng khu dân cư "
    "nông thôn kết hợp chợ đầu mối thủy sản xã Bãi Dài, huyện Cửa Lớn"
)
#: What a screen may weigh before its pictures.
HEAVIEST = 100_000
#: Milliseconds of a round trip on the mobile link of a remote commune.
LATENCY = 400
WEIGHT = """
() => [...performance.getEntriesByType("navigation"),
       ...performance.getEntriesByType("resource")]
  .filter((each) => !each.name.includes("/hinh/"))
  .reduce((sum, each) => sum + each.transferSize, 0)
"""
PICTURES = """
() => performance.getEntriesByType("resource")
  .filter((each) => each.name.includes("/hinh/"))
  .reduce((sum, each) => [sum[0] + 1, sum[1] + each.transferSize], [0, 0])
"""

#: How far the page in focus is below the bar, and above the end of the screen.
FOCUSED = """
() => {
  const leaf = document.activeElement.closest(".leaf").getBoundingClientRect();
  const bar = document.querySelector(".bar-of-acts").getBoundingClientRect();
  return [leaf.top - bar.bottom, window.innerHeight - leaf.bottom];
}
"""
ACTS_SEEN = """
() => {
  const top = document.getElementById("acts").getBoundingClientRect().top;
  return top >= 0 && top < window.innerHeight / 2;
}
"""


@pytest.fixture
def every_state(house):
    """A batch with pages in every place, findings of every kind, and long names."""
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "papers", "archivist", MONDAY, declared=60, scanner="quay-1"
        )
        figures = {2: {"dpi": 120}, 3: {"blank": 1.0}, 4: {"skew": 4.0, "blur": 0.9}}
        scanned(batch, 40, {"a1.40": ("stray", None, "unreadable", "")}, figures)
        scanned(batch, 4, side="fronts")
        scanned(batch, 3, side="backs")
        acting = Acting(house, batch, "archivist", MONDAY, None)
        for first in (1, 11, 21):
            acting.move([f"a1.{page}" for page in range(first, first + 10)], "new")
        found = layout.fold(batch).documents
        for number, one in enumerate(found[:2], start=1):
            acting.assign(one.id, Target(ordinal=number))
        told = {"type": "Quyết định", "number": "1234567", "abstract": LONG}
        acting.describe(found[0].id, told)
        acting.reject(["a1.31", "a1.32"], "blank")
        acting.secret(["a1.33", "a1.34"], "TỐI MẬT")
        acting.cut("a1.35")
        transaction.commit()
    return batch.code


@pytest.mark.parametrize("width", WIDTHS)
def test_every_state_of_a_page_fits(chromium, served, house, every_state, width):
    code = every_state
    one = folded(house, code).documents[0].id
    places = ("", "chua-xep", "to-bia", "loai", "cach-ly")
    screens = {
        **{f"states-{name or 'all'}": f"/lo/{code}?noi={name}" for name in places},
        "states-describe": f"/lo/{code}/tai-lieu/{one}",
        "states-figures": "/lo/so-lieu",
        "states-list": "/lo",
        "states-signing": "/cho-ky",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}/luu-tru{path}", wait_until="networkidle")
            check(page, f"{name}-{width}")


@pytest.mark.parametrize("width", ["320", "1366"])
def test_the_counter_sees_what_is_missing_before_the_citizen_leaves(
    chromium, served, house, width
):
    dossier = receive(house)
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}/luu-tru/so-hoa/{dossier}")
        assert page.locator("#gaps li").count() >= 2
        check(page, f"counter-dossier-{width}")
        with page.expect_navigation():
            press_access_key(page, "l")
        code = page.url.rpartition("/")[2].partition("?")[0]
        with site(house):
            transaction.begin()
            batch = store.batch(house, code)
            scanned(batch, 3, {"a1.1": ("cover", [dossier, "1", 0], "", "")})
            transaction.commit()
        page.goto(f"{served}/luu-tru/lo/{code}", wait_until="networkidle")
        missing = page.locator("#gaps")
        assert "Giấy chứng nhận" in missing.inner_text()
        # Without scrolling: it is seen when the page is there.
        assert missing.bounding_box()["y"] < WIDTHS[width][1]
        check(page, f"counter-stack-{width}")
        with page.expect_navigation():
            missing.get_by_role("link", name="sửa danh mục").first.click()
        assert f"/desk/ho-so/{dossier}/dinh-chinh" in page.url
        assert page.locator("h1").inner_text() != "Không tìm thấy"
        page.goto(f"{served}/luu-tru/lo/{code}")
        with page.expect_navigation():
            page.locator("#ending button[value=file]").click()
    assert [one.state for one in folded(house, code).documents] == ["filing"]


@pytest.mark.parametrize("pages", [40, 200])
def test_a_batch_comes_through_a_weak_link(chromium, served, house, pages, capsys):
    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        scanned(batch, pages)
        acting = Acting(house, batch, "archivist", MONDAY, None)
        for first in range(1, pages, 10):
            acting.move([f"a1.{page}" for page in range(first, first + 10)], "new")
        transaction.commit()
    one = folded(house, batch.code).documents[0].id
    screens = {
        "batch": f"/lo/{batch.code}",
        "describing": f"/lo/{batch.code}/tai-lieu/{one}",
        "examination": f"/lo/{batch.code}/kiem-tra",
    }
    heavy = {}
    with sitting(chromium, served, "archivist") as page:
        narrow(page, LATENCY)
        for name, path in screens.items():
            page.goto(f"{served}/luu-tru{path}", wait_until="domcontentloaded")
            page.wait_for_function(f"() => {PAINT}")
            paint = round(page.evaluate(PAINT))
            ready = round(page.evaluate("performance.now()"))
            page.wait_for_load_state("load")
            weight, pictures = page.evaluate(WEIGHT), page.evaluate(PICTURES)
            with capsys.disabled():
                sys.stdout.write(
                    f"\n{name}, {pages} pages: first paint {paint} ms, usable {ready} "
                    f"ms, {weight} bytes and {pictures[0]} pictures of {pictures[1]}\n"
                )
            if weight > HEAVIEST:
                heavy[name] = weight
    assert heavy == {}


def test_the_page_in_focus_is_never_behind_the_bar(chromium, served, every_state):
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/lo/{every_state}")
        page.locator("input[name=page]").first.focus()
        for key in ("ArrowDown",) * 4 + ("ArrowUp",) * 3:
            page.keyboard.press(key)
            above, below = page.evaluate(FOCUSED)
            assert above >= 0, f"after {key} the page in focus lies behind the bar"
            assert below >= 0, f"after {key} the page in focus lies below the screen"


def test_on_a_telephone_the_acts_are_one_tap_away(chromium, served, every_state):
    with sitting(chromium, served, "archivist", WIDTHS["320"]) as page:
        page.goto(f"{served}/luu-tru/lo/{every_state}")
        page.locator("input[name=page]").nth(20).check()
        way = page.locator(".to-acts a")
        box = way.bounding_box()
        assert box["y"] + box["height"] <= WIDTHS["320"][1]
        way.click()
        page.wait_for_function(ACTS_SEEN)
        assert page.locator("input[name=page]").nth(20).is_checked()


def test_the_walk_of_two_passes_by_hand(chromium, served, house, every_state):
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/lo/{every_state}")
        with page.expect_navigation():
            page.locator("button[value=collate]").click()
        # Four fronts and three backs make no stack: told, and nothing is lost.
        assert "4 mặt trước" in page.locator("#problem").inner_text()
    with site(house):
        transaction.begin()
        scanned(store.batch(house, every_state), 4, side="backs")
        transaction.commit()
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/lo/{every_state}")
        page.select_option("#pass-backs", label="x.pdf, 4 trang")
        with page.expect_navigation():
            page.locator("button[value=collate]").click()
    found = folded(house, every_state)
    assert found.astray() == []
    assert [one for one in found.unassigned if one.startswith("a2")] == [
        *("a2.1", "a2.2", "a2.3", "a2.4"),
    ]
