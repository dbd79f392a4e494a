"""The first stretch of the road: received, asked for papers, handed over by list."""

from __future__ import annotations

from contextlib import contextmanager
import re
from tests.e2e import scans
from tests.e2e.people import begin_intake
from tests.e2e.people import code_of
from tests.e2e.people import follow
from tests.e2e.people import take
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import wait_for_focus
from urllib.parse import urlsplit


#: A permit to use groundwater: decided by the department of land, 1,200,000 đồng.
PERMIT = "9.900205"
LAND = "H99.03"
NAME = "Đặng Thị Giếng"
PHONE = "0987 654 321"
FACTOR = "4321"
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


def scan(page, text):
    """Type as a scanner does, Enter at the end."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


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
        page.locator("#ma").focus()
        scan(page, self.code)
        page.wait_for_url(f"**/desk/ho-so/{self.code}")
        return page

    def receive_incomplete(self):
        page = self.people.officer("tiepnhan")
        begin_intake(page, PERMIT)
        wait_for_focus(page, "applicant-name")
        page.keyboard.type(NAME)
        page.locator("#applicant-phone").focus()
        page.keyboard.type(PHONE)
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

    def track(self, factor=FACTOR):
        """Let the citizen ask with the code and a second factor; return the page."""
        page = self.people.citizen()
        page.goto("/vi/tra-cuu")
        page.fill("#code", self.code)
        page.fill("#factor", factor)
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
        """Forward the dossier; return the path of the list on which it travels."""
        page = self.people.officer("tiepnhan")
        take(page, "forward", to=LAND)
        page.goto("/desk/ban-giao/lap")
        page.select_option("#to", LAND)
        page.locator("#scan").focus()
        scan(page, self.code)
        page.wait_for_selector(".scans .good")
        self.look(page, "road-list-new")
        press_access_key(page, "g")
        page.wait_for_url(re.compile(r"/ban-giao/H99\.01-"))
        self.look(page, "road-list-issued")
        return urlsplit(page.url).path
