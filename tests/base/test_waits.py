"""How long is waited for a person before stopping may be proposed."""

from __future__ import annotations

from datetime import datetime
from motcua.base.calendars import vietnam
from motcua.base.deadlines import ClockEvent
from motcua.base.durations import Term
from motcua.base.policies import FINANCE
from motcua.base.policies import SUPPLEMENT
from motcua.base.waits import open_waits
from motcua.base.waits import Wait
import pytest


LONGEST = {FINANCE: Term("days", 30), SUPPLEMENT: Term("working_days", 10)}


def event(kind: str, text: str, reason: str) -> ClockEvent:
    at = datetime.fromisoformat(f"2026-{text}")
    return ClockEvent(kind, at, reason)  # type: ignore[arg-type]


def waits(*events: ClockEvent) -> tuple[Wait, ...]:
    return open_waits(events, LONGEST, vietnam())


@pytest.mark.parametrize(
    ("told", "reason", "until"),
    [
        ("11-02T10:00", FINANCE, "02-12 17:30"),
        # 30 days end on a Sunday: Monday is still waited.
        ("11-06T10:00", FINANCE, "07-12 17:30"),
        ("11-02T10:00", SUPPLEMENT, "16-11 17:30"),
        # Told on a Saturday: that day is the first.
        ("11-07T10:00", SUPPLEMENT, "20-11 17:30"),
    ],
)
def test_the_longest_wait_is_counted_from_the_day_the_person_was_told(
    told: str, reason: str, until: str
) -> None:
    [wait] = waits(event("pause", told, reason))
    assert wait.until is not None
    assert f"{wait.until:%d-%m %H:%M}" == until


def test_stopping_is_proposed_when_the_wait_is_over_and_not_before() -> None:
    [wait] = waits(event("pause", "11-02T10:00", FINANCE))
    assert not wait.is_over(datetime(2026, 12, 2, 17, 30))
    assert wait.is_over(datetime(2026, 12, 2, 17, 30, 1))
    assert wait.explanation[0].text("vi") == (
        "Thứ Hai 02-11-2026: bắt đầu chờ lúc 10:00, chờ tối đa 30 ngày"
    )
    assert "stopping is proposed" in wait.explanation[-1].text("en")
    assert {line.kind for line in wait.explanation[1:-1]} == {"first_day", "counted"}
    assert all(line.ground for line in wait.explanation)


def test_what_was_paid_is_not_waited_for() -> None:
    events = (
        event("pause", "11-02T10:00", FINANCE),
        event("resume", "11-09T10:00", FINANCE),
    )
    assert waits(*events) == ()


def test_a_second_wait_has_its_own_time() -> None:
    events = (
        event("pause", "11-02T10:00", FINANCE),
        event("resume", "11-09T10:00", FINANCE),
        event("pause", "11-16T10:00", FINANCE),
    )
    [wait] = waits(*events[::-1])
    assert f"{wait.since:%d-%m %H:%M}" == "16-11 10:00"
    assert wait.since.utcoffset() is not None


def test_each_open_reason_is_waited_for_on_its_own() -> None:
    first, second = waits(
        event("pause", "11-02T10:00", FINANCE),
        event("pause", "11-03T10:00", SUPPLEMENT),
        event("pause", "11-04T10:00", "opinion"),
        event("resume", "11-05T10:00", "opinion"),
    )
    assert (first.reason, second.reason) == (FINANCE, SUPPLEMENT)


def test_without_a_longest_wait_stopping_is_never_proposed() -> None:
    [wait] = waits(event("pause", "11-02T10:00", "opinion"))
    assert (wait.until, wait.explanation) == (None, ())
    assert not wait.is_over(datetime(2100, 1, 1))
    events = [event("pause", "11-02T10:00", FINANCE)]
    [wait] = open_waits(events, {FINANCE: Term("none")}, vietnam())
    assert wait.until is None
