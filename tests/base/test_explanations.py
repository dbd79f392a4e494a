"""Every date explains itself, day by day, in both languages, with its ground."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from fractions import Fraction
import json
from motcua.base.calendars import vietnam
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Language
from motcua.base.durations import Term
from motcua.base.explanations import amount_text
from motcua.base.explanations import GROUNDS
import pytest


def told(
    received: str, term: str, policy: Policy | None = None, *events: ClockEvent
) -> Deadline:
    return deadline(
        datetime.fromisoformat(received),
        Term.parse(term),
        vietnam(),
        policy or Policy(),
        events,
    )


def story(found: Deadline) -> list[tuple[str, str, float]]:
    return [
        (line.date.strftime("%d-%m"), line.kind, float(line.amount))
        for line in found.explanation
    ]


def test_same_hour_accounting_day_by_day() -> None:
    found = told("2026-10-16T09:00", "3 working days")
    assert story(found) == [
        ("16-10", "received", 0),
        ("16-10", "counted", 0.8125),
        ("17-10", "rest", 0),
        ("18-10", "rest", 0),
        ("19-10", "counted", 1),
        ("20-10", "counted", 1),
        ("21-10", "counted", 0.1875),
        ("21-10", "due", 0),
    ]


def test_end_of_day_accounting_day_by_day() -> None:
    found = told("2026-01-08T09:00", "3 working days", Policy("end-of-day"))
    assert story(found) == [
        ("08-01", "received", 0),
        ("08-01", "first_day", 0),
        ("09-01", "counted", 1),
        ("10-01", "make_up", 1),
        ("11-01", "rest", 0),
        ("12-01", "counted", 1),
        ("12-01", "due", 0),
    ]


def test_calendar_days_name_the_day_that_moved() -> None:
    found = told("2026-10-15T09:00", "3 days")
    assert story(found) == [
        ("15-10", "received", 0),
        ("15-10", "first_day", 0),
        ("16-10", "counted", 1),
        ("17-10", "counted", 1),
        ("18-10", "counted", 1),
        ("18-10", "moved", 0),
        ("19-10", "due", 0),
    ]
    moved = found.explanation[-2]
    assert moved.ground == "Bộ luật Dân sự 2015, Điều 148 khoản 5"


def test_receipt_on_a_saturday_and_holidays() -> None:
    found = told("2026-08-29T20:00", "1 working day", Policy("end-of-day"))
    assert story(found) == [
        ("29-08", "received", 0),
        ("30-08", "rest", 0),
        ("31-08", "off", 0),
        ("01-09", "off", 0),
        ("02-09", "off", 0),
        ("03-09", "after_hours", 0),
        ("03-09", "first_day", 0),
        ("04-09", "counted", 1),
        ("04-09", "due", 0),
    ]
    off = found.explanation[4]
    assert off.text("vi") == (
        "Thứ Tư 02-09-2026: không tính: Quốc khánh (Bộ luật Lao động 2019, Điều 112)"
    )
    assert off.ground == "Bộ luật Lao động 2019, Điều 112"


def test_pause_and_resumption_tell_what_was_left() -> None:
    found = told(
        "2026-11-02T09:00",
        "16 working hours",
        None,
        ClockEvent("pause", datetime(2026, 11, 3, 10)),
        ClockEvent("resume", datetime(2026, 11, 5, 14)),
    )
    assert story(found) == [
        ("02-11", "received", 0),
        ("02-11", "counted", 6.5),
        ("03-11", "counted", 2.5),
        ("03-11", "paused", 0),
        ("04-11", "paused", 0),
        ("05-11", "resumed", 0),
        ("05-11", "counted", 3.5),
        ("06-11", "counted", 3.5),
        ("06-11", "due", 0),
    ]
    assert "còn 7 giờ làm việc" in found.explanation[3].text("vi")
    assert "7 working hours left" in found.explanation[3].text("en")


def test_a_restart_says_so() -> None:
    found = told(
        "2026-11-02T09:00",
        "1 working day",
        Policy(supplement="restart"),
        ClockEvent("pause", datetime(2026, 11, 2, 10)),
        ClockEvent("resume", datetime(2026, 11, 7, 14)),
    )
    assert [kind for _, kind, _ in story(found)] == [
        "received",
        "counted",
        "paused",
        "paused",
        "paused",
        "paused",
        "paused",
        "restarted",
        "rest",
        "after_hours",
        "counted",
        "due",
    ]


def test_after_three_o_clock_says_so() -> None:
    found = told("2026-10-16T15:01", "in the day")
    assert story(found) == [
        ("16-10", "received", 0),
        ("16-10", "cut_off", 0),
        ("17-10", "rest", 0),
        ("18-10", "rest", 0),
        ("19-10", "counted", 1),
        ("19-10", "due", 0),
    ]


def test_a_year_without_days_off_is_pointed_out() -> None:
    found = deadline(datetime(2026, 12, 30, 9), Term("days", 10), vietnam([2026]))
    gaps = [line for line in found.explanation if line.kind == "gap"]
    assert [line.date for line in gaps] == [date(2027, 1, 1)]
    assert "2027" in gaps[0].text("en")
    whole = deadline(datetime(2026, 12, 30, 9), Term("days", 10), vietnam())
    assert not [line for line in whole.explanation if line.kind == "gap"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_has_words_and_a_ground(language: Language) -> None:
    found = told("2026-12-25T18:00", "20 working days", Policy("end-of-day"))
    for line in found.explanation:
        assert line.text(language).strip()
        assert line.ground_text(language).strip()
        assert f"{line.date:%d-%m-%Y}" in line.text(language)
    assert all(vi and en for vi, en in GROUNDS.values())


def test_a_line_speaks_the_language_asked_for() -> None:
    line = told("2026-10-16T09:00", "1 working day").explanation[1]
    assert line.text("vi") == "Thứ Sáu 16-10-2026: tính 0,8125 ngày làm việc"
    assert line.text("en") == "Friday 16-10-2026: counts 0.8125 working days"
    assert line.ground_text("en").startswith("The procedure's time limit")


def test_a_deadline_is_plain_json() -> None:
    found = told("2026-10-16T09:00", "3 working days").to_json("en")
    assert json.loads(json.dumps(found)) == found
    assert found["due"] == "2026-10-21T09:00:00+07:00"
    assert found["explanation"][1] == {
        "date": "2026-10-16",
        "kind": "counted",
        "counted": 0.8125,
        "unit": "working_days",
        "text": "Friday 16-10-2026: counts 0.8125 working days",
        "ground": "The procedure's time limit and the agency's working calendar",
    }


@pytest.mark.parametrize(
    ("amount", "unit", "vietnamese", "english"),
    [
        (Fraction(1), "days", "1 ngày", "1 day"),
        (Fraction(10), "days", "10 ngày", "10 days"),
        (Fraction(23, 8), "working_days", "2,875 ngày làm việc", "2.875 working days"),
        (
            Fraction(1, 3),
            "working_hours",
            "0,3333 giờ làm việc",
            "0.3333 working hours",
        ),
    ],
)
def test_amounts_in_words(
    amount: Fraction, unit: str, vietnamese: str, english: str
) -> None:
    assert amount_text(amount, unit, "vi") == vietnamese
    assert amount_text(amount, unit, "en") == english


def test_an_amount_is_rounded_where_a_glance_is_enough() -> None:
    nine = Fraction(723, 80)
    assert amount_text(nine, "working_days") == "9,0375 ngày làm việc"
    assert amount_text(nine, "working_days", decimals=1) == "9 ngày làm việc"
    assert amount_text(Fraction(4601, 10), "working_hours", decimals=0) == (
        "460 giờ làm việc"
    )
