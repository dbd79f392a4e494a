"""Rules, what they change and what expires, at the browsers of archive and head."""

from __future__ import annotations

from motcua.archive.appraisal import holds
from motcua.archive.holdings import files
from motcua.archive.holdings import store
from motcua.archive.retention import tables
from motcua.archive.terms import revising
from motcua.dossiers import ledger
import pytest
from tests.archive.appraisal.conftest import HELD
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.terms.conftest import PROCEDURE
from tests.dossiers.conftest import MONDAY
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
import transaction
from zope.component.hooks import site


RULES = "/luu-tru/thoi-han"
RULE = {
    "subject": "procedure",
    "value": PROCEDURE,
    "class": "20-years",
    "start": "end",
    "valid_from": "1/11/2026",
    "deed": "QĐ 45/QĐ-UBND",
    "deed_on": "20/10/2026",
}


def proposed(archivist, **changes):
    """Propose a rule and return the page after it."""
    form = filled(archivist.get(RULES), "propose", **{**RULE, **changes})
    return form.submit("do", value="propose").follow()


def test_a_rule_is_proposed_approved_and_stands_with_its_decision(officer, kept):
    archivist, head = officer("archivist"), officer("leader")
    page = archivist.get(RULES)
    assert "chưa ai xác nhận" in main(page)
    page = proposed(archivist)
    assert "Quy tắc chờ người đứng đầu duyệt" in page.text
    assert "rule-r1" in page.forms
    page = head.get("/luu-tru/danh-muc").click("Lưu giữ hay hủy")
    page = page.click("Thời hạn lưu trữ")
    assert "propose" not in page.forms
    page = page.forms["rule-r1"].submit("do", value="refuse", status=400)
    page = page.forms["rule-r1"].submit("do", value="approve").follow()
    assert f"Thủ tục {PROCEDURE}" in main(page)
    assert "QĐ 45/QĐ-UBND, 20/10/2026" in main(page)
    page = proposed(archivist, **{"class": "50-years", "valid_from": "1/12/2026"})
    head.get(RULES).forms["rule-r2"].submit("do", value="approve")
    page = archivist.get(RULES)
    assert "01/11/2026 - 30/11/2026" in main(page)
    assert "Người đứng đầu duyệt" in main(page)


def test_what_was_typed_stays_when_a_rule_is_refused(officer, kept):
    page = officer("archivist").get(RULES)
    form = filled(page, "propose", **{**RULE, "value": "9.999999"})
    page = form.submit("do", value="propose", status=400)
    assert "Không có thủ tục nào mang mã 9.999999" in main(page)
    assert page.forms["propose"]["value"].value == "9.999999"
    assert page.forms["propose"]["class"].value == "20-years"
    form = filled(page, "propose", value=PROCEDURE, deed_on="32/10/2026")
    assert "32/10/2026" in main(form.submit("do", value="propose", status=400))


def test_two_at_one_rule_the_slower_one_is_told(officer, kept):
    archivist, head = officer("archivist"), officer("leader")
    proposed(archivist)
    page = head.get(RULES)
    page.forms["rule-r1"].submit("do", value="approve").follow()
    page = page.forms["rule-r1"].submit("do", value="approve", status=409)
    assert "Người khác đã thay đổi" in main(page)


def test_changed_terms_are_shown_decided_moved_and_named(house, officer, kept):
    archivist, head = officer("archivist"), officer("leader")
    proposed(archivist)
    head.get(RULES).forms["rule-r1"].submit("do", value="approve")
    page = archivist.get(f"{RULES}/thay-doi")
    said = "1 hồ sơ đã kết thúc sẽ được giữ: 31/12/2040 thay vì 31/12/2030"
    assert said in main(page)
    form = filled(page, "TH-H99-r1-longer", reason="Theo QĐ 45")
    page = form.submit("do", value="accept").follow()
    with site(house):
        table = tables.table(house, PROVINCE)
        number = ledger.events(table)[-1].number
        revising.run(f"TH-H99:{number}", {}, lambda *_args: None)
        transaction.commit()
        assert files.view(store.file(house, kept[2])).until.year == 2040
    page = archivist.get(f"{RULES}/thay-doi")
    assert "số hồ sơ đã thay đổi: 3" in main(page)
    page = archivist.get(f"/luu-tru/ho-so/{kept[2]}")
    assert "Thời hạn đã thay đổi sau khi kết thúc" in main(page)


def test_a_refusal_needs_a_reason_and_stands_there(officer, kept):
    archivist, head = officer("archivist"), officer("leader")
    proposed(archivist)
    head.get(RULES).forms["rule-r1"].submit("do", value="approve")
    page = head.get(f"{RULES}/thay-doi")
    form = page.forms["TH-H99-r1-longer"]
    form = filled(page, "TH-H99-r1-longer", reason=" ")
    page = form.submit("do", value="refuse", status=400)
    form = filled(page, "TH-H99-r1-longer", reason="Giữ như cũ")
    page = form.submit("do", value="refuse").follow()
    assert "Đã từ chối: Giữ như cũ" in main(page)


def test_a_term_that_waits_is_started(house, officer, kept):
    archivist = officer("archivist")
    page = archivist.get(f"{RULES}/thay-doi")
    assert "khi công trình, thiết bị hết tuổi thọ" in main(page)
    form = filled(page, "begin", code="H99.2026.77", year="2026", source="BB 3")
    page = form.submit("do", value="start", status=400)
    shown = main(archivist.get(f"/luu-tru/ho-so/{kept[4]}"))
    assert "tính từ khi công trình, thiết bị hết tuổi thọ; chưa biết ngày" in shown
    assert "chờ sự kiện" in shown
    form = filled(page, "begin", code=kept[4])
    page = form.submit("do", value="start").follow()
    with site(house):
        assert files.view(store.file(house, kept[4])).until.year == 2031


def test_ten_years_are_foreseen_in_files_metres_and_bytes(officer, kept):
    archivist = officer("archivist")
    page = archivist.get(f"{RULES}/du-kien")
    rows = {
        row.find("th").text.strip(): " ".join(row.text.split())
        for row in page.html.find("tbody").find_all("tr")
    }
    assert "Mét giá 1,00" in rows["2030"]
    assert "GB 2,50" in rows["2034"]
    assert rows["đã hết hạn"].startswith("đã hết hạn Số hồ sơ 2")
    assert len(page.html.find_all("meter")) == 14
    proposed(archivist, **{"class": "5-years"})
    page = archivist.get(RULES).click("Xem quy tắc sẽ thay đổi gì")
    assert "Giả định quy tắc này được áp dụng" in main(page)
    rows = {
        row.find("th").text.strip(): " ".join(row.text.split())
        for row in page.html.find("tbody").find_all("tr")
    }
    assert "Theo quy tắc 0" in rows["2030"]
    table = archivist.get(f"{RULES}/du-kien?theo=medium&bang=csv")
    assert table.content_type == "text/csv"
    assert "2034" in table.text


def test_expired_files_are_listed_with_their_room(house, officer, kept):
    page = officer("archivist").get(f"{RULES}/het-han")
    assert "2 hồ sơ, 3.700 tờ, 0,53 mét giá" in main(page)
    assert kept[1] in main(page)
    with site(house):
        one = store.file(house, kept[0])
        holds.place(house, one, *HELD, "archivist", MONDAY)
        transaction.commit()
    page = officer("archivist").get(f"{RULES}/het-han")
    assert main(page).count("Đang bị giữ theo yêu cầu") == 1
    page = officer("archivist").get(f"{RULES}/het-han?ngay=1/1/2020")
    assert "chưa có hồ sơ đã kết thúc nào hết hạn" in main(page)


def test_the_figure_of_the_shelf_is_set_with_its_source(officer, kept):
    page = officer("archivist").get(RULES)
    form = filled(page, "measured", sheets="8000", source="Đo tại kho")
    page = form.submit("do", value="measure").follow()
    assert "8.000 tờ trên một mét giá" in main(page)
    assert "Đo tại kho" in main(page)


@pytest.mark.parametrize("path", ["", "/thay-doi", "/du-kien", "/het-han"])
def test_for_others_there_is_nothing(officer, kept, path):
    for person in ("handler", "stranger"):
        officer(person).get(f"{RULES}{path}", status=404)
    officer("archivist").get(f"{RULES}{path}?cq=H77&phong=H77", status=404)


def test_two_who_decide_on_terms_the_slower_one_is_told(officer, kept):
    head = officer("leader")
    proposed(officer("archivist"))
    head.get(RULES).forms["rule-r1"].submit("do", value="approve")
    page = head.get(f"{RULES}/thay-doi")
    form = filled(page, "TH-H99-r1-longer", reason="Giữ như cũ")
    form.submit("do", value="refuse").follow()
    page = form.submit("do", value="accept", status=409)
    assert "Người khác đã thay đổi" in main(page)


def test_a_file_of_others_is_answered_as_one_that_is_not_there(house, officer, kept):
    page = officer("archivist").get(f"{RULES}/thay-doi")
    told = {"year": "2026", "source": "BB 3"}
    answers = []
    for code in ("H99.2026.77", kept[4]):
        form = filled(page, "begin", code=code, **told)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(files, "may_see", lambda *_who: False)
            answers.append(form.submit("do", value="start", status=400))
    assert len({main(each).replace(kept[4], "H99.2026.77") for each in answers}) == 1
