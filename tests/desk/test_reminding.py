"""Reminders: what has to be done in time, one click from the form that does it."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import intake
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from motcua.procedures.definitions import Term
from motcua.procedures.definitions import Timing
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import LAND
import transaction


def early(house, days, **timing):
    """Receive a dossier some days ago, of a procedure with settings of its own."""
    code = "1.002222"
    version = build_procedure(
        house, code=code, term="2 working days", timing=Timing(**timing)
    )
    now = datetime.now(UTC) - timedelta(days=days)
    dossier = intake.receive(house, an_intake(version), "reception", now)
    transaction.commit()
    return dossier


def test_an_apology_is_one_click_away_and_its_draft_begun(officer, house, received):
    dossier = early(house, 14)
    code = dossier.code
    supervisor = officer("supervisor")
    page = supervisor.get("/desk/nhac-viec")
    section = page.html.select_one("section[aria-labelledby=apologies]")
    assert [each.text.strip() for each in section.select("td .code")] == [code]
    assert "Đã quá hạn" in section.text
    page = page.click("Soạn văn bản xin lỗi")
    form = page.html.select_one("#step-extend")
    assert form.has_attr("open")
    assert "xin lỗi" in form.select_one("textarea[name=reason]").text
    until = datetime.fromisoformat(form.select_one("input[name=until]")["value"])
    assert until.replace(tzinfo=VIETNAM) > datetime.now(UTC)
    assert "đề xuất" in form.select_one(".hint").text
    # Only begun: nothing was written.
    transaction.begin()
    assert len(fold(find(house, code)).history) == 1
    assert officer("jurist").get("/desk/nhac-viec").html.select("td .code") == []


def test_who_may_not_apologise_is_told_whose_step_it_is(officer, house, received):
    page = officer("reception").get(f"/desk/ho-so/{received}?mo=stop")
    told = page.html.select_one("aside.steps .weighty").text
    assert "Dừng giải quyết" in told
    assert "ai được làm" in told
    page = officer("reception").get(f"/desk/ho-so/{received}?mo=nothing")
    assert page.html.select_one("aside.steps .weighty") is None


def test_stopping_is_proposed_when_the_longest_wait_is_over(officer, house):
    dossier = early(house, 60, finance_wait=Term("days", 30))
    at = datetime.now(UTC) - timedelta(days=59)
    act(dossier, "forward", "reception", data={"to": LAND}, now=at)
    ask = {"amount": "20000"}
    act(dossier, "ask_payment", "handler", data=ask, now=at + timedelta(hours=1))
    transaction.commit()
    until = fold(dossier).wait_until
    leader = officer("leader")
    page = leader.get("/desk/nhac-viec")
    section = page.html.select_one("section[aria-labelledby=waits]")
    assert f"{until.astimezone(VIETNAM):%H:%M %d/%m/%Y}" in section.text
    page = page.click("Đề xuất dừng giải quyết")
    form = page.html.select_one("#step-stop")
    assert form.has_attr("open")
    assert form.select_one("option[selected]")["value"] == "no_payment"
    assert "đề xuất dừng" in form.select_one(".hint").text
    sent = next(
        f
        for f in page.forms.values()
        if "operation" in f.fields and f["operation"].value == "stop"
    )
    sent.submit().follow()
    transaction.begin()
    view = fold(find(house, dossier.code))
    assert (view.state, view.reason_code) == ("stopped", "no_payment")
    assert leader.get("/desk/nhac-viec").html.select("td .code") == []


def test_before_the_wait_is_over_the_form_says_so(officer, house):
    dossier = early(house, 3, supplement_wait=Term("days", 30))
    at = datetime.now(UTC) - timedelta(days=2)
    act(dossier, "forward", "reception", data={"to": LAND}, now=at)
    why = {"reason": "Thiếu sơ đồ", "reason_code": "missing_paper"}
    act(dossier, "pause", "handler", data=why, now=at + timedelta(hours=1))
    transaction.commit()
    page = officer("leader").get(f"/desk/ho-so/{dossier.code}")
    hint = page.html.select_one("#step-stop .hint").text
    assert "chưa dừng trước" in hint
