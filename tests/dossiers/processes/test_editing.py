"""A way is changed by small steps, and can be read after each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import dumps
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.editing import CannotChange
from motcua.dossiers.processes.editing import change
from motcua.dossiers.processes.editing import change_branch
from motcua.dossiers.processes.editing import change_step
from motcua.dossiers.processes.editing import ORDERS
from motcua.dossiers.processes.outline import outline
from motcua.dossiers.processes.places import part_at
from motcua.dossiers.processes.places import walk
from motcua.dossiers.processes.reading import loads
from motcua.dossiers.processes.words import Reader
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


WAY = line(
    step("a", outcomes=("yes", "no")),
    beside(step("b"), share("l", step("c"))),
    choose(
        when("outcome:a", "yes", then=step("d")),
        when("case", "2", then=line(step("e"), step("f"))),
        otherwise(Sequence(())),
    ),
    step("g", returns=("a", "b")),
)


def keys(way: Part) -> str:
    return " ".join(each.key for each in steps_of(way))


def done(order: str, place: str, way: Part = WAY) -> tuple[str, str]:
    made, where = change(way, order, place)
    return keys(made), where


@pytest.mark.parametrize(
    ("order", "place", "steps", "where"),
    [
        ("after", "way-0", "a buoc-1 b c d e f g", "way-1"),
        ("after", "way", "a b c d e f g buoc-1", "way-4"),
        ("after", "way-1-0", "a b buoc-1 c d e f g", "way-1-0-1"),
        ("after", "way-1", "a b c buoc-1 d e f g", "way-2"),
        ("after", "way-2-2", "a b c d e f buoc-1 g", "way-2-2"),
        ("beside", "way-1-0", "a b buoc-1 c d e f g", "way-1-1"),
        ("beside", "way-3", "a b c d e f g buoc-1", "way-3-1"),
        ("up", "way-3", "a b c g d e f", "way-2"),
        ("down", "way-0", "b c a d e f g", "way-1"),
        ("up", "way-2-1", "a b c e f d g", "way-2-0"),
        ("remove", "way-0", "b c d e f g", "way"),
        ("remove", "way-1-0", "a c d e f g", "way-1"),
        ("remove", "way-1-1-0", "a b d e f g", "way-1"),
        ("remove", "way-2-1-0", "a b c d f g", "way-2-1"),
        ("remove", "way-2-0", "a b c e f g", "way-2-0"),
        ("remove-branch", "way-2-0", "a b c e f g", "way-2"),
        ("branch", "way-2", "a b c d e f buoc-1 g", "way-2-2"),
        ("wrap", "way-0", "a b c d e f g", "way-0"),
        ("unwrap", "way-1-1", "a b c d e f g", "way-1-1"),
        ("choice", "way-3", "a b c d e f g", "way-3-0"),
    ],
)
def test_a_button_changes_one_thing(
    order: str, place: str, steps: str, where: str
) -> None:
    assert done(order, place) == (steps, where)


def test_making_parallel_makes_or_widens_a_row() -> None:
    made, _where = change(WAY, "beside", "way-0")
    assert isinstance(part_at(made, "way-0"), Parallel)
    widened, _where = change(made, "beside", "way-0-1")
    assert len(part_at(widened, "way-0").parts) == 3  # type: ignore[union-attr]


def test_a_share_is_put_around_and_taken_away() -> None:
    made, where = change(WAY, "wrap", "way-1")
    assert isinstance(part_at(made, where), Leg)
    assert change(made, "unwrap", where)[0] == WAY


@pytest.mark.parametrize(
    ("order", "place"),
    [
        ("up", "way"),
        ("up", "way-0"),
        ("down", "way-3"),
        ("down", "way-2-1"),
        ("up", "way-1-1-0"),
        ("remove", "way"),
        ("unwrap", "way-0"),
        ("branch", "way-0"),
        ("remove-branch", "way-0"),
        ("remove-branch", "way"),
        ("after", "way-9"),
        ("after", "elsewhere"),
        ("dance", "way-0"),
    ],
)
def test_what_does_not_fit_is_refused_in_both_languages(order: str, place: str) -> None:
    with pytest.raises(CannotChange, match=" / "):
        change(WAY, order, place)


def test_a_choice_of_one_branch_is_no_choice() -> None:
    made, _where = change(WAY, "remove-branch", "way-2-1")
    made, _where = change(made, "remove-branch", "way-2-1")
    assert keys(made) == "a b c d g"
    assert isinstance(part_at(made, "way-2"), Step)


def test_another_key_is_followed_by_whatever_names_it() -> None:
    made, _where = change_step(WAY, "way-0", step("look", outcomes=("yes", "no")))
    assert part_at(made, "way-3").returns == ("look", "b")  # type: ignore[union-attr]
    first = part_at(made, "way-2").branches[0]  # type: ignore[union-attr]
    assert first.when == Condition("outcome:look", ("yes",))
    with pytest.raises(CannotChange):
        change_step(WAY, "way-1", step("x"))


def test_a_branch_gets_another_condition() -> None:
    made, _where = change_branch(WAY, "way-2-1", "Ba", Condition("case", ("3",)))
    branch = part_at(made, "way-2").branches[1]  # type: ignore[union-attr]
    assert (branch.title, branch.when) == ("Ba", Condition("case", ("3",)))
    with pytest.raises(CannotChange):
        change_branch(WAY, "way-0", "", None)


@given(way=ways(), data=st.data())
def test_whatever_is_pressed_the_way_can_be_written_read_and_shown(
    way: Part, data: st.DataObject
) -> None:
    reader = Reader(str, str)
    for _turn in range(data.draw(st.integers(1, 6))):
        order = data.draw(st.sampled_from(sorted(ORDERS)))
        place = data.draw(st.sampled_from([place for place, _part in walk(way)]))
        before = set(keys(way).split())
        try:
            way, where = change(way, order, place)
        except CannotChange:
            continue
        part_at(way, where)
        now = keys(way).split()
        assert len(now) == len(set(now))
        if not order.startswith("remove"):
            assert before <= set(now)
        made = process(way)
        assert loads(dumps(made)) == made
        outline(made, reader)
