"""Reports about pages: bounded, kept once, their contacts on time."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.vietnam import VIETNAM
from motcua.procedures import feedback
from motcua.procedures import forgetting
from motcua.procedures.drafting import scratch
from motcua.procedures.finding import misses
from motcua.storage.engines import register_engine
from motcua.storage.tries import TooManyTries
import pytest


NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def house(tmp_path, monkeypatch):
    """An empty data folder for every test."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))


def send(text="Thiếu phí", client="10.0.0.1", now=NOW, form=None, **more):
    form = form or feedback.ticket(now - timedelta(seconds=30))
    return feedback.submit(text, client, form, now, **more)


def test_a_report_is_kept_with_what_it_is_about():
    assert send(kind="wrong", procedure="1.001193", page="/vi/thu-tuc/1.001193")
    report = feedback.find(1, NOW)
    assert (report.text, report.kind, report.state) == ("Thiếu phí", "wrong", "new")
    assert (report.procedure, report.page) == ("1.001193", "/vi/thu-tuc/1.001193")
    assert report.received_at == NOW


def test_one_form_is_kept_once_however_often_it_is_sent():
    form = feedback.ticket(NOW - timedelta(seconds=30))
    assert send(form=form)
    assert not send(form=form)
    assert len(feedback.listed(now=NOW)) == 1


@pytest.mark.parametrize(
    "form", ["", "x", "1.2.3", "9" * 400, "١٢٣.a.b", "\x00.\x00.\x00"]
)
def test_a_form_that_we_did_not_make_is_refused(form):
    with pytest.raises(feedback.Refused) as refusal:
        feedback.submit("Chào", "10.0.0.1", form, NOW)
    assert refusal.value.field == "form"


def test_a_form_is_signed_for_its_moment():
    body, _dot, sign = feedback.ticket(NOW - timedelta(days=2)).rpartition(".")
    younger = f"{int(NOW.timestamp()) - 60}.{body.partition('.')[2]}.{sign}"
    with pytest.raises(feedback.Refused):
        send(form=younger)


def test_what_is_sent_faster_than_people_write_is_refused():
    with pytest.raises(feedback.Refused):
        send(form=feedback.ticket(NOW - timedelta(seconds=1)))


def test_a_form_of_yesterday_is_too_old():
    with pytest.raises(feedback.Refused):
        send(form=feedback.ticket(NOW - timedelta(hours=13)))


@pytest.mark.parametrize(
    ("text", "field"),
    [("", "text"), (" \n\u200b ", "text"), ("x" * 2001, "text")],
)
def test_nothing_and_too_much_are_refused(text, field):
    with pytest.raises(feedback.Refused) as refusal:
        send(text)
    assert refusal.value.field == field


def test_a_contact_that_is_a_letter_is_refused():
    with pytest.raises(feedback.Refused) as refusal:
        send(contact="x" * 201)
    assert refusal.value.field == "contact"


def test_one_address_sends_five_reports_in_a_quarter_of_an_hour():
    for _number in range(feedback.PER_CLIENT):
        assert send()
    with pytest.raises(TooManyTries):
        send()
    assert send(client="10.0.0.2")
    assert send(now=NOW + timedelta(minutes=20))


def test_all_addresses_together_are_bounded(monkeypatch):
    monkeypatch.setattr(feedback, "PER_HOUSE", 3)
    for number in range(3):
        assert send(client=f"10.0.0.{number}")
    with pytest.raises(TooManyTries):
        send(client="10.9.9.9")


def test_contacts_leave_after_ninety_days_even_unread():
    send(contact="0912 345 678")
    assert feedback.find(1, NOW).contact == "0912 345 678"
    later = NOW + feedback.CONTACT_KEPT + timedelta(minutes=1)
    assert feedback.find(1, later).contact == ""
    send(now=later)
    # Not only hidden: going back in time does not bring it back.
    assert feedback.find(1, NOW).contact == ""


def test_every_night_what_is_over_its_time_is_forgotten(monkeypatch):
    long_ago = datetime.now(UTC) - timedelta(days=500)
    send(now=long_ago, contact="0912 345 678")
    scratch.keep("editor", "1.001193", "cases", 1, {"title": "x"}, long_ago)
    with register_engine().begin() as connection:
        misses.count(connection, "giay to", long_ago.date())
    forgetting.Forget()("2026-11-25", {}, lambda done, total, said="": None)
    assert feedback.find(1, NOW).contact == ""
    assert scratch.find("editor", "1.001193", "cases") is None
    assert (feedback.expire(), misses.expire(), scratch.expire()) == (0, 0, 0)


def test_forgetting_is_asked_for_once_a_night():
    evening = datetime(2026, 11, 25, 1, tzinfo=VIETNAM)
    assert not forgetting.each_night(evening)
    assert forgetting.each_night(evening.replace(hour=2))
    assert not forgetting.each_night(evening.replace(hour=3))


def test_closing_a_report_takes_the_contact_away():
    send(contact="a@example.org")
    answered = feedback.settle(1, "answered", "Đã gọi lại", "biensoan", NOW)
    assert (answered.state, answered.contact) == ("answered", "a@example.org")
    closed = feedback.settle(1, "closed", "Đã sửa", "biensoan", NOW)
    assert (closed.state, closed.note, closed.contact) == ("closed", "Đã sửa", "")
    assert closed.person == "biensoan"


def test_reports_are_counted_and_listed_by_state():
    send("một")
    send("hai")
    feedback.settle(1, "closed", "", "biensoan", NOW)
    assert feedback.counts() == {"new": 1, "answered": 0, "closed": 1}
    assert [each.text for each in feedback.listed("new", now=NOW)] == ["hai"]
    assert [each.text for each in feedback.listed(now=NOW)] == ["hai", "một"]


def test_states_and_numbers_that_do_not_exist_are_refused():
    with pytest.raises(KeyError):
        feedback.settle(7, "closed", "", "x", NOW)
    send()
    with pytest.raises(ValueError, match="choose one of"):
        feedback.settle(1, "lost", "", "x", NOW)
