"""Questions about due dates as objects, read field by field."""

from __future__ import annotations

from datetime import datetime
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadline_questions import BadQuestion
from motcua.base.deadline_questions import brief
from motcua.base.deadline_questions import event_in
from motcua.base.deadline_questions import EVENT_KEYS
from motcua.base.deadline_questions import KEYS
from motcua.base.deadline_questions import moment
from motcua.base.deadline_questions import read
from motcua.base.durations import Term
import pytest
from typing import Any


GOOD = {"received": "2026-11-02T09:00", "term": "5 ngày làm việc"}


def nowhere(name: str) -> WorkingCalendar:
    raise BadQuestion("calendar", f"không có {name}", f"no {name}")


def test_what_is_left_open_takes_its_default() -> None:
    question = read(GOOD, nowhere)
    assert question.received == datetime(2026, 11, 2, 9)
    assert question.term == Term("working_days", 5)
    assert question.calendar.name == "Việt Nam"
    policy = question.policy
    assert (policy.accounting, policy.supplement) == ("clock", "pause")
    assert question.events == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "pause:2026-11-04T10:00",
            {"type": "pause", "at": "2026-11-04T10:00"},
        ),
        (
            "resume/finance:2026-11-04T10:00:30+07:00",
            {"type": "resume", "reason": "finance", "at": "2026-11-04T10:00:30+07:00"},
        ),
        (
            "extend:2026-11-05T09:00=2026-11-12T17:30",
            {"type": "extend", "at": "2026-11-05T09:00", "until": "2026-11-12T17:30"},
        ),
    ],
)
def test_events_have_a_short_form(text: str, expected: dict[str, str]) -> None:
    assert event_in(text) == expected


def test_moments_with_a_zone_are_other_hours_of_vietnam() -> None:
    here = read({**GOOD, "received": "2026-11-02T02:00Z"}, nowhere).answer()
    assert here.due == read(GOOD, nowhere).answer().due
    assert moment("2026-11-02 09:00:30.5", "received").second == 30


@pytest.mark.parametrize("text", ["", "2026-11-02", "09:00", "2026-02-30T09:00", "now"])
def test_a_day_without_its_hour_is_no_moment(text: str) -> None:
    with pytest.raises(BadQuestion, match=r"at: .*YYYY-MM-DDTHH:MM") as refused:
        moment(text, "at")
    assert refused.value.field == "at"


def test_what_is_special_is_named_only_then() -> None:
    wait = {"type": "pause", "at": "2026-11-04T10:00", "reason": "finance"}
    more = {"type": "extend", "at": "2026-11-04T10:00", "until": "2026-11-12T10:00"}
    for events, keys in (
        ([], ["due", "explanation"]),
        ([wait], ["due", "paused", "remaining", "unit", "explanation"]),
        ([more], ["due", "kept", "explanation"]),
    ):
        found = read({**GOOD, "events": events}, nowhere).answer()
        assert list(brief(found, "vi")) == keys


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, *EVENT_KEYS, "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(ANYTHING, st.sampled_from([*KEYS[1:], ""]))
def test_whatever_comes_is_answered_or_refused_with_its_field(
    value: Any, key: str
) -> None:
    data = {**GOOD, key: value} if key else value
    try:
        read(data, nowhere).answer()
    except BadQuestion as error:
        assert error.field
        assert " / " in str(error)
