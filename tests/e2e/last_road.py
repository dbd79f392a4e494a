"""The last stretch: the shelf, letters, the fee with its receipt, the drawer."""

from __future__ import annotations

import json
import re
from tests.e2e.counter_road import ANSWER
from tests.e2e.counter_road import ASKED
from tests.e2e.counter_road import MAIL
from tests.e2e.counter_road import NAME
from tests.e2e.counter_road import scan
from tests.e2e.people import follow
from tests.e2e.test_desk_pages import press_access_key
from tests.e2e.test_desk_pages import wait_for_focus


UNIT = "H99.01"
SHELF = "A1.03"
SYMBOL = "CL-26T"
FIRST, LAST = "0000901", "0000950"
FEE = "1.200.000 đồng"
PROXY = "Đặng Văn Suối"
#: What no letter may say: who asked, for what, what was written, what was read.
PRIVATE = ("Đặng", "Giếng", "Suối", "Dang Thi", "654", "nước dưới đất", "nuoc")
#: The last part of a link is sealed: any letters may stand in it.
LINK = re.compile(r"https?://\S+")


def until(page, found):
    """Wait until something is there, as long as a worker needs; return it."""
    for _look in range(240):
        if there := found():
            return there
        page.wait_for_timeout(250)
    raise AssertionError("it did not come")


class Last:
    """The cashier, the treasurer, the post and the citizen; ``road`` as before."""

    def __init__(self, road, post, site):
        self.road = road
        self.people = road.people
        self.look = road.look
        self.post = post
        self.spool = site.var / "spool" / "sms"
        self.url = site.url

    def name_the_mail_server(self):
        page = self.people.officer("admin")
        page.goto("/@@mail-controlpanel")
        for field, value in (
            ("smtp_host", "127.0.0.1"),
            ("smtp_port", str(self.post.port)),
            ("email_from_name", "Một cửa Cửa Lớn"),
            ("email_from_address", "motcua@example.org"),
        ):
            page.fill(f"[name='form.widgets.{field}']", value)
        follow(page.locator("#form-buttons-save"))
        page.goto("/quan-tri/thong-bao")
        assert "chưa thiết lập" not in page.locator("th", has_text="Thư").inner_text()

    def put_on_the_shelf(self):
        page = self.people.officer("thungan")
        page.goto("/desk/tra-ket-qua/xep-ke")
        wait_for_focus(page, "codes")
        scan(page, f"KE-{SHELF}")
        scan(page, self.road.code)
        press_access_key(page, "l")
        page.wait_for_selector(".told")
        assert SHELF in page.locator("table.list").inner_text()
        self.look(page, "road-on-the-shelf")

    # The post

    def letters(self):
        """Return the letters of this dossier: (subject, text)."""
        told = [letter for _envelope, letter in self.post.letters]
        mine = [one for one in told if self.road.code in one["Subject"]]
        assert {one["To"] for one in mine} <= {MAIL}
        return [(one["Subject"], one.get_content()) for one in mine]

    def messages(self):
        """Return the short messages of this dossier."""
        read = [json.loads(one.read_text("utf-8")) for one in self.spool.glob("*.json")]
        mine = [one for one in read if self.road.code in one["text"]]
        assert {one["to"] for one in mine} <= {"+84987654321"}
        return [one["text"] for one in mine]

    def read_the_notices(self, status, plain):
        """Read the letter and the short message of a status back."""
        page = self.people.citizen()
        subject, text = until(
            page,
            lambda: next((one for one in self.letters() if status in one[0]), None),
        )
        short = until(
            page, lambda: next((one for one in self.messages() if plain in one), None)
        )
        assert short.isascii() and len(short) <= 160
        said = LINK.sub("", subject + text + short)
        for word in (*PRIVATE, ASKED, ANSWER):
            assert word not in said, word
        return text, short

    def end_the_letters(self, letter):
        """Follow the link at the foot of a letter and say that it was enough."""
        page = self.people.citizen()
        links = LINK.findall(letter)
        leave = next(link for link in links if "/thu-bao/" in link)
        assert all(link.startswith(self.url) for link in links)
        page.goto(leave)
        self.look(page, "road-letter-asks")
        follow(page.get_by_role("button", name="Đồng ý, không gửi nữa"))
        self.look(page, "road-letters-end")

    # Money

    def register_a_book(self):
        page = self.people.officer("thuquy")
        page.goto("/desk/thu-ngan/bien-lai")
        page.select_option("#cashier", "thungan")
        for field, value in (("symbol", SYMBOL), ("first", FIRST), ("last", LAST)):
            page.fill(f"#{field}", value)
        with page.expect_navigation():
            page.locator("#last").press("Enter")
        assert FIRST in page.locator("main").inner_text()
        self.look(page, "road-book-registered")

    def return_to_a_proxy(self):
        """Half a name leads to it; fee and return are recorded with one key."""
        page = self.people.officer("thungan")
        page.goto("/desk/tra-ket-qua")
        wait_for_focus(page, "ma")
        scan(page, "dang th gieng")
        page.wait_for_selector("#found")
        follow(page.locator("table.list tbody").get_by_role("link").first)
        assert page.url.endswith(self.road.code)
        proposed = ("1200000", SYMBOL, FIRST)
        fields = ("#amount", "#symbol", "#number")
        assert tuple(page.input_value(field) for field in fields) == proposed
        page.locator("[name=taker][value=proxy]").press("Space")
        page.fill("#receiver", PROXY)
        page.fill("#proof_kind", "Giấy ủy quyền")
        page.fill("#proof_number", "12/2026/UQ")
        page.locator("[name=returned]").first.press("Space")
        page.fill("#number", "0000100")
        press_access_key(page, "l")
        page.wait_for_selector("#problem")
        assert f"{FIRST} - {LAST}" in page.locator("#problem").inner_text()
        assert page.input_value("#receiver") == PROXY
        self.look(page, "road-return-refused")
        page.fill("#number", FIRST)
        press_access_key(page, "l")
        page.wait_for_selector("text=In biên nhận để ký")
        self.look(page, "road-returned")

    def close_the_shift(self):
        """Counted twice: the first count was wrong and is told."""
        page = self.people.officer("thungan")
        page.goto("/desk/thu-ngan")
        wait_for_focus(page, "cash")
        for cash in ("1.190.000", "1.200.000"):
            page.fill("[name=cash]", cash)
            page.fill("[name=transfer]", "0")
            with page.expect_navigation():
                page.locator("[name=transfer]").press("Enter")
            if cash == "1.190.000":
                # What is wrong has the focus, and is read out.
                page.wait_for_function("() => document.activeElement.id === 'problem'")
        page.wait_for_url("**/thu-ngan/ca/**")
        assert FEE in page.locator("main").inner_text()
        self.look(page, "road-shift-closed")
        page.goto("/desk/thu-ngan")
        page.select_option("#to", UNIT)
        follow(page.get_by_role("button", name=re.compile("bảng kê")))
        self.look(page, "road-list-for-the-treasury")
        treasurer = self.people.officer("thuquy")
        treasurer.goto(page.url)
        treasurer.fill("#received", "1.200.000")
        with treasurer.expect_navigation():
            treasurer.locator("#received").press("Enter")
        assert "Hồ Ngọc Minh" in treasurer.locator("main").inner_text()
        self.look(treasurer, "road-money-acknowledged")

    def give_the_book_back(self):
        """As the house was before: nobody else here has a book of receipts."""
        page = self.people.officer("thuquy")
        page.goto("/desk/thu-ngan/bien-lai")
        book = page.locator("article", has_text=f"{FIRST} - {LAST}")
        book.locator("summary").press("Enter")
        book.locator("[name=reason]").fill("Hết đợt")
        with page.expect_navigation():
            book.locator("button[value=close]").press("Enter")
        assert "Hết đợt" in book.inner_text()
        self.look(page, "road-book-given-back")

    # The citizen

    def look_for_the_last_time(self):
        page = self.people.citizen()
        page.set_viewport_size({"width": 320, "height": 568})
        self.road.track()
        assert page.locator("#status").inner_text() == "Đã trả kết quả"
        paid = page.locator("[aria-labelledby=paid]").inner_text()
        assert FEE in paid and f"{SYMBOL} {FIRST}" in paid
        for summary in page.locator("summary").all():
            summary.press("Enter")
        seen = page.content()
        for word in (NAME, PROXY, "UQ"):
            assert word not in seen
        self.look(page, "road-last-look")
        self.road.track("")
        assert page.locator("#alone").inner_text() == "Đã trả kết quả"
        assert FEE not in page.content()
        self.look(page, "road-last-look-alone")
