"""The pace is a median of working days; it says when it is done and what it costs."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
from motcua.archive.backlog import pace
from motcua.archive.backlog import register
from motcua.archive.backlog import tally
from motcua.archive.capture import batches
from motcua.archive.capture import store as capture
from motcua.base.calendars import vietnam
from motcua.storage.engines import register_engine
import pytest
from tests.archive.backlog.conftest import rows as write_rows
from tests.archive.holdings.conftest import document
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from types import SimpleNamespace


FRIDAY = date(2026, 9, 11)
TODAY = date(2026, 9, 14)
AMOUNTS = {
    "files": 100,
    "sheets": 1000,
    "boxes": 5,
    "unsheeted": 0,
    "done": 40,
    "done_sheets": 400,
    "done_unsheeted": 0,
    "pages": 600,
}


def days(*pages, last=FRIDAY):
    """Return lines of one operator on the working days that end with a day."""
    found = []
    day = last.toordinal()
    for number in reversed(pages):
        while date.fromordinal(day).isoweekday() > 5:
            day -= 1
        if number:
            found.append(pace.Line(date.fromordinal(day), "a", number))
        day -= 1
    return found


def test_the_pace_is_the_median_of_ten_working_days_and_idle_ones_count():
    done = days(9000, 100, 100, 100, 0, 100, 100, 100, 100, 100, 5000)
    assert pace.pace(done, vietnam(), TODAY) == (100.0, 10)
    # A Saturday on which somebody worked is one more.
    done.append(pace.Line(date(2026, 9, 12), "b", 40))
    assert pace.pace(done, vietnam(), TODAY)[1] == 10


def test_two_operators_of_a_day_make_one_day():
    done = [pace.Line(FRIDAY, "a", 30), pace.Line(FRIDAY, "b", 50)]
    assert pace.pace(done, vietnam(), TODAY) == (80.0, 1)


def test_the_first_day_is_all_there_is_and_nothing_is_no_pace():
    done = [pace.Line(TODAY, "a", 30)]
    assert pace.pace(done, vietnam(), TODAY) == (30.0, 1)
    assert pace.pace([], vietnam(), TODAY) == (0.0, 0)


def test_what_is_left_is_reckoned_from_sheets_by_pages_of_those_that_are_done():
    assert pace.remaining(AMOUNTS) == (900, 1.5)
    unknown = {**AMOUNTS, "files": 110, "unsheeted": 10}
    assert pace.remaining(unknown) == (1050, 1.5)
    fresh = {**AMOUNTS, "done": 0, "done_sheets": 0, "pages": 0}
    assert pace.remaining(fresh) == (2000, 2.0)


def test_it_is_done_on_a_working_day_and_costs_pages_and_what_was_spent():
    done = days(*[150] * 4)
    told = pace.plan(done, AMOUNTS, vietnam(), TODAY, price=500, spent=1000)
    assert (told.remaining, told.pace, told.days) == (900, 150.0, 6)
    # Six working days after Monday, over one weekend.
    assert told.finish == date(2026, 9, 22)
    assert (told.cost, told.total) == (600 * 500 + 1000, 1500 * 500 + 1000)
    none = pace.plan([], AMOUNTS, vietnam(), TODAY)
    assert (none.finish, none.days) == (None, 0)


def event(type_, actor, day, **facts):
    """Return what a tally reads of an event."""
    at = datetime(2026, 9, day, 20, tzinfo=UTC)
    return SimpleNamespace(type=type_, actor=actor, at=at, facts=facts)


def test_pages_are_of_who_brought_them_faults_of_who_handed_in():
    told = tally.of(
        [
            event("open", "a", 7),
            event("arrive", "b", 7, pages=12),
            event("arrive", "a", 7, pages=3),
            event("submit", "b", 8),
            event("judge", "chief", 8, defects=["tilt", "cut"]),
            event("refuse", "chief", 8),
            event("file", "chief", 9),
        ]
    )
    # The evening in UTC is the next day in Vietnam.
    assert told == [
        ["2026-09-08", "a", 3, 0, 0, 0],
        ["2026-09-08", "b", 12, 0, 0, 0],
        ["2026-09-09", "b", 0, 0, 2, 1],
        ["2026-09-10", "b", 0, 1, 0, 0],
    ]
    assert [one.pages for one in pace.lines([*told, *told])] == [0, 0, 6, 24]


@pytest.fixture
def scanned(kept, project):
    """A project with two files; one has a batch and a document of two pages."""
    from motcua.archive.backlog import importing

    for number in ("1", "2"):
        given = {"number": number, "title": "x", "begin": "1998", "term": "20"}
        given |= {"sheets": "10", "box": number}
        importing.add_row(kept, project, given, "archivist", MONDAY)
    code = f"{PROVINCE}.1998.1"
    made = capture.document(kept, document(kept, code, 1))
    batch = batches.open_batch(
        *(kept, UNIT, "papers", "archivist", MONDAY), file_code=code
    )
    batches.append(batch, "turn_away", "archivist", MONDAY, {"reason": "x"})
    write_rows(kept)
    from motcua.archive.capture.register import Documents

    with register_engine().begin() as connection:
        Documents().upsert(connection, Documents().row(made))
        told = {**register.Work().row(batch), "days": [["2026-09-14", "a", 5, 1, 0, 0]]}
        register.Work().upsert(connection, told)
    return project


def test_figures_of_a_project_are_those_of_its_files_alone(kept, scanned):
    told = register.amounts(scanned.code)
    assert (told["files"], told["sheets"], told["boxes"]) == (2, 20, 2)
    assert (told["done"], told["done_sheets"], told["pages"]) == (1, 10, 2)
    assert register.work(scanned.code) == [["2026-09-14", "a", 5, 1, 0, 0]]
    assert register.work("DA-H99-2026-99") == []
    assert [one["scanned"] for one in register.page(scanned.code)] == [True, False]


def test_papers_of_dossiers_are_no_work_of_a_project():
    batch = SimpleNamespace(
        code="x", length=1, first=SimpleNamespace(facts={"purpose": "dossiers"})
    )
    assert register.Work().row(batch) is None


def test_nothing_is_foreseen_of_files_whose_sheets_nobody_counted():
    uncounted = {**AMOUNTS, "sheets": 0, "unsheeted": AMOUNTS["files"]}
    none = {"done": 0, "done_sheets": 0, "done_unsheeted": 0, "pages": 0}
    told = pace.plan([], {**uncounted, **none}, vietnam(), TODAY)
    assert (told.remaining, told.finish) == (0, None)
