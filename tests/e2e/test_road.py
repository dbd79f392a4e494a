"""The main road in a browser: from a citizen's search to a word inside a scan."""

from __future__ import annotations

import pytest
import re
from tests.e2e import scans
from tests.e2e.people import fill_in
from tests.e2e.people import follow
from tests.e2e.people import save
from tests.e2e.people import take
import time
import unicodedata


pytestmark = [pytest.mark.browser, pytest.mark.ocr]

OCR_SECONDS = 240
PHONE = "0912 345 678"


def test_the_road_from_the_search_to_the_archive(
    people, witness, reading, tmp_path, live_site
):
    citizen = people.citizen()
    procedure = find_a_procedure(citizen, witness)
    counter = people.officer("tiepnhan")
    code = receive_at_the_counter(counter, procedure, witness)
    slip_is_readable(counter, code)

    scan = scans.draw_page(tmp_path / "giấy chứng nhận.png")
    take(counter, "attach_scan", file=str(scan), paper="3")
    assert counter.get_by_role("link", name="giấy chứng nhận.png").is_visible()
    track(citizen, code, "5678", shown="Được tiếp nhận", witness=witness)

    take(counter, "forward", to="H99.03", note="Đủ giấy tờ.")
    witness.look(counter, "dossier-forwarded")
    handler = open_dossier(people, "chuyenvien", code)
    witness.look(handler, "dossier-handler")
    take(handler, "propose", proposal="Đủ điều kiện, đề nghị ký.")
    leader = open_dossier(people, "lanhdao", code)
    witness.look(leader, "dossier-leader")
    take(leader, "approve")

    result = scans.blank_pdf(tmp_path / "ket-qua.pdf")
    handler.goto(f"/desk/ho-so/{code}")
    take(handler, "attach_result", file=str(result))
    take(handler, "finish")
    counter.goto(f"/desk/ho-so/{code}")
    counter.click("#step-return_result a.button")
    counter.wait_for_selector("#form [name=taker]")
    witness.look(counter, "return-one")
    counter.fill("[name=note]", "Người nộp đã ký nhận.")
    counter.click("button[value=return]")
    counter.wait_for_selector("#form", state="detached")
    archivist = open_dossier(people, "luutru", code, everything=True)
    take(archivist, "close")
    witness.look(archivist, "dossier-closed")
    assert archivist.locator(".state").inner_text() == "Đã kết thúc"

    read = find_in_the_archive(archivist, code, witness)
    assert scans.RARE in read
    track(citizen, code, "5678", shown="Đã trả kết quả", witness=witness)
    output = live_site.command("register", "verify")
    assert ", 0 differences" in output.stdout, output.stdout + output.stderr


def find_a_procedure(page, witness):
    """Search without diacritics and open what is found; return its code."""
    page.goto("/")
    witness.look(page, "home")
    page.get_by_role("searchbox").or_(page.locator("input[name=q]")).first.fill(
        "chuyen nhuong quyen su dung dat"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**q=chuyen*")
    witness.look(page, "results")
    title = "Đăng ký biến động khi chuyển nhượng quyền sử dụng đất"
    follow(page.get_by_role("link", name=title).first)
    witness.look(page, "procedure")
    assert "Cách thức thực hiện" in page.locator("main").inner_text()
    return page.url.rpartition("/")[2]


def receive_at_the_counter(page, procedure, witness):
    """Receive a dossier for the procedure; return its code."""
    witness.look(page, "work")
    follow(page.get_by_role("link", name="Tiếp nhận hồ sơ").first)
    page.fill("#q", "chuyen nhuong dat")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=chuyen*")
    witness.look(page, "picking")
    follow(page.locator(f"a[href$='/{procedure}']"))
    # The way that this officer takes nearly always is taken at once; here, anew.
    page.goto(f"/desk/tiep-nhan/{procedure}?khac=1")
    witness.look(page, "choosing")
    follow(page.get_by_role("link", name="Trực tiếp").first)
    witness.look(page, "intake")
    follow(page.locator("button[name=save]"))
    assert page.locator("#problems").is_visible()
    witness.look(page, "intake-refused")
    fill_in(page, "Đặng Thị Ngưỡng", PHONE, "1957")
    code = save(page)
    witness.look(page, "dossier-received")
    return code


def slip_is_readable(page, code):
    """Open the slip; both marks on it lead back to the dossier."""
    link = page.get_by_role("link", name=re.compile("In giấy tiếp nhận"))
    answer = page.context.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    pdf = answer.body()
    assert "Đặng Thị Ngưỡng" in unicodedata.normalize("NFC", scans.text_of(pdf))
    marks = scans.marks_of(pdf)
    assert len(marks) == 2
    for text in marks.values():
        page.goto("/desk")
        page.fill("#ma", text)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/desk/ho-so/{code}")


def open_dossier(people, login, code, everything=False):
    """Let an officer find the dossier in a list and open it."""
    page = people.officer(login)
    page.goto("/desk?all=1" if everything else "/desk")
    while not page.locator(f"a.code:text-is('{code}')").count():
        follow(page.locator("a[rel=next]"))
    follow(page.locator(f"a.code:text-is('{code}')"))
    return page


def track(page, code, factor, shown, witness):
    """Ask for the dossier on the public page and see the status."""
    page.goto("/vi/tra-cuu")
    page.fill("#code", code)
    page.fill("#factor", factor)
    follow(page.locator("form.form button"))
    assert page.locator("#status").inner_text() == shown
    assert code not in page.url
    assert "Ngưỡng" not in page.content()
    witness.look(page, "tracked")


def find_in_the_archive(page, code, witness):
    """Wait until the worker has read the scan, find it by its rare word.

    Returns the line in which the word was found.
    """
    plain = unicodedata.normalize("NFD", scans.RARE.lower())
    word = "".join(each for each in plain if not unicodedata.combining(each))
    end = time.monotonic() + OCR_SECONDS
    while True:
        page.goto("/luu-tru")
        page.fill("#q", word)
        page.keyboard.press("Enter")
        page.wait_for_url("**q=*")
        hit = page.locator(".hits li").filter(has_text=code)
        if hit.count() or time.monotonic() > end:
            break
        time.sleep(2)
    witness.look(page, "archive-found")
    line = hit.inner_text()
    for name, place in (("digitising", "so-hoa"), ("record", "ho-so")):
        assert page.goto(f"/luu-tru/{place}/{code}").status == 200
        witness.look(page, f"archive-{name}")
    return line
