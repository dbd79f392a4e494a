"""Batches of scans in a real browser: from a stack of paper to a batch found good."""

from __future__ import annotations

from motcua.archive.capture import layout
from motcua.archive.capture import seeing
from motcua.archive.capture import store
import pytest
from tests.archive.conftest import page as administrative
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.batches.conftest import house
from tests.workbench.batches.conftest import stack
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "served", "stack"]


def folded(house, code):
    """Return what stands where in a batch now."""
    transaction.begin()
    with site(house):
        return layout.fold(store.batch(house, code))


def look(house, code, arrival):
    """Let the worker look at a file."""
    transaction.begin()
    with site(house):
        seeing.look(f"{code}:{arrival}", {}, lambda *_args: None)
        transaction.commit()


def a_scan(tmp_path, name, *pages):
    """Write a PDF of scanned pages; each is a tuple of lines."""
    sheets = [administrative(lines, size=(827, 1169), dpi=150) for lines in pages]
    path = tmp_path / name
    sheets[0].convert("RGB").save(
        path,
        "PDF",
        resolution=150,
        save_all=True,
        append_images=[one.convert("RGB") for one in sheets[1:]],
    )
    return path


def on(page, id):
    """Go to a page of the batch and wait until the keyboard is there."""
    page.wait_for_function("id => document.activeElement.value === id", arg=id)


def press(page, key):
    """Press a key that brings the page again."""
    with page.expect_navigation():
        page.keyboard.press(key)


def access(page, key):
    """Press an access key that brings a page."""
    with page.expect_navigation():
        press_access_key(page, key)


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_batches_fit_and_axe_is_content(
    chromium,
    served,
    house,
    stack,
    width,
):
    one = folded(house, stack).documents[0].id
    screens = {
        "batches": "/luu-tru/lo",
        "batch-new": "/luu-tru/lo/moi",
        "batch": f"/luu-tru/lo/{stack}",
        "batch-empty-place": f"/luu-tru/lo/{stack}?noi=cach-ly",
        "batch-watch": f"/luu-tru/lo/{stack}/tien-do",
        "batch-covers": f"/luu-tru/lo/{stack}/to-bia",
        "batch-describe": f"/luu-tru/lo/{stack}/tai-lieu/{one}?trang=2",
        "batch-examine": f"/luu-tru/lo/{stack}/kiem-tra",
        "batch-figures": "/luu-tru/lo/so-lieu",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}{path}", wait_until="networkidle")
            check(page, f"{name}-{width}")


def test_a_stack_goes_from_paper_to_the_batch_found_good(
    chromium,
    served,
    house,
    tmp_path,
):
    letter = ("UBND TỈNH CỬA LỚN", "Số: 7/UBND-VP", "Về việc trả lời đơn")
    scan = a_scan(tmp_path, "chồng.pdf", letter, ("trang hai",), letter, ("mờ",))
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/lo/moi")
        page.fill("#declared", "4")
        access(page, "l")
        code = page.url.rpartition("/")[2].partition("?")[0]
        page.set_input_files("#files", str(scan))
        with page.expect_navigation():
            page.locator("#upload button").click()
        look(house, code, 1)
        page.goto(f"{served}/luu-tru/lo/{code}")
        # All by keys: a document from all pages, then two, the last page turned.
        page.locator("input[name=page]").first.focus()
        for _number in range(3):
            page.keyboard.press("Shift+ArrowRight")
        press(page, "t")
        on(page, "a1.1")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        press(page, "t")
        on(page, "a1.3")
        page.keyboard.press("ArrowRight")
        on(page, "a1.4")
        press(page, "o")
        on(page, "a1.4")
        press(page, "u")
        with page.expect_navigation():
            page.locator("button[value=number]").click()
        found = folded(house, code)
        assert [len(one.pages) for one in found.documents] == [2, 2]
        assert [one.target.ordinal for one in found.documents] == [1, 2]
        describe(page, served, code, found)
        page.goto(f"{served}/luu-tru/lo/{code}")
        access(page, "l")
    assert folded(house, code).state == "submitted"
    examine(chromium, served, house, code, wrong=True)
    assert folded(house, code).state == "open"
    rescan(chromium, served, house, code, tmp_path)
    examine(chromium, served, house, code, wrong=False)
    assert folded(house, code).state == "accepted"


def describe(page, served, code, found):
    """Describe both documents; the second is as the first, but for its abstract."""
    first = found.documents[0].id
    page.goto(f"{served}/luu-tru/lo/{code}/tai-lieu/{first}")
    page.fill("#f-type", "Công văn")
    page.fill("#f-number", "7")
    page.fill("#f-date", "05/03/2026")
    page.fill("#f-abstract", "Trả lời đơn")
    page.fill("#f-retention", "10 năm")
    access(page, "s")
    page.fill("#f-number", "8")
    page.fill("#f-date", "06032026")
    page.fill("#f-abstract", "Trả lời đơn khác")
    press_access_key(page, "k")
    page.wait_for_function("document.getElementById('f-retention').value !== ''")
    access(page, "s")


def examine(chromium, served, house, code, wrong):
    """Let the supervisor examine the batch; ``wrong`` finds the last page faint."""
    kept = {one.id: one.fields for one in folded(house, code).documents}
    with sitting(chromium, served, "supervisor") as page:
        page.goto(f"{served}/luu-tru/lo/{code}/kiem-tra")
        access(page, "l")
        check(page, "batch-judge")
        # On the small screen of an office everything is reached without scrolling.
        save = page.locator("#judge button.main").bounding_box()
        assert save["y"] + save["height"] <= WIDTHS["1366"][1]
        while page.locator("#judge").count():
            document = page.locator("#judge [name=document]").input_value()
            page.fill("#number", kept[document]["number"])
            page.fill("#date", kept[document]["date"])
            if wrong:
                page.locator("input[value=unreadable]").check()
            access(page, "s")
        if wrong:
            page.fill("#reason", "Quét lại trang mờ")
        access(page, "l")


def rescan(chromium, served, house, code, tmp_path):
    """Scan the faint page again, and put it where the old one was."""
    scan = a_scan(tmp_path, "lại.pdf", ("rõ",))
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/lo/{code}")
        assert "Quét lại trang mờ" in page.locator("main").inner_text()
        page.locator("#upload summary").click()
        page.set_input_files("#files", str(scan))
        with page.expect_navigation():
            page.locator("#upload button").click()
        look(house, code, 2)
        page.goto(f"{served}/luu-tru/lo/{code}")
        page.locator("input[value='a1.4']").focus()
        page.keyboard.press("x")
        page.locator("#reason").select_option("rescan")
        press(page, "Enter")
        page.locator("input[value='a2.1']").focus()
        page.keyboard.press("c")
        page.locator("#to").select_option(label="2. Số 2")
        press(page, "Enter")
        found = folded(house, code)
        assert found.documents[1].pages == ("a1.3", "a2.1")
        assert found.rejected == {"a1.4": "rescan"}
        access(page, "l")
