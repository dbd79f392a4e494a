"""Following a dossier: code and second factor, posted, throttled, without trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import UTC
from motcua.dossiers import tracking
from motcua.dossiers.statuses import TITLES
from motcua.dossiers.tracking import Tracked
from motcua.portal.tracking import ADVICE
from motcua.storage.tries import TooManyTries
import pytest


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


@pytest.fixture
def asked(monkeypatch):
    """Stand-in for the dossiers: one dossier, and what was asked about it."""
    calls = []

    def track(site, code, factor, client):
        calls.append((code, factor, client))
        return FOUND if (code, factor) == (CODE, PIN) else None

    monkeypatch.setattr(tracking, "track", track)
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
    monkeypatch.setattr(tracking, "track", lambda *_args: moved)
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
    monkeypatch.setattr(tracking, "track", lambda *_args: stopped)
    shown = post(visitor).html.select_one(".status")
    assert told in shown.select_one(".note").text
    assert "Hẹn trả kết quả" not in shown.text


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
    assert post(visitor, factor="", status=400).html.select_one("[role=alert]")
    post(visitor, code=" ", status=400)
    assert asked == []


def test_too_many_tries_have_to_wait(visitor, monkeypatch):
    def track(*args):
        raise TooManyTries(301)

    monkeypatch.setattr(tracking, "track", track)
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
