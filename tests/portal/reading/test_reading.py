"""Pages of a procedure by day: as it stood, what changed, what ended, what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from motcua.procedures import creation
from motcua.procedures import versions
from motcua.procedures.definitions import Paper
from motcua.procedures.procedure import Ending
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.portal.reading import history_samples
from tests.portal.reading.history_samples import CHANGED
from tests.portal.reading.history_samples import ENDED
from tests.portal.reading.history_samples import PLANNED
from tests.portal.reading.history_samples import RICH
from tests.portal.reading.history_samples import WAITING
from tests.portal.samples import DRAFT
from tests.portal.samples import HOSTILE
from tests.portal.samples import POLYGLOT
import transaction


@pytest.fixture
def dated(filled):
    """The site with procedures that have a past and a future."""
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        history_samples.fill(filled)
    transaction.commit()
    return filled


@pytest.fixture
def read(dated, visitor):
    """Read the text of the main part of a page."""

    def text(path, **options):
        page = visitor.get(path, **options)
        return " ".join(page.html.main.text.split())

    return text


def test_a_day_in_the_past_shows_what_held_then(read):
    then = read(f"/vi/thu-tuc/{CHANGED}?on=2024-06-01")
    assert "Nội dung vào ngày 01/06/2024." in then
    assert "10 ngày làm việc" in then
    assert "Hợp đồng thuê trụ sở" not in then


def test_today_shows_what_holds_today(read):
    now = read(f"/vi/thu-tuc/{CHANGED}")
    assert "7 ngày làm việc" in now
    assert "Hợp đồng thuê trụ sở" in now
    assert "Nội dung vào ngày" not in now


@pytest.mark.parametrize(
    ("day", "shown"), [("2025-06-30", "10 ngày"), ("2025-07-01", "7 ngày")]
)
def test_the_change_comes_with_its_first_day(read, day, shown):
    assert f"{shown} làm việc" in read(f"/vi/thu-tuc/{CHANGED}?on={day}")


def test_what_comes_is_announced_with_its_day_and_a_link(visitor, dated):
    page = visitor.get(f"/en/procedures/{CHANGED}")
    (link,) = [each for each in page.html.select("a") if "Read it now" in each.text]
    then = visitor.get(link["href"])
    assert "3/QĐ-UBND" in then.html.main.text
    assert "3/QĐ-UBND" not in page.html.main.text


def test_before_the_first_day_nothing_is_in_force_yet(read):
    text = read(f"/vi/thu-tuc/{CHANGED}?on=2020-01-01")
    assert "Chưa có hiệu lực. Ngày đầu tiên áp dụng là 01/01/2024." in text


def test_a_planned_procedure_says_its_first_day(read):
    assert "Not in force yet. The first day is" in read(f"/en/procedures/{PLANNED}")


def test_an_ended_procedure_answers_with_deed_successor_and_old_text(visitor, dated):
    page = visitor.get(f"/vi/thu-tuc/{ENDED}", status=200)
    note = page.html.select_one(".ended")
    text = " ".join(note.text.split())
    assert "Ngày cuối cùng áp dụng là 31/12/2025." in text
    assert "Căn cứ: 9/QĐ-UBND" in text
    assert [a["href"] for a in note.select("a")] == [f"/vi/thu-tuc/{CHANGED}"]
    assert "9.000009" in text, "a successor that is not here is named all the same"
    assert "Giấy phép" in page.html.main.text


def test_an_ended_procedure_is_read_without_the_note_on_its_last_day(read):
    assert "hết hiệu lực" not in read(f"/vi/thu-tuc/{ENDED}?on=2025-12-31")
    assert "hết hiệu lực" in read(f"/vi/thu-tuc/{ENDED}?on=2026-01-01")


def test_an_ended_procedure_is_not_to_be_found_by_search_engines(visitor, dated):
    assert visitor.get(f"/vi/thu-tuc/{ENDED}").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in visitor.get(f"/vi/thu-tuc/{CHANGED}").headers


def test_a_withdrawn_procedure_keeps_its_address(visitor, dated):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        creation.enter(versions.procedure(CHANGED, dated), "withdrawn")
    transaction.commit()
    text = visitor.get(f"/en/procedures/{CHANGED}", status=200).html.main.text
    assert "withdrawn from publication" in text


@pytest.mark.parametrize("code", [ENDED, PLANNED])
@pytest.mark.parametrize(
    ("page", "tail"),
    [("/vi/thu-tuc/", "/chuan-bi?by=counter&v=1"), ("/en/procedures/", "/checklist")],
)
def test_a_printed_checklist_leads_to_the_note(visitor, dated, code, page, tail):
    """Its QR code is scanned after the procedure has ended, too."""
    answer = visitor.get(f"{page}{code}{tail}", status=302)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Location"].endswith(f"{page}{code}")
    assert answer.follow(status=200).html.select_one(".notice, .ended, .note")


def test_what_was_never_published_is_not_there(visitor, dated):
    for tail in ("", "/lich-su", "/so-sanh", "/chuan-bi"):
        visitor.get(f"/vi/thu-tuc/{DRAFT}{tail}", status=404)
        visitor.get(f"/vi/thu-tuc/9.999999{tail}", status=404)


def test_a_version_that_waits_for_approvals_is_announced(read):
    text = read(f"/vi/thu-tuc/{WAITING}")
    assert "còn chờ duyệt lại biểu mẫu, quy trình nội bộ" in text
    assert "5/QĐ-UBND" in text
    assert "Thẻ mới" not in text


def test_the_history_tells_in_words_what_changed(visitor, dated):
    page = visitor.get(f"/vi/thu-tuc/{CHANGED}/lich-su")
    entries = [" ".join(li.text.split()) for li in page.html.select(".history > li")]
    assert len(entries) == 3
    future, now, first = entries
    assert "3/QĐ-UBND" in future
    assert "Từ ngày 01/07/2025" in now
    assert "(đang có hiệu lực)" in now
    assert "10 ngày làm việc" in now
    assert "7 ngày làm việc" in now
    assert "Giấy tờ thêm mới: Hợp đồng thuê trụ sở" in now
    assert "Từ ngày 01/01/2024 đến hết ngày 30/06/2025" in first
    assert "Nội dung đầu tiên" in first


def test_a_long_paper_that_came_is_named_and_a_long_text_is_compared(visitor, dated):
    content = versions.procedure(PLANNED, dated)
    old = content.latest()
    steps = "\n".join(f"- bước thứ {n} của quy trình này" for n in range(9))
    paper = Paper("p9", "Giấy tờ dài " * 20, 1)
    case = replace(old.cases[0], papers=(paper,))
    later = date(2099, 1, 1)
    content.adopt(replace(old, steps=steps, effective_from=old.effective_from))
    steps = steps.replace("bước thứ 4", "bước khác")
    content.adopt(replace(old, steps=steps, cases=(case,), effective_from=later))
    transaction.commit()
    newest = visitor.get(f"/vi/thu-tuc/{PLANNED}/lich-su").html.select_one(
        ".history > li"
    )
    assert "Giấy tờ dài Giấy tờ dài" in newest.text
    assert [each.text for each in newest.select("del")] == [
        "- bước thứ 4 của quy trình này"
    ]
    assert [each.text for each in newest.select("ins")] == [
        "- bước khác của quy trình này"
    ]


def test_each_version_of_the_history_can_be_read(visitor, dated):
    page = visitor.get(f"/en/procedures/{CHANGED}/history")
    links = [a["href"] for a in page.html.select(".history .onward a")]
    assert links[1:] == [
        f"/en/procedures/{CHANGED}?on=2025-07-01",
        f"/en/procedures/{CHANGED}?on=2024-01-01",
    ]
    assert "10 working days" in visitor.get(links[2]).text


def test_the_form_of_the_history_leads_to_a_day(visitor, dated):
    page = visitor.get(f"/vi/thu-tuc/{CHANGED}/lich-su")
    form = page.forms[0]
    form["on"] = "2024-02-02"
    assert "Nội dung vào ngày 02/02/2024" in form.submit().html.main.text


@pytest.mark.parametrize(
    "query",
    [
        "on=x",
        "on=2026-02-30",
        "on=99999-01-01",
        "on=%00",
        "on=-1",
        "on=" + "9" * 10_000,
        "on=%F0%9F%98%80",
        "on='",
    ],
)
def test_a_day_that_is_none_gets_a_helpful_page(visitor, dated, query):
    answer = visitor.get(f"/vi/thu-tuc/{CHANGED}?{query}", status=400)
    assert "Hãy viết năm-tháng-ngày" in answer.text
    assert "7 ngày làm việc" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time_are_days_too(visitor, dated, day):
    for code in (CHANGED, PLANNED, ENDED, WAITING, RICH):
        visitor.get(f"/vi/thu-tuc/{code}?on={day}", status=200)
        visitor.get(f"/vi/thu-tuc/{code}/lich-su?on={day}", status=200)


def test_pages_of_a_day_are_tagged_and_kept_like_others(visitor, dated):
    for tail in ("?on=2024-06-01", "/lich-su", "/so-sanh", "?size=18"):
        first = visitor.get(f"/vi/thu-tuc/{CHANGED}{tail}")
        assert first.headers["Cache-Control"].startswith("public")
        tag = {"If-None-Match": first.headers["ETag"]}
        visitor.get(f"/vi/thu-tuc/{CHANGED}{tail}", headers=tag, status=304)


def test_twins_keep_the_day_and_the_page(visitor, dated):
    twins = {
        f"/vi/thu-tuc/{CHANGED}?on=2024-06-01": "?on=2024-06-01",
        f"/vi/thu-tuc/{CHANGED}/lich-su": "/history",
        f"/vi/thu-tuc/{CHANGED}/so-sanh": "/compare",
    }
    for address, tail in twins.items():
        twin = visitor.get(address).html.select_one("a.tongue")["href"]
        assert twin == f"/en/procedures/{CHANGED}{tail}"
        assert visitor.get(twin).html.select_one("a.tongue")["href"] == address


def test_reading_never_writes(visitor, dated):
    before = dated._p_jar.db().lastTransaction()
    for code in (CHANGED, PLANNED, ENDED, WAITING, RICH):
        for tail in ("", "/lich-su", "/so-sanh", "?on=2024-06-01", "?size=18"):
            visitor.get(f"/vi/thu-tuc/{code}{tail}")
    assert dated._p_jar.db().lastTransaction() == before


def test_large_letters_open_everything_for_print(visitor, dated):
    page = visitor.get(f"/vi/thu-tuc/{RICH}?size=18")
    assert page.html.select_one("article.large")
    closed = [each for each in page.html.select("details") if not each.has_attr("open")]
    assert closed == []
    assert "Cỡ chữ thường" in page.text


def test_variants_stand_side_by_side(visitor, dated):
    page = visitor.get(f"/vi/thu-tuc/{RICH}/so-sanh")
    rows = page.html.select(".variants tbody tr")
    names = [" ".join(row.th.stripped_strings) for row in rows]
    assert names == ["Cấp mới Trực tiếp", "Cấp mới Trực tuyến", "Cấp lại Trực tuyến"]
    counts = [row.select("td")[-1].text.strip() for row in rows]
    assert counts == ["5", "4", "1"], "the photograph is asked for at the counter only"


def test_papers_of_cases_stand_side_by_side(visitor, dated):
    page = visitor.get(f"/vi/thu-tuc/{RICH}/so-sanh")
    cells = {
        row.th.text: [cell.text for cell in row.select("td")]
        for row in page.html.select(".matrix tbody tr")
    }
    assert cells["Đơn đề nghị"] == ["Bản chính: 1"] * 2
    assert cells["Căn cước"] == [
        "Xuất trình để đối chiếu, không phải nộp",
        "không cần",
    ]


def test_everything_that_an_editor_can_enter_is_shown(read):
    text = read(f"/vi/thu-tuc/{RICH}")
    for words in (
        "7 ngày làm việc (theo luật: 10 ngày làm việc)",
        "100.000 đồng",
        "mỗi giấy phép",
        "Hộ nghèo: miễn (giấy tờ chứng minh: sổ hộ nghèo)",
        "Người cao tuổi: giảm 50 %",
        "đến hết ngày 31/12/2025 (không áp dụng vào ngày này)",
        "từ ngày 01/01/2026",
        "25 USD",
        "Xuất trình để đối chiếu, không phải nộp",
        "Nhà nước đã có: Cơ sở dữ liệu hộ tịch",
        "Chỉ khi nộp: Trực tiếp",
        "Chỉ khi: Ai nộp? Nộp thay",
        "Áp dụng khi: Ai nộp? Nộp thay",
        "Cơ quan quyết định: Sở A",
        "Phải đối chiếu bản chính",
        "Giải quyết tại chỗ",
        "Cơ quan ngành dọc",
        "QT-09 - 2015/3",
        "Cấp phép thay đổi (1.910001)",
        "9.000009",
        "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
        "H99.77",
        "12 tháng",
        "Phải trực tiếp đến.",
        "Sở Xây dựng",
        "Điều 5",
        "Bước 2: Nhận.",
    ):
        assert words in text, words


def test_fees_of_another_day_are_not_on_the_first_screen(visitor, dated):
    def answer(tail):
        page = visitor.get(f"/vi/thu-tuc/{RICH}{tail}")
        return page.html.select_one(".answer").text

    assert "15.000 đồng" in answer("?on=2026-02-01")
    assert "20.000 đồng" not in answer("?on=2026-02-01")
    assert "20.000 đồng" in answer("?on=2025-12-31")


def test_totals_are_of_what_is_known_and_say_so(visitor, dated):
    def totals(code):
        page = visitor.get(f"/vi/thu-tuc/{code}?on=2026-02-01")
        divs = page.html.select(".totals div")
        return {div.dt.text: div.dd.text for div in divs}

    rich = totals(RICH)
    assert rich["Số lần phải đến"] == "1"
    assert rich["Thời hạn giải quyết"] == "5 ngày làm việc - 7 ngày làm việc"
    assert rich["Từng khoản phí, lệ phí"].startswith("0 đồng - 100.000 đồng (")


def test_hostile_texts_stay_texts_on_every_page(visitor, dated):
    for tail in ("", "/lich-su", "/so-sanh", "?on=2026-06-01", "?size=18"):
        page = visitor.get(f"/vi/thu-tuc/{HOSTILE}{tail}").html
        assert POLYGLOT in page.main.text, tail
        assert not page.select("script, img, [onerror]"), tail
        assert "49" not in page.main.text, tail


def test_hostile_deeds_and_queries_stay_texts(visitor, dated):
    content = versions.procedure(ENDED, dated)
    content.repeal(Ending(history_samples.FIRST, POLYGLOT, (POLYGLOT,), POLYGLOT))
    transaction.commit()
    page = visitor.get(f"/vi/thu-tuc/{ENDED}").html
    assert not page.select("script, img, [onerror]")
    assert page.select_one(".ended").text.count("onerror") == 2
    page = visitor.get(f"/vi/thu-tuc/{ENDED}", params={"on": POLYGLOT}, status=400).html
    assert not page.select("script, img, [onerror]")
