"""Following a dossier: code and second factor, posted, throttled, without trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.explanations import Line
from motcua.dossiers import timeline
from motcua.dossiers import tracking
from motcua.dossiers.states import Entry
from motcua.dossiers.statuses import TITLES
from motcua.dossiers.timeline import NewDate
from motcua.dossiers.timeline import Part
from motcua.dossiers.timeline import Stage
from motcua.dossiers.timeline import Timeline
from motcua.dossiers.tracking import Followed
from motcua.dossiers.tracking import Tracked
from motcua.portal.followedwords import ADVICE
from motcua.portal.followedwords import HAPPENED
from motcua.portal.followedwords import MARKS
from motcua.storage.tries import TooManyTries
import pytest
import re
from typing import get_args


CODE = "H99.01-261123-0077"
PIN = "123456"
FOUND = Tracked(
    code=CODE,
    procedure="1.900001",
    version="unknown",
    unit="H99.01",
    holder="H99.11",
    state="processing",
    public_status=4,
    received_at=datetime(2026, 11, 23, 2, 5, tzinfo=UTC),
    due=datetime(2026, 11, 26, 10, 30, tzinfo=UTC),
    promised=None,
    late=False,
    paused=False,
    finished_at=None,
    returned_at=None,
    reason="",
    answer_by="",
)


def followed(facts=FOUND, **told):
    return Followed(facts, Timeline(**told), "proof")


@pytest.fixture
def asked(monkeypatch):
    """Stand-in for the dossiers: one dossier, and what was asked about it."""
    calls = []

    def follow(site, code, factor, client, now):
        calls.append((code, factor, client))
        return followed() if (code, factor) == (CODE, PIN) else None

    monkeypatch.setattr(tracking, "follow", follow)
    return calls


def post(visitor, code=CODE, factor=PIN, status=200, **headers):
    form = {"code": code, "factor": factor}
    return visitor.post("/vi/tra-cuu", form, status=status, headers=headers)


def test_the_form_is_posted(visitor):
    form = visitor.get("/vi/tra-cuu").html.select_one("form.form")
    assert form["method"] == "post"
    assert form["action"] == "/vi/tra-cuu"


def test_code_and_pin_show_status_dates_and_place_in_plain_words(visitor, asked):
    page = post(visitor)
    assert page.html.select_one("#status").text == "Đang xử lý"
    shown = page.html.select_one(".status").text
    assert "09:05 23/11/2026" in shown
    assert "17:30 26/11/2026" in shown
    assert "Xã An Mẫu" in shown
    assert "Bạn chưa cần làm gì" in shown


def test_an_extended_dossier_shows_the_new_date_and_the_promised_one(
    visitor, monkeypatch
):
    moved = replace(FOUND, promised=datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    monkeypatch.setattr(tracking, "follow", lambda *_args: followed(moved))
    shown = " ".join(post(visitor).html.select_one(".status").text.split())
    assert "Hẹn trả kết quả 17:30 26/11/2026" in shown
    assert "Hẹn lúc tiếp nhận 17:30 25/11/2026" in shown


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("supplement", "cho đến khi"),
        ("payment", "nộp tiền"),
        ("processing", "thiên tai"),
    ],
)
def test_a_clock_that_stands_still_says_why_and_shows_no_date(
    visitor, monkeypatch, state, told
):
    stopped = replace(FOUND, state=state, paused=True, due=None)
    monkeypatch.setattr(tracking, "follow", lambda *_args: followed(stopped))
    shown = post(visitor).html.select_one(".status")
    assert told in shown.select_one(".note").text
    assert "Hẹn trả kết quả" not in shown.text


# What is told beside the facts


def shown_with(visitor, monkeypatch, facts=FOUND, **told):
    found = followed(facts, **told)
    monkeypatch.setattr(tracking, "follow", lambda *_args: found)
    return post(visitor).html.main


def words(tag):
    return " ".join(tag.text.split())


@pytest.mark.parametrize(
    ("days", "late", "told"),
    [
        (3, False, "còn 3 ngày làm việc"),
        (0, False, "hẹn hôm nay"),
        (0, True, "chậm từ hôm nay"),
        (-2, True, "chậm 2 ngày làm việc"),
    ],
)
def test_how_far_the_date_is_stands_in_words(visitor, monkeypatch, days, late, told):
    facts = replace(FOUND, late=late)
    main = shown_with(visitor, monkeypatch, facts, days=days)
    assert f"({told})" in words(main)
    assert ("Đã quá ngày hẹn" in words(main)) is late


def test_what_to_bring_and_to_pay_stands_before_the_way(visitor, monkeypatch):
    facts = replace(FOUND, state="supplement", public_status=5, paused=True)
    main = shown_with(
        visitor,
        monkeypatch,
        facts,
        missing=(("Bản đồ", "bản cũ mờ"), ("Giấy ủy quyền", "")),
        bring_by=datetime(2026, 12, 1, 10, 30, tzinfo=UTC),
        asked_amount=50_000,
    )
    todo = main.select_one("[aria-labelledby=todo]")
    for part in ("Bản đồ", "bản cũ mờ", "Giấy ủy quyền", "50.000 đồng", "01/12/2026"):
        assert part in words(todo)
    order = [each["aria-labelledby"] for each in main.select("section")]
    assert order == ["status", "todo", "stages", "where", "thread"]


def test_the_offices_stand_with_their_times(visitor, monkeypatch):
    since = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
    later = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
    main = shown_with(
        visitor,
        monkeypatch,
        parts=(
            Part("H99.01", since, ended=later),
            Part("H99.11", later, due=later),
            Part("H99.11", later, opinion=True),
            Part("H98", None, due=later, coming=True),
        ),
    )
    text = words(main)
    assert "từ 09:05 23/11/2026 đến 09:05 24/11/2026" in text
    assert "từ 09:05 24/11/2026, hạn đến 09:05 24/11/2026" in text
    assert "từ 09:05 24/11/2026 (cho ý kiến)" in text
    assert "H98" in text
    assert "chưa đến lượt, dự kiến đến 09:05 24/11/2026" in text


def test_a_new_date_comes_with_the_apology(visitor, monkeypatch):
    before, due = (datetime(2026, 11, day, 2, tzinfo=UTC) for day in (26, 30))
    new = NewDate(before, before, due, "Máy đo hỏng")
    text = words(shown_with(visitor, monkeypatch, new_dates=(new,)))
    assert "Xin lỗi bạn: thay cho 09:00 26/11/2026" in text
    assert "09:00 30/11/2026" in text
    assert "Máy đo hỏng" in text


def test_a_refusal_says_who_takes_complaints(visitor, monkeypatch):
    refused = replace(
        FOUND,
        state="refused",
        public_status=8,
        reason="tranh chấp",
        finished_at=datetime(2026, 11, 25, 2, tzinfo=UTC),
    )
    main = shown_with(visitor, monkeypatch, refused)
    assert main.select_one("#complain")
    assert "tranh chấp" in words(main)
    assert "Kết thúc lúc 09:00 25/11/2026" in words(main)
    assert "Có kết quả từ" not in words(main)
    assert not shown_with(visitor, monkeypatch).select_one("#complain")


@pytest.mark.parametrize(
    ("answer_by", "told"),
    [("counter", "giấy tiếp nhận"), ("post", "bưu chính"), ("online", "điện tử")],
)
def test_a_result_says_how_it_comes_back(visitor, monkeypatch, answer_by, told):
    ready = replace(FOUND, state="finished", public_status=9, answer_by=answer_by)
    main = shown_with(visitor, monkeypatch, ready)
    assert told in main.select_one(".lead").text
    where = words(main.select_one("[aria-labelledby=where]"))
    assert "Trung tâm Phục vụ hành chính công tỉnh Mẫu" in where
    assert "Số 1, đường Trung Tâm" in where


def test_all_that_can_happen_and_every_mark_has_words():
    assert timeline.TOLD | timeline.REASONED | {"finish"} == HAPPENED.keys()
    assert set(get_args(timeline.Mark)) == MARKS.keys()


def test_stages_say_with_words_and_signs_where_it_is(visitor, monkeypatch):
    stages = tuple(
        map(Stage, ("handed_in", "handling", "result", "returned"), MARKS.keys())
    )
    lines = shown_with(visitor, monkeypatch, stages=stages).select(".stages li")
    assert [line.get("aria-current") for line in lines] == [None, "step", None, None]
    assert "✓ Bạn đã nộp đã xong" in words(lines[0])
    assert "đang ở bước này" in words(lines[1])


# The code alone


@pytest.fixture
def statuses(monkeypatch):
    asked = []

    def status(site, code, client, now):
        asked.append((code, client))
        return 4 if code == CODE else 0

    monkeypatch.setattr(tracking, "status", status)
    return asked


def test_without_the_factor_the_status_alone_is_told(visitor, asked, statuses):
    page = post(visitor, factor="")
    assert page.html.select_one("#alone").text == "Đang xử lý"
    told = words(page.html.select_one(".status"))
    assert not re.search(r"\d\d/\d\d|Xã An Mẫu|Trung tâm|ngày làm việc", told)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.html.select_one("#code")["value"] == CODE
    assert asked == []


def test_the_status_alone_does_not_depend_on_anything_else(visitor, statuses):
    unknown = post(visitor, factor="", code="H99.01-000000-0000")
    assert "Không có hồ sơ nào mang mã này" in unknown.html.select_one("#problem").text
    assert "H99.01-000000-0000" not in unknown.html.main.text


def entry(type, number=2):
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    actor = "applicant" if type == "answer" else "handler"
    state = "processing"
    return Entry(number, type, at, actor, "H99.01", state, "H99.11", None, "Mấy giờ?")


@pytest.mark.parametrize(
    ("written", "told"),
    [((), False), (("message",), True), (("message", "answer"), False)],
)
def test_a_message_of_the_office_is_told_at_the_top(
    visitor, monkeypatch, written, told
):
    thread = tuple(map(entry, written))
    found = Followed(FOUND, Timeline(), "proof", thread)
    monkeypatch.setattr(tracking, "follow", lambda *_args: found)
    page = post(visitor)
    link = page.html.select_one(".status a[href='#thread']")
    assert bool(link) is told
    assert bool(page.html.select_one("#thread"))


def test_each_ground_of_a_date_stands_where_it_comes_first(visitor, monkeypatch):
    first = date(2026, 11, 24)
    account = tuple(
        Line(first + timedelta(days=number), "counted", vi=f"Ngày {number}")
        for number in range(3)
    )
    found = followed(account=account)
    monkeypatch.setattr(tracking, "follow", lambda *_args: found)
    lines = post(visitor).html.select(".account li")
    assert [len(line.select(".small")) for line in lines] == [1, 0, 0]
    assert ["Ngày" in line.text for line in lines] == [True] * 3


# What follows, without being asked twice


def test_the_answer_is_turned_into_the_other_language_by_its_proof(
    visitor, asked, monkeypatch
):
    page = post(visitor)
    form = page.html.select_one("form.again")
    assert (form["action"], form["method"]) == ("/en/tracking", "post")
    proof = form.select_one("[name=proof]")["value"]
    given = []

    def follow_on(site, proof, now):
        given.append(proof)
        return followed()

    monkeypatch.setattr(tracking, "proven", lambda *_args: object())
    monkeypatch.setattr(tracking, "follow_on", follow_on)
    english = visitor.post("/en/tracking", {"proof": proof})
    assert given == [proof]
    assert english.html.select_one("#status").text == "In process"
    assert proof not in (english.request.url + str(english.headers))
    assert english.headers["Cache-Control"] == "private, no-store"


def test_a_proof_that_is_over_leads_back_to_the_form(visitor):
    page = visitor.post("/vi/tra-cuu", {"proof": "x"}, status=403)
    assert "mở quá lâu" in page.html.select_one("#problem").text
    assert page.html.select_one("form.form")


def test_a_proof_from_another_site_is_refused(visitor, monkeypatch):
    monkeypatch.setattr(tracking, "follow_on", lambda *_args: followed())
    headers = {"Origin": "https://evil.example"}
    page = visitor.post("/vi/tra-cuu", {"proof": "x"}, headers=headers, status=403)
    assert not page.html.select_one("#status")


def test_typing_habits_do_not_matter(visitor, asked):
    post(visitor, code=f"  {CODE.lower()} ")
    assert asked[0][0] == CODE


def test_unknown_code_and_wrong_factor_get_the_same_page(visitor, asked):
    unknown = post(visitor, code="H99.01-000000-0000")
    wrong = post(visitor, factor="9999")
    assert unknown.body == wrong.body
    assert unknown.headers == wrong.headers
    assert CODE not in wrong.text


def test_what_was_asked_is_kept_by_no_cache_and_no_cookie(visitor, asked):
    for page in (post(visitor), post(visitor, factor="0")):
        assert page.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in page.headers
        assert "Set-Cookie" not in page.headers


def test_an_incomplete_form_is_told_so_and_nothing_is_looked_up(visitor, asked):
    assert post(visitor, code="", status=400).html.select_one("[role=alert]")
    post(visitor, code=" ", status=400)
    assert asked == []


def test_too_many_tries_have_to_wait(visitor, monkeypatch):
    def follow(*args):
        raise TooManyTries(301)

    monkeypatch.setattr(tracking, "follow", follow)
    page = post(visitor, status=429)
    assert page.headers["Retry-After"] == "301"
    assert "6 phút" in page.html.select_one("[role=alert]").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_forms_of_other_sites_are_refused(visitor, asked, headers):
    post(visitor, status=403, **headers)
    assert asked == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}]
)
def test_our_own_form_is_answered(visitor, asked, headers):
    assert post(visitor, **headers).html.select_one("#status")


def test_a_code_in_the_address_is_not_looked_at(visitor, asked):
    page = visitor.get(f"/vi/tra-cuu?code={CODE}&factor={PIN}&ma={CODE}")
    assert asked == []
    assert CODE not in page.text


def test_hostile_forms_are_answered(visitor, asked):
    bodies = (
        b"",
        b"code:int=abc&factor=1",
        b"code=%00&factor=%ff",
        b"code=" + b"9" * 100_000,
        b"&" * 20_000,
        b"code=<script>&factor='",
        "code=ă&factor=đ".encode(),
        b":method=nowhere&code=1",
    )
    for body in bodies:
        page = visitor.post("/vi/tra-cuu", body, expect_errors=True)
        assert page.status_int in (200, 400), body[:40]
        assert not page.html.select("script:not([src])")


def test_every_public_status_has_a_title_and_advice():
    assert ADVICE.keys() == TITLES.keys()


def test_a_real_unknown_dossier_is_not_found(visitor):
    page = post(visitor)
    assert "Không có hồ sơ nào khớp" in page.html.select_one("[role=alert]").text
