"""Processes are written, tried and put into force with plain forms."""

from __future__ import annotations

import json
from motcua.base import vietnam
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import steps_of
import pytest
from tests.procedures.drafting.officials import CODE
import transaction


PATH = f"/{CODE}"
TODAY = vietnam.today().isoformat()
TRIAL = {
    "title": "Nhận rồi xử lý",
    "events": "2026-11-02 09:00 receive\n2026-11-02 10:00 complete tiep-nhan",
    "expected": "2: open = phe-duyet; state = proposed",
}


def draft_of(site):
    """Return the process of the draft as it is stored now."""
    transaction.begin()
    found = book.draft(site, CODE)
    return book.get(site, found.digest)


@pytest.fixture
def editor(site, person):
    """An editor who has begun with the plainest common process."""
    found = person("editor")
    page = found.get(PATH)
    answer = found.press(page, "begin", changes={"from": "tai-cho"})
    assert answer.headers["Location"].endswith(f"{PATH}/soan")
    return found


def test_nobody_without_a_duty_of_the_catalogue_finds_the_door(person):
    for path in ("", PATH, f"{PATH}/soan"):
        person("clerk").get(path, status=404)
    assert person(None).get("", status=302)


@pytest.mark.parametrize(
    "path",
    ["/9.9", f"{PATH}/soan", f"{PATH}/thu", f"{PATH}/ban/0", f"{PATH}/x", "/a/b/c/d/e"],
)
def test_what_is_not_there_is_missing(person, path):
    person("editor").get(path, status=404)


def test_the_list_leads_to_a_procedure_by_its_code(person):
    page = person("editor").get()
    assert "Một phòng xử lý" in page.text
    found = person("editor").post("", code=CODE)
    assert found.headers["Location"].endswith(PATH)
    refused = person("editor").post("", status=400, code="9.999999")
    assert "9.999999" in refused.text


def test_a_draft_begins_with_a_common_process(site, editor):
    page = editor.get(f"{PATH}/soan")
    assert "Kiểm tra, tiếp nhận hồ sơ" in page.text
    assert "<svg" in page.text
    made = draft_of(site)
    assert made.procedure == CODE
    assert [step.key for step in steps_of(made.way)][:2] == ["tiep-nhan", "phe-duyet"]


def test_every_button_changes_the_way_and_comes_back_to_the_place(site, editor):
    def press(order):
        page = editor.get(f"{PATH}/soan")
        return editor.press(page, order).headers["Location"]

    assert press("after:way-0").endswith("/soan#way-1")
    assert press("beside:way-1").endswith("/soan#way-1-1")
    assert press("wrap:way-1").endswith("/soan#way-1")
    assert press("choice:way-1").endswith("/soan#way-1-0")
    assert press("branch:way-1").endswith("/soan#way-1-1")
    keys = [step.key for step in steps_of(draft_of(site).way)]
    assert keys.count("buoc-1") == 1
    assert {"buoc-1", "buoc-2", "buoc-3"} <= set(keys)
    assert press("remove:way-1").endswith("/soan#way")
    assert "buoc-1" not in [step.key for step in steps_of(draft_of(site).way)]


def test_a_button_for_a_place_that_is_gone_is_refused(site, editor):
    page = editor.get(f"{PATH}/soan")
    refused = editor.press(page, "remove:way-0", status=303)
    assert refused
    page = editor.get(f"{PATH}/soan")
    draft = book.draft(site, CODE).digest
    told = editor.post(f"{PATH}/soan", 400, do="after:way-77", draft=draft)
    assert "không còn trong quy trình" in told.text
    assert editor.post(f"{PATH}/soan", 400, do="dance", draft=draft)


def test_two_editors_are_told(site, editor, person):
    old = editor.get(f"{PATH}/soan")
    second = person("second")
    second.press(second.get(f"{PATH}/soan"), "after:way-0")
    told = editor.press(old, "after:way-1", status=400)
    assert "đã thay đổi bản dự thảo" in told.text


def test_a_step_is_filled_in_and_its_new_key_followed(site, editor):
    page = editor.get(f"{PATH}/soan/way-0")
    assert "Phiếu phát hành" in page.text
    editor.press_form(page, key="nhan", title="Nhận hồ sơ", term="2 giờ làm việc")
    made = draft_of(site)
    assert made.step("nhan").title == "Nhận hồ sơ"
    assert str(made.step("nhan").term) == "2 working hours"
    assert made.step("phe-duyet").returns == ("nhan",)


def test_what_cannot_be_kept_is_told_and_stays_typed(editor):
    page = editor.get(f"{PATH}/soan/way-0")
    told = editor.press_form(page, 400, key="một cửa", title="Tên mới")
    assert "chữ cái không dấu" in told.text
    assert "Tên mới" in told.text
    told = editor.press_form(page, 400, term="soon")
    assert "“soon”" in told.text


def test_a_branch_and_a_leg_and_the_whole_are_filled_in(site, editor):
    editor.press(editor.get(f"{PATH}/soan"), "wrap:way-1")
    editor.press_form(editor.get(f"{PATH}/soan/way-1"), title="Chặng ký", key="ky")
    editor.press(editor.get(f"{PATH}/soan"), "choice:way-1")
    page = editor.get(f"{PATH}/soan/nhanh-way-1-0")
    editor.press_form(page, when="case", values="1", title="Thường")
    editor.press_form(editor.get(f"{PATH}/soan/chung"), title="Khác", promise="way")
    made = draft_of(site)
    assert made.title == "Khác"
    assert made.promise == "way"
    branch = made.way.parts[1].branches[0]
    assert (branch.title, branch.when.values) == ("Thường", ("1",))
    assert branch.part.title == "Chặng ký"
    for place in ("way", "way-99", "nhanh-way-0-0", "nhanh-way-1-9", "nhanh-way"):
        editor.get(f"{PATH}/soan/{place}", status=404)


def test_findings_stand_beside_their_place(editor):
    editor.press_form(editor.get(f"{PATH}/soan/way-1"), department="H77")
    page = editor.get(f"{PATH}/soan")
    row = page.html.find(id="way-1")
    assert "không có đơn vị H77" in row.text
    assert "H77" in editor.get(f"{PATH}/soan/way-1").text


def test_a_trial_is_run_kept_changed_and_removed(site, editor):
    page = editor.get(f"{PATH}/thu")
    assert "đạt" in page.text
    ran = editor.press(page, "run", 200, TRIAL)
    assert "Kết quả chạy thử" in ran.text
    editor.press(page, "keep", changes=TRIAL)
    assert draft_of(site).tests[-1].title == TRIAL["title"]
    most = len(draft_of(site).tests)
    page = editor.get(f"{PATH}/thu?number={most}")
    editor.press(page, "keep", changes={"title": "Tên khác"})
    assert draft_of(site).tests[-1].title == "Tên khác"
    assert len(draft_of(site).tests) == most
    draft = book.draft(site, CODE).digest
    editor.post(f"{PATH}/thu", do="remove", number=str(most), draft=draft)
    assert len(draft_of(site).tests) == most - 1


def test_a_trial_that_cannot_be_read_names_the_line(editor):
    page = editor.get(f"{PATH}/thu")
    told = editor.press(page, "run", 400, {**TRIAL, "events": "hôm qua receive"})
    assert "events 1" in told.text
    assert "hôm qua receive" in told.text


def test_a_file_is_carried_away_and_brought_back_after_a_look(site, editor):
    answer = editor.get(f"{PATH}/tai-ve/du-thao")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = json.loads(answer.text)
    data["title"] = "Từ tệp"
    looked = editor.upload(json.dumps(data).encode())
    assert "Từ tệp" in looked.text
    assert draft_of(site).title != "Từ tệp"
    editor.press(looked, "keep")
    assert draft_of(site).title == "Từ tệp"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 50_000, "lồng quá sâu"),
        (b'{"key": "a", "key": "b"}', "mỗi tên một lần"),
        (b'{"key": "a"}', "title"),
        (b"", "JSON, dòng 1"),
    ],
)
def test_a_hostile_file_is_answered_with_its_place(editor, sent, words):
    assert words in editor.upload(sent, 400).text


def test_only_a_publisher_lets_it_come_into_force(site, editor, person):
    draft = book.draft(site, CODE).digest
    sent = {"do": "enact", "deed": "5/QĐ", "first_day": TODAY, "draft": draft}
    told = editor.post(PATH, 400, **sent)
    assert "công bố" in told.text
    editor.press_form(editor.get(f"{PATH}/soan/way-0"), department="H77")
    sent["draft"] = book.draft(site, CODE).digest
    told = person("publisher").post(PATH, 400, **sent)
    assert "không có đơn vị H77" in told.text


def test_it_comes_into_force_is_shown_and_ended(site, editor, person):
    way = {
        "step": "tiep-nhan",
        "title": "Nhận",
        "kind": "reception",
        "department": "H98.01",
        "duty": "reception",
        "term": "1 working hour",
    }
    looked = editor.upload(json.dumps({"key": "p", "title": "P", "way": way}).encode())
    editor.press(looked, "keep")
    publisher = person("publisher")
    page = publisher.get(PATH)
    publisher.press(page, "enact", changes={"deed": "5/QĐ-UBND", "first_day": TODAY})
    transaction.begin()
    (row,) = book.rows(site, CODE)
    assert row.deed == "5/QĐ-UBND"
    shown = publisher.get(f"{PATH}/ban/{row.digest}")
    assert "5/QĐ-UBND" in shown.text
    assert "<svg" in shown.text
    assert publisher.get(f"{PATH}/tai-ve/{row.digest}").json["deed"] == "5/QĐ-UBND"
    assert "Đang áp dụng" in publisher.get().text or "hiệu lực" in publisher.get().text
    page = publisher.get(PATH)
    publisher.press(page, "end", changes={"deed": "6/QĐ-UBND", "last_day": TODAY})
    transaction.begin()
    assert book.rows(site, CODE)[0].end_deed == "6/QĐ-UBND"


def test_a_form_without_a_token_of_ours_changes_nothing(site, editor):
    before = book.draft(site, CODE).digest
    editor.post(f"{PATH}/soan", 403, token=False, do="after:way-0", draft=before)
    transaction.begin()
    assert book.draft(site, CODE).digest == before


def test_a_reader_sees_no_buttons(site, editor, person):
    page = person("control").get(f"{PATH}/soan")
    assert 'value="after:way-0"' not in page.text
    assert "<svg" in page.text
    page = person("control").get(PATH)
    assert 'value="enact"' not in page.text
