"""Where running dossiers would stand in another version of their process."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.marking import open_steps
from motcua.dossiers.processes.moving import Move
from motcua.dossiers.processes.moving import move
from motcua.dossiers.processes.moving import Position
from motcua.dossiers.processes.moving import preview
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import ways
from tests.dossiers.processes.ways import when


OLD = process(line(step("receive"), step("look"), step("sign"), step("issue")))


def at(done: str, **facts: str) -> Position:
    return Position(frozenset(done.split()), facts)


def to(way: Part, done: str, **facts: str) -> Move:
    return move(OLD, process(way), at(done, **facts))


def keys(found: Move) -> list[str]:
    return [each.key for each in found.steps]


def test_what_is_done_stays_done_and_new_steps_ahead_are_open_in_time() -> None:
    way = line(
        step("receive"),
        step("look"),
        beside(step("sign"), step("ask")),
        step("issue"),
    )
    assert keys(to(way, "receive")) == ["look"]
    assert keys(to(way, "receive look")) == ["sign", "ask"]


def test_a_dossier_whose_open_step_is_gone_stays() -> None:
    found = to(line(step("receive"), step("sign"), step("issue")), "receive")
    assert not found.possible
    assert (found.obstacle, found.keys) == ("no-equivalent", ("look",))


def test_a_step_put_in_where_the_dossier_has_passed_would_open_again() -> None:
    way = line(step("receive"), step("scan"), step("look"), step("sign"), step("issue"))
    found = to(way, "receive look")
    assert (found.obstacle, found.keys) == ("opens-again", ("scan",))
    # Before the first step is done nothing has been passed.
    assert keys(to(way, "")) == ["receive"]


def test_an_answer_that_the_new_way_asks_for_must_have_been_given() -> None:
    way = line(
        step("receive"),
        step("look", outcomes=("fine", "visit")),
        choose(
            when("outcome:look", "visit", then=step("go")),
            otherwise(step("sign")),
        ),
        step("issue"),
    )
    assert to(way, "receive look").obstacle == "no-answer"
    assert keys(to(way, "receive")) == ["look"]
    assert keys(to(way, "receive look", **{"outcome:look": "fine"})) == ["sign"]


def test_moving_never_ends_a_dossier() -> None:
    old = process(line(step("a"), beside(step("b"), step("c"))))
    new = process(line(step("a"), step("b")))
    # "c" is open and gone: the dossier stays; with "b" open it goes on.
    assert move(old, new, at("a b")).obstacle == "no-equivalent"
    assert move(OLD, OLD, at("receive look sign issue")).obstacle == "would-end"


def test_the_preview_counts_by_step_in_the_order_of_the_new_way() -> None:
    new = process(line(step("receive"), step("sign"), step("look"), step("issue")))
    standing, staying = preview(
        OLD,
        new,
        [
            ("A", at("")),
            ("B", at("receive look sign")),
            ("C", at("receive look")),
            ("D", at("receive")),
        ],
    )
    assert standing == {"receive": ["A"], "issue": ["B"]}
    assert [(code, found.obstacle) for code, found in staying] == [
        ("C", "out-of-order"),
        ("D", "opens-again"),
    ]


def test_a_step_that_is_not_done_is_not_put_before_a_done_one() -> None:
    beside_each_other = process(
        line(step("receive"), beside(step("look"), step("ask")), step("sign"))
    )
    one_by_one = process(line(step("receive"), step("ask"), step("look"), step("sign")))
    found = move(beside_each_other, one_by_one, at("receive look"))
    assert (found.obstacle, found.keys) == ("out-of-order", ("ask",))
    # The other one is done, or none of the two: the order is kept.
    assert keys(move(beside_each_other, one_by_one, at("receive ask"))) == ["look"]
    assert move(beside_each_other, one_by_one, at("receive")).possible


@given(way=ways(), data=st.data())
def test_moving_to_the_same_way_changes_nothing(way: Part, data: st.DataObject) -> None:
    made = process(way)
    facts = {"case": data.draw(st.sampled_from("12"))}
    done: set[str] = set()
    for _turn in range(data.draw(st.integers(0, 6))):
        found = open_steps(way, done, facts)
        if not found:
            return
        done.add(data.draw(st.sampled_from(found)).key)
    found = open_steps(way, done, facts)
    moved = move(made, made, Position(frozenset(done), facts))
    assert moved.steps == found
    assert moved.possible == bool(found)
