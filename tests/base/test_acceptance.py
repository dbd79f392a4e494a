"""What was sent online is accepted or answered within eight working hours."""

from __future__ import annotations

from datetime import datetime
from motcua.base.acceptance import answer_due
from motcua.base.calendars import vietnam
from motcua.base.durations import Term
import pytest


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-10-16T15:30", "2026-10-19T15:30"),
        ("2026-10-15T12:10", "2026-10-16T11:30"),
        # At night and on Saturdays: the whole next working day.
        ("2026-10-15T22:00", "2026-10-16T17:30"),
        ("2026-10-17T20:15", "2026-10-19T17:30"),
        # On the eve of Tết.
        ("2026-02-13T16:30", "2026-02-23T16:30"),
    ],
)
def test_eight_working_hours_from_when_it_was_sent(sent: str, due: str) -> None:
    found = answer_due(datetime.fromisoformat(sent), vietnam())
    assert found.due is not None
    assert f"{found.due:%Y-%m-%dT%H:%M}" == due


def test_an_agency_may_promise_less() -> None:
    sent = datetime(2026, 10, 16, 15, 30)
    found = answer_due(sent, vietnam(), Term("working_hours", 2))
    assert found.due is not None
    assert f"{found.due:%H:%M}" == "17:30"


def test_the_explanation_speaks_of_answering_and_not_of_the_result() -> None:
    found = answer_due(datetime(2026, 10, 17, 20, 15), vietnam())
    first, last = found.explanation[0], found.explanation[-1]
    assert first.text("vi") == "Thứ Bảy 17-10-2026: gửi lúc 20:15"
    assert first.text("en") == "Saturday 17-10-2026: sent at 20:15"
    assert last.text("vi").endswith("hạn tiếp nhận hoặc trả lời 17:30")
    assert last.text("en").endswith("to be accepted or answered at 17:30")
    assert "45/2020" in first.ground
    assert "45/2020" in last.ground
    assert [x.kind for x in found.explanation].count("after_hours") == 1
