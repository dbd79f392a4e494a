"""My work: counters that lead to their dossiers, filters, own columns, kept lists."""

from __future__ import annotations

import csv
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import io
from motcua.dossiers.arrivals.circumstances import Circumstances
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.watching import escalations
from motcua.storage.engines import register_engine
from openpyxl import load_workbook
from tests.desk.conftest import receive
from tests.desk.conftest import step
from zope.component.hooks import setSite


def codes(page):
    """Return the codes of the list of a page."""
    return [each.text.strip() for each in page.html.select("table.list tbody a.code")]


def count(page, name):
    """Return the number of a counter and its address."""
    link = page.html.select_one(f".counters .counter.{name}")
    digits = "".join(each for each in link.b.text if each.isdigit())
    return int(digits), link["href"]


def test_every_counter_leads_to_as_many_dossiers(counter, house):
    found = [receive(house) for _number in range(4)]
    step(counter, found[0], "forward", to="H99.02")
    page = counter.get("/desk")
    links = [link["href"] for link in page.html.select(".counters .counter")]
    assert len(links) > 6
    for link in page.html.select(".counters .counter"):
        digits = "".join(each for each in link.b.text if each.isdigit())
        path = "/desk" + link["href"].partition("/desk")[2]
        assert len(codes(counter.get(path))) == int(digits), link["href"]
    assert count(page, "in_time")[0] == 3


def test_bands_are_told_by_text_and_sign(counter, house):
    receive(house)
    page = counter.get("/desk")
    words = page.text
    for said in ("Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Tạm dừng tính hạn"):
        assert said in words, said
    for sign in ("▲", "◆", "◇", "●", "‖"):
        assert sign in words


def test_filters_stand_in_the_address_and_nonsense_is_left_out(counter, house):
    one = receive(house)
    assert codes(counter.get("/desk?kenh=counter&state=received&tt=1.001193")) == [one]
    assert codes(counter.get("/desk?kenh=post")) == []
    assert codes(counter.get("/desk?tt=9.999999")) == []
    assert codes(counter.get("/desk?tu=2099-01-01")) == []
    assert codes(counter.get("/desk?hantu=2001-01-01")) == [one]
    assert codes(counter.get("/desk?nguoi=handler")) == []
    assert codes(counter.get("/desk?cua=toi")) == []
    nonsense = "han=%3Cb%3E&kenh=x&tu=0001-01-01&den=9999-12-31&sau=~&tien=%00"
    assert codes(counter.get(f"/desk?{nonsense}")) == [one]
    for place in ("x~", "~x", "2026-99-99~H", "9999-12-31T23:59~H", "%00"):
        assert counter.get(f"/desk?sau={place}").status_int == 200


def test_a_long_list_goes_on_behind_its_last_row(counter, house, monkeypatch):
    from motcua.desk.mywork import screen

    monkeypatch.setattr(screen, "PAGE", 2)
    found = {receive(house) for _number in range(5)}
    page = counter.get("/desk")
    seen = codes(page)
    while page.html.select("nav.pages a[rel=next]"):
        page = page.click("Trang sau")
        seen += codes(page)
    assert len(seen) == len(found)
    assert set(seen) == found
    assert codes(page.click("Trang đầu")) == seen[:2]


def test_columns_are_chosen_and_ordered_by_numbers(counter, officer, house):
    receive(house)
    page = counter.get("/desk/cot")
    form = next(f for f in page.forms.values() if "c-code" in f.fields)
    for name in form.fields:
        if name and name.startswith("c-"):
            form[name] = ""
    form["c-code"], form["c-channel"], form["c-due"] = "2", "1", "3"
    page = form.submit("do", value="keep").follow()

    def headings(shown):
        found = [each.text.strip() for each in shown.html.select("table.list thead th")]
        return [each for each in found if each and each != "Chọn"]

    assert headings(page) == ["Kênh tiếp nhận", "Mã hồ sơ", "Hẹn trả"]
    assert headings(counter.get("/desk")) == headings(page)
    rows = list(csv.reader(io.StringIO(counter.get("/desk/viec-cua-toi.csv").text[1:])))
    assert rows[0] == headings(page)
    assert len(rows) == 2
    form = next(
        f for f in counter.get("/desk/cot").forms.values() if "c-code" in f.fields
    )
    page = form.submit("do", value="usual").follow()
    assert headings(page)[0] == "Hẹn trả"


def test_the_list_is_a_workbook_too_and_only_ones_own(counter, officer, house):
    code = receive(house)
    answer = counter.get("/desk/viec-cua-toi.xlsx")
    sheet = load_workbook(io.BytesIO(answer.body)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert code in cells
    assert "attachment" in answer.headers["Content-Disposition"]
    assert code not in officer("handler").get("/desk/viec-cua-toi.csv").text
    assert code not in counter.get("/desk/viec-cua-toi.csv?kenh=post").text


def test_a_list_is_kept_under_a_name_of_ones_own(counter, officer, house):
    one = receive(house)
    page = counter.get("/desk?state=received&kenh=counter&nguoi=x%3Cb%3E")
    form = next(f for f in page.forms.values() if "name" in f.fields)
    form["name"] = "  Bà Lụa  <sáng> "
    page = form.submit("do", value="keep").follow()
    assert "Bà Lụa &lt;sáng&gt;" in page.text
    assert "Bà Lụa" not in page.request.url
    counter.get("/desk?state=received")
    link = next(a for a in page.html.select("a") if a.text == "Bà Lụa <sáng>")
    assert "state=received" in link["href"]
    assert "Bà Lụa" not in officer("handler").get("/desk").text
    drop = next(
        f
        for f in page.forms.values()
        if "name" in f.fields and f["name"].value == "Bà Lụa <sáng>"
    )
    assert "Bà Lụa" not in drop.submit("do", value="drop").follow().text
    assert one in counter.get("/desk").text


def test_who_goes_first_is_marked_and_asked_for(counter, house):
    first = receive(house, circumstances=Circumstances(priority="elderly"))
    receive(house)
    assert codes(counter.get("/desk?uu-tien=any")) == [first]
    assert codes(counter.get("/desk?uu-tien=elderly&uu-tien=merit")) == [first]
    assert codes(counter.get("/desk?uu-tien=merit")) == []
    told = counter.get("/desk?uu-tien=any&kenh=counter").html.select_one(".narrowed")
    assert "Có ưu tiên, bất kỳ lý do nào; Trực tiếp" in told.text
    assert told.a["href"] == "/desk"
    assert not counter.get("/desk?han=late").html.select(".narrowed")
    page = counter.get("/desk?uu-tien=nonsense")
    assert len(codes(page)) == 2
    assert marks_of(page) == {first: ["★ Người cao tuổi"]}


def test_what_is_stuck_is_marked_once_the_head_was_told(counter, house):
    code = receive(house)
    assert marks_of(counter.get("/desk")) == {}
    arrived = datetime.now(UTC) - timedelta(days=21)
    with register_engine().begin() as sql:
        sql.execute(DOSSIERS.update().values(arrived_at=arrived))
    setSite(house)
    escalations.escalate(house, datetime.now(UTC))
    assert marks_of(counter.get("/desk")) == {code: ["⇧ Ách tắc, đã báo giám sát"]}
    counter.get(f"/desk/ho-so/{code}")
    assert marks_of(counter.get("/desk")) == {}


def marks_of(page):
    """Return what is marked on the rows of a page: code -> sign and words."""
    rows = page.html.select("table.list tbody tr")
    found = {
        row.select_one("a.code").text.strip(): [
            " ".join(mark.text.split()) for mark in row.select(".marks .time")
        ]
        for row in rows
    }
    return {code: marks for code, marks in found.items() if marks}


def test_looking_writes_nothing(counter, house):
    receive(house)
    before = house._p_jar.db().lastTransaction()
    for path in ("", "?state=received", "/cot", "/viec-cua-toi.csv"):
        counter.get(f"/desk{path}")
    assert house._p_jar.db().lastTransaction() == before
