"""Those who keep the catalogue read what readers report."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.procedures import feedback
import pytest
from tests.admin.catalogue.conftest import Official


EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def reported(site, tmp_path, monkeypatch):
    """One report with markup and a contact."""
    now = datetime.now(UTC)
    before = feedback.counts()["new"]
    feedback.submit(
        f"Thiếu phí {EVIL}",
        f"10.1.1.{before}",
        feedback.ticket(now - timedelta(seconds=30)),
        now,
        kind="missing",
        procedure="1.001193",
        contact="0912 345 678",
    )
    return feedback.listed(limit=1)[0]


def shown(page, number):
    return page.html.select_one(f"section[aria-labelledby=report-{number}]")


def test_an_editor_reads_reports_with_their_contacts_as_text(site, reported):
    page = Official(site, "editor").get("/gop-y")
    section = shown(page, reported.number)
    assert EVIL in section.text
    assert "0912 345 678" in section.text
    assert not section.select("script")


def test_a_publisher_sees_no_contact(site, reported):
    page = Official(site, "publisher").get("/gop-y")
    assert "Thiếu phí" in shown(page, reported.number).text
    assert "0912 345 678" not in page.text


def test_a_publisher_settles_no_report(site, reported):
    publisher = Official(site, "publisher")
    assert not shown(publisher.get("/gop-y"), reported.number).select("form")
    publisher.post(
        "/gop-y",
        status=400,
        with_form="/danh-muc/kiem-tra",
        number=str(reported.number),
        state="closed",
    )
    kept = feedback.find(reported.number)
    assert (kept.state, kept.contact) == ("new", "0912 345 678")


def test_others_find_nothing_at_the_address(site):
    Official(site, "clerk").get("/gop-y", status=404)


def test_closing_a_report_notes_what_was_done_and_deletes_the_contact(site, reported):
    editor = Official(site, "editor")
    editor.post(
        "/gop-y", number=str(reported.number), state="closed", note="Đã bổ sung phí"
    )
    found = feedback.find(reported.number)
    assert (found.state, found.note, found.contact) == ("closed", "Đã bổ sung phí", "")
    assert found.person == "editor"
    assert shown(editor.get("/gop-y?state=closed"), reported.number)


def test_a_forged_post_changes_nothing(site, reported):
    Official(site, "editor").post(
        "/gop-y", status=403, token=False, number=str(reported.number), state="closed"
    )
    assert feedback.find(reported.number).state == "new"


@pytest.mark.parametrize(
    ("number", "state"), [("0", "closed"), ("x", "closed"), ("999999", "closed")]
)
def test_reports_that_do_not_exist_are_refused(site, number, state):
    Official(site, "editor").post("/gop-y", status=400, number=number, state=state)
