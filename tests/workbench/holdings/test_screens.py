"""Fonds, file lists and files at the archivist's browser and at the head's."""

from __future__ import annotations

import io
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import filelists
from motcua.archive.holdings import handed
from motcua.archive.holdings import papers
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings import store
from motcua.archive.holdings import verification
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.storage import journal
from motcua.workbench.holdings import words
import pikepdf
import pytest
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.workbench.conftest import walk
import transaction
from zope.component.hooks import site


LIST = "/luu-tru/danh-muc/2026?phong=H99"


def main(page):
    """Return the words of a page."""
    return " ".join(page.html.find("main").text.split())


def filled(page, form, **values):
    """Fill a form of the page in and return it."""
    found = page.forms[form]
    for name, value in values.items():
        found[name] = value
    return found


def test_a_fonds_is_opened_described_and_shown(house, officer):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/phong")
    assert "Chưa có phông nào" in main(page)
    page = page.forms["open"].submit().follow()
    assert "Phông Tỉnh Cửa Lớn" in main(page)
    form = filled(page, "describe", **{"f-begin": "1997", "f-note": "Ghi"})
    page = form.submit("do", value="describe").follow()
    assert "1997" in main(page)
    # Nothing was typed anew: told, and nothing is lost.
    page = page.forms["describe"].submit("do", value="describe", status=400)
    assert "Chưa có gì thay đổi" in main(page)
    page = filled(page, "close", history="x").submit("do", value="close", status=400)
    assert "chấm dứt hoạt động" in main(page)


def test_a_list_is_drafted_proposed_approved_and_issued(house, officer, kept):
    archivist, head = officer("archivist"), officer("leader")
    page = archivist.get("/luu-tru/danh-muc")
    form = filled(page, "draft", nam="2025")
    page = form.submit("copied", value="").follow()
    form = filled(page, "entry", title="Tài chính", number="I", retention="20-years")
    page = form.submit("do", value="put").follow()
    page = page.click("Tài chính")
    page = page.click("Thêm mục bên dưới")
    form = filled(page, "entry", title="Báo cáo năm", number="1", maker=UNIT)
    # No entry of another year has its key.
    assert form["parent"].value == "k4"
    page = form.submit("do", value="put").follow()
    page = page.forms["go-on"].submit("do", value="propose").follow()
    assert "go-on" not in page.forms
    page = head.get("/luu-tru/danh-muc").click("2025")
    page = page.forms["decide"].submit("do", value="return", status=400)
    page = filled(page, "decide", reason="Thiếu").submit("do", value="return").follow()
    page = archivist.get("/luu-tru/danh-muc/2025?phong=H99")
    assert "Người đứng đầu trả lại: Thiếu" in main(page)
    page.forms["go-on"].submit("do", value="propose")
    page = head.get("/luu-tru/danh-muc/2025?phong=H99")
    page.forms["decide"].submit("do", value="approve")
    page = archivist.get("/luu-tru/danh-muc/2025?phong=H99")
    page = filled(page, "go-on", deed="QĐ 9").submit("do", value="issue").follow()
    assert "Đang có hiệu lực" in main(page)
    table = archivist.get("/luu-tru/danh-muc/2025?phong=H99&bang=csv")
    assert table.content_type == "text/csv"
    assert "Báo cáo năm" in table.text
    with site(house):
        found = plans.fold(store.file_list(house, PROVINCE, 2025))
        assert found.retention("k5") == "20-years"
        assert filelists.in_force(house, PROVINCE, 2025) is not None


def test_what_was_typed_stays_when_an_entry_is_refused(officer, kept):
    page = officer("archivist").get(LIST)
    form = filled(page, "entry", title="Lũ lụt", number="II", why="Phát sinh")
    page = form.submit("do", value="put", status=400)
    assert page.forms["entry"]["title"].value == "Lũ lụt"
    assert "đã dùng cho mục khác" in main(page)


def test_two_archivists_at_one_list_the_slower_one_is_told(officer, kept):
    page = officer("archivist").get(LIST)
    form = filled(page, "entry", title="Lũ lụt", why="Phát sinh")
    form.submit("do", value="put").follow()
    page = form.submit("do", value="put", status=409)
    assert "Người khác đã thay đổi" in main(page)


def test_a_file_is_opened_from_paper_described_and_closed(house, officer, kept):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/ho-so/moi?nam=2026")
    page = filled(page, "open", heading="k2").submit(status=400)
    assert "Tiêu đề hồ sơ" in main(page)
    form = filled(page, "open", department=UNIT, **{"f-title": "Sửa kho"})
    page = form.submit().follow()
    assert "Hãy đếm và ghi số lượng tờ" in main(page)
    assert "Văn phòng" in main(page)
    given = {"f-end": "30/10/2026", "f-sheets": "42", "f-numbered": "yes"}
    page = filled(page, "describe", **given).submit("do", value="describe").follow()
    page = page.forms["close"].submit("do", value="close").follow()
    assert "31/12/2036" in main(page)
    page = filled(page, "reopen", reason="Thêm tờ").submit("do", value="reopen")
    assert "Đã mở lại: Thêm tờ" in main(page.follow())


def test_documents_are_taken_out_and_in_again(house, officer, kept):
    page = officer("archivist").get(f"/luu-tru/ho-so/{kept}")
    form = page.forms["out"]
    form["document"] = [f"{kept}.0000001"]
    page = form.submit("do", value="take_out", status=400)
    form = page.forms["out"]
    form["document"] = [f"{kept}.0000001"]
    form["reason"] = "Trùng"
    page = form.submit("do", value="take_out").follow()
    assert "chưa vào hồ sơ nào: 1" in main(page)
    page = page.forms["take"].submit("do", value="take").follow()
    with site(house):
        assert verification.verify(house).faults == []


def test_a_document_of_a_file_is_opened_and_more_are_scanned(officer, kept):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/ho-so/{kept}")
    link = page.html.find("a", string=f"{kept}.0000001")["href"]
    assert f"{kept}.0000001" in archivist.get(link).text
    # Its card says how long it is kept, and by whose word.
    card = archivist.get(link).html.find("main").text
    assert f"Tài liệu nằm trong hồ sơ {kept}" in card
    assert "10 năm; căn cứ QĐ 12/QĐ-UBND" in card
    page = page.click("Quét tài liệu của hồ sơ này")
    assert page.forms["open"]["file_code"].value == kept
    # The head sees the file; documents are opened by who keeps them.
    page = officer("leader").get(f"/luu-tru/ho-so/{kept}")
    assert f"{kept}.0000001" in page.text
    assert page.html.find("a", string=f"{kept}.0000001") is None
    assert "Quét tài liệu" not in page.text


def test_a_planned_file_is_opened_from_the_list(officer, kept):
    archivist = officer("archivist")
    page = archivist.get(LIST)
    form = filled(page, "entry", kind="file", title="Hồ sơ mới", number="2")
    form = filled(page, "entry", parent="k2", maker=UNIT, why="Việc mới phát sinh")
    page = form.submit("do", value="put").follow()
    page = page.click("Mở hồ sơ")
    assert "Hồ sơ mới" in page.html.select_one("#heading option[selected]").text
    assert officer("leader").get(LIST).html.find("a", string="Mở hồ sơ") is None


def test_files_are_filtered_and_taken_along(officer, kept):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/ho-so")
    assert kept in main(page)
    for asked, there in (
        ("tim=KHO+luu", True),
        ("tim=cong", False),
        ("nam=2026&tinh-trang=open", True),
        ("tinh-trang=closed", False),
        ("ngoai=1", False),
        ("muc=k3&phong=H99", True),
        ("phong=H77", True),
        ("nam=9999999&page=777", False),
        ("tim=%25", False),
    ):
        page = archivist.get(f"/luu-tru/ho-so?{asked}")
        assert (kept in main(page)) is there, asked
    table = archivist.get("/luu-tru/ho-so?bang=csv&nam=2026")
    assert "no-store" in table.headers["Cache-Control"]
    assert [row.split(",")[0] for row in table.text.splitlines()[1:]] == [kept]


@pytest.mark.parametrize("person", ["stranger", "jurist", "reception"])
def test_for_others_nothing_of_it_is_there(officer, kept, person):
    app = officer(person)
    for path in (
        "/luu-tru/phong",
        "/luu-tru/phong/H99",
        "/luu-tru/danh-muc",
        LIST,
        f"/luu-tru/ho-so/{kept}",
        f"/luu-tru/ho-so/{kept}/bia",
        "/luu-tru/ho-so/H99.2026.999",
    ):
        app.get(path, status=404)
    answer = app.get("/luu-tru/ho-so", expect_errors=True)
    assert kept not in answer.text


def test_the_head_looks_and_changes_nothing(officer, kept):
    page = officer("leader").get(f"/luu-tru/ho-so/{kept}")
    assert {"describe", "close", "take", "reopen"} & set(page.forms) == set()
    page = officer("leader").get(LIST)
    assert "entry" not in page.forms


def test_closed_dossiers_are_made_files_and_lead_to_each_other(
    house, officer, kept, received
):
    walk(house, received)
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/phong/H99")
    assert "chưa vào hồ sơ lưu trữ: 1" in main(page)
    page = page.forms["gather"].submit("do", value="gather").follow()
    assert "Đang lập hồ sơ" in main(page)


def test_what_is_printed_of_a_restricted_dossier_is_written_down(
    house, officer, kept, received, monkeypatch
):
    walk(house, received, upto="return_result")
    with site(house):
        ground = {"ground": "Có đơn tố cáo"}
        act(find(house, received), "restrict", "supervisor", data=ground)
        act(find(house, received), "close", "archivist")
        code = dossiers.take_record(house, received, "archivist", MONDAY).code
        transaction.commit()
    monkeypatch.setattr(papers, "pdf", lambda *_args: b"%PDF-1.7")
    officer("archivist").get(f"/luu-tru/ho-so/{code}/muc-luc")
    (look,) = journal.of(received)
    assert (look.person, look.subject) == ("archivist", code)
    # An ordinary file is printed without a word.
    officer("archivist").get(f"/luu-tru/ho-so/{kept}/muc-luc")
    assert journal.of(kept) == []


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("bia", ("HỒ SƠ", "Hồ sơ kho lưu trữ", "10 năm", "H99.2026.1")),
        ("muc-luc", ("MỤC LỤC VĂN BẢN, TÀI LIỆU", "Về việc lưu trữ", "05/03/2026")),
        ("chung-tu", ("CHỨNG TỪ KẾT THÚC", "10 năm")),
    ],
)
def test_papers_of_a_file_are_printed(house, officer, kept, paper, words, monkeypatch):
    told = []

    def drawn(template, values, paper, **_how):
        told.append(values)
        return real(template, values, paper)

    real = papers.printing.pdf
    monkeypatch.setattr(papers.printing, "pdf", drawn)
    answer = officer("archivist").get(f"/luu-tru/ho-so/{kept}/{paper}")
    assert answer.content_type == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body)) as pdf:
        assert len(pdf.pages) == 1
    said = str(told[0])
    assert all(word in said for word in words if not word.isupper())


def test_the_history_of_a_file_has_words_for_all_that_becomes_of_it():
    assert set(words.EVENTS) >= handed.TYPES
