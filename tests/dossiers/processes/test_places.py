"""Every part of a way has an address."""

from __future__ import annotations

from hypothesis import given
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.places import parent
from motcua.dossiers.processes.places import part_at
from motcua.dossiers.processes.places import place_of
from motcua.dossiers.processes.places import put_at
from motcua.dossiers.processes.places import walk
import pytest
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import ways


@given(way=ways())
def test_every_part_is_found_again_at_its_place(way: Part) -> None:
    for place, part in walk(way):
        assert part_at(way, place) == part
        assert put_at(way, place, part) == way
        assert place == "way" or part_at(way, parent(place))


@given(way=ways())
def test_putting_another_part_changes_that_place_alone(way: Part) -> None:
    new = step("new")
    for place, _part in walk(way):
        made = put_at(way, place, new)
        assert part_at(made, place) == new
        others = [p for p, _x in walk(way) if not p.startswith(place)]
        for other in others:
            if not place.startswith(other):
                assert part_at(made, other) == part_at(way, other)


def test_a_step_or_leg_is_found_by_its_key() -> None:
    way = line(step("a"), share("l", step("b")))
    assert place_of(way, "l") == "way-1"
    assert place_of(way, "b") == "way-1-0"
    with pytest.raises(KeyError):
        place_of(way, "c")


@pytest.mark.parametrize("place", ["", "way-9", "way-0-0", "road", "way--1", "way-x"])
def test_a_place_that_is_not_there_is_an_error(place: str) -> None:
    with pytest.raises(KeyError):
        part_at(line(step("a")), place)
