"""The way on the page of a dossier: shares, steps, opinions, and what a step means."""

from __future__ import annotations

from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.processes import book
from plone import api
import pytest
from tests.desk.conftest import choices
from tests.desk.conftest import receive
from tests.desk.conftest import step
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.test_process_road import a_process
from tests.dossiers.test_process_road import a_step
import transaction


@pytest.fixture
def followed(house, monkeypatch):
    """A dossier that follows a process with a share of another agency."""
    way = {
        "sequence": [
            a_step("reception", "reception", "@unit", "reception"),
            {
                "leg": "phan-dat-dai",
                "title": "Phần đất đai",
                "agency": "H99",
                "part": {
                    "parallel": [
                        a_step("check", "handle", LAND, "processing"),
                        a_step("opinion", "opinion", JUSTICE, "processing"),
                    ]
                },
            },
            a_step("approve", "approve", "@agency/02", "approval"),
        ]
    }
    process = a_process(way=way)
    book.keep(house, process)
    monkeypatch.setattr("motcua.dossiers.receipt.book.in_force", lambda *_args: process)
    code = receive(house)
    act(find(house, code), "complete", "reception")
    transaction.commit()
    return code


def table(page, number):
    found = page.html.select("section[aria-labelledby=way] table")[number]
    return [
        [" ".join(cell.text.split()) for cell in row.select("td")]
        for row in found.select("tbody tr")
    ]


def test_steps_say_who_has_them_since_when_and_until_when(officer, followed):
    page = officer("reception").get(f"/desk/ho-so/{followed}")
    lines = table(page, 1)
    assert [line[1] for line in lines] == [
        "✓ đã xong",
        "▶ đang thực hiện",
        "▶ đang thực hiện",
        "· chưa đến",
    ]
    assert "Trần Thị Lụa" in lines[0][2]
    assert "handler" in lines[1][2]
    assert "jurist" in lines[2][2]
    # A relative department is named as it is there.
    assert lines[0][2].startswith("Trung tâm Phục vụ hành chính công")
    assert lines[3][2] == "Phòng Đất đai"
    assert all("/" in line[4] for line in lines)


def test_the_share_of_an_agency_and_the_whole_have_dates(officer, followed):
    page = officer("reception").get(f"/desk/ho-so/{followed}")
    share, whole = table(page, 0)
    assert share[0] == "Phần đất đai"
    assert "Tỉnh Cửa Lớn" in share[1]
    assert share[3] != whole[3] != ""


def test_the_way_is_drawn_and_told_with_the_same_marks(officer, followed):
    page = officer("reception").get(f"/desk/ho-so/{followed}")
    way = page.html.select_one("section[aria-labelledby=way]")
    drawn = way.select_one("svg").text
    told = way.select_one("ul.parts").text
    assert drawn.count("▶") == 2
    assert told.count("đang thực hiện") == 2
    for title in ("Reception", "Check", "Opinion", "Approve", "Phần đất đai"):
        assert title in drawn
        assert title in told


def test_forms_and_history_name_the_step(officer, house, followed):
    jurist = officer("jurist")
    page = jurist.get(f"/desk/ho-so/{followed}")
    assert page.html.select_one("#step-complete summary").text == (
        "Hoàn thành bước: Opinion"
    )
    step(jurist, followed, "complete", note="Không có tranh chấp")
    page = jurist.get(f"/desk/ho-so/{followed}")
    told = [each.text for each in page.html.select("ol.history li b")]
    assert told == [
        "Tiếp nhận",
        "Hoàn thành bước: Reception",
        "Hoàn thành bước: Opinion",
    ]


def test_whom_a_step_may_be_given_to_is_told_by_name(officer, house, followed):
    api.user.get("handler").setMemberProperties({"fullname": "Vũ Văn Định"})
    transaction.commit()
    page = officer("supervisor").get(f"/desk/ho-so/{followed}")
    offered = page.html.select("#step-assign [name=person] option")
    assert ("handler", "Vũ Văn Định") in [(o["value"], o.text) for o in offered]


def test_opinions_and_answers_stand_there_with_their_dates(officer, house, followed):
    jurist = officer("jurist")
    step(jurist, followed, "complete", note="Không có tranh chấp")
    handler = officer("handler")
    asked = {"to": JUSTICE, "question": "Có quy hoạch không?", "by": "2099-01-05T17:00"}
    step(handler, followed, "ask_opinion", **asked)
    page = handler.get(f"/desk/ho-so/{followed}")
    said = page.html.select_one("section[aria-labelledby=way] ul.history").text
    assert "Không có tranh chấp" in said
    assert "Có quy hoạch không?" in said
    assert "05/01/2099" in said
    assert "Chưa trả lời" in said
    step(jurist, followed, "give_opinion", outcome="agree", opinion="Không vướng")
    page = handler.get(f"/desk/ho-so/{followed}")
    said = page.html.select_one("section[aria-labelledby=way] ul.history").text
    assert "Không vướng" in said
    assert "Chưa trả lời" not in said


def pause_hint(page):
    return [each.text for each in page.html.select("#step-pause .hint")]


def test_a_second_request_shows_its_price_and_who_decides_a_third_its_basis(
    officer, received
):
    step(officer("reception"), received, "forward", to=LAND)
    handler, leader = officer("handler"), officer("leader")
    why = {"reason": "Thiếu sơ đồ", "reason_code": "missing_paper"}
    first = handler.get(f"/desk/ho-so/{received}")
    assert pause_hint(first) == []
    assert first.html.select("#step-pause [name=legal_basis]") == []
    step(handler, received, "pause", **why)
    step(handler, received, "resume")
    second = handler.get(f"/desk/ho-so/{received}")
    price, decides = pause_hint(second)
    assert "766" in price
    assert "leader" in decides
    refused = step(handler, received, "pause", status=403, **why)
    assert "phê duyệt" in refused.html.select_one("#problem").text
    step(leader, received, "pause", **why)
    step(handler, received, "resume")
    third = leader.get(f"/desk/ho-so/{received}")
    assert len(pause_hint(third)) == 3
    assert third.html.select_one("#step-pause [name=legal_basis]").has_attr("required")
    step(leader, received, "pause", status=400, **why)
    basis = {"legal_basis": "Luật Đất đai, Điều 136"}
    page = step(leader, received, "pause", **why, **basis)
    assert "pause" not in choices(page)


def test_on_the_free_road_there_is_no_way_before_something_is_asked(officer, received):
    page = officer("reception").get(f"/desk/ho-so/{received}")
    assert page.html.select("section[aria-labelledby=way]") == []
