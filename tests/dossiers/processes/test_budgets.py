"""What the budgets of a process add up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hypothesis import given
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.policies import ClockEvent
from motcua.dossiers.processes.budgets import Plan
from motcua.dossiers.processes.budgets import plan
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.marking import open_steps
import pytest
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import ways
from tests.dossiers.processes.ways import when
from typing import Any


#: A Monday.
RECEIVED = datetime(2026, 11, 2, 9)
HANDLING = line(
    step("receive", "0.5 working days", "reception"),
    step("handle", "3 working days"),
    step("approve", "1 working day", "approve"),
)
CHOICE = choose(
    when("case", "1", then=step("short", "1 working day")),
    when("outcome:look", "no", then=step("middle", "2 working days")),
    otherwise(step("long", "5 working days")),
)


def planned(way: Part, **more: Any) -> Plan:
    return plan(process(way), RECEIVED, lambda _department: vietnam(), **more)


def at(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%d-%m %H:%M}"


def due(found: Plan, key: str) -> str:
    return at(found.step(key).due.due)


def test_steps_in_line_follow_each_other_to_the_overall_end() -> None:
    found = planned(HANDLING)
    assert due(found, "receive") == "02-11 15:00"
    assert due(found, "handle") == "05-11 15:00"
    assert due(found, "approve") == at(found.due) == "06-11 15:00"


def test_opinions_side_by_side_cost_the_longest_of_them() -> None:
    found = planned(
        line(
            beside(step("land", "5 working days"), step("tax", "2 working days")),
            step("sum_up"),
        )
    )
    assert at(found.due) == "10-11 09:00"
    assert found.step("land").critical
    assert not found.step("tax").critical


def test_each_department_counts_by_its_own_calendar() -> None:
    saturdays = replace(vietnam(), name="Sáu ngày", weekdays=(1, 2, 3, 4, 5, 6))
    kept: dict[str, WorkingCalendar] = {"@unit": saturdays, "H99.03": vietnam()}
    way = beside(
        step("counter", "6 working days"),
        step("office", "6 working days", department="H99.03"),
    )
    found = plan(process(way), RECEIVED, kept.__getitem__)
    assert due(found, "counter") == "09-11 09:00"
    assert due(found, "office") == "10-11 09:00"


def test_an_unknown_choice_is_planned_by_its_longest_branch() -> None:
    found = planned(CHOICE)
    assert at(found.due) == "09-11 09:00"
    assert [each.leg.key for each in found.route.legs] == ["short", "middle", "long"]


def test_a_known_fact_leaves_one_branch() -> None:
    found = planned(CHOICE, facts={"case": "1"})
    assert at(found.due) == "03-11 09:00"
    assert [each.leg.key for each in found.route.legs] == ["short"]


def test_what_is_not_known_yet_stays_possible_beside_what_is() -> None:
    found = planned(CHOICE, facts={"case": "2"})
    assert [each.leg.key for each in found.route.legs] == ["middle", "long"]
    found = planned(CHOICE, facts={"case": "2", "outcome:look": "no"})
    assert [each.leg.key for each in found.route.legs] == ["middle"]


def test_a_branch_may_go_straight_on() -> None:
    way = line(
        step("look"),
        choose(
            when("outcome:look", "visit", then=step("visit", "4 working days")),
            otherwise(Sequence(())),
        ),
        step("sign"),
    )
    assert at(planned(way).due) == "10-11 09:00"
    assert at(planned(way, facts={"outcome:look": "fine"}).due) == "04-11 09:00"


def test_a_way_on_which_nothing_is_done_ends_at_once() -> None:
    way = choose(when("case", "1", then=step("one")), otherwise(Sequence(())))
    found = planned(way, facts={"case": "2"})
    assert at(found.due) == "02-11 09:00"
    assert found.route.legs == ()


def test_the_share_of_an_agency_begins_and_ends_with_its_steps() -> None:
    way = line(
        share("birth", line(step("register"), step("sign_birth"))),
        beside(
            share("home", line(step("police", "7 working days"), step("home_card"))),
            share("health", step("insurance", "2 working days")),
        ),
    )
    found = planned(way)
    assert at(found.leg("birth").due) == "04-11 09:00"
    assert at(found.leg("home").start) == "04-11 09:00"
    assert at(found.leg("health").due) == "06-11 09:00"
    assert at(found.leg("home").due) == at(found.due) == "16-11 09:00"
    assert [each.leg.key for each in found.legs] == ["birth", "home", "health"]


def test_a_share_within_a_share_is_told_after_it() -> None:
    way = share("all", line(step("one"), share("part", step("two"))))
    assert [each.leg.key for each in planned(way).legs] == ["all", "part"]


def test_a_share_that_is_not_taken_is_not_planned() -> None:
    way = choose(
        when("case", "1", then=share("extra", step("one"))), otherwise(step("two"))
    )
    found = planned(way, facts={"case": "2"})
    assert found.legs == ()
    with pytest.raises(KeyError):
        found.leg("extra")


def test_a_step_that_ended_early_lets_the_next_begin() -> None:
    found = planned(HANDLING, ended={"receive": datetime(2026, 11, 2, 9, 30)})
    assert at(found.step("handle").start) == "02-11 09:30"
    assert at(found.due) == "06-11 09:30"


def test_a_share_has_ended_when_all_its_steps_have() -> None:
    way = share("all", line(step("one"), step("two")))
    first = {"one": datetime(2026, 11, 2, 10)}
    both = {**first, "two": datetime(2026, 11, 2, 11)}
    assert planned(way, ended=first).leg("all").ended is None
    assert at(planned(way, ended=both).leg("all").ended) == "02-11 11:00"


def test_a_pause_moves_the_running_step_and_what_follows() -> None:
    waited = [
        ClockEvent("pause", datetime(2026, 11, 3, 9)),
        ClockEvent("resume", datetime(2026, 11, 5, 9)),
    ]
    assert at(planned(HANDLING, events=waited).due) == "10-11 15:00"
    way = share("all", HANDLING)
    found = planned(way, events=waited[:1])
    assert found.route.paused
    assert found.due is None
    assert found.leg("all").paused
    assert found.leg("all").due is None


def test_an_extension_moves_no_budget() -> None:
    later = ClockEvent(
        "extend", datetime(2026, 11, 3, 9), until=datetime(2026, 11, 20, 9)
    )
    assert at(planned(HANDLING, events=[later]).due) == "06-11 15:00"


def test_without_a_budget_there_is_no_date_until_the_step_has_ended() -> None:
    way = line(step("look", "none"), step("sign"))
    assert planned(way).due is None
    found = planned(way, ended={"look": datetime(2026, 11, 4, 10)})
    assert at(found.due) == "05-11 10:00"


def test_ends_of_steps_on_another_way_are_left_out() -> None:
    found = planned(
        CHOICE, facts={"case": "1"}, ended={"long": datetime(2026, 11, 4, 10)}
    )
    assert at(found.due) == "03-11 09:00"


def test_a_step_cannot_end_before_it_began() -> None:
    with pytest.raises(ValueError, match="handle"):
        planned(HANDLING, ended={"handle": datetime(2026, 11, 2, 10)})


@given(way=ways())
def test_more_knowledge_never_makes_the_way_longer(way: Part) -> None:
    unknown = planned(way).due
    assert unknown is not None
    for case in ("1", "2"):
        known = planned(way, facts={"case": case}).due
        assert known is not None
        assert known <= unknown


@given(way=ways())
def test_the_plan_holds_exactly_the_steps_that_will_be_open(way: Part) -> None:
    facts = {"case": "1"}
    done: set[str] = set()
    while found := open_steps(way, done, facts):
        done |= {each.key for each in found}
    planned_steps = {each.leg.key for each in planned(way, facts=facts).route.legs}
    assert planned_steps == done
