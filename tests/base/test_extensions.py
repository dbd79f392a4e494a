"""An extension (gia hạn) gives a new date once; the old one is kept."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import vietnam
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
import pytest


EOD = Policy(accounting="end-of-day")
RESTART = Policy(supplement="restart")
RECEIVED = datetime(2026, 11, 2, 9)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


def extend(text: str, until: str) -> ClockEvent:
    return ClockEvent("extend", at(text), until=at(until))


def pause(text: str, reason: str = "supplement") -> ClockEvent:
    return ClockEvent("pause", at(text), reason)


def resume(text: str, reason: str = "supplement") -> ClockEvent:
    return ClockEvent("resume", at(text), reason)


def answer(term: str, policy: Policy, *events: ClockEvent) -> Deadline:
    return deadline(RECEIVED, Term.parse(term), vietnam(), policy, events)


def dates(found: Deadline) -> tuple[str, str]:
    due, kept = (
        f"{moment:%d-%m %H:%M}" if moment else "" for moment in (found.due, found.kept)
    )
    return due, kept


@pytest.mark.parametrize(
    ("term", "policy", "until", "due", "kept"),
    [
        ("5 working days", Policy(), "11-12T10:00", "12-11 10:00", "09-11 09:00"),
        ("5 working days", EOD, "11-12T17:30", "12-11 17:30", "09-11 17:30"),
        # Whole days end with their close, and with that of a working day.
        ("5 working days", EOD, "11-12T10:00", "12-11 17:30", "09-11 17:30"),
        ("5 working days", EOD, "11-14T10:00", "16-11 17:30", "09-11 17:30"),
        ("5 working days", Policy(), "11-14T10:00", "16-11 17:30", "09-11 09:00"),
        ("5 working days", Policy(), "11-12T19:00", "12-11 17:30", "09-11 09:00"),
        ("10 days", Policy(), "11-20T09:00", "20-11 17:30", "12-11 17:30"),
        ("40 working hours", EOD, "11-12T10:00", "12-11 10:00", "09-11 09:00"),
        ("1 month", Policy(), "12-20T09:00", "21-12 17:30", "02-12 17:30"),
    ],
)
def test_the_new_date_is_told_and_the_old_one_kept(
    term: str, policy: Policy, until: str, due: str, kept: str
) -> None:
    found = answer(term, policy, extend("11-04T10:00", until))
    assert dates(found) == (due, kept)
    assert found.to_json()["kept"] is not None


def test_a_dossier_is_extended_once() -> None:
    events = (
        extend("11-04T10:00", "11-12T10:00"),
        extend("11-10T10:00", "11-16T10:00"),
    )
    with pytest.raises(ValueError, match=r"as often as allowed \(1\)"):
        answer("5 working days", Policy(), *events)
    found = answer("5 working days", Policy(extensions=2), *events)
    assert dates(found) == ("16-11 10:00", "09-11 09:00")
    with pytest.raises(ValueError, match=r"as often as allowed \(0\)"):
        answer("5 working days", Policy(extensions=0), events[0])


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("11-06T16:00", "told in time"),
        ("11-08T16:00", "told in time"),
        ("11-09T08:00", "told late"),
        ("11-10T08:00", "told late"),
    ],
)
def test_the_apology_comes_at_least_a_day_before(told: str, words: str) -> None:
    """Due on Monday 9-11 at nine o'clock."""
    found = answer("5 working days", Policy(), extend(told, "11-12T10:00"))
    [line] = [x for x in found.explanation if x.kind == "extended"]
    assert words in line.text("en")
    assert "09:00 09-11-2026 sang 10:00 12-11-2026" in line.text("vi")
    assert "118/2025" in line.ground


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (extend("11-04T10:00", "11-09T09:00"), "must be later"),
        (extend("11-04T10:00", "11-06T09:00"), "must be later"),
        (extend("11-12T10:00", "11-11T09:00"), "must be later"),
        (extend("11-01T10:00", "11-12T09:00"), "before the receipt"),
    ],
)
def test_a_new_date_that_is_none_is_refused(event: ClockEvent, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        answer("5 working days", Policy(), event)


def test_while_the_clock_stands_nothing_is_extended() -> None:
    events = (pause("11-04T10:00"), extend("11-05T10:00", "11-12T10:00"))
    with pytest.raises(ValueError, match="the clock is paused"):
        answer("5 working days", Policy(), *events)


def test_only_an_extension_names_a_new_date() -> None:
    with pytest.raises(ValueError, match="belongs to extend"):
        ClockEvent("extend", RECEIVED)
    with pytest.raises(ValueError, match="belongs to extend"):
        ClockEvent("pause", RECEIVED, until=RECEIVED)
    with pytest.raises(ValueError, match="negative"):
        Policy(extensions=-1)


@pytest.mark.parametrize(
    ("term", "policy", "due", "kept"),
    [
        # A whole day waited through, in both accountings.
        ("5 working days", Policy(), "13-11 10:00", "10-11 09:00"),
        ("5 working days", EOD, "13-11 17:30", "10-11 17:30"),
        ("10 days", Policy(), "17-11 17:30", "13-11 17:30"),
    ],
)
def test_a_wait_after_an_extension_moves_both_dates(
    term: str, policy: Policy, due: str, kept: str
) -> None:
    until = "11-16T10:00" if term == "10 days" else "11-12T10:00"
    events = (
        extend("11-03T10:00", until),
        pause("11-04T10:00"),
        resume("11-05T10:00"),
    )
    assert dates(answer(term, policy, *events)) == (due, kept)
    waiting = answer(term, policy, *events[:2])
    assert (waiting.due, waiting.kept, waiting.paused) == (None, None, True)


@pytest.mark.parametrize(
    ("term", "policy", "due", "kept"),
    [
        ("5 working days", Policy(), "17-11 10:00", "09-11 09:00"),
        ("5 working days", EOD, "17-11 17:30", "09-11 17:30"),
        ("7 days", Policy(), "17-11 17:30", "09-11 17:30"),
    ],
)
def test_extended_after_it_was_due_it_counts_on_from_there(
    term: str, policy: Policy, due: str, kept: str
) -> None:
    """The old date stays as it was: it had passed when the wait began."""
    events = (
        extend("11-11T10:00", "11-16T10:00"),
        pause("11-12T10:00"),
        resume("11-13T10:00"),
    )
    found = answer(term, policy, *events)
    assert dates(found) == (due, kept)
    kinds = [line.kind for line in found.explanation]
    assert kinds.index("extended") < kinds.index("paused")


def test_what_ran_out_is_told_and_then_extended() -> None:
    events = (
        pause("11-10T10:00"),
        resume("11-11T10:00"),
        extend("11-12T10:00", "11-16T10:00"),
    )
    found = answer("5 working days", Policy(), *events)
    assert dates(found) == ("16-11 10:00", "09-11 09:00")
    kinds = [line.kind for line in found.explanation]
    assert kinds.count("lapsed") == 2


def test_a_restart_gives_the_full_term_and_ends_the_extension() -> None:
    events = (
        extend("11-03T10:00", "11-12T10:00"),
        pause("11-04T10:00"),
        resume("11-09T14:00"),
    )
    found = answer("5 working days", RESTART, *events)
    assert dates(found) == ("16-11 14:00", "")
    whole = Policy("end-of-day", "restart")
    assert dates(answer("5 working days", whole, *events)) == ("16-11 17:30", "")


def test_the_extension_stands_on_the_day_on_which_it_was_told() -> None:
    found = answer("5 working days", Policy(), extend("11-04T10:00", "11-12T10:00"))
    kinds = [line.kind for line in found.explanation]
    place = kinds.index("extended")
    assert found.explanation[place - 1].date == at("11-04T00:00").date()
    assert found.explanation[place + 1].date == at("11-05T00:00").date()


def test_waiting_for_payment_is_told_as_such() -> None:
    events = (pause("11-04T10:00", "finance"), resume("11-09T14:00", "finance"))
    found = answer("5 working days", RESTART, *events)
    assert dates(found) == ("12-11 11:00", "")
    [first, *_] = [line for line in found.explanation if line.kind == "paused"]
    assert "chờ thực hiện nghĩa vụ tài chính" in first.text("vi")
    assert "waiting for payment" in first.text("en")
    assert "trạng thái 6" in first.ground
    other = answer("5 working days", Policy(), pause("11-04T10:00", "chờ giám định"))
    assert "(chờ giám định)" in other.explanation[-1].text("en")


@given(
    st.datetimes(datetime(2025, 11, 1), datetime(2027, 3, 1)),
    st.sampled_from(["working_hours", "working_days", "days", "months"]),
    st.integers(1, 9),
    st.integers(0, 30),
    st.integers(1, 40),
    st.sampled_from([Policy(), EOD]),
)
def test_extended_by_any_time_every_day_is_explained(
    received: datetime, kind: str, amount: int, told: int, more: int, policy: Policy
) -> None:
    term = Term(kind, amount)  # type: ignore[arg-type]
    plain = deadline(received, term, vietnam(), policy)
    assert plain.due is not None
    moment = received + timedelta(days=told)
    until = max(plain.due.replace(tzinfo=None), moment) + timedelta(days=more)
    event = ClockEvent("extend", moment, until=until)
    found = deadline(received, term, vietnam(), policy, [event])
    assert found.kept == plain.due
    assert found.due is not None
    assert found.due > plain.due
    days = [line.date for line in found.explanation]
    wanted = received.date()
    while wanted <= found.due.date():
        assert wanted in days, wanted
        wanted += timedelta(days=1)
    most = 8 if kind == "working_hours" else 1
    for day in set(days):
        assert sum(x.amount for x in found.explanation if x.date == day) <= most, day
