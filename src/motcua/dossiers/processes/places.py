"""Places in a way: every part has an address that a form or a finding can carry.

The whole way is ``way``; what lies directly inside a part is numbered: ``way-0`` is
the first part of a sequence, the first branch of a choice, or what lies in a leg.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.marking import parts_of
import re
from typing import Final


ROOT: Final = "way"
_PLACE: Final = re.compile(r"way(-\d{1,3}){0,20}")


def inside(part: Part) -> tuple[Part, ...]:
    """Return what lies directly inside a part; nothing in a step."""
    if isinstance(part, Step):
        return ()
    if isinstance(part, Leg):
        return (part.part,)
    return parts_of(part)


def walk(part: Part, place: str = ROOT) -> Iterator[tuple[str, Part]]:
    """Yield every part with its place, outer ones before what lies in them."""
    yield place, part
    for number, each in enumerate(inside(part)):
        yield from walk(each, f"{place}-{number}")


def numbers(place: str) -> list[int]:
    """Return the numbers of a place from the outside in; KeyError for no place."""
    if _PLACE.fullmatch(place) is None:
        raise KeyError(place)
    return [int(number) for number in place.split("-")[1:]]


def part_at(way: Part, place: str) -> Part:
    """Return the part at a place; KeyError when there is none."""
    for number in numbers(place):
        found = inside(way)
        if number >= len(found):
            raise KeyError(place)
        way = found[number]
    return way


def put_at(way: Part, place: str, part: Part) -> Part:
    """Return the way with another part at the place; KeyError when there is none."""
    part_at(way, place)
    return _put(way, numbers(place), part)


def _put(way: Part, rest: list[int], part: Part) -> Part:
    if not rest:
        return part
    first, *more = rest
    return with_inside(
        way,
        tuple(
            _put(each, more, part) if number == first else each
            for number, each in enumerate(inside(way))
        ),
    )


def with_inside(part: Part, parts: tuple[Part, ...]) -> Part:
    """Return the part holding other parts, as many as it held for a choice or leg."""
    if isinstance(part, Step):
        return part
    if isinstance(part, Leg):
        return replace(part, part=parts[0])
    if isinstance(part, Choice):
        branches = zip(part.branches, parts, strict=True)
        return Choice(tuple(_with_part(branch, each) for branch, each in branches))
    return replace(part, parts=parts)


def _with_part(branch: Branch, part: Part) -> Branch:
    return replace(branch, part=part)


def parent(place: str) -> str:
    """Return the place around a place; "" around the whole way."""
    return place.rpartition("-")[0]


def place_of(way: Part, key: str) -> str:
    """Return where the step or leg with a key stands first; KeyError without it."""
    for place, part in walk(way):
        if isinstance(part, Step | Leg) and part.key == key:
            return place
    raise KeyError(key)
