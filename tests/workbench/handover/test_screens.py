"""A department hands over at its browser, the archive takes over at its own."""

from __future__ import annotations

import io
from motcua.archive.custody import paper as custody
from motcua.archive.handover import accepting
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover import papers
from motcua.archive.handover import signing
from motcua.archive.handover import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.workbench.handover import due
from motcua.workbench.handover import paging
import pikepdf
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.workbench.holdings.test_screens import filled
from tests.workbench.holdings.test_screens import main
import transaction
from zope.component.hooks import site


def items(house, code):
    """Return what stands on an inventory in the database now."""
    transaction.begin()
    return lists.view(store.inventory(house, code)).items


def test_a_department_sees_what_is_due_lists_it_and_submits(house, officer, closed):
    page = officer("handler").get("/luu-tru/nop")
    assert "Hạn sớm nhất 09/11/2026" in main(page)
    page = filled(page, "draft", department=LAND).submit().follow()
    page = page.forms["due"].submit("do", value="due").follow()
    assert all(code in main(page) for code in closed)
    page.forms["files"].set("file", True, index=0)
    page = page.forms["files"].submit("do", value="strike").follow()
    page = page.forms["submit"].submit("do", value="submit").follow()
    assert "Chờ tiếp nhận" in main(page)
    assert "rest" not in page.forms
    code = page.request.path.rsplit("/", 1)[1]
    assert len(items(house, code)) == 2


def test_what_cannot_be_listed_is_named_and_stays_in_its_box(officer, closed):
    page = officer("handler").get("/luu-tru/nop")
    page = filled(page, "draft", department=LAND).submit().follow()
    form = filled(page, "take", code="H99.2026.999")
    page = form.submit("do", value="take", status=400)
    assert "H99.2026.999" in main(page)
    assert page.forms["take"]["code"].value == "H99.2026.999"


def test_the_archive_takes_files_over_one_after_the_other(
    house, officer, closed, before
):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/nop/{before}").click("Xem từng hồ sơ")
    assert closed[0] in main(page)
    page = page.forms["accept"].submit("do", value="accept").follow()
    assert closed[1] in main(page)
    page = page.forms["return"].submit("do", value="return", status=400)
    assert "Nêu lý do trả lại" in main(page)
    form = filled(page, "return", why="sheet", reason="Thiếu tờ 17")
    page = form.submit("do", value="return").follow()
    assert closed[2] in main(page)
    form = filled(page, "correct", **{"f-title": "Hồ sơ giao đất đợt 2"})
    page = form.submit("do", value="correct").follow()
    assert "Hồ sơ giao đất đợt 2" in main(page)
    page = page.forms["accept"].submit("do", value="accept").follow()
    assert page.request.path.endswith(before)
    assert list(items(house, before).values()) == ["accepted", "returned", "accepted"]
    page = filled(page, "draw-up", metres="0,5").submit("do", value="draw_up").follow()
    assert "Biên bản" in main(page)
    assert files.view(holdings.file(house, closed[1])).state == files.OPEN


def test_the_slower_of_two_archivists_is_told(officer, closed, before):
    page = officer("archivist").get(f"/luu-tru/nop/{before}/xet")
    page.forms["accept"].submit("do", value="accept").follow()
    page = page.forms["accept"].submit("do", value="accept", status=400)
    assert closed[0] in main(page)
    assert "đã được tiếp nhận hoặc trả lại" in main(page)


def test_all_that_wait_are_taken_over_by_one_button(house, officer, closed, before):
    page = officer("archivist").get(f"/luu-tru/nop/{before}")
    page = page.forms["rest"].submit("do", value="rest").follow()
    assert set(items(house, before).values()) == {"accepted"}
    assert "draw-up" not in page.forms


def test_inventory_and_minutes_are_printed_in_two_copies(
    house, officer, closed, before
):
    archivist = officer("archivist")
    for paper in ("muc-luc", "bien-ban"):
        answer = archivist.get(f"/luu-tru/nop/{before}/{paper}")
        with pikepdf.open(io.BytesIO(answer.body)) as made:
            assert len(made.pages) == 2, paper


def test_the_inventory_counts_all_its_files_the_minutes_those_taken_over(
    house, officer, closed, before
):
    with site(house):
        one = store.inventory(house, before)
        accepting.accept(house, one, [closed[0]], "archivist", MONDAY)
        told = papers.filled(house, lists.view(one), MONDAY, lambda file: False)
    assert (told["list"]["all_sheets"], len(told["over"])) == (150, 1)
    # Of what is not seen nothing but the code is printed.
    assert {row["title"] for row in told["rows"]} == {""}
    transaction.abort()


@pytest.mark.parametrize("path", ["", "/xet", "/muc-luc", "/bien-ban"])
def test_for_others_there_is_no_inventory(officer, closed, before, path):
    officer("stranger").get(f"/luu-tru/nop/{before}{path}", status=404)
    officer("archivist").get(f"/luu-tru/nop/NL-H99-2026-99{path}", status=404)


def test_the_department_does_not_take_over_by_itself(house, officer, closed, before):
    handler = officer("handler")
    handler.get(f"/luu-tru/nop/{before}/xet", status=404)
    page = handler.get(f"/luu-tru/nop/{before}")
    form = page.forms["back"]
    form["reason"] = "Nhầm"
    sent = [*form.submit_fields(), ("do", "rest")]
    handler.post(f"/luu-tru/nop/{before}", sent, status=400)
    assert set(items(house, before).values()) == {"waits"}
    page = form.submit("do", value="withdraw").follow()
    assert "submit" in page.forms


def test_files_are_kept_back_by_request_and_consent(house, officer, closed):
    path = "/luu-tru/nop/giu-lai"
    page = officer("handler").get(path)
    form = filled(page, "ask", files=closed[2], until="1/12/2026", reason="Cần dùng")
    page = form.submit("do", value="ask", status=400)
    assert "là hồ sơ số" in main(page)
    form = filled(page, "ask", files=closed[0], until="mai")
    page = form.submit("do", value="ask", status=400)
    assert page.forms["ask"]["reason"].value == "Cần dùng"
    form = filled(page, "ask", until="1/12/2028")
    page = form.submit("do", value="ask").follow()
    transaction.begin()
    (one,) = store.every_holdback(house)
    assert f"decide-{one.code}" not in page.forms
    page = officer("leader").get(path)
    page = page.forms[f"decide-{one.code}"].submit("do", value="grant").follow()
    assert "Được giữ lại" in main(page)
    officer("stranger").get(path, status=404)


def test_who_leaves_hands_all_files_to_a_colleague(house, officer, closed):
    path = "/luu-tru/nop/ban-giao"
    page = officer("archivist").get(path)
    told = {"department": LAND, "person": "archivist", "deed": "QĐ 3/QĐ-SNV"}
    form = filled(page, "draw-up", **told, successor="stranger")
    page = form.submit(status=400)
    assert page.forms["draw-up"]["deed"].value == "QĐ 3/QĐ-SNV"
    page = filled(page, "draw-up", successor="handler").submit().follow()
    assert all(code in main(page) for code in closed)
    code = page.request.path.rpartition("/")[2]
    page = officer("handler").get(f"{path}/{code}")
    for index in range(3):
        page.forms["files"].set("file", True, index=index)
    page = page.forms["files"].submit("do", value="accept").follow()
    assert "Đã bàn giao" in main(page)
    answer = officer("leader").get(f"{path}/{code}/bien-ban")
    with pikepdf.open(io.BytesIO(answer.body)) as made:
        assert len(made.pages) == 2
    officer("stranger").get(f"{path}/{code}", status=404)


def test_paper_that_a_leaving_person_still_has_is_named(house, officer, closed):
    with site(house):
        one = holdings.file(house, closed[0])
        told = ("", "Đối chiếu", None, "archivist", MONDAY)
        custody.lend(house, one, *told, login="archivist")
        transaction.commit()
    page = officer("archivist").get("/luu-tru/nop/ban-giao")
    told = {"department": LAND, "person": "archivist", "successor": "handler"}
    page = filled(page, "draw-up", **told, deed="QĐ 3").submit().follow()
    assert f"Hồ sơ giấy còn đang mượn{closed[0]} (phải trả" in main(page)
    transaction.begin()
    with site(house):
        custody.give_back(house, holdings.file(house, closed[0]), "archivist", MONDAY)
        transaction.commit()
    path = page.request.path.rpartition("VirtualHostRoot")[2]
    page = officer("archivist").get(path)
    assert "còn đang mượn" not in main(page)


def test_the_page_of_a_file_says_who_keeps_it_and_where_it_stands(
    house, officer, closed, before
):
    archivist, path = officer("archivist"), f"/luu-tru/ho-so/{closed[0]}"
    shown = main(archivist.get(path))
    assert "Tại đơn vị lập hồ sơ" in shown
    assert f"Trong mục lục nộp lưu{before}" in shown
    page = archivist.get(f"/luu-tru/nop/{before}/xet")
    page.forms["accept"].submit("do", value="accept").follow()
    shown = main(archivist.get(path))
    assert f"({before})" in shown
    assert "Trong mục lục nộp lưu" not in shown


def test_of_a_file_that_is_not_seen_the_code_and_the_state_alone_are_shown(
    house, officer, closed, before, monkeypatch
):
    page = officer("archivist").get(f"/luu-tru/nop/{before}")
    page.forms["files"].set("file", True, index=0)
    form = filled(page, "files", why="sheet", reason="Thiếu tờ 17 của bà Sáu")
    page = form.submit("do", value="return").follow()
    told = ("Thiếu tờ 17 của bà Sáu", "05/01/2026", "10 năm", "120")
    assert all(words in main(page) for words in told)
    monkeypatch.setattr(files, "_dossier_open_to", lambda *_told: False)
    shown = main(officer("archivist").get(f"/luu-tru/nop/{before}"))
    assert closed[0] in shown
    assert not any(words in shown for words in told)


def test_of_two_who_correct_one_file_the_slower_one_is_told(officer, closed, before):
    page = officer("archivist").get(f"/luu-tru/nop/{before}/xet")
    form = filled(page, "correct", **{"f-title": "Hồ sơ giao đất đợt 2"})
    form.submit("do", value="correct").follow()
    form = filled(page, "correct", **{"f-title": "Hồ sơ khác"})
    page = form.submit("do", value="correct", status=409)
    assert "Người khác đã thay đổi" in main(page)


def test_the_archive_gives_a_file_back_on_its_page(house, officer, closed, before):
    archivist, path = officer("archivist"), f"/luu-tru/ho-so/{closed[0]}"
    assert "give-back" not in archivist.get(path).forms
    with site(house):
        one = store.inventory(house, before)
        accepting.accept(house, one, closed, "archivist", MONDAY)
        signing.draw_up(house, one, "", "archivist", MONDAY)
        signing.sign(house, one, "maker", "handler", MONDAY)
        transaction.commit()
    form = filled(archivist.get(path), "give-back", reason="Nộp nhầm")
    page = form.submit("do", value="give_back", status=400)
    assert before in main(page)
    assert page.forms["give-back"]["reason"].value == "Nộp nhầm"
    with site(house):
        one = store.inventory(house, before)
        signing.sign(house, one, "archive", "archivist", MONDAY)
        transaction.commit()
    page = page.forms["give-back"].submit("do", value="give_back").follow()
    assert "Trả lại đơn vị lập hồ sơ" in main(page)
    assert "give-back" not in page.forms
    assert "give-back" not in officer("leader").get(path).forms


def test_lists_are_shown_page_by_page(house, officer, closed, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 1)
    monkeypatch.setattr(due, "PAGE", 1)
    with site(house):
        made = [listing.draft(house, LAND, "handler", MONDAY) for _n in range(2)]
        transaction.commit()
    page = officer("handler").get("/luu-tru/nop")
    assert made[1].code in main(page)
    assert made[0].code not in main(page)
    page = page.click("Trang sau")
    assert made[0].code in main(page)
    assert made[1].code not in main(page)


def test_departments_of_two_fonds_are_counted_apart():
    """A department that worked for two fonds has a line in each."""
    told = [{"fonds": fonds, "department": LAND} for fonds in ("H99", "H98")]
    kept = {"fonds": "H99", "department": LAND, "overdue": 2}
    told_twice = type("Screen", (due.DueScreen,), {"of_mine": told, "of_fonds": [kept]})
    screen = object.__new__(told_twice)
    assert screen.counted == [kept, told[1]]
