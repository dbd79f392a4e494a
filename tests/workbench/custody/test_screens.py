"""Stores, scanning, loans and stocktakings at the archivist's browser."""

from __future__ import annotations

from datetime import timedelta
import io
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.custody import verification
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
import pikepdf
import pytest
from tests.dossiers.conftest import MONDAY
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
from tests.workbench.test_tabs import communes  # noqa: F401
import transaction
from zope.component.hooks import site


def scan(page, code, status=None, **typed):
    """Scan a code and return the page that answers."""
    form = filled(page, "station", code=code, **typed)
    return form.submit("do", value="scan", status=status)


def undo(page, status=None):
    """Press the first of the buttons that take something back."""
    button = page.html.find("button", attrs={"name": "undo"})
    form = page.forms["station"]
    told = [*form.submit_fields(), ("undo", button["value"])]
    return page.goto(form.action, method="post", params=told, status=status)


def station(officer, **asked):
    """Return the page with the field, at the browser of the archivist."""
    return officer("archivist").get("/luu-tru/kho/quet", asked)


def told(page):
    """Return what was told of the last scan."""
    return " ".join(page.html.find(id="told").text.split())


def lying(house, code):
    """Return where the paper of a file is."""
    transaction.begin()
    return files.view(holdings.file(house, code)).lying


def lent(house, code, **named):
    """Lend a file on the Monday of the tests, until the next day."""
    with site(house):
        one = holdings.file(house, code)
        until = MONDAY.date() + timedelta(days=1)
        told = (house, one, "Trần Thị B", "Đối chiếu", until, "archivist", MONDAY)
        paper.lend(*told, **named)
        transaction.commit()


def test_a_store_gets_shelves_and_boxes_with_codes_of_the_house(officer, papers):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/kho")
    assert "Chưa có kho nào" in main(page)
    page = filled(page, "open", name="Kho 1").submit("do", value="open").follow()
    page = page.click("H99-K01")
    form = filled(page, "open", number="2", size="100")
    page = form.submit("do", value="open").follow()
    assert "0 / 2" in main(page)
    page = page.click("H99-G0001")
    page = filled(page, "open", number="3").submit("do", value="open").follow()
    assert "0,375 / 1" in main(page)
    assert "H99-H000003" in main(page)
    page = filled(page, "open", barcode="h99-h000001").submit(
        "do", value="open", status=400
    )
    assert "H99-K01 › H99-G0001 › H99-H000001" in main(page)
    assert page.forms["open"]["barcode"].value == "h99-h000001"


def test_a_shelf_that_is_too_full_says_so(officer, stored):
    page = officer("archivist").get("/luu-tru/kho/GIA-1")
    form = filled(page, "describe", size="10,5", name="Giá cạnh cửa")
    page = form.submit("do", value="describe").follow()
    assert "-0,02 (xếp quá chiều dài" in main(page)
    form = filled(page, "describe", size="dài")
    assert "12,5" in main(form.submit("do", value="describe", status=400))


def test_scans_put_into_boxes_and_are_undone(house, officer, stored):
    page = scan(station(officer), "hop-1")
    assert "Đã chọn HOP-1" in told(page)
    page = scan(page, stored[0])
    assert f"{stored[0]} giờ nằm ở KHO-1 › GIA-1 › HOP-1" in told(page)
    assert lying(house, stored[0]).box == "HOP-1"
    before, line = page, page.html.find(attrs={"data-part": "latest"})
    assert stored[0] in line.text and "Xếp hộp" in line.text
    page = undo(page)
    assert f"Đã hoàn tác: {stored[0]}" in told(page)
    assert lying(house, stored[0]).box == ""
    assert page.forms["station"]["chosen"].value == "HOP-1"
    page = undo(before, status=409)
    assert lying(house, stored[0]).box == ""


def test_a_box_is_moved_by_scanning_and_moved_back(house, officer, stored):
    page = scan(scan(station(officer), "GIA-2"), "HOP-1")
    assert "HOP-1 giờ ở KHO-1 › GIA-2; trước đó ở KHO-1 › GIA-1" in told(page)
    undo(page)
    transaction.begin()
    assert places.view(store.place(house, "HOP-1")).inside == "GIA-1"


@pytest.mark.parametrize("code", ["HOP-99", "KHO-9", "H99.2026.999"])
def test_a_code_of_nothing_is_named_with_the_way_out(officer, stored, code):
    page = scan(station(officer, chon="HOP-1"), code, status=400)
    assert f"không có gì mang mã {code}" in told(page)
    assert "lập hộp hoặc giá đó trước" in told(page)
    assert page.forms["station"]["chosen"].value == "HOP-1"


def test_files_are_lent_one_after_the_other_to_one_borrower(house, officer, stored):
    page = station(officer, muon="1")
    page = scan(page, stored[0], status=400)
    assert "người mượn và mục đích" in told(page)
    page = scan(page, stored[0], to="Lê Văn C", purpose="Kiểm tra")
    assert "phiếu thay hồ sơ" in told(page)
    page = scan(page, stored[1])
    loans = [lying(house, code).loan for code in stored]
    assert [one.to for one in loans] == ["Lê Văn C", "Lê Văn C"]
    page = scan(page, stored[1], status=400)
    assert f"Hồ sơ {stored[1]} đang cho mượn" in told(page)
    page = undo(page)
    assert lying(house, stored[1]).loan is None
    assert page.forms["station"]["to"].value == "Lê Văn C"
    page = station(officer)
    form = filled(page, "station", code=stored[0], shape="damaged")
    page = form.submit("do", value="scan", status=400)
    assert "thiếu gì hoặc hỏng gì" in told(page)
    page = scan(page, stored[0], condition="Rách bìa")
    assert "Đã nhận lại" in told(page)
    assert lying(house, stored[0]).loan is None


def test_no_name_of_a_borrower_stands_in_an_address(officer, stored):
    page = scan(station(officer, muon="1"), stored[0], to="Lê Văn C", purpose="Xem")
    assert "Lê" not in page.request.url and "L%C3%AA" not in page.request.url


def test_overdue_paper_is_reminded_extended_and_taken_back(house, officer, stored):
    lent(house, stored[0])
    archivist = officer("archivist")
    assert "quá hạn: 1" in main(archivist.get("/luu-tru/kho"))
    page = archivist.get("/luu-tru/kho/muon?qua-han=1")
    assert "Trần Thị B" in main(page) and "02/11/2026" not in main(page)
    page = page.click(stored[0])
    form = filled(page, "remind", how="Gọi điện")
    page = form.submit("do", value="remind").follow()
    assert "Số lần nhắc1" in main(page)
    page = page.forms["extend"].submit("do", value="extend").follow()
    assert "quá hạn" not in main(page)
    assert "extend" not in page.forms
    form = filled(page, "back", shape="incomplete", condition="Thiếu tờ 3")
    page = form.submit("do", value="give_back").follow()
    assert "Thiếu tờ. Thiếu tờ 3" in main(page)
    page = page.forms["undo"].submit("do", value="undo").follow()
    assert lying(house, stored[0]).loan.to == "Trần Thị B"
    page = archivist.get("/luu-tru/kho/muon?qua-han=1")
    assert "Không có hồ sơ giấy nào" in main(page)


def test_the_rule_of_the_agency_holds_for_loans(officer, stored):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/kho/muon")
    assert "mặc định của phần mềm" in main(page)
    form = filled(page, "rule-form", days="5", extensions="0", source="Quy chế 12")
    page = form.submit("do", value="rule", status=400)
    assert "ngày bắt đầu áp dụng" in main(page)
    assert page.forms["rule-form"]["source"].value == "Quy chế 12"
    form = filled(page, "rule-form", valid_from="ngày mai")
    page = form.submit("do", value="rule", status=400)
    assert "ngày/tháng/năm" in main(page)
    day = page.forms["rule-form"]["valid_from"].attrs["placeholder"]
    form = filled(page, "rule-form", valid_from=day)
    page = form.submit("do", value="rule").follow()
    assert f"Quy chế 12, từ {day}" in main(page)


def test_a_borrower_sees_what_he_has_and_no_store(house, officer, stored):
    handler = officer("handler")
    assert "Bạn không mượn hồ sơ giấy nào" in main(handler.get("/luu-tru/kho"))
    lent(house, stored[0], login="handler")
    page = handler.get("/luu-tru/kho")
    assert stored[0] in main(page) and "quá hạn: hãy trả" in main(page)
    assert "KHO-1" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "quet",
        "muon",
        "muon/H99.2026.1",
        "muon/H99.2026.1/phieu-thay",
        "kiem-ke",
        "kiem-ke/KK-H99-2026-1",
        "KHO-1",
        "KHO-1/nhan",
    ],
)
@pytest.mark.parametrize("person", ["handler", "leader", "reception"])
def test_for_others_there_is_no_store(officer, stored, person, path):
    officer(person).get(f"/luu-tru/kho/{path}", status=404)


@pytest.mark.parametrize("path", ["HOP-9", "hop-1", "muon/H99.2026.99", "kiem-ke/KK-1"])
def test_what_is_not_there_is_missing(officer, stored, path):
    officer("archivist").get(f"/luu-tru/kho/{path}", status=404)


def test_codes_of_another_agency_are_as_unknown_ones(officer, stored, communes):  # noqa: F811
    foreign = officer("commune-archivist")
    page = foreign.get("/luu-tru/kho/quet")
    for code in ("HOP-1", stored[0]):
        page = scan(page, code, status=400)
        assert f"không có gì mang mã {code}" in told(page)
    for path in ("KHO-1", f"muon/{stored[0]}", f"muon/{stored[0]}/phieu-thay"):
        foreign.get(f"/luu-tru/kho/{path}", status=404)
    page = foreign.get("/luu-tru/kho")
    assert "KHO-1" not in page.text
    # That somebody has a barcode is all that is told of it.
    form = filled(page, "open", barcode="HOP-1")
    page = form.submit("do", value="open", status=400)
    assert "Mã vạch HOP-1 đã được dùng" in main(page)
    assert "GIA-1" not in page.text


def test_a_shelf_is_counted_settled_and_closed_with_minutes(house, officer, stored):
    with site(house):
        for code in stored:
            one = holdings.file(house, code)
            paper.put(house, one, "HOP-1", "archivist", MONDAY)
        places.open_place(
            house, "H99", "box", "HOP-2", "archivist", MONDAY, inside="GIA-2"
        )
        transaction.commit()
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/kho/kiem-ke")
    form = filled(page, "begin", place="GIA-9")
    page = form.submit("do", value="begin", status=400)
    assert "không có gì mang mã GIA-9" in main(page)
    form = filled(page, "begin", place="GIA-1")
    page = form.submit("do", value="begin").follow()
    page = scan(page, stored[0], status=400)
    assert f"rồi quét {stored[0]}" in told(page)
    page = scan(scan(page, "HOP-2"), stored[0])
    page = scan(page, "LA-1")
    assert "không thuộc kho này" in told(page)
    page = scan(page, "HOP-1")
    words = main(page)
    assert f"{stored[1]} Thiếu hồ sơ" in words
    assert f"{stored[0]} Hồ sơ để sai hộp" in words
    page = page.forms["unscan"].submit("do", value="unscan").follow()
    assert "Đang kiểm kê hộp: HOP-1" not in main(page)
    form = page.forms["settle"]
    for tick in form.fields["finding"]:
        tick.checked = tick._value == stored[0]
    page = form.submit("do", value="settle").follow()
    assert lying(house, stored[0]).box == "HOP-2"
    form = filled(page, "close", members="Lê Văn C\nTrần Thị B")
    page = form.submit("do", value="close").follow()
    assert "Đã kết thúc kiểm kê" in main(page)
    assert "station" not in page.forms
    path = page.request.path.rpartition("VirtualHostRoot")[2]
    answer = archivist.get(f"{path}/bien-ban")
    assert len(pikepdf.open(io.BytesIO(answer.body)).pages) == 1


def test_papers_are_printed(house, officer, stored):
    archivist = officer("archivist")
    for path in ("KHO-1/nhan", "GIA-1/nhan?trong=1", "HOP-1/nhan"):
        answer = archivist.get(f"/luu-tru/kho/{path}")
        assert answer.content_type == "application/pdf"
    for name in ("phieu-thay", "nhac-tra"):
        archivist.get(f"/luu-tru/kho/muon/{stored[0]}/{name}", status=404)
    lent(house, stored[0])
    for name in ("phieu-thay", "nhac-tra"):
        answer = archivist.get(f"/luu-tru/kho/muon/{stored[0]}/{name}")
        assert len(pikepdf.open(io.BytesIO(answer.body)).pages) == 1


def test_the_file_says_where_its_paper_is_and_who_has_it(house, officer, stored):
    archivist, handler = officer("archivist"), officer("handler")
    page = archivist.get(f"/luu-tru/ho-so/{stored[0]}")
    assert "chưa ghi hộp trên sổ" in main(page)
    page = page.click("Xếp hộp, cho mượn, nhận trả")
    page = filled(page, "put", box="hop-1").submit("do", value="put").follow()
    lent(house, stored[0])
    page = archivist.get(f"/luu-tru/ho-so/{stored[0]}")
    assert "KHO-1 › GIA-1 › HOP-1" in main(page)
    assert "đang cho mượn đến 03/11/2026 (Trần Thị B)" in main(page)
    page = handler.get(f"/luu-tru/ho-so/{stored[0]}")
    assert "đang cho mượn đến 03/11/2026" in main(page)
    assert "Trần Thị B" not in page.text


def test_a_reading_request_says_that_the_paper_is_out(house, officer, stored):
    archivist = officer("archivist")
    lent(house, stored[0])
    page = archivist.get("/luu-tru/doc")
    form = filled(page, "ask", items=stored[0], purpose="Nghiên cứu")
    form["name"], form["identity"] = "Nguyễn Văn A", "001234567890"
    page = form.submit("do", value="ask").follow()
    assert "Bản giấy đang cho mượn đến 03/11/2026" in main(page)


def test_files_are_taken_out_of_a_box_on_record(house, officer, stored):
    with site(house):
        one = holdings.file(house, stored[0])
        paper.put(house, one, "HOP-1", "archivist", MONDAY)
        transaction.commit()
    page = officer("archivist").get("/luu-tru/kho/HOP-1")
    page = page.forms["files"].submit("do", value="take_out", status=400)
    page.forms["files"]["file"] = [stored[0]]
    page.forms["files"].submit("do", value="take_out")
    assert lying(house, stored[0]).box == ""


def test_a_place_is_given_up_with_a_reason_and_taken_into_use(officer, stored):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/kho/GIA-1")
    form = filled(page, "retire", reason="Gãy")
    page = form.submit("do", value="retire", status=400)
    assert "GIA-1 chưa trống: còn 1" in main(page)
    page = archivist.get("/luu-tru/kho/GIA-2")
    page = filled(page, "retire", reason="Gãy").submit("do", value="retire").follow()
    assert "open" not in page.forms
    page = page.forms["retire"].submit("do", value="restore").follow()
    assert "open" in page.forms


def test_sql_follows_what_the_screens_wrote(house, officer, stored):
    page = scan(scan(station(officer), "HOP-1"), stored[0])
    scan(page, stored[1])
    transaction.begin()
    with site(house):
        found = verification.verify(house)
    assert (found.places, found.boxed, found.faults) == (4, 2, [])


def test_a_form_of_another_site_is_refused(officer, stored):
    browser = officer("archivist")
    answer = browser.post(
        "/luu-tru/kho/quet", {"code": stored[0], "chosen": "HOP-1"}, status="*"
    )
    assert answer.status_int in (403, 400)
