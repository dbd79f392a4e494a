"""Readers ask, the archive answers, officers read here and citizens on the portal."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.base.vietnam import VIETNAM
from motcua.organisation import duties
from motcua.storage import journal
from plone import api
import pytest
from tests.desk.conftest import browser
from tests.dossiers.conftest import LAND
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
import transaction
from zope.component.hooks import site


CITIZEN = {
    "reader": "citizen",
    "name": "Nguyễn Văn Đức",
    "identity": "030957001234",
    "purpose": "Nghiên cứu",
}


def place_of(page):
    """Return the address of a page below the front door."""
    return "/luu-tru/" + page.request.path.split("/luu-tru/")[1]


def ask(app, code, use="read", **told):
    """Enter a request and return its page."""
    page = app.get("/luu-tru/doc")
    page = filled(page, "ask", items=code, use=use, **told).submit("do", value="ask")
    return page.follow()


def agree(page, verdict="agree", **told):
    """Answer the first item."""
    form = filled(page, "answer", **{"verdict-1": verdict, **told})
    return form.submit("do", value="answer").follow()


def answered(officer, page):
    """Let the archive agree on a request; return its page."""
    return agree(officer("archivist").get(place_of(page)))


def test_an_officer_asks_reads_page_by_page_and_each_is_written_down(
    officer, papers, worker
):
    handler = officer("handler")
    page = ask(handler, papers[0], purpose="Đối chiếu")
    assert "Chờ lưu trữ trả lời" in main(page)
    place = place_of(page)
    answered(officer, page)
    worker()
    page = handler.get(place).click("^Đọc$")
    assert "Trang 1/2" in main(page) or "Trang 1" in main(page)
    picture = page.html.find("img", src=lambda one: one and "/hinh/" in one)["src"]
    found = handler.get(picture)
    assert found.content_type == "image/jpeg"
    assert "no-store" in found.headers["Cache-Control"]
    [look] = journal.of(papers[0])
    assert (look.person, look.kind) == ("handler", "paper")
    page = page.click("Trang sau")
    assert "Trang sau" not in main(page)


def test_a_copy_is_written_down_of_who_downloads_it(officer, papers, worker):
    page = ask(officer("handler"), papers[0], purpose="Đối chiếu", use="plain")
    place = place_of(page)
    answered(officer, page)
    worker()
    officer("archivist").get(f"{place}/tep/1")
    officer("handler").get(f"{place}/tep/1")
    people = [look.person for look in journal.of(papers[0])]
    assert sorted(people) == ["archivist", "handler"]


def test_who_left_the_agency_reads_no_more(house, officer, papers, worker):
    page = ask(officer("handler"), papers[0], purpose="Đối chiếu")
    place = place_of(page)
    answered(officer, page)
    worker()
    handler = officer("handler")
    handler.get(f"{place}/hinh/1/1")
    with site(house), api.env.adopt_roles(["Manager"]):
        yesterday = datetime.now(VIETNAM).date() - timedelta(days=1)
        duties.end("handler", LAND, "processing", yesterday, "QĐ 9")
        transaction.commit()
    for below in ("", "/ban/1/1", "/hinh/1/1"):
        handler.get(f"{place}{below}", status=404)


def test_for_others_requests_copies_and_pictures_do_not_exist(officer, papers, worker):
    page = ask(officer("handler"), papers[0], purpose="Đối chiếu")
    place = place_of(page)
    answered(officer, page)
    worker()
    for name in ("jurist", "stranger"):
        for below in ("", "/ban/1/1", "/hinh/1/1", "/tep/1", "/ky/1"):
            officer(name).get(f"{place}{below}", status=(404, 403))
    # The archive has the document itself and reads no copy of somebody else's.
    officer("archivist").get(f"{place}/hinh/1/1", status=404)
    for below in ("/tep/1", "/hinh/1/3", "/hinh/2/1", "/hinh/x/1", "/ban/1/03"):
        officer("handler").get(f"{place}{below}", status=404)


def test_what_is_refused_names_its_reason(officer, papers):
    page = ask(officer("handler"), papers[0], purpose="Đối chiếu")
    page = officer("archivist").get(place_of(page))
    form = filled(page, "answer", **{"verdict-1": "refuse"})
    again = form.submit("do", value="answer", status=400)
    assert papers[0] in again.html.find(id="problem").text
    page = agree(page, "refuse", **{"reason-1": "Đang chỉnh lý"})
    assert "Đang chỉnh lý" in main(page)


def test_of_two_answers_at_once_the_second_is_told(officer, papers):
    page = ask(officer("handler"), papers[0], purpose="Đối chiếu")
    page = officer("archivist").get(place_of(page))
    agree(page)
    form = filled(page, "answer", **{"verdict-1": "refuse", "reason-1": "x"})
    form.submit("do", value="answer", status=409)


def test_a_citizen_reads_with_two_codes_and_no_address_leads_to_a_page(
    house, officer, papers, worker
):
    archivist = officer("archivist")
    page = agree(ask(archivist, papers[0], **CITIZEN))
    worker()
    page = archivist.get(place_of(page))
    page = page.forms["link-form"].submit("do", value="link")
    token, second = (one.text for one in page.html.find_all("b", class_="code"))
    assert token not in archivist.get(place_of(page)).text, "shown once"
    public = browser()
    form = public.get("/vi/phong-doc")
    assert "script" in form.text
    sent = filled(form, 0, link=token, second="00000000").submit()
    assert "Nguyễn" not in sent.text
    assert "Hiện không đọc được gì" in sent.text
    page = filled(form, 0, link=token, second=second).submit()
    assert "Tỉnh Cửa Lớn" in page.text
    page = page.forms[0].submit("do", value="read")
    image = page.html.find("img", class_="sheet")["src"]
    assert image.startswith("data:image/jpeg;base64,")
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.request.path.endswith("/vi/phong-doc")
    assert not page.request.query_string
    page = page.forms[0].submit("page", value="2")
    assert "2/2" in page.text
    code = next(iter(store.shelf(house).requests))
    assert {look.person for look in journal.of(papers[0])} == {code}
    # A copy to read is not downloaded, whatever is posted.
    sent = {**dict(page.forms[1].submit_fields()), "do": "download"}
    refused = public.post("/vi/phong-doc", sent, status=404)
    assert refused.content_type == "text/html"


def test_copies_are_downloaded_and_stand_in_the_register(officer, papers, worker):
    archivist = officer("archivist")
    page = agree(ask(archivist, papers[0], use="plain", **CITIZEN))
    worker()
    page = archivist.get(place_of(page))
    given = page.click("Tải bản sao")
    assert given.content_type == "application/pdf"
    assert given.headers["Content-Disposition"].startswith("attachment")
    page = archivist.get("/luu-tru/doc/so-ban-sao?nam=2026")
    assert papers[0] in main(page)
    assert "Nguyễn" not in page.text
    officer("handler").get("/luu-tru/doc/so-ban-sao", status=404)


def test_a_certified_copy_is_given_when_it_came_back_signed(officer, papers, worker):
    archivist = officer("archivist")
    page = agree(ask(archivist, papers[0], use="certified", **CITIZEN))
    worker()
    page = archivist.get(place_of(page))
    assert "Tải bản sao" not in main(page)
    archivist.get(f"{place_of(page)}/tep/1", status=404)
    to_sign = page.click("Tải về để ký")
    form = page.forms["sign-1"]
    from webtest import Upload

    form["file"] = Upload("x.pdf", to_sign.body)
    refused = form.submit("do", value="sign", status=400)
    assert "x.pdf" in refused.html.find(id="problem").text


def test_words_are_covered_by_numbers_without_a_script(house, officer, papers, worker):
    archivist = officer("archivist")
    page = ask(archivist, papers[0], **CITIZEN).click("Che một phần")
    again = filled(page, "cover", boxes="1 a b c d", reason="x")
    again = again.submit("do", value="cover", status=400)
    assert "1 a b c d" in again.html.find(id="problem").text
    page = filled(page, "cover", boxes="1 100 90 900 140", reason="Đời tư")
    page = page.submit("turn", value="2")
    assert page.forms["cover"]["boxes"].value.strip() == "1 100 90 900 140"
    page = filled(page, "cover", reason="Đời tư").submit("do", value="cover").follow()
    worker()
    transaction.begin()
    assert twins.view(store.twin(house, papers[0])).sha256
    page = archivist.get(f"/luu-tru/doc/che/{papers[0]}")
    assert "Đã có bản che" in main(page)
    assert len(page.html.find_all("rect")) == 1
    for name in ("handler", "stranger"):
        officer(name).get(f"/luu-tru/doc/che/{papers[0]}", status=(403, 404))
        officer(name).get(f"/luu-tru/doc/che/{papers[0]}/hinh/1", status=(403, 404))


@pytest.mark.parametrize("code", ["YD-H99-2026-9", "x", "YD-H99-2026-1/ban/1/1"])
def test_what_is_not_there_is_missing(officer, papers, code):
    officer("archivist").get(f"/luu-tru/doc/{code}", status=404)


def test_states_are_those_of_the_request(house, officer, papers):
    page = ask(officer("archivist"), papers[1], **CITIZEN)
    verdicts = [one[0] for one in page.forms["answer"]["verdict-1"].options]
    assert verdicts == ["", "submit", "refuse"]
    transaction.begin()
    [one] = store.every_request(house)
    assert requests.view(one).state == requests.ASKED
