"""The register book: what there was is what became of it."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.reports import register_book
from motcua.reports.register_book import BookError
from motcua.reports.register_book import Period
from motcua.storage import engines
import pytest


NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
UNIT = "H99.01"


@pytest.fixture
def register(tmp_path, monkeypatch):
    """An empty register in a folder of its own; no site is needed."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.delenv("MOTCUA_SQL", raising=False)
    yield engines.register_engine()
    engines.dispose()


def enter(engine, number, received, due=None, finished=None, unit=UNIT, **more):
    """Write one row of the register."""
    code = f"{UNIT}-261102-{number:04d}"
    row = {
        "code": code,
        "length": 1,
        "head": bytes(32),
        "procedure": "1.001193",
        "unit": UNIT,
        "holder": UNIT,
        "state": "finished" if finished else "received",
        "public_status": 2,
        "channel": "counter",
        "open": finished is None,
        "received_at": received,
        "due_at": due,
        "finished_at": finished,
        "late": bool(finished and due and finished > due),
        **more,
    }
    with engine.begin() as sql:
        sql.execute(DOSSIERS.insert().values(row))
        sql.execute(PARTICIPANTS.insert().values(code=code, department=unit))
    return code


def hanoi(month, day, hour=9):
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


def test_each_dossier_is_counted_where_it_belongs(register):
    enter(register, 1, hanoi(10, 5), hanoi(10, 9), hanoi(10, 8))
    enter(register, 2, hanoi(10, 30), hanoi(11, 3), hanoi(11, 4))
    enter(register, 3, hanoi(11, 2), hanoi(11, 9), hanoi(11, 6))
    enter(register, 4, hanoi(11, 3), hanoi(11, 10))
    enter(register, 5, hanoi(11, 19), hanoi(11, 26))
    enter(register, 6, hanoi(12, 1))
    found = register_book.totals(UNIT, NOVEMBER, NOW)
    assert found.carried_over == 1
    assert found.received == 3
    assert found.resolved == 2
    assert found.resolved_late == 1
    assert found.pending == 2
    assert found.pending_late == 1
    assert found.balance


def test_days_begin_at_midnight_in_vietnam(register):
    enter(register, 1, datetime(2026, 10, 31, 17, 0, tzinfo=UTC))
    enter(register, 2, datetime(2026, 10, 31, 16, 59, tzinfo=UTC))
    enter(register, 3, datetime(2026, 11, 30, 16, 59, tzinfo=UTC))
    enter(register, 4, datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    found = register_book.totals(UNIT, NOVEMBER, NOW)
    assert (found.carried_over, found.received, found.pending) == (1, 2, 3)
    assert register_book.length(UNIT, NOVEMBER) == 2


DAYS = st.integers(0, 90)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(st.tuples(DAYS, st.none() | DAYS, st.none() | DAYS), max_size=12),
    start=DAYS,
    days=st.integers(0, 60),
)
def test_totals_balance_whatever_happened(register, rows, start, days):
    first = datetime(2026, 9, 1, 5, tzinfo=UTC)
    with register.begin() as sql:
        sql.execute(PARTICIPANTS.delete())
        sql.execute(DOSSIERS.delete())
    for number, (received, lasted, term) in enumerate(rows):
        begun = first + timedelta(days=received)
        enter(
            register,
            number,
            begun,
            None if term is None else begun + timedelta(days=term),
            None if lasted is None else begun + timedelta(days=lasted),
        )
    day = first.date() + timedelta(days=start)
    period = Period(day, day + timedelta(days=days))
    found = register_book.totals(UNIT, period, NOW)
    assert found.balance
    assert found.received == register_book.length(UNIT, period)
    assert found.resolved_late <= found.resolved
    assert found.pending_late <= found.pending


def test_an_unbalanced_book_says_so():
    assert not register_book.Totals(1, 1, 1, 0, 0, 0).balance


def test_rows_are_numbered_through_all_pages(register):
    codes = [enter(register, n, hanoi(11, 2, 8 + n)) for n in range(5)]
    first = register_book.lines(UNIT, NOVEMBER, NOW, limit=3)
    second = register_book.lines(UNIT, NOVEMBER, NOW, limit=3, offset=3)
    assert [line.number for line in [*first, *second]] == [1, 2, 3, 4, 5]
    assert [line.code for line in [*first, *second]] == codes


def test_a_row_is_late_by_its_end_or_else_by_now(register):
    enter(register, 1, hanoi(11, 2), hanoi(11, 9), hanoi(11, 10))
    enter(register, 2, hanoi(11, 2), hanoi(11, 9), hanoi(11, 8))
    enter(register, 3, hanoi(11, 2), hanoi(11, 9))
    enter(register, 4, hanoi(11, 2), hanoi(11, 29))
    enter(register, 5, hanoi(11, 2))
    late = [line.late for line in register_book.lines(UNIT, NOVEMBER, NOW)]
    assert late == [True, False, True, False, False]


def test_other_units_have_books_of_their_own(register):
    enter(register, 1, hanoi(11, 2), unit="H99.02")
    assert register_book.totals(UNIT, NOVEMBER, NOW).received == 0
    assert register_book.totals("H99.02", NOVEMBER, NOW).received == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 1)),
        (date(2025, 11, 1), date(2026, 11, 2)),
    ],
)
def test_senseless_periods_are_refused(first, last):
    with pytest.raises(BookError):
        Period(first, last)


def test_a_leap_year_is_one_period():
    assert Period(date(2028, 1, 1), date(2028, 12, 31))


def test_what_was_received_on_paper_is_marked_as_such(register):
    enter(register, 1, hanoi(11, 2), late_entry=True)
    enter(register, 2, hanoi(11, 3))
    lines = register_book.lines(UNIT, NOVEMBER, NOW)
    assert [line.late_entry for line in lines] == [True, False]
