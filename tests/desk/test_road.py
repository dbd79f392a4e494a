"""The whole road through the screens: from the counter back to the counter."""

from __future__ import annotations

from motcua.dossiers import ledger
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
import pikepdf
import pytest
from tests.desk.conftest import choices
from tests.desk.conftest import step


@pytest.fixture
def result(tmp_path):
    """A PDF of one page."""
    path = tmp_path / "result.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    return path.read_bytes()


def at_the_counter(counter):
    """Fill in the intake and save it; return the page of the dossier."""
    # What is meant without doubt opens its form at once.
    page = counter.get("/desk/tiep-nhan", {"q": "bien dong dat dai"}).follow()
    assert "Đăng ký biến động đất đai" in page.text
    form = page.forms["form"]
    form["applicant-name"] = "Nguyễn Văn Đức"
    form["applicant-birth"] = "30/4/1957"
    form["applicant-phone"] = "0912 345 678"
    form["same"] = False
    form["owner-name"] = "Hoa"
    form["paper-1-form"] = "original"
    form["paper-2-form"] = "certified"
    form["paper-2-count"] = "2"
    return form.submit("save").follow()


def test_a_dossier_walks_the_whole_road_through_the_screens(officer, house, result):
    counter, handler, leader = (
        officer("reception"),
        officer("handler"),
        officer("leader"),
    )
    page = at_the_counter(counter)
    code = page.request.path.rpartition("/")[2]
    assert f"Đã tiếp nhận hồ sơ {code}" in page.text
    assert "30/04/1957" in page.text
    slip = counter.get(f"/desk/ho-so/{code}/giay-tiep-nhan")
    assert slip.content_type == "application/pdf"
    assert slip.headers["Content-Disposition"].startswith("inline")
    assert slip.body.startswith(b"%PDF")

    page = step(counter, code, "forward", to="H99.02", note="Đủ giấy tờ")
    assert "Phòng Đất đai" in page.text
    assert choices(handler.get(f"/desk/ho-so/{code}")) == {
        "forward",
        "propose",
        "pause",
        "ask_payment",
        "ask_opinion",
        "attach_scan",
        "note",
        "message",
    }
    step(handler, code, "propose", proposal="Đề nghị cấp giấy\nvì đủ điều kiện")
    page = step(leader, code, "approve")
    assert choices(page) == {
        "attach_result",
        "finish",
        "extend",
        "restrict",
        "note",
        "message",
        "urge",
    }
    page = step(leader, code, "attach_result", file=("Kết quả.pdf", result))
    assert "Kết quả.pdf" in page.text
    step(leader, code, "finish")
    page = counter.get(f"/desk/ho-so/{code}").click("Trả tại quầy")
    page.forms["form"]["note"] = "Ông Đức nhận"
    page.forms["form"].submit("do", value="return", status=303)
    page = step(officer("archivist"), code, "close")
    assert choices(page) == set()

    view = fold(find(house, code))
    assert view.state == "closed"
    assert [entry.type for entry in view.history] == [
        "receive",
        "forward",
        "propose",
        "approve",
        "attach_result",
        "finish",
        "return_result",
        "close",
    ]
    assert ledger.verify(find(house, code)) == []
    for words in ("Trần Thị Lụa", "Đề nghị cấp giấy", "Ông Đức nhận", "Đủ giấy tờ"):
        assert words in page.text


def test_the_clock_stops_for_a_supplement_and_goes_on(officer, house, received):
    counter, handler = officer("reception"), officer("handler")
    step(counter, received, "forward", to="H99.02")
    page = step(handler, received, "pause", reason="Thiếu bản vẽ")
    assert "Đang tạm dừng tính hạn" in page.text
    assert "Thiếu bản vẽ" in page.text
    page = step(counter, received, "resume")
    assert fold(find(house, received)).state == "processing"
    assert "Đang tạm dừng tính hạn" not in page.text


def test_refusing_and_withdrawing_need_a_reason(officer, house, received):
    counter = officer("reception")
    page = step(counter, received, "withdraw", reason="   ", status=400)
    assert "Chưa điền “Lý do" in page.text
    assert fold(find(house, received)).state == "received"
    step(counter, received, "withdraw", reason="Ông Đức xin rút")
    assert fold(find(house, received)).reason == "Ông Đức xin rút"


def test_a_scan_is_added_to_its_paper_and_opened_again(
    officer, house, received, result
):
    counter = officer("reception")
    page = step(counter, received, "attach_scan", paper="2", file=("giấy.pdf", result))
    kept = page.click("giấy.pdf")
    assert kept.body == result
    assert kept.content_type == "application/pdf"
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Content-Disposition"].startswith("inline; ")
    assert "filename*=UTF-8''gi%E1%BA%A5y.pdf" in kept.headers["Content-Disposition"]
