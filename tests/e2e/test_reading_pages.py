"""The reading room in a real browser: screens fit, and words are covered by mouse."""

from __future__ import annotations

from motcua.archive.reading import deciding
from motcua.archive.reading import linking
from motcua.archive.reading import making
from motcua.archive.reading import requests
import pytest
from tests.archive.reading.conftest import AGREE
from tests.archive.reading.conftest import asked
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
from tests.workbench.readingroom.conftest import house
from tests.workbench.readingroom.conftest import papers
import transaction
from zope.component.hooks import site


pytestmark = pytest.mark.browser
__all__ = ["house", "papers", "served"]


def agreed(house, code, now, **told):
    """Agree on a request and make its copies; return it."""
    one = asked(house, code, **told)
    deciding.answer(house, one, {code: AGREE}, 10, "archivist", now)
    transaction.commit()
    key = f"{one.code}:{requests.view(one).events[-1].number}"
    making.make(key, {}, lambda *_: None)
    return one


@pytest.mark.parametrize("width", ["320", "1366"])
def test_screens_of_the_reading_room_fit_and_axe_is_content(
    chromium, served, house, papers, width
):
    now = making._now()
    with site(house):
        own = agreed(house, papers[0], now, reader="officer", by="handler")
        one = agreed(house, papers[0], now, use="plain")
        read = agreed(house, papers[0], now)
        waits = asked(house, *papers)
        transaction.commit()
    screens = {
        "requests": "/luu-tru/doc",
        "register": f"/luu-tru/doc/so-ban-sao?nam={now.year}",
        "given": f"/luu-tru/doc/{one.code}",
        "waits": f"/luu-tru/doc/{waits.code}",
        "covering": f"/luu-tru/doc/che/{papers[0]}",
    }
    with sitting(chromium, served, "archivist", WIDTHS[width]) as page:
        for name, path in screens.items():
            page.goto(f"{served}{path}", wait_until="networkidle")
            check(page, f"reading-{name}-{width}")
        page.goto(f"{served}/luu-tru/doc/{read.code}", wait_until="networkidle")
        page.locator("#link-form button").click()
        page.wait_for_load_state("networkidle")
        check(page, f"reading-link-{width}")
        told = page.locator("section.card b.code")
        link = linking.Link(told.nth(0).inner_text(), told.nth(1).inner_text())
    with sitting(chromium, served, "handler", WIDTHS[width]) as page:
        place = f"{served}/luu-tru/doc/{own.code}"
        page.goto(f"{place}/ban/1/1", wait_until="networkidle")
        check(page, f"reading-page-{width}")
        page.goto(f"{served}/vi/phong-doc#{link.token}", wait_until="networkidle")
        assert page.input_value("#link") == link.token
        check(page, f"reading-public-{width}")
        page.fill("#second", link.code)
        page.press("#second", "Enter")
        page.wait_for_load_state("networkidle")
        page.locator("button[value=read]").click()
        page.wait_for_load_state("networkidle")
        wide = "document.querySelector('img.sheet').naturalWidth"
        assert page.evaluate(wide) > 500
        check(page, f"reading-public-page-{width}")


def test_a_box_is_drawn_with_the_mouse(chromium, served, papers):
    with sitting(chromium, served, "archivist") as page:
        page.goto(f"{served}/luu-tru/doc/che/{papers[0]}", wait_until="networkidle")
        room = page.locator(".covering").bounding_box()
        page.mouse.move(room["x"] + room["width"] * 0.1, room["y"] + 40)
        page.mouse.down()
        page.mouse.move(room["x"] + room["width"] * 0.5, room["y"] + 80)
        page.mouse.up()
        line = page.input_value("#boxes").split()
        assert line[0] == "1"
        assert [int(line[1]), int(line[3])] == pytest.approx([100, 500], abs=2)
        check(page, "reading-drawn")
