"""The editor: every field by form, rows by buttons, and nothing typed is lost."""

from __future__ import annotations

from bs4 import BeautifulSoup
from datetime import date
from motcua.base.durations import Term
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.procedures.drafting import scratch
from motcua.procedures.drafting import writing
import pytest
import re
from tests.procedures.drafting.officials import a_version
from tests.procedures.drafting.officials import CODE
from tests.procedures.drafting.officials import COMMUNE_CODE
import transaction


SECTIONS = (
    "",
    "/chung",
    "/co-quan",
    "/truong-hop",
    "/truong-hop/1",
    "/trinh-tu",
    "/cau-hoi",
    "/can-cu",
    "/danh-dau",
)
POLYGLOT = (
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//"
    "</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>"
)


def rich():
    """A version with something in every field and every table."""
    when = ("age=child",)
    return a_version(
        level_text="Cấp Tỉnh",
        kind="TTHC mẫu",
        effective_to=date(2030, 1, 1),
        competent=("Sở A", "Sở B\nhai dòng"),
        delegated=("Xã C",),
        coordinating=("Sở D",),
        units=("H98.01",),
        place="Tầng 1",
        steps="\n    Bước 1: \n\tĐiền",
        audience=("citizen", "lạ lùng"),
        audience_text="Công dân",
        conditions="Từ đủ 6 tuổi",
        result="Thẻ",
        keywords=("thẻ", "sách"),
        description="Mượn sách",
        notes=("Ghi chú 1", "Ghi chú 2"),
        sequence=(
            Step(
                "Nộp", "Điền phiếu", "Dân", "Quầy", ("1",), Term("days", 1), "0", "Đ5"
            ),
            Step("Nhận", visit=True),
        ),
        questions=(
            Question(
                "age",
                "Cho ai?",
                (Option("child", "Trẻ em"), Option("adult", "Người lớn")),
                "Dưới 16 tuổi là trẻ em",
            ),
        ),
        receipt=("province", "commune"),
        online="partial",
        online_reason="Phải nộp ảnh",
        on_the_spot=True,
        high_volume=True,
        inter_agency=("same_level",),
        vertical=True,
        iso_code="QT-01",
        iso_version="2.1",
        bundle=(COMMUNE_CODE,),
        result_kind="certificate",
        result_validity=Term("months", 12),
        legal_basis=(Act("Luật Thư viện", "46/2019/QH14"), Act("Thông tư")),
        cases=(
            Case(
                "1",
                "Trẻ em",
                (
                    Channel(
                        "online",
                        Term.parse("7.5 working days"),
                        "Bảy ngày rưỡi",
                        (
                            Fee(0, "miễn", kind="fee"),
                            Fee(
                                20000,
                                begins=date(2026, 1, 1),
                                ends=date(2026, 12, 31),
                                exempt=(
                                    Exemption("Hộ nghèo", "Sổ hộ nghèo"),
                                    Exemption("Người cao tuổi", "", 50),
                                ),
                            ),
                            Fee(None, "theo quy định", "USD", "charge"),
                        ),
                        "Ghi chú",
                        Term("in_the_day"),
                    ),
                    Channel("counter", Term("none")),
                ),
                (
                    Paper(
                        "p01",
                        "Phiếu",
                        1,
                        2,
                        "Mẫu 01",
                        "Nhóm",
                        "Ghi chú",
                        True,
                        "CSDL dân cư",
                        ("online",),
                        when,
                    ),
                    Paper("p02", "Ảnh"),
                ),
                when,
                ("Sở A",),
            ),
            Case("hai", "Người lớn", when=("age=adult", "age=gone")),
        ),
    )


@pytest.fixture
def rich_draft(site, draft):
    writing.save(draft(), rich(), 1, "editor", site=site)
    transaction.commit()
    return draft


@pytest.mark.parametrize("section", [*SECTIONS, "/truong-hop/hai"])
def test_saving_what_was_not_touched_changes_nothing(editor, rich_draft, section):
    page = editor.get(f"/{CODE}/soan{section}")
    editor.press(page, "save")
    assert rich_draft().version == rich()
    assert rich_draft().revision == 2


def test_a_field_is_changed_and_the_others_stay(editor, draft):
    page = editor.get(f"/{CODE}/soan")
    editor.press(page, "save", changes={"result": "Thẻ nhựa\r\ncó ảnh"})
    assert draft().version == a_version(result="Thẻ nhựa\ncó ảnh")
    assert draft().authors == ("editor",)


def test_a_box_is_ticked_and_cleared(editor, draft):
    path = f"/{CODE}/soan/danh-dau"
    editor.press(editor.get(path), "save", changes={"on_the_spot": "1"})
    assert draft().version.on_the_spot
    editor.press(editor.get(path), "save", changes={"on_the_spot": []})
    assert not draft().version.on_the_spot


def test_fees_are_written_as_people_write_them(editor, draft):
    changes = {
        "channels-0-fees-0-amount": "50.000",
        "channels-0-fees-0-begins": "2026-12-01",
        "channels-0-term-amount": "7,5",
        "channels-0-term-kind": "working_days",
    }
    page = editor.get(f"/{CODE}/soan/truong-hop/1")
    editor.press(page, "save", changes=changes)
    channel = draft().version.cases[0].channels[0]
    assert (channel.fees[0].amount, channel.fees[0].begins) == (
        50000,
        date(2026, 12, 1),
    )
    assert channel.term == Term.parse("7.5 working days")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("channels-0-fees-0-amount", "nhiều tiền"),
        ("channels-0-fees-0-amount", "9" * 30),
        ("channels-0-fees-0-begins", "1/12/2026"),
        ("channels-0-term-amount", "0"),
        ("channels-0-term-amount", "1e9999"),
        ("channels-0-term-amount", "NaN"),
        ("channels-0-kind", "fax"),
        ("papers-0-originals", "một"),
    ],
)
def test_what_cannot_be_read_stays_in_the_form_and_is_named(editor, draft, name, wrong):
    page = editor.get(f"/{CODE}/soan/truong-hop/1")
    changes = {name: wrong, "papers-0-title": "Phiếu mới"}
    answer = editor.press(page, "save", 400, changes)
    assert "Phiếu mới" in answer.text
    problems = answer.html.select_one("#problems")
    assert f"#at-{name}" in str(problems)
    assert draft().revision == 1


def names_of(page):
    return [one.get_text(" ", strip=True) for one in page.html.select("legend")]


def test_rows_are_added_copied_moved_and_removed(editor, draft):
    path = f"/{CODE}/soan/truong-hop/1"

    def press(button, **changes):
        return editor.press(editor.get(path), button, changes=changes)

    answer = press("add-papers")
    assert answer.location.endswith("#row-papers-1")
    press("save", **{"papers-1-title": "Ảnh"})
    assert press("copy-papers-0").location.endswith("#row-papers-1")
    papers = draft().version.cases[0].papers
    assert [one.title for one in papers] == ["Phiếu đăng ký", "Phiếu đăng ký", "Ảnh"]
    assert len({one.key for one in papers}) == 3
    assert press("up-papers-2").location.endswith("#row-papers-1")
    assert press("down-papers-0").location.endswith("#row-papers-1")
    titles = [one.title for one in draft().version.cases[0].papers]
    assert titles == ["Ảnh", "Phiếu đăng ký", "Phiếu đăng ký"]
    assert press("remove-papers-2").location.endswith("#row-papers-1")
    assert press("add-channels-0-fees-0-exempt").location.endswith(
        "#row-channels-0-fees-0-exempt-0"
    )
    assert draft().version.cases[0].channels[0].fees[0].exempt == (Exemption(""),)


def test_the_row_concerned_can_take_the_focus(editor, rich_draft):
    page = editor.get(f"/{CODE}/soan/truong-hop/1")
    for row in (
        "row-papers-0",
        "row-channels-0-fees-1",
        "row-channels-0-fees-1-exempt-0",
    ):
        assert page.html.find(id=row)["tabindex"] == "-1"


def test_the_last_row_removed_leads_to_the_button_that_adds(editor, draft):
    page = editor.get(f"/{CODE}/soan/can-cu")
    answer = editor.press(page, "remove-legal_basis-0")
    assert answer.location.endswith("#add-legal_basis")
    assert editor.get(f"/{CODE}/soan/can-cu").html.find(id="add-legal_basis")


def test_cases_are_listed_copied_with_their_content_and_opened(editor, draft):
    path = f"/{CODE}/soan/truong-hop"
    editor.press(editor.get(path), "copy-cases-0")
    editor.press(editor.get(path), "save", changes={"cases-1-title": "Người lớn"})
    first, second = draft().version.cases
    assert (second.papers, second.channels) == (first.papers, first.channels)
    assert (second.key, second.title) == ("2", "Người lớn")
    answer = editor.press(editor.get(path), "go-truong-hop/2")
    assert answer.location.endswith("/soan/truong-hop/2")
    editor.press(editor.get(path), "remove-cases-0")
    assert [one.title for one in draft().version.cases] == ["Người lớn"]
    editor.get(f"/{CODE}/soan/truong-hop/1", 404)


def test_every_button_saves_and_the_next_one_leads_on(editor, draft):
    changes = {"result": "Thẻ nhựa"}
    answer = editor.press(editor.get(f"/{CODE}/soan"), "next", changes=changes)
    assert answer.location.endswith("/soan/co-quan")
    answer = editor.press(
        editor.get(f"/{CODE}/soan"), "go-can-cu", changes={"kind": "Mẫu"}
    )
    assert answer.location.endswith("/soan/can-cu")
    assert (draft().version.result, draft().version.kind) == ("Thẻ nhựa", "Mẫu")


@pytest.mark.parametrize(
    "button",
    ["up-papers-99", "remove-x-1", "copy-papers", "add-title", "up-papers-0-title-1"],
)
def test_buttons_of_rows_that_are_not_there_change_nothing(editor, draft, button):
    page = editor.get(f"/{CODE}/soan/truong-hop/1")
    pairs = [*page.forms[0].submit_fields()]
    form = next(one for one in page.forms.values() if "seen" in one.fields)
    pairs = [pair for pair in form.submit_fields() if pair[0] != "do"]
    path = re.sub(r"^https?://[^/]+", "", form.action)
    editor.send(path, [*pairs, ("do", button)], 400)
    assert draft().revision == 1


# Two editors


def test_the_second_sees_what_the_first_changed_and_keeps_the_own_text(
    official, editor, draft
):
    mine = editor.get(f"/{CODE}/soan")
    theirs = official("second")
    theirs.press(
        theirs.get(f"/{CODE}/soan"), "save", changes={"conditions": "Từ đủ 6 tuổi"}
    )
    answer = editor.press(mine, "save", 409, {"result": "Thẻ của tôi"})
    problems = answer.html.select_one("#problems").get_text(" ", strip=True)
    assert "second" in problems
    assert "Từ đủ 6 tuổi" in problems
    assert "Thẻ của tôi" in str(answer.html.find(id="at-result"))
    assert "Từ đủ 6 tuổi" in answer.html.find(id="notes-conditions").get_text()
    assert draft().version == a_version(conditions="Từ đủ 6 tuổi")
    # Knowing it, the second decides; here both texts are wanted.
    changes = {"conditions": "Từ đủ 6 tuổi"}
    editor.press(answer, "save", changes=changes)
    assert draft().version == a_version(conditions="Từ đủ 6 tuổi", result="Thẻ của tôi")


def test_what_was_saved_in_another_section_is_kept(official, editor, draft):
    mine = editor.get(f"/{CODE}/soan")
    theirs = official("second")
    page = theirs.get(f"/{CODE}/soan/truong-hop/1")
    theirs.press(page, "save", changes={"papers-0-title": "Phiếu mới"})
    answer = editor.press(mine, "save", 409, {"result": "Thẻ"})
    assert "Phiếu mới" in answer.html.select_one("#problems").get_text()
    editor.press(answer, "save")
    assert draft().version.result == "Thẻ"
    assert draft().version.cases[0].papers[0].title == "Phiếu mới"


def test_a_case_that_somebody_removed_is_not_there(official, editor, draft):
    mine = editor.get(f"/{CODE}/soan/truong-hop/1")
    theirs = official("second")
    theirs.press(theirs.get(f"/{CODE}/soan/truong-hop"), "remove-cases-0")
    editor.press(mine, "save", 404)


# Power cuts


def keep(editor, page, **changes):
    return editor.press(page, "save", 200, {**changes, "do": "keep"})


def keeping(editor, page, changes):
    form = next(one for one in page.forms.values() if "seen" in one.fields)
    pairs = [
        pair
        for pair in form.submit_fields()
        if pair[0] != "do" and pair[0] not in changes
    ]
    path = re.sub(r"^https?://[^/]+", "", form.action)
    return editor.send(path, [*pairs, *changes.items(), ("do", "keep")], 200)


def test_what_was_typed_is_kept_for_its_person_and_offered_again(
    official, editor, draft
):
    page = editor.get(f"/{CODE}/soan")
    answer = keeping(editor, page, {"result": "Thẻ dang dở", "effective_to": "20"})
    assert re.fullmatch(r"\d\d:\d\d", answer.text)
    assert draft().revision == 1
    other = official("second").get(f"/{CODE}/soan")
    assert "Thẻ dang dở" not in other.text
    again = editor.get(f"/{CODE}/soan")
    assert "Thẻ dang dở" not in again.text
    assert "giu=1" in again.text
    back = editor.get(f"/{CODE}/soan?giu=1")
    assert "Thẻ dang dở" in back.html.find(id="at-result").get_text()
    # A date that was half typed comes back as well.
    assert back.html.find(id="at-effective_to")["value"] == "20"
    editor.press(back, "save", changes={"effective_to": ""})
    assert draft().version.result == "Thẻ dang dở"
    assert scratch.find("editor", CODE, "chung") is None


def test_what_is_not_wanted_back_is_dropped(editor, draft):
    keeping(editor, editor.get(f"/{CODE}/soan"), {"result": "Thẻ dang dở"})
    editor.press(editor.get(f"/{CODE}/soan"), "drop")
    assert "giu=1" not in editor.get(f"/{CODE}/soan").text


def test_brought_back_after_somebody_saved_it_is_stale_as_any_other(
    official, editor, draft
):
    keeping(editor, editor.get(f"/{CODE}/soan"), {"result": "Thẻ dang dở"})
    theirs = official("second")
    theirs.press(theirs.get(f"/{CODE}/soan"), "save", changes={"kind": "Mẫu"})
    back = editor.get(f"/{CODE}/soan?giu=1")
    editor.press(back, "save", 409)
    assert draft().version.result == ""


# Doors


@pytest.mark.parametrize("login", ["clerk", None])
@pytest.mark.parametrize("path", ["", f"/{CODE}", f"/{CODE}/soan", f"/{CODE}/xem-xet"])
def test_the_catalogue_is_for_its_officials_alone(official, draft, login, path):
    client = official(login)
    answer = client.client.request("GET", f"{client.root}/danh-muc{path}", client.login)
    assert answer.status_int in ((404,) if login else (302, 401))
    assert "Cấp thẻ" not in answer.text


def test_nothing_is_saved_without_the_token(editor, draft):
    path = f"{editor.root}/danh-muc/{CODE}/soan"
    editor.send(path, [("do", "save"), ("seen", "1"), ("title", "x")], 403)
    assert draft().revision == 1


def test_others_are_led_to_the_review(official, draft):
    for login in ("control", "publisher", "commune"):
        answer = official(login).get(f"/{CODE}/soan", 303)
        assert answer.location.endswith("/xem-xet")


@pytest.mark.parametrize(
    "path",
    [
        "/9.999999",
        "/9.999999/soan",
        f"/{CODE}/soan/khac",
        f"/{CODE}/soan/chung/1",
        f"/{CODE}/soan/truong-hop/99",
        f"/{CODE}/ban/{'0' * 64}",
        f"/{COMMUNE_CODE}/xem-xet",
        "/a/b/c/d/e",
    ],
)
def test_what_is_not_there_is_not_found(editor, draft, path):
    editor.get(path, 404)


def test_scripts_in_every_text_field_show_as_text(editor, rich_draft):
    for section in [*SECTIONS[1:], "/truong-hop/hai"]:
        page = editor.get(f"/{CODE}/soan{section}")
        form = next(one for one in page.forms.values() if "seen" in one.fields)
        fields = BeautifulSoup(form.text, "html.parser")
        texts = fields.select("textarea, input[type=text]:not([inputmode])")
        changes = {
            one["name"]: POLYGLOT for one in texts if not one["name"].endswith("kind")
        }
        editor.press(page, "save", changes=changes)
    names = ["", *SECTIONS, "/truong-hop/hai"]
    for path in [
        "",
        f"/{CODE}",
        f"/{CODE}/xem-xet",
        *(f"/{CODE}/soan{name}" for name in names[1:]),
    ]:
        page = editor.get(path)
        assert not page.html.find_all("svg"), path
        assert not page.html.find_all(onload=True), path
        assert not page.html.find_all(onclick=True), path
        assert len(page.html.find_all("script")) == 1, path
