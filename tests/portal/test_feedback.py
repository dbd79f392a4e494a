"""Reporting what is missing or wrong: without a login, a script or a riddle."""

from __future__ import annotations

from datetime import timedelta
from motcua.procedures import feedback
import pytest
from tests.portal.samples import BIRTH
from tests.portal.samples import POLYGLOT
from urllib.parse import quote


PAGE = f"/vi/gop-y/{BIRTH}"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the tests write faster than people."""
    monkeypatch.setattr(feedback, "FASTEST", timedelta(0))


def fill(visitor, address=PAGE, **values):
    form = next(f for f in visitor.get(address).forms.values() if "text" in f.fields)
    for name, value in values.items():
        form[name] = value
    return form


def test_every_page_leads_to_the_form(visitor):
    for page, form in (
        (f"/vi/thu-tuc/{BIRTH}", PAGE),
        (f"/en/procedures/{BIRTH}/checklist", f"/en/feedback/{BIRTH}"),
        ("/vi/co-quan?q=x", "/vi/gop-y?page=%2Fvi%2Fco-quan"),
        ("/", "/vi/gop-y?page=%2Fvi"),
    ):
        links = visitor.get(page).html.select("footer a[rel=nofollow]")
        assert form in [link["href"] for link in links]


def test_a_report_arrives_and_is_thanked_for(visitor):
    page = fill(visitor, text="Thiếu mức phí", kind="missing").submit()
    assert page.html.select_one("[role=status]")
    report = feedback.find(1)
    assert (report.text, report.procedure) == ("Thiếu mức phí", BIRTH)
    assert report.kind == "missing"
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_general_report_names_the_page(visitor):
    fill(visitor, "/en/feedback?page=/en/units", text="No ramp stated").submit()
    report = feedback.find(1)
    assert (report.page, report.procedure, report.language) == ("/en/units", "", "en")


@pytest.mark.parametrize(
    "asked",
    ["q=sinh%E1%BB%9F", "page=%F0%9F%98%80", "page=%FF%FE", "page=\u00e9", "x=%00"],
)
def test_whatever_stands_in_the_address_the_form_is_shown(visitor, asked):
    for page in (PAGE, "/en/feedback"):
        assert visitor.get(f"{page}?{quote(asked, safe='%=')}").status_int == 200


@pytest.mark.parametrize(
    "page", ["//evil.example/x", "https://evil.example", "javascript:alert(1)", "/\\x"]
)
def test_the_way_back_never_leads_to_another_site(visitor, page):
    form = fill(visitor, "/vi/gop-y", text="x")
    form["page"] = page
    answer = form.submit()
    assert answer.html.select_one("[role=status] a")["href"] == "/vi"
    assert feedback.find(1).page == ""


def test_nothing_typed_is_lost_when_the_report_is_refused(visitor):
    form = fill(visitor, text="x" * 2001, contact="0912")
    page = form.submit(expect_errors=True)
    assert page.status_int == 400
    again = next(f for f in page.forms.values() if "text" in f.fields)
    assert again["text"].value == "x" * 2001
    assert again["contact"].value == "0912"
    assert feedback.listed() == []


def test_a_machine_that_fills_in_everything_is_thanked_and_ignored(visitor):
    page = fill(visitor, text="spam", website="https://x").submit()
    assert page.html.select_one("[role=status]")
    assert feedback.listed() == []


def test_a_post_from_another_site_is_refused(visitor):
    form = fill(visitor, text="x")
    page = visitor.post(
        PAGE,
        dict(form.submit_fields()),
        headers={"Sec-Fetch-Site": "cross-site"},
        expect_errors=True,
    )
    assert page.status_int == 403
    assert feedback.listed() == []


def test_a_form_without_its_ticket_is_refused(visitor):
    page = visitor.post(PAGE, {"text": "x"}, expect_errors=True)
    assert page.status_int == 400
    assert page.html.select_one("[role=alert]")


def test_too_many_reports_have_to_wait(visitor):
    for _number in range(feedback.PER_CLIENT):
        fill(visitor, text="x").submit()
    page = fill(visitor, text="x").submit(expect_errors=True)
    assert page.status_int == 429
    assert int(page.headers["Retry-After"]) > 0


def test_markup_in_a_report_stays_text(visitor):
    form = fill(visitor, text=POLYGLOT, contact=POLYGLOT * 5)
    page = form.submit(expect_errors=True)
    assert not page.html.select("script, img")


def test_the_longest_report_in_vietnamese_arrives_whole(visitor):
    text = "ỹ" * 2000
    fill(visitor, text=text).submit()
    assert feedback.find(1).text == text


@pytest.mark.parametrize(
    "body", [b"", b"text=%00%FF&ticket=\xff", b"a" * 100_000, b"text:int=x&text=1"]
)
def test_odd_posts_are_answered_with_the_form(visitor, body):
    page = visitor.post(PAGE, body, expect_errors=True)
    assert page.status_int == 400


def test_looking_at_the_form_keeps_nothing(visitor, filled):
    before = filled._p_jar.db().lastTransaction()
    visitor.get(PAGE)
    fill(visitor, text="x").submit()
    assert filled._p_jar.db().lastTransaction() == before


def test_the_boundary_to_complaints_and_denunciations_is_told(visitor):
    assert "khiếu nại" in visitor.get(PAGE).html.main.text.lower()


def test_there_is_no_form_for_what_is_not_published(visitor):
    visitor.get("/vi/gop-y/9.999999", status=404)
    visitor.get(f"{PAGE}/x", status=404)
