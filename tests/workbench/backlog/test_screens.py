"""A project at the browsers of the archive and the head."""

from __future__ import annotations

import io
from motcua.archive.backlog import importing
from motcua.archive.backlog import projects
from motcua.archive.backlog import store
from motcua.dossiers import ledger
from openpyxl import load_workbook
import pytest
from tests.archive.backlog.conftest import PLAN
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import workbook
from tests.dossiers.conftest import LAND
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
import transaction
from webtest import Upload
from zope.component.hooks import site


def sent(officer, project, *rows, status=None):
    """Send a table and return the page of its report."""
    page = officer("archivist").get(f"/luu-tru/du-an/{project}/muc-luc")
    form = page.forms["upload"]
    form["file"] = Upload("muc-luc.xlsx", workbook(*rows))
    answer = form.submit("do", value="upload", status=status)
    return answer.follow() if answer.status_int == 303 else answer


def path_of(page):
    """Return the address of a page as a browser has it."""
    return page.request.path.rpartition("VirtualHostRoot")[2]


def work(house, code):
    """Run the job of the last event."""
    transaction.begin()
    with site(house):
        number = ledger.events(store.project(house, code))[-1].number
        importing.run(f"{code}:{number}", {}, lambda *_told: None)


def test_a_project_is_planned_approved_and_started(opened, officer):
    archivist, head = officer("archivist"), officer("leader")
    page = archivist.get("/luu-tru/du-an")
    assert "Chưa có dự án nào" in main(page)
    form = filled(page, "draft", department=LAND, **{"f-title": "Số hóa đất đai"})
    page = form.submit().follow()
    assert "kế hoạch còn thiếu" in main(page)
    told = {f"f-{name}": text for name, text in PLAN.items()}
    told |= {"f-begin": "01/09/2026", "f-end": "31/12/2026"}
    page = filled(page, "describe", **told).submit("do", value="describe").follow()
    assert "120.000.000" in main(page)
    assert "next" not in page.forms
    path = path_of(page)
    page = filled(head.get(path), "next", deed="QĐ 88").submit("do", value="approve")
    page = archivist.get(path)
    page = page.forms["next"].submit("do", value="start").follow()
    assert "Đang thực hiện" in main(page)
    form = filled(page, "next", amount="250000", what="Bìa hồ sơ")
    page = form.submit("do", value="spend").follow()
    assert "Bìa hồ sơ. 250.000" in main(page)


def test_a_table_is_looked_through_and_its_rows_become_files(opened, officer, project):
    page = sent(officer, project, row(1), row(2))
    assert "Dòng đúng2" in main(page)
    page = page.forms["take"].submit("do", value="take").follow()
    assert "Đang lập hồ sơ từ 2 dòng" in main(page)
    work(opened, project)
    page = officer("archivist").get(path_of(page))
    assert "Đã lập: 2, đã có: 0, không nhận: 0" in main(page)
    assert "take" not in page.forms
    page = officer("archivist").get(f"/luu-tru/du-an/{project}")
    assert "Hồ sơ đã lập2" in main(page)
    assert "H99.1998.1" in main(officer("archivist").get("/luu-tru/ho-so"))


def test_errors_are_named_in_both_languages_and_good_rows_can_be_taken(
    opened, officer, project
):
    page = sent(officer, project, row(1), row(2, **{"Số tờ": "nhiều"}))
    assert "5 Cột Số tờ “nhiều” không phải số tờ từ 1 đến 100000" in main(page)
    told = officer("archivist").get(f"{path_of(page)}?csv=1")
    assert "5,Số tờ,“nhiều” không phải số tờ" in told.text
    assert "“nhiều” is no number of sheets" in told.text
    page = page.forms["take"].submit("do", value="good").follow()
    work(opened, project)
    transaction.begin()
    assert projects.view(store.project(opened, project)).takings[0].made == 1


def test_a_table_with_a_secret_is_told_and_not_kept(opened, officer, project):
    page = sent(officer, project, row(1, **{"Độ mật": "Mật"}), status=400)
    assert "Không lưu lại gì từ bảng này" in main(page)
    transaction.begin()
    assert projects.view(store.project(opened, project)).uploads == ()


def test_the_empty_table_has_heads_that_are_known(officer, project):
    answer = officer("archivist").get(f"/luu-tru/du-an/{project}/muc-luc?mau=1")
    sheet = load_workbook(io.BytesIO(answer.body)).active
    heads = [cell.value for cell in sheet[1]]
    assert heads[:3] == ["Số hồ sơ", "Tiêu đề hồ sơ", "Thời gian bắt đầu"]


def test_a_row_is_typed_and_what_is_wrong_stays_in_its_box(officer, project):
    page = officer("archivist").get(f"/luu-tru/du-an/{project}/muc-luc")
    told = {"r-number": "9", "r-title": "Hồ sơ", "r-begin": "2001", "r-term": "Lâu"}
    page = filled(page, "row", **told).submit("do", value="row", status=400)
    assert "“Lâu” không phải thời hạn" in main(page)
    page = filled(page, "row", **{"r-term": "10 năm"}).submit("do", value="row")
    assert "Đã lập hồ sơ H99.2001.9" in page.follow().text


@pytest.mark.parametrize("person", ["reception", "handler"])
def test_for_everybody_else_there_is_no_project(officer, project, person):
    browser = officer(person)
    for path in ("", f"/{project}", f"/{project}/muc-luc", f"/{project}/muc-luc/1"):
        browser.get(f"/luu-tru/du-an{path}", status=404)


def test_what_is_no_table_of_the_project_is_missing(officer, project):
    for path in ("muc-luc/99", "muc-luc/x", "khac"):
        officer("archivist").get(f"/luu-tru/du-an/{project}/{path}", status=404)
    officer("archivist").get("/luu-tru/du-an/DA-H99-2026-77", status=404)


def test_papers_are_counted_out_and_back_with_minutes(officer, project):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/du-an/{project}/giao-nhan")
    told = {"which": "1-2", "boxes": "2", "files": "3", "sheets": "360"}
    told |= {"giver": "Nguyễn Văn A", "receiver": "Nguyễn Văn A"}
    form = filled(page, "send", **told)
    page = form.submit("do", value="send", status=400)
    assert "hai người khác nhau" in main(page)
    assert page.forms["send"]["sheets"].value == "360"
    form = filled(page, "send", receiver="Trần Thị B")
    page = form.submit("do", value="send").follow()
    told = {"boxes": "2", "files": "3", "sheets": "358", "giver": "B", "receiver": "A"}
    form = filled(page, "back", **told)
    form["last"] = True
    page = form.submit("do", value="back", status=400)
    assert "360 → 358" in main(page)
    form = filled(page, "back", reason="Hai tờ đang tu bổ")
    form["last"] = True
    page = form.submit("do", value="back").follow()
    assert "Số tờ: 360 → 358. Hai tờ đang tu bổ" in main(page)
    answer = archivist.get(f"/luu-tru/du-an/{project}/giao-nhan/2")
    assert answer.body.startswith(b"%PDF")
    archivist.get(f"/luu-tru/du-an/{project}/giao-nhan/3", status=404)


def test_pace_and_cost_are_told_and_given_as_csv(officer, project):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/du-an/{project}/tien-do")
    assert "Chưa quét gì cho hồ sơ của dự án này" in main(page)
    assert "120.000.000" in main(page)
    told = archivist.get(f"/luu-tru/du-an/{project}/tien-do?csv=1")
    assert "Người thực hiện,Số trang đã quét,Số tài liệu" in told.text
