"""Screens that keep the catalogue right: findings, imports, names, reviews."""

from __future__ import annotations

import io
import json
from motcua.base.vietnam import today
from motcua.procedures.checking import findings
from motcua.procedures.checking import reviews
from motcua.procedures.forms import attach
from motcua.procedures.importing import journal
from motcua.procedures.importing import preview
from motcua.procedures.importing.sheets import files
from motcua.procedures.importing.sheets.rows import tables_of
from motcua.procedures.naming import names
from motcua.procedures.naming import scope
from motcua.storage import worker
from motcua.storage.engines import register_engine
import pytest
import re
from tests.admin.catalogue.conftest import token_of
from tests.procedures.drafting.officials import a_version
from tests.procedures.drafting.officials import CODE
from tests.procedures.drafting.officials import COMMUNE_CODE
from tests.procedures.samples import record
import transaction


BOUNDARY = "motcua-boundary"
NEW = "9.000777"
DEED = "30/QĐ-UBND"
PAGES = (
    "",
    "/kiem-tra",
    f"/kiem-tra/{CODE}",
    "/nhap",
    "/ten-goi",
    "/ra-soat",
    "/pham-vi",
)


def upload(official, name, data, source="auto", status=303):
    """Send a file by the form of the page of imports."""
    token = token_of(official.get("/nhap"))
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}'
        for key, value in (("_authenticator", token), ("source", source))
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    )
    body = "\r\n".join([*parts, head]).encode() + data
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    answer = official.client.request(
        "POST",
        f"{official.root}/danh-muc/nhap",
        official.login,
        body,
        Content_Type=f"multipart/form-data; boundary={BOUNDARY}",
    )
    assert answer.status_int == status, answer.text[-2000:]
    transaction.begin()
    return answer


def lines(*records):
    return "\n".join(json.dumps(one) for one in records).encode()


@pytest.fixture
def looked(site, editor):
    """An import of one new and one odd procedure that waits for a decision."""
    odd = record(CODE, ten_thu_tuc="Hỗ trợ sản xuất cộng đồng")
    upload(editor, "moi.jsonl", lines(record(NEW), odd))
    worker.drain()
    transaction.begin()
    (run,) = journal.listed(site)
    return run


@pytest.fixture
def counted(site):
    findings.scan(site["procedures"], register_engine(), today())
    return site


def test_the_screens_are_for_holders_of_a_duty(official):
    for path in PAGES:
        official("editor").get(path)
        official("clerk").get(path, status=404)


def test_unknown_screens_answer_404(editor):
    for path in (
        "/kiem-tra/9.999999",
        "/nhap/20260101-0001",
        "/nhap/20260101-0001/tai-ve",
        "/ra-soat/9.999999",
        "/ten-goi/x",
        "/nhap/bang?ma=9.999999",
    ):
        editor.get(path, status=404)


def test_findings_are_counted_per_rule_and_agency_and_lead_to_procedures(
    counted, editor
):
    page = editor.get("/kiem-tra").text
    assert "Thiếu địa chỉ tiếp nhận" in page
    assert "Sở Văn hóa" in page
    page = editor.get("/kiem-tra?quy-tac=no-receiving-address").text
    assert f"/danh-muc/kiem-tra/{CODE}" in page
    assert "People must know where to go" in page
    page = editor.get(f"/kiem-tra/{CODE}").text
    assert "Nhận hồ sơ giấy mà không nêu nơi tiếp nhận." in page


@pytest.mark.parametrize(
    "question",
    ["quy-tac=x", "co-quan=-", "co-quan=%00'%22", "trang=99999999", "trang=-1"],
)
def test_senseless_questions_are_answered(counted, editor, question):
    editor.get(f"/kiem-tra?{question}")


def test_findings_can_be_taken_out_as_a_table(counted, editor):
    answer = editor.get("/kiem-tra/tai-ve?quy-tac=no-receiving-address")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = answer.body.decode("utf-8-sig").strip().split("\r\n")
    assert head.startswith("code,title,agency,rule")
    assert len(rows) == 2
    assert all("no-receiving-address" in row for row in rows)


def test_a_new_count_is_queued_by_the_button(site, editor):
    editor.post("/kiem-tra")
    assert worker.drain() >= 1
    assert "Đếm lúc" in editor.get("/kiem-tra").text


def test_an_upload_is_looked_through_and_writes_nothing(site, looked, official):
    page = official("publisher").get(f"/nhap/{looked.id}").text
    assert "Chờ quyết định" in page
    assert NEW in page
    assert "có vẻ là thủ tục khác" in page
    assert NEW not in site["procedures"]


def test_before_it_is_looked_through_the_page_tells_how_far_it_is(site, editor):
    upload(editor, "moi.jsonl", lines(record(NEW)))
    (run,) = journal.listed(site)
    page = editor.get(f"/nhap/{run.id}").text
    assert "<progress" in page
    assert "Đang được xem qua" in page


def test_another_person_applies_all_but_the_odd_by_decision(site, looked, official):
    publisher = official("publisher")
    publisher.post(
        f"/nhap/{looked.id}",
        do="all",
        deed=DEED,
        with_form="/danh-muc/nhap/" + looked.id,
    )
    worker.drain()
    transaction.begin()
    assert site["procedures"][NEW].state == "published"
    assert site["procedures"][CODE].title == "Cấp thẻ đọc sách"
    assert looked.acts[-1].deed == DEED
    page = publisher.get(f"/nhap/{looked.id}").text
    assert "Đã áp dụng" in page


def test_what_is_ticked_alone_is_applied(site, looked, official):
    publisher = official("publisher")
    page = publisher.get(f"/nhap/{looked.id}")
    form = {"row": [CODE], "deed": DEED}
    publisher.press(page, "some", changes=form)
    worker.drain()
    transaction.begin()
    assert NEW not in site["procedures"]
    assert site["procedures"][CODE].title == "Hỗ trợ sản xuất cộng đồng"
    page = publisher.get(f"/nhap/{looked.id}")
    told = {
        row.find(attrs={"class": "code"}).text: row.find(attrs={"class": "state"}).text
        for row in page.html.select("tbody tr")
    }
    assert told == {CODE: "Đã áp dụng", NEW: "Không áp dụng"}


@pytest.mark.parametrize(
    ("login", "form", "said"),
    [
        ("editor", {"do": "all", "deed": DEED}, "nhiệm vụ khác"),
        ("control", {"do": "all", "deed": DEED}, "nhiệm vụ khác"),
        ("commune", {"do": "all", "deed": DEED}, "nhiệm vụ khác"),
        ("publisher", {"do": "all", "deed": ""}, "số và ngày"),
        ("publisher", {"do": "some", "deed": DEED}, "ít nhất một"),
        ("publisher", {"do": "some", "deed": DEED, "row": "1.000001"}, "ít nhất một"),
        ("publisher", {"do": "undo", "deed": DEED}, "đã áp dụng"),
        ("publisher", {"do": "x"}, "Chọn việc|việc cần làm"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    site, looked, official, login, form, said
):
    person = official(login)
    answer = person.post(
        f"/nhap/{looked.id}", status=400, with_form="/danh-muc/ra-soat/" + CODE, **form
    )
    assert re.search(said, answer.text)
    assert looked.stage == "previewed"
    assert NEW not in site["procedures"]


def test_nobody_applies_the_own_upload(site, official):
    both = official("both")
    upload(both, "moi.jsonl", lines(record(NEW)))
    worker.drain()
    transaction.begin()
    (run,) = journal.listed(site)
    answer = both.post(f"/nhap/{run.id}", status=400, do="all", deed=DEED)
    assert "phải khác người đã đưa tệp lên" in answer.text
    assert NEW not in site["procedures"]


def test_an_import_is_undone_by_decision(site, looked, official):
    publisher = official("publisher")
    where = f"/nhap/{looked.id}"
    publisher.post(where, do="all", deed=DEED, with_form="/danh-muc" + where)
    worker.drain()
    publisher.post(where, do="undo", deed="31/QĐ-UBND", with_form="/danh-muc" + where)
    worker.drain()
    transaction.begin()
    assert site["procedures"][NEW].state == "withdrawn"
    assert "Đã hoàn tác" in publisher.get(where).text


def test_an_import_can_be_given_up(site, looked, editor):
    editor.post(f"/nhap/{looked.id}", do="drop", with_form=f"/danh-muc/ra-soat/{CODE}")
    assert looked.stage == "dropped"
    assert "Đã bỏ" in editor.get("/nhap").text


def test_a_commune_gives_up_no_import_of_the_province(site, looked, official):
    commune = official("commune")
    draft = f"/danh-muc/ra-soat/{COMMUNE_CODE}"
    commune.post(f"/nhap/{looked.id}", status=400, do="drop", with_form=draft)
    assert looked.stage == "previewed"
    assert len(looked.acts) == 1


def test_refused_rows_are_told_with_reasons_and_can_be_taken_out(site, editor):
    upload(editor, "hong.jsonl", lines(record(NEW)) + b'\n{"ma_thu_tuc": "1', "auto")
    worker.drain()
    transaction.begin()
    (run,) = journal.listed(site)
    page = editor.get(f"/nhap/{run.id}").text
    assert "Các dòng không đọc được" in page
    assert "not JSON at column" in page
    table = editor.get(f"/nhap/{run.id}/tai-ve").body.decode("utf-8-sig")
    assert "refused" in table


@pytest.mark.parametrize(("name", "source"), [("", "auto"), ("a.jsonl", "x")])
def test_an_upload_without_a_file_or_a_kind_is_refused(site, editor, name, source):
    upload(editor, name, b"", source, status=400)
    assert list(journal.listed(site)) == []


def test_a_file_too_large_is_refused(site, editor, monkeypatch):
    monkeypatch.setattr("motcua.admin.catalogue.imports.LARGEST", 10)
    answer = upload(editor, "a.jsonl", b"x" * 100, status=400)
    assert "Nhiều nhất" in answer.text


def test_markup_in_a_file_shows_as_text(site, official, editor):
    evil = "<script>alert(1)</script>"
    upload(editor, f"{evil}.jsonl", lines(record(NEW, ten_thu_tuc=evil)))
    worker.drain()
    transaction.begin()
    (run,) = journal.listed(site)
    page = official("publisher").get(f"/nhap/{run.id}").text
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_tables_go_out_and_come_in_again_unchanged(site, editor):
    answer = editor.get(f"/nhap/bang?loai=xlsx&ma={CODE}")
    upload(editor, "bang.xlsx", answer.body)
    worker.drain()
    transaction.begin()
    (run,) = journal.listed(site)
    page = editor.get(f"/nhap/{run.id}").text
    assert run.stage == "previewed"
    assert preview.load(run.preview)[0].same == 1
    assert "Cấp thẻ đọc sách" not in page


def test_a_changed_table_tells_what_changes(site, editor):
    changed = a_version(CODE, title="Cấp thẻ đọc sách điện tử")
    data = files.to_csv(tables_of([changed])).encode()
    upload(editor, "bang.csv", data, "sheet")
    worker.drain()
    transaction.begin()
    (run,) = journal.listed(site)
    assert "Cấp thẻ đọc sách điện tử" in editor.get(f"/nhap/{run.id}").text


def test_the_empty_table_has_the_documented_columns(editor):
    text = editor.get("/nhap/bang?loai=csv").body.decode("utf-8-sig")
    assert text.startswith("[Thủ tục]\r\nMã thủ tục,Tên thủ tục,")
    assert editor.get("/nhap/bang").body.startswith(b"PK")


def test_a_name_is_entered_by_procedure_control(site, official, editor):
    control = official("control")
    form = {"loai": "agency", "old": "Sở Văn hóa", "new": "Sở Văn hóa và Thể thao"}
    where = "/danh-muc/ten-goi"
    control.post("/ten-goi", with_form=where, since="2026-03-01", source=DEED, **form)
    name = names.book(site).name("agency", "sở văn hóa", today())
    assert name == "Sở Văn hóa và Thể thao"
    assert "Sở Văn hóa và Thể thao" in editor.get("/ten-goi").text
    answer = editor.post("/ten-goi", status=400, **form)
    assert "nhiệm vụ khác" in answer.text


def test_a_wrong_name_is_refused_and_stays_in_the_form(official):
    answer = official("control").post(
        "/ten-goi",
        status=400,
        with_form="/danh-muc/ten-goi",
        loai="act",
        old="Luật Thư viện",
        new="",
    )
    assert "cần số hiệu văn bản" in answer.text
    assert "Luật Thư viện" in answer.text


def test_names_are_found_without_marks(editor):
    page = editor.get("/ten-goi?loai=act&q=luat+dat+dai").text
    assert "45/2013/QH13" not in page
    assert "61/2018/NĐ-CP" in editor.get("/ten-goi?loai=act&q=61/2018").text


def test_a_review_is_proposed_by_one_and_decided_by_another(site, official, editor):
    where = f"/danh-muc/ra-soat/{CODE}"
    form = {"do": "propose", "outcome": "amend", "reason": "Đổi phí"}
    editor.post(f"/ra-soat/{CODE}", with_form=where, **form)
    assert "Đổi phí" in editor.get(f"/ra-soat/{CODE}").text
    assert CODE in editor.get("/ra-soat").text
    publisher = official("publisher")
    form = {"do": "decide", "outcome": "amend", "deed": DEED}
    publisher.post(f"/ra-soat/{CODE}", with_form=where, **form)
    (review,) = reviews.listed(site["procedures"][CODE])
    assert (review.by, review.decided_by, review.deed) == ("editor", "publisher", DEED)


def test_an_editor_cannot_decide_on_a_review(site, editor):
    reviews.propose(CODE, "keep", "Vẫn phù hợp", "second", today(), site)
    transaction.commit()
    form = {"do": "decide", "outcome": "keep", "deed": DEED}
    editor.post(f"/ra-soat/{CODE}", status=400, **form)
    assert reviews.listed(site["procedures"][CODE])[0].open


def test_overdue_reviews_are_listed_as_such(site, editor):
    reviews.set_rhythm(CODE, 1, site)
    transaction.commit()
    page = editor.get("/ra-soat").text
    assert "Quá hạn" in page
    assert CODE in page


def test_the_rhythm_is_set_by_procedure_control(site, official):
    control = official("control")
    control.post("/ra-soat", with_form="/danh-muc/ra-soat", months="24")
    assert site["procedures"].review_months == 24
    answer = control.post(
        "/ra-soat", status=400, with_form="/danh-muc/ra-soat", months="999"
    )
    assert "1-120" in answer.text


def test_every_form_needs_the_token_of_our_page(site, looked, official):
    publisher = official("publisher")
    for path, form in (
        (f"/nhap/{looked.id}", {"do": "all", "deed": DEED}),
        ("/ten-goi", {"loai": "agency", "old": "A", "new": "B"}),
        (f"/ra-soat/{CODE}", {"do": "propose", "outcome": "keep", "reason": "x"}),
    ):
        publisher.post(path, status=403, token=False, **form)
    assert looked.stage == "previewed"
    assert names.history(site) == ()


def test_an_attached_form_settles_its_finding_on_the_page(site, editor):
    content = site["procedures"][CODE]
    attach(content, io.BytesIO(b"%PDF-1.7"), "a.pdf", "1")
    transaction.commit()
    assert "Nêu mẫu đơn mà không đính kèm" not in editor.get(f"/kiem-tra/{CODE}").text


def test_the_publisher_decides_which_fields_are_received(site, official, editor):
    field = site["procedures"][CODE].field
    where = "/danh-muc/pham-vi"
    form = {"field": field, "choice": "khong", "deed": DEED}
    assert "nhiệm vụ khác" in editor.post("/pham-vi", status=400, **form).text
    publisher = official("publisher")
    publisher.post("/pham-vi", with_form=where, **form)
    assert scope.outside(field, site)
    page = editor.get("/pham-vi").text
    assert DEED in page
    assert "Không tiếp nhận" in page
    answer = publisher.post("/pham-vi", status=400, with_form=where, **form)
    assert "đã như vậy" in answer.text
