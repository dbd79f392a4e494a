"""Each number of "My work" is that of the list which it leads to."""

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
from motcua.dossiers import rights
from motcua.dossiers import worklist
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import Register
from motcua.dossiers.worklist import Day
from motcua.dossiers.worklist import Wanted
from motcua.storage.engines import register_engine
import pytest
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT


NOW = datetime(2026, 11, 6, 3, 30, tzinfo=UTC)  # a Friday morning in Vietnam
STATES = sorted({grant.state for grant in rights.table()} - {"closed"})
DUTIES = ("reception", "processing", "approval", "archive")
NAMES = ("handler", "leader")
DAY = Day(
    NOW,
    datetime(2026, 11, 7, tzinfo=VIETNAM),
    datetime(2026, 11, 11, tzinfo=VIETNAM),
)

ROW = {
    "procedure": "1.000001",
    "unit": UNIT,
    "holder": LAND,
    "state": "processing",
    "channel": "counter",
    "received_at": NOW,
    "due_at": NOW,
    "finished_at": None,
    "restricted": False,
    "paused": False,
    "finance": "",
    "priority": "",
    "entrusted": (),
    "tasks": (),
}

EMPTY = {
    column.name: None
    if column.nullable
    else {int: 0, bool: False}.get(column.type.python_type, "")
    for column in DOSSIERS.columns
}

near = st.integers(-200, 200).map(lambda hours: NOW + timedelta(hours=hours))
rows = st.fixed_dictionaries(
    {
        "procedure": st.sampled_from(("1.000001", "1.000002")),
        "unit": st.sampled_from((UNIT, "H99.77")),
        "holder": st.sampled_from((UNIT, LAND, "H99.77")),
        "state": st.sampled_from(STATES),
        "channel": st.sampled_from(("counter", "post")),
        "received_at": near,
        "due_at": st.none() | st.just(NOW) | near,
        "finished_at": st.none() | st.none() | near,
        "restricted": st.sampled_from((False, False, True)),
        "paused": st.booleans(),
        "finance": st.sampled_from(("", "paid")),
        "priority": st.sampled_from(("", "", "elderly", "merit")),
        "entrusted": st.lists(st.sampled_from(NAMES), unique=True, max_size=1),
        "tasks": st.lists(
            st.tuples(
                st.sampled_from(("a", "b")),
                st.sampled_from((UNIT, LAND)),
                st.sampled_from(DUTIES),
                st.sampled_from(("handle", "opinion")),
                st.sampled_from(("", *NAMES)),
                st.none(),
            ),
            unique_by=lambda task: task[0],
            max_size=2,
        ),
    }
)
groups = st.lists(
    st.sampled_from(
        [f"{place}:{duty}" for place in (UNIT, LAND) for duty in DUTIES]
        + [f"{LAND}:{duty}@{name}" for duty in DUTIES[1:3] for name in NAMES]
    ),
    unique=True,
    min_size=1,
).map(lambda held: frozenset([*held, *(each.partition("@")[0] for each in held)]))
days = st.none() | st.integers(-5, 5).map(
    lambda number: date(2026, 11, 6) + timedelta(days=number)
)
wanted = st.builds(
    Wanted,
    procedures=st.sampled_from(((), ("1.000001",))),
    departments=st.sampled_from(((), (LAND, UNIT))),
    channels=st.sampled_from(((), ("post",))),
    finance=st.sampled_from(((), ("paid",))),
    priorities=st.sampled_from(((), ("merit",), ("any",), ("any", "merit"))),
    kinds=st.sampled_from(((), ("opinion",))),
    handler=st.sampled_from(("", "handler")),
    mine=st.booleans(),
    received_from=days,
    due_to=days,
)


@pytest.fixture
def register(sql):
    """Fill the register with rows as they never were in any office."""
    Rows = Register()

    def fill(given):
        empty_sql()
        whole = [
            {
                **EMPTY,
                "code": f"H99-{number:04}",
                "head": bytes(32),
                "public_status": 2,
                "open": True,
                "participants": (),
                **row,
            }
            for number, row in enumerate(given)
        ]
        if whole:
            with register_engine().begin() as connection:
                Rows.fill(connection, whole)

    return fill


def band_of(row):
    return worklist.band(row.due_at, row.finished_at, row.paused, DAY)


def pages(held, asked, size):
    """Return all rows of a list, read page by page."""
    found, after = [], None
    while True:
        page = worklist.listed(held, asked, DAY, after=after, limit=size)
        found += page
        if len(page) < size:
            return found
        after = worklist.place_of(page[-1], asked)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(rows, max_size=25), groups, wanted, st.sampled_from((1, 2, 7)))
def test_each_counter_is_the_length_of_its_list(register, given, held, asked, size):
    register(given)
    counts = worklist.counts(held, asked, DAY)
    everything = pages(held, asked, size)
    codes = [row.code for row in everything]
    assert len(set(codes)) == len(codes) == counts.total()
    dates = [row.due_at or datetime.max.replace(tzinfo=UTC) for row in everything]
    assert dates == sorted(dates)
    assert counts == {
        (state, band): number
        for state in STATES
        for band in worklist.BANDS
        if (
            number := sum(
                (row.state, band_of(row)) == (state, band) for row in everything
            )
        )
    }
    for state, band in counts:
        asked_one = worklist.replace(asked, states=(state,), band=band)
        assert len(pages(held, asked_one, 50)) == counts[state, band]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(rows, max_size=15), groups, wanted)
def test_what_waits_for_me_is_among_what_i_may_see(register, given, held, asked):
    register(given)
    whole = pages(held, worklist.replace(asked, everything=True), 4)
    assert len({row.code for row in whole}) == len(whole)
    moments = [row.received_at for row in whole]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize(
    ("row", "band"),
    [
        ({"due_at": NOW - timedelta(seconds=1)}, "late"),
        ({"due_at": NOW}, "today"),
        ({"due_at": DAY.tomorrow - timedelta(seconds=1)}, "today"),
        ({"due_at": DAY.tomorrow}, "soon"),
        ({"due_at": DAY.soon}, "in_time"),
        ({"due_at": None}, "in_time"),
        ({"due_at": None, "paused": True}, "paused"),
        ({"due_at": NOW - timedelta(days=3), "finished_at": NOW}, "done"),
    ],
)
def test_a_day_ends_at_midnight_in_vietnam(register, row, band):
    register([{**ROW, **row}])
    held = frozenset({f"{LAND}:processing"})
    assert worklist.counts(held, Wanted(), DAY) == {("processing", band): 1}
    (found,) = worklist.listed(held, Wanted(band=band), DAY)
    assert band_of(found) == band


def test_soon_is_counted_in_working_days(province, monkeypatch):
    held = (f"{LAND}:processing",)
    friday = worklist.day_of(province, held, NOW)
    assert friday.tomorrow == datetime(2026, 11, 7, tzinfo=VIETNAM)
    # Monday and Tuesday come after Friday.
    assert friday.soon == datetime(2026, 11, 11, tzinfo=VIETNAM)
    monkeypatch.setenv("MOTCUA_SOON_DAYS", "1")
    assert worklist.day_of(province, held, NOW).soon == datetime(
        2026, 11, 10, tzinfo=VIETNAM
    )


def test_the_day_begins_in_vietnam_when_it_is_evening_elsewhere(province):
    evening = datetime(2026, 11, 5, 18, 0, tzinfo=UTC)
    found = worklist.day_of(province, (f"{LAND}:processing",), evening)
    assert found.tomorrow == datetime(2026, 11, 7, tzinfo=VIETNAM)


def test_a_step_given_to_a_person_is_theirs_by_name(register):
    task = ("a", LAND, "processing", "handle", "handler", None)
    register([{**ROW, "tasks": (task,)}, {**ROW, "tasks": ()}])
    group = f"{LAND}:processing"
    mine = Wanted(mine=True)
    both = frozenset({group, f"{group}@handler"})
    assert [row.code for row in worklist.listed(both, mine, DAY)] == ["H99-0000"]
    assert worklist.counts(both, mine, DAY).total() == 1
    assert worklist.counts(both, Wanted(), DAY).total() == 2
    other = frozenset({group, f"{group}@other"})
    assert worklist.listed(other, mine, DAY) == []


def test_the_page_of_an_absurd_size_is_bounded(register):
    register([])
    assert worklist.listed({"H99.77:processing"}, Wanted(), DAY, limit=10**9) == []
    assert worklist.listed((), Wanted(), DAY) == []


def test_what_goes_first_is_asked_for_by_ground_or_on_any(register):
    register([{**ROW, "priority": each} for each in ("", "elderly", "merit")])
    held = {f"{LAND}:processing"}

    def grounds(*asked):
        rows = worklist.listed(held, Wanted(priorities=asked), DAY)
        return sorted(row.priority for row in rows)

    assert grounds("elderly") == ["elderly"]
    assert grounds("elderly", "merit") == ["elderly", "merit"]
    assert grounds(worklist.FIRST) == ["elderly", "merit"]
    assert grounds() == ["", "elderly", "merit"]
