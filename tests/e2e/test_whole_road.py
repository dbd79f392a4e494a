"""The road of a dossier from missing papers to the hand-over list, and a commune alone.

The officer at the counter, the citizen and the all-rounder of a commune sit at windows
of their own; every page is looked at by the witness.
"""

from __future__ import annotations

from contextlib import contextmanager
import pytest
import re
from tests.e2e import scans
from tests.e2e.people import begin_intake
from tests.e2e.people import code_of
from tests.e2e.people import follow
from tests.e2e.people import take
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import wait_for_focus


pytestmark = pytest.mark.browser

#: A permit to use groundwater: decided by the department of land, 1,200,000 đồng.
PERMIT = "9.900205"
LAND = "H99.03"
BIRTH = "1.001193"
NAME = "Đặng Thị Giếng"
MAIL = "gieng@example.org"
ASKED = "Bản phân tích nước phải có dấu không?"
ANSWER = "Có, dấu của phòng thử nghiệm."


@contextmanager
def step(title):
    """Name a step of the road in whatever goes wrong in it."""
    try:
        yield
    except Exception as error:
        error.add_note(f"on the road: {title}")
        raise


def test_a_dossier_is_received_and_handed_over(people, witness):
    road = Road(people, witness)
    with step("received by keyboard with papers missing, one slip for all"):
        road.receive_incomplete()
    with step("the citizen reads what is missing and writes"):
        road.citizen_writes()
    with step("the officer answers, accepts and hands over by list"):
        road.officer_answers()
        road.officer_hands_over()


class Road:
    """One dossier and the persons through whose hands it goes."""

    def __init__(self, people, witness):
        self.people = people
        self.look = witness.look
        self.code = ""

    def open(self, login):
        """Let an officer scan the slip; return the page of the dossier."""
        page = self.people.officer(login)
        page.goto("/desk")
        page.fill("#ma", self.code)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/desk/ho-so/{self.code}")
        return page

    def receive_incomplete(self):
        page = self.people.officer("tiepnhan")
        begin_intake(page, PERMIT)
        wait_for_focus(page, "applicant-name")
        page.keyboard.type(NAME)
        page.locator("#applicant-phone").focus()
        page.keyboard.type("0987 654 321")
        page.locator("#applicant-email").focus()
        page.keyboard.type(MAIL)
        page.locator("[name=paper-1-form]").select_option("original")
        summary = page.locator("details.answer summary").first
        summary.press("Enter")
        self.look(page, "road-intake-incomplete")
        with page.expect_navigation():
            page.locator("button[value=guide]").press("Enter")
        self.code = code_of(page)
        slip = page.get_by_role("link", name=re.compile("bổ sung")).first
        answer = page.context.request.get(slip.get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf"
        for paper in ("Báo cáo hiện trạng khai thác", "Kết quả phân tích"):
            assert paper in scans.text_of(answer.body())
        self.look(page, "road-asked-for-papers")

    def track(self):
        """Let the citizen ask with code and telephone; return the page."""
        page = self.people.citizen()
        page.goto("/vi/tra-cuu")
        page.fill("#code", self.code)
        page.fill("#factor", "4321")
        follow(page.get_by_role("button", name="Xem tình trạng"))
        return page

    def citizen_writes(self):
        page = self.track()
        todo = page.locator("[aria-labelledby=todo]").inner_text()
        assert "Báo cáo hiện trạng khai thác" in todo
        assert "Đơn đề nghị cấp phép" not in todo
        page.locator("#words").fill(ASKED)
        follow(page.get_by_role("button", name="Gửi tin"))
        for channel in ("email", "sms"):
            page.locator(f"[name={channel}]").check()
        follow(page.get_by_role("button", name="Lưu lựa chọn"))
        self.look(page, "road-citizen-wrote")

    def officer_answers(self):
        page = self.open("tiepnhan")
        assert ASKED in page.locator("[aria-labelledby=thread]").inner_text()
        self.look(page, "road-message-read")
        take(page, "message", words=ANSWER)
        take(page, "resubmit")
        take(page, "accept")
        assert page.locator(".state").first.inner_text() == "Mới tiếp nhận"
        self.look(page, "road-accepted")

    def officer_hands_over(self):
        page = self.people.officer("tiepnhan")
        take(page, "forward", to=LAND)
        page.goto("/desk/ban-giao/lap")
        page.select_option("#to", LAND)
        page.locator("#scan").focus()
        page.keyboard.type(self.code)
        page.keyboard.press("Enter")
        page.wait_for_selector(".scans .good")
        self.look(page, "road-list-new")
        press_access_key(page, "g")
        page.wait_for_url(re.compile(r"/ban-giao/H99\.01-"))
        self.look(page, "road-list-issued")


def test_a_commune_does_it_alone(people, witness, tmp_path):
    page = people.officer("canboxa")
    assert page.url.endswith("/desk/ngay")
    with step("a certified copy is served on the spot"):
        serve_on_the_spot(page, witness)
    with step("one dossier from intake to return by one person"):
        code = alone_to_the_result(page, witness, tmp_path)
    with step("given out at the return counter"):
        page.goto(f"/desk/tra-ket-qua/{code}")
        press_access_key(page, "l")
        page.wait_for_selector("text=In biên nhận để ký")
        witness.look(page, "road-commune-returned")
    with step("the decision that lets one person do both is on record"):
        keeper = people.officer("admin")
        keeper.goto("/quan-tri/kiem-nhiem")
        assert "16/QĐ-UBND" in keeper.locator("main").inner_text()
        witness.look(keeper, "road-waivers")


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
