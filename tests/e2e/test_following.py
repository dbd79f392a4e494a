"""A citizen follows a dossier on a telephone, writes to the office and is answered."""

from __future__ import annotations

import pytest
from tests.e2e.people import code_of
from tests.e2e.people import follow
from tests.e2e.people import receive
from tests.e2e.people import take


pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 568}
WORDS = "Tôi đến nộp bản đồ vào sáng thứ Hai được không?"


def test_a_dossier_is_followed_on_a_telephone(people, witness):
    officer = people.officer("tiepnhan")
    receive(officer, "Vũ Thị Lạch", "0912 345 678")
    code = code_of(officer)
    take(officer, "forward", to="H99.03")
    page = people.citizen()
    page.set_viewport_size(PHONE)
    # The QR code of the slip brings the code behind "#".
    page.goto(f"/vi/tra-cuu#{code}")
    page.wait_for_function("() => document.activeElement.name === 'factor'")
    page.keyboard.press("Tab")
    follow(page.get_by_role("button", name="Xem tình trạng"))
    assert page.locator("#alone").inner_text() == "Đang xử lý"
    witness.look(page, "tracking-status-alone")
    page.goto("/vi/tra-cuu")
    page.fill("#code", code)
    page.fill("#factor", "5678")
    follow(page.get_by_role("button", name="Xem tình trạng"))
    assert page.locator("#status").inner_text() == "Đang xử lý"
    assert code not in page.url
    for summary in page.locator("summary").all():
        summary.press("Enter")
    assert page.locator("details[open]").count() == page.locator("details").count()
    assert "Vũ Thị Lạch" not in page.content()
    witness.look(page, "tracking-followed")
    page.fill("#words", WORDS)
    follow(page.get_by_role("button", name="Gửi tin"))
    assert WORDS in page.locator("[aria-labelledby=thread] dl").inner_text()
    witness.look(page, "tracking-message")
    follow(page.get_by_role("button", name="Show this in English"))
    assert page.locator("#status").inner_text() == "In process"
    witness.look(page, "tracking-english")
    handler = people.officer("chuyenvien")
    handler.goto(f"/desk/ho-so/{code}")
    assert WORDS in handler.content()


def test_the_day_of_a_small_office(people, witness):
    page = people.officer("canboxa")
    assert page.url.endswith("/desk/ngay")
    page.set_viewport_size({"width": 1366, "height": 768})
    witness.look(page, "desk-day")
    for link in page.locator(".counters a").all():
        assert link.get_attribute("href").startswith("/desk")
