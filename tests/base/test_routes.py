"""A dossier through several hands: due per leg and overall."""

from __future__ import annotations

from datetime import datetime
from datetime import time
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
import json
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import deadline
from motcua.base.durations import Term
from motcua.base.legs import InParallel
from motcua.base.legs import InSequence
from motcua.base.legs import Leg
from motcua.base.legs import legs_of
from motcua.base.legs import Part
from motcua.base.policies import ClockEvent
from motcua.base.policies import Policy
from motcua.base.routes import Route
from motcua.base.routes import route
import pytest


EOD = Policy(accounting="end-of-day")
RESTART = Policy(supplement="restart")
RECEIVED = datetime(2026, 11, 2, 9)


def leg(key: str, term: str, calendar: WorkingCalendar | None = None) -> Leg:
    return Leg(key, Term.parse(term), calendar or vietnam(), key.title())


def line(*parts: Part) -> InSequence:
    return InSequence(parts)


def beside(*parts: Part) -> InParallel:
    return InParallel(parts)


def dues(found: Route) -> dict[str, str]:
    return {
        each.leg.key: "" if each.due.due is None else f"{each.due.due:%d-%m %H:%M}"
        for each in found.legs
    }


def overall(found: Route) -> str:
    return "" if found.due is None else f"{found.due:%d-%m %H:%M}"


def pause(text: str, reason: str = "supplement") -> ClockEvent:
    return ClockEvent("pause", datetime.fromisoformat(text), reason)


def resume(text: str, reason: str = "supplement") -> ClockEvent:
    return ClockEvent("resume", datetime.fromisoformat(text), reason)


#: Birth, then residence and health card side by side, then back to the counter.
BIRTH = line(
    leg("commune", "1 working day"),
    beside(leg("police", "3 working days"), leg("insurance", "2 working days")),
    leg("counter", "4 working hours"),
)


def test_the_citizen_is_told_the_last_date_and_not_the_first_agencys() -> None:
    found = route(RECEIVED, BIRTH)
    assert dues(found) == {
        "commune": "03-11 09:00",
        "police": "06-11 09:00",
        "insurance": "05-11 09:00",
        "counter": "06-11 15:00",
    }
    assert overall(found) == "06-11 15:00"


def test_by_whole_days_too() -> None:
    found = route(RECEIVED, BIRTH, EOD)
    assert dues(found) == {
        "commune": "03-11 17:30",
        "police": "06-11 17:30",
        "insurance": "05-11 17:30",
        # Begun when the Friday closed: Monday morning.
        "counter": "09-11 11:30",
    }


def test_the_longest_line_is_critical_and_the_shorter_opinion_is_not() -> None:
    found = route(RECEIVED, BIRTH)
    critical = [each.leg.key for each in found.legs if each.critical]
    assert critical == ["commune", "police", "counter"]


def test_parallel_parts_may_be_whole_lines() -> None:
    way = beside(
        line(leg("a", "1 working day"), leg("b", "1 working day")),
        leg("c", "3 working days"),
    )
    assert overall(route(RECEIVED, way)) == "05-11 09:00"


def test_each_leg_is_counted_on_the_calendar_of_who_has_it() -> None:
    """The second agency works on Saturdays and closes at five."""
    hours = ((time(7), time(12)), (time(13), time(17)))
    other = WorkingCalendar("x", weekdays=(1, 2, 3, 4, 5, 6), hours=hours)
    way = line(leg("a", "4 working days"), leg("b", "1 working day", other))
    found = route(RECEIVED, way, EOD)
    # Friday 17:30 is after hours there: Saturday is the first day, Monday counts.
    assert dues(found) == {"a": "06-11 17:30", "b": "09-11 17:00"}
    start = found.leg("b").start
    assert start is not None
    assert f"{start:%d-%m %H:%M}" == "06-11 17:30"


def test_what_really_ended_moves_what_follows() -> None:
    early = {"commune": datetime(2026, 11, 2, 10)}
    found = route(RECEIVED, BIRTH, ended=early)
    assert dues(found)["commune"] == "03-11 09:00"
    assert dues(found)["police"] == "05-11 10:00"
    late = {"insurance": datetime(2026, 11, 10, 9)}
    found = route(RECEIVED, BIRTH, ended=late)
    assert dues(found)["insurance"] == "05-11 09:00"
    assert overall(found) == "10-11 15:00"
    assert not found.leg("police").critical


def test_a_wait_stops_the_legs_that_are_running_and_no_others() -> None:
    events = (pause("2026-11-05T10:00"), resume("2026-11-06T10:00"))
    found = route(RECEIVED, BIRTH, events=events)
    assert dues(found) == {
        "commune": "03-11 09:00",
        "police": "09-11 09:00",
        "insurance": "05-11 09:00",
        "counter": "09-11 15:00",
    }
    kinds = [x.kind for x in found.leg("commune").due.explanation]
    assert "lapsed" not in kinds


def test_a_restart_gives_the_stopped_leg_its_own_term_again() -> None:
    events = (pause("2026-11-05T10:00"), resume("2026-11-06T10:00"))
    found = route(RECEIVED, BIRTH, RESTART, events)
    assert dues(found)["commune"] == "03-11 09:00"
    assert dues(found)["police"] == "11-11 10:00"


def test_while_a_leg_waits_there_is_no_overall_date() -> None:
    found = route(RECEIVED, BIRTH, events=[pause("2026-11-03T10:00", "finance")])
    assert (found.due, found.paused) == (None, True)
    assert found.leg("counter").start is None
    assert dues(found)["commune"] == "03-11 09:00"


def test_a_leg_that_begins_while_the_clock_stands_waits_from_its_beginning() -> None:
    """Two reasons are open when the commune really ends; one has gone before."""
    events = (
        pause("2026-11-02T10:00"),
        pause("2026-11-02T11:00", "finance"),
        pause("2026-11-02T12:00", "opinion"),
        resume("2026-11-02T14:00", "opinion"),
        resume("2026-11-04T09:00"),
        resume("2026-11-05T09:00", "finance"),
    )
    ended = {"commune": datetime(2026, 11, 3, 9)}
    found = route(RECEIVED, BIRTH, Policy(), events, ended)
    assert dues(found)["police"] == "10-11 09:00"


def test_waits_that_were_over_before_a_leg_began_do_not_stop_it() -> None:
    events = (pause("2026-11-02T10:00"), resume("2026-11-02T11:00"))
    found = route(RECEIVED, BIRTH, events=events)
    assert dues(found)["commune"] == "03-11 10:00"
    assert dues(found)["police"] == "06-11 10:00"
    kinds = [x.kind for x in found.leg("police").due.explanation]
    assert "paused" not in kinds


def test_without_a_limit_for_one_leg_there_is_none_for_the_whole() -> None:
    way = line(leg("a", "1 working day"), leg("b", "none"), leg("c", "1 working day"))
    found = route(RECEIVED, way)
    assert (overall(found), found.paused) == ("", False)
    assert dues(found)["a"] == "03-11 09:00"
    assert found.leg("c").start is None
    ended = {"b": datetime(2026, 11, 5, 9)}
    assert overall(route(RECEIVED, way, ended=ended)) == "06-11 09:00"
    assert overall(route(RECEIVED, beside(leg("a", "1 day"), leg("b", "none")))) == ""


def test_the_route_explains_itself_in_both_languages() -> None:
    found = route(RECEIVED, BIRTH)
    told = [each.text("vi") for each in found.explanation]
    assert told[0] == (
        "Thứ Ba 03-11-2026: Commune: 1 ngày làm việc từ 09:00 02-11-2026, hạn 09:00"
    )
    assert told[-1].endswith("theo chuỗi dài nhất: Commune, Police, Counter")
    assert "longest line: Commune, Police, Counter" in found.explanation[-1].en
    assert all(each.ground_text("en") for each in found.explanation)
    ended = {"commune": datetime(2026, 11, 2, 10)}
    found = route(RECEIVED, BIRTH, events=[pause("2026-11-03T10:00")], ended=ended)
    told = [each.text("en") for each in found.explanation]
    assert told[0].endswith("ended at 10:00")
    assert told[1].endswith("the clock stands")
    assert told[-1].endswith("no overall due date yet")


def test_a_route_is_plain_json() -> None:
    found = route(RECEIVED, BIRTH).to_json("en")
    assert json.loads(json.dumps(found)) == found
    assert found["due"] == "2026-11-06T15:00:00+07:00"
    assert [each["key"] for each in found["legs"]] == [
        "commune",
        "police",
        "insurance",
        "counter",
    ]
    assert found["legs"][0]["critical"] is True


def test_a_single_leg_is_a_route() -> None:
    found = route(RECEIVED, leg("a", "3 working days"))
    assert overall(found) == "05-11 09:00"
    assert [each.kind for each in found.explanation] == ["leg"]
    with pytest.raises(KeyError):
        found.leg("b")


@pytest.mark.parametrize(
    ("way", "events", "ended", "reason"),
    [
        (line(leg("a", "1 day"), leg("a", "1 day")), (), {}, "used twice"),
        (leg("a", "1 day"), (), {"b": RECEIVED}, "unknown"),
        (leg("a", "1 day"), (), {"a": datetime(2026, 11, 1)}, "before it began"),
        (
            line(leg("a", "none"), leg("b", "1 day")),
            (),
            {"b": RECEIVED},
            "ended before it began",
        ),
        (leg("a", "1 day"), (pause("2026-11-01T09:00"),), {}, "before the receipt"),
        (leg("a", "1 day"), (resume("2026-11-02T10:00"),), {}, "not paused"),
        (
            leg("a", "1 day"),
            (pause("2026-11-02T10:00"), pause("2026-11-02T11:00")),
            {},
            "paused already",
        ),
        (
            leg("a", "1 day"),
            (ClockEvent("extend", RECEIVED, until=datetime(2026, 11, 9)),),
            {},
            "overall due date",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    way: Part,
    events: tuple[ClockEvent, ...],
    ended: dict[str, datetime],
    reason: str,
) -> None:
    with pytest.raises(ValueError, match=reason):
        route(RECEIVED, way, Policy(), events, ended)


def test_nothing_is_no_way() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        InSequence(())
    with pytest.raises(ValueError, match="at least one part"):
        InParallel(())


# --- what holds for every way

TERMS = st.one_of(
    st.builds(
        Term,
        st.sampled_from(["working_hours", "working_days", "days"]),
        st.integers(1, 9),
    ),
    st.just(Term("in_the_day")),
)
CALENDARS = st.sampled_from(
    [
        vietnam(),
        WorkingCalendar("sat", weekdays=(1, 2, 3, 4, 5, 6)),
        WorkingCalendar("early", hours=((time(7), time(11)), (time(13), time(17)))),
    ]
)
MOMENTS = st.datetimes(datetime(2025, 11, 1), datetime(2027, 3, 1))
POLICIES = st.builds(
    Policy,
    accounting=st.sampled_from(["clock", "end-of-day"]),
    supplement=st.sampled_from(["pause", "restart"]),
)


@st.composite
def ways(draw: st.DrawFn, prefix: str = "p", deep: int = 0) -> Part:
    """Draw a way of at most three floors."""
    shape = draw(st.sampled_from(["leg", "sequence", "parallel"])) if deep < 3 else ""
    if shape in ("", "leg"):
        return Leg(prefix, draw(TERMS), draw(CALENDARS))
    count = draw(st.integers(1, 3))
    parts = tuple(draw(ways(f"{prefix}{number}", deep + 1)) for number in range(count))
    return InSequence(parts) if shape == "sequence" else InParallel(parts)


@st.composite
def waits(draw: st.DrawFn, start: datetime) -> list[ClockEvent]:
    """Draw waits that are over, one after the other."""
    events = []
    moment = start
    for number, step in enumerate(
        draw(
            st.lists(st.integers(0, 5000), max_size=4).filter(lambda x: not len(x) % 2)
        )
    ):
        moment += timedelta(minutes=step)
        events.append(ClockEvent("resume" if number % 2 else "pause", moment))
    return events


def due(*arguments: object) -> datetime:
    found = route(*arguments).due  # type: ignore[arg-type]
    assert found is not None
    return found


@given(MOMENTS, st.lists(ways(), min_size=1, max_size=3), POLICIES, st.data())
def test_parallel_is_the_largest_part(
    received: datetime, parts: list[Part], policy: Policy, data: st.DataObject
) -> None:
    parts = [InSequence((renamed(each, str(n)),)) for n, each in enumerate(parts)]
    events = data.draw(waits(received))
    whole = due(received, InParallel(tuple(parts)), policy, events)
    assert whole == max(due(received, each, policy, events) for each in parts)


@given(MOMENTS, ways("a"), ways("b"), POLICIES)
def test_a_sequence_is_chained(
    received: datetime, one: Part, two: Part, policy: Policy
) -> None:
    middle = due(received, one, policy)
    assert due(received, InSequence((one, two)), policy) == due(middle, two, policy)


@given(MOMENTS, ways("a"), ways("b"), ways("c"), POLICIES, st.data())
def test_adding_a_part_never_shortens(
    received: datetime,
    one: Part,
    two: Part,
    new: Part,
    policy: Policy,
    data: st.DataObject,
) -> None:
    events = data.draw(waits(received))
    short = due(received, InSequence((one, two)), policy, events)
    for parts in ((new, one, two), (one, new, two), (one, two, new)):
        assert due(received, InSequence(parts), policy, events) >= short
    beside_two = InSequence((one, InParallel((two, new))))
    assert due(received, beside_two, policy, events) >= short


@given(MOMENTS, ways(), POLICIES, st.data())
def test_the_whole_is_never_before_a_part_and_the_critical_legs_reach_it(
    received: datetime, way: Part, policy: Policy, data: st.DataObject
) -> None:
    found = route(received, way, policy, data.draw(waits(received)))
    assert found.due is not None
    ends = {each.leg.key: each.due.due for each in found.legs}
    assert max(end for end in ends.values() if end is not None) == found.due
    assert found.due in {ends[x.leg.key] for x in found.legs if x.critical}
    assert [x.leg for x in found.legs] == list(legs_of(way))


@given(
    MOMENTS,
    st.sampled_from(["working_hours", "working_days"]),
    st.integers(1, 9),
    st.integers(1, 9),
    POLICIES,
)
def test_on_one_calendar_terms_in_line_add_up(
    received: datetime, kind: str, one: int, two: int, policy: Policy
) -> None:
    way = InSequence(
        tuple(
            Leg(str(n), Term(kind, amount), vietnam())  # type: ignore[arg-type]
            for n, amount in enumerate((one, two))
        )
    )
    term = Term(kind, one + two)  # type: ignore[arg-type]
    assert due(received, way, policy) == deadline(received, term, vietnam(), policy).due


@given(MOMENTS, ways(), POLICIES)
def test_ending_as_promised_changes_nothing(
    received: datetime, way: Part, policy: Policy
) -> None:
    promised = route(received, way, policy)
    ended = {x.leg.key: x.due.due for x in promised.legs if x.due.due is not None}
    kept = route(received, way, policy, (), ended)
    assert kept.due == promised.due
    assert [x.due for x in kept.legs] == [x.due for x in promised.legs]


def renamed(way: Part, prefix: str) -> Part:
    """Return the way with keys of its own."""
    if isinstance(way, Leg):
        return Leg(prefix + way.key, way.term, way.calendar)
    parts = tuple(renamed(part, prefix) for part in way.parts)
    return InSequence(parts) if isinstance(way, InSequence) else InParallel(parts)
