"""What must not happen, tried in a browser."""

from __future__ import annotations

import pytest
import re
from tests.e2e import scans
from tests.e2e.people import begin_intake
from tests.e2e.people import code_of
from tests.e2e.people import fill_in
from tests.e2e.people import follow
from tests.e2e.people import receive
from tests.e2e.people import take


pytestmark = pytest.mark.browser


def counted(page):
    """How many dossiers wait for this officer, as the page says."""
    page.goto("/desk")
    return int(page.locator("a.counter.all b").inner_text())


def test_another_department_sees_neither_the_dossier_nor_its_files(
    people, witness, tmp_path
):
    counter = people.officer("tiepnhan")
    code = receive(counter, "Lý Thị Sen")
    scan = scans.blank_pdf(tmp_path / "don.pdf")
    take(counter, "attach_scan", file=str(scan), paper="1")
    file = counter.get_by_role("link", name="don.pdf").get_attribute("href")
    assert counter.context.request.get(file).status == 200

    stranger = people.officer("tuphap")
    missing = stranger.goto("/desk/ho-so/H99.01-200101-0001")
    words = stranger.locator("main").inner_text()
    assert missing.status == 404
    witness.look(stranger, "desk-missing")
    for address in (f"/desk/ho-so/{code}", f"/desk/tim?ma={code}"):
        assert stranger.goto(address).status == 404
        assert stranger.locator("main").inner_text() == words
    for address in (file, f"/desk/ho-so/{code}/giay-tiep-nhan"):
        assert stranger.context.request.get(address).status == 404
    assert counted(stranger) == 0


def test_a_wrong_number_is_answered_as_an_unknown_code(people, witness):
    counter = people.officer("tiepnhan")
    code = receive(counter, "Lý Thị Sen", "0912 000 111")
    citizen = people.citizen()
    answers = []
    for asked in (code, "H99.01-200101-0001"):
        citizen.goto("/vi/tra-cuu")
        if not answers:
            witness.look(citizen, "tracking")
        citizen.fill("#code", asked)
        citizen.fill("#factor", "9999")
        follow(citizen.locator("form.form button"))
        answers.append(citizen.locator("main").inner_text())
    witness.look(citizen, "tracking-wrong")
    assert answers[0] == answers[1]
    assert "Không có hồ sơ nào" in answers[0]


def test_of_two_tabs_the_second_is_told_and_keeps_what_was_typed(people, witness):
    first = people.officer("tiepnhan")
    code = receive(first, "Lý Thị Sen")
    second = first.context.new_page()
    second.goto(f"/desk/ho-so/{code}")
    take(first, "forward", to="H99.03")
    take(second, "withdraw", reason_code="wish", reason="Người nộp đổi ý.")
    assert second.locator("#problem").is_visible()
    witness.look(second, "dossier-stale")
    assert second.locator(".state").inner_text() == "Đang xử lý"
    typed = second.locator("#step-withdraw [name=reason]").input_value()
    assert typed == "Người nộp đổi ý."


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_on_save_makes_one_dossier(people, scripts):
    page = people.officer("tiepnhan")
    before = counted(page)
    if not scripts:
        state = page.context.storage_state()
        page = people.window(storage_state=state, java_script_enabled=False)
    begin_intake(page)
    fill_in(page, "Lý Thị Sen")
    button = page.locator("button[name=save]")
    button.dblclick(no_wait_after=True)
    page.wait_for_url("**/desk/ho-so/*")
    code = code_of(page)
    assert counted(people.officer("tiepnhan")) == before + 1
    if not scripts:
        page.context.close()
    assert code


def test_a_dossier_is_received_by_keyboard_alone(people):
    page = people.officer("tiepnhan")
    page.goto("/desk")
    before = counted(page)
    reach(page, "a", "Tiếp nhận hồ sơ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/tiep-nhan")
    # The browser sets the focus with the first picture of the page, after its load.
    page.wait_for_function("document.activeElement.name === 'q'")
    page.keyboard.type("tach thua")
    page.keyboard.press("Enter")
    # The only procedure that is found opens by itself.
    page.wait_for_url(re.compile(r"q=tach|/tiep-nhan/9\."))
    if "q=tach" in page.url:
        reach(page, "a", "Tách thửa hoặc hợp thửa đất")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/tiep-nhan/9.*")
    # Whoever nearly always takes the same way is not asked for it.
    if not page.locator("form[data-guard]").count():
        reach(page, "a", "Trực tiếp")
        page.keyboard.press("Enter")
        page.wait_for_url("**channel=counter*")
    reach(page, "input", "applicant-name")
    page.keyboard.type("Cao Bá Nhạn")
    reach(page, "select", "-form")
    page.keyboard.press("b")
    # A scanner ends with Enter; that must save nothing.
    reach(page, "input", "-count")
    page.keyboard.press("Enter")
    reach(page, "button", "save")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/ho-so/*")
    assert "Cao Bá Nhạn" in page.locator("main").inner_text()
    assert counted(page) == before + 1


def reach(page, tag, what):
    """Press Tab until an element is in focus whose name or text is ``what``.

    What has the focus already needs no key.
    """
    for _number in range(80):
        found, name, text = page.evaluate(
            "(e => [e.tagName, e.name || '', e.textContent || ''])"
            "(document.activeElement)"
        )
        if found.lower() == tag and (name.endswith(what) or re.search(what, text)):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {what}")
