"""Where a dossier stands, where it may go back to, what surely lies behind it."""

from __future__ import annotations

from collections.abc import Mapping
from hypothesis import given
from hypothesis import strategies as st
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.marking import before
from motcua.dossiers.processes.marking import open_steps
from motcua.dossiers.processes.marking import perhaps_before
from motcua.dossiers.processes.marking import undone_by
import pytest
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import ways
from tests.dossiers.processes.ways import when


WAY = line(
    step("receive"),
    step("look"),
    choose(
        when("outcome:look", "visit", then=line(step("go"), step("record"))),
        when("case", "2", then=step("ask")),
        otherwise(Sequence(())),
    ),
    beside(share("land", line(step("measure"), step("map"))), step("tax")),
    step("sign"),
)
CASES = st.sampled_from([{"case": "1"}, {"case": "2"}])


def now(done: str, facts: Mapping[str, str] | None = None) -> list[str]:
    return [each.key for each in open_steps(WAY, set(done.split()), facts or {})]


def test_the_first_step_is_open_when_nothing_is_done() -> None:
    assert now("") == ["receive"]


def test_a_choice_is_taken_by_what_was_answered() -> None:
    assert now("receive look", {"outcome:look": "visit"}) == ["go"]
    assert now("receive look", {"case": "2"}) == ["ask"]
    assert now("receive look", {"outcome:look": "visit", "case": "2"}) == ["go"]


def test_a_branch_without_steps_goes_straight_on() -> None:
    assert now("receive look", {"case": "1"}) == ["measure", "tax"]


def test_what_follows_waits_for_all_that_runs_side_by_side() -> None:
    assert now("receive look measure") == ["map", "tax"]
    assert now("receive look measure map") == ["tax"]
    assert now("receive look measure map tax") == ["sign"]
    assert now("receive look measure map tax sign") == []


def test_a_choice_that_no_branch_answers_is_an_error() -> None:
    with pytest.raises(LookupError, match="No branch"):
        open_steps(choose(when("case", "1", then=step("one"))), set(), {})


def test_going_back_undoes_the_step_and_what_comes_after_it() -> None:
    assert undone_by(WAY, "record") == {"record", "measure", "map", "tax", "sign"}
    assert undone_by(WAY, "look") >= {"look", "go", "ask", "sign"}


def test_going_back_leaves_done_what_runs_beside() -> None:
    assert undone_by(WAY, "measure") == {"measure", "map", "sign"}


def test_only_what_every_branch_holds_surely_comes_before() -> None:
    assert before(WAY, "sign") == {"receive", "look", "measure", "map", "tax"}
    assert perhaps_before(WAY, "sign") >= {"go", "record", "ask"}
    assert before(WAY, "record") == {"receive", "look", "go"}
    assert before(WAY, "tax") == {"receive", "look"}


@pytest.mark.parametrize("asked", [undone_by, before, perhaps_before])
def test_a_step_that_is_not_there_is_an_error(asked: object) -> None:
    with pytest.raises(KeyError):
        asked(WAY, "fly")  # type: ignore[operator]


@given(way=ways(), facts=CASES, data=st.data())
def test_whoever_works_in_any_order_comes_to_the_end(
    way: Part, facts: dict[str, str], data: st.DataObject
) -> None:
    done: set[str] = set()
    while found := open_steps(way, done, facts):
        chosen = data.draw(st.sampled_from(found))
        assert before(way, chosen.key) <= done
        assert done <= {each.key for each in steps_of(way)}
        done.add(chosen.key)


@given(way=ways(), facts=CASES, data=st.data())
def test_going_back_opens_the_step_again_and_closes_what_followed(
    way: Part, facts: dict[str, str], data: st.DataObject
) -> None:
    done: set[str] = set()
    order = []
    while found := open_steps(way, done, facts):
        order.append(found[0].key)
        done.add(found[0].key)
    back_to = data.draw(st.sampled_from(order))
    left = done - undone_by(way, back_to)
    opened = {each.key for each in open_steps(way, left, facts)}
    assert back_to in opened
    for key in done - left - {back_to}:
        assert key not in opened
        assert back_to in perhaps_before(way, key)
