"""The whole road of a dossier, and a commune that goes it alone.

The officer at the counter, the handler, the leader, the cashier, the all-rounder of a
commune and the citizen sit at windows of their own; every page is looked at by the
witness, letters and short messages are read back.
"""

from __future__ import annotations

import pytest
from tests.e2e import scans
from tests.e2e.counter_road import Road
from tests.e2e.counter_road import step
from tests.e2e.inner_road import Inner
from tests.e2e.last_road import Last
from tests.e2e.people import begin_intake
from tests.e2e.people import code_of
from tests.e2e.people import take
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import wait_for_focus


pytestmark = pytest.mark.browser

BIRTH = "1.001193"


def test_a_dossier_goes_the_whole_road(people, witness, post, live_site, tmp_path):
    road = Road(people, witness)
    inner, last = Inner(road), Last(road, post, live_site)
    with step("an administrator names the mail server"):
        last.name_the_mail_server()
    with step("received by keyboard with papers missing, one slip for all"):
        road.receive_incomplete()
    with step("the citizen reads what is missing and writes"):
        road.citizen_writes()
    with step("the officer answers, accepts and hands over by list"):
        road.officer_answers()
        path = road.officer_hands_over()
    with step("the handler takes over, asks another department and proposes"):
        inner.acknowledge(path)
        inner.ask_and_answer()
        inner.propose()
    with step("the leader approves several, the result is registered"):
        inner.approve_several()
        inner.register_result(tmp_path)
    with step("on a shelf; the citizen is told by letter and short message"):
        last.put_on_the_shelf()
        letter, _short = last.read_the_notices("có kết quả", "da co ket qua")
        assert "Quảng Trường" in letter and "7:30" in letter
    with step("fee and return with a receipt of the cashier's own book"):
        last.register_a_book()
        last.return_to_a_proxy()
        letter, _short = last.read_the_notices("đã trả", "da tra")
        last.end_the_letters(letter)
    with step("the drawer is counted, the treasurer acknowledges"):
        last.close_the_shift()
        last.give_the_book_back()
    with step("the citizen's last look, on a telephone"):
        last.look_for_the_last_time()
    with step("the register and the rows of receipts say what the ledgers say"):
        told = live_site.command("register", "verify")
        assert ", 0 differences" in told.stdout, told.stdout + told.stderr


def test_a_commune_does_it_alone(people, witness, tmp_path):
    page = people.officer("canboxa")
    assert page.url.endswith("/desk/ngay")
    with step("a certified copy is served on the spot and stands in the book"):
        serve_on_the_spot(page, witness)
    with step("one dossier from intake to the result by one person"):
        code = alone_to_the_result(page, witness, tmp_path)
    with step("given out at the return counter, found from the day"):
        from_the_day(page, "finished", code)
        page.get_by_role("link", name="Trả tại quầy").press("Enter")
        page.wait_for_url(f"**/desk/tra-ket-qua/{code}")
        witness.look(page, "road-commune-return")
        press_access_key(page, "l")
        page.wait_for_selector("text=In biên nhận để ký")
        witness.look(page, "road-commune-returned")
    with step("the drawer is counted, and the day is empty of money"):
        close_the_drawer(page, witness)
    with step("the decision that lets one person do both is on record"):
        keeper = people.officer("admin")
        keeper.goto("/quan-tri/kiem-nhiem")
        assert "16/QĐ-UBND" in keeper.locator("main").inner_text()
        witness.look(keeper, "road-waivers")


def from_the_day(page, key, code):
    """Follow a number of the day to its list, and there the dossier."""
    page.goto("/desk/ngay")
    number = page.locator(f".counters a.{key}")
    count = int(number.locator("b").inner_text().split()[-1])
    with page.expect_navigation():
        number.press("Enter")
    listed = page.locator("td .code").all_inner_texts()
    assert len(listed) == count and code in listed
    with page.expect_navigation():
        page.locator(f"a.code:text-is('{code}')").press("Enter")
    assert code_of(page) == code


def close_the_drawer(page, witness):
    """Count what the day took; the number of the day leads there and is gone after."""
    page.goto("/desk/ngay")
    money = page.locator(".counters a.money")
    assert "10.000 đồng" in money.inner_text()
    with page.expect_navigation():
        money.press("Enter")
    wait_for_focus(page, "cash")
    page.keyboard.type("10.000")
    page.fill("[name=transfer]", "0")
    with page.expect_navigation():
        page.locator("[name=transfer]").press("Enter")
    page.wait_for_url("**/thu-ngan/ca/**")
    witness.look(page, "road-commune-shift")
    page.goto("/desk/ngay")
    assert page.locator(".counters a.money b").inner_text() == "0 đồng"


def serve_on_the_spot(page, witness):
    """Type a name, pages and copies; Alt+L enters it in the book."""
    page.goto("/desk/tra-ngay")
    wait_for_focus(page, "name")
    for text, then in (("Lê Thị Sò", "pages"), ("3", "copies"), ("2", None)):
        page.keyboard.type(text)
        if then:
            page.keyboard.press("Enter")
            wait_for_focus(page, then)
    press_access_key(page, "l")
    page.wait_for_selector(".told")
    assert "10.000" in page.locator(".told").first.inner_text()
    wait_for_focus(page, "name")
    witness.look(page, "road-spot")
    with page.expect_navigation():
        page.get_by_role("link", name="Sổ hôm nay").press("Enter")
    assert "Lê Thị Sò" in page.locator("table.list").inner_text()
    witness.look(page, "road-spot-book")


def alone_to_the_result(page, witness, folder):
    """Receive, hand on, propose, approve and finish; return the code."""
    begin_intake(page, BIRTH)
    wait_for_focus(page, "applicant-name")
    page.keyboard.type("Nguyễn Thị Nghêu")
    press_access_key(page, "g")
    page.wait_for_function(
        "() => document.querySelector('[name=paper-1-form]').value === 'original'"
    )
    press_access_key(page, "l")
    page.wait_for_url("**/desk/ho-so/*")
    code = code_of(page)
    from_the_day(page, "received", code)
    take(page, "forward", to="H99.31.02")
    take(page, "propose", proposal="Đủ giấy tờ, đề nghị đăng ký.")
    witness.look(page, "road-commune-proposed")
    take(page, "approve")
    result = scans.blank_pdf(folder / "khai-sinh.pdf")
    take(page, "attach_result", file=str(result))
    take(page, "finish")
    witness.look(page, "road-commune-finished")
    page.goto("/desk/ngay")
    witness.look(page, "road-commune-day")
    return code
