"""Changing a way by small steps, each of which leaves a way that can be read.

Every function takes a way and a place (see `places`) and returns the new way with
the place to look at next. What is put in is plain and complete; the checks say what
is still to be settled. Nothing is ever without all it needs to be written down.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import replace
from motcua.base.durations import Term
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import legs_of
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.definitions import UNIT
from motcua.dossiers.processes.places import inside
from motcua.dossiers.processes.places import numbers
from motcua.dossiers.processes.places import parent
from motcua.dossiers.processes.places import part_at
from motcua.dossiers.processes.places import put_at
from motcua.dossiers.processes.places import ROOT
from motcua.dossiers.processes.places import with_inside
from typing import Final
from typing import TypeVar


T = TypeVar("T")
Changed = tuple[Part, str]
Order = Callable[[Part, str], Changed]

NOTHING: Final = Sequence(())


class CannotChange(ValueError):
    """The change does not fit there; the message says why, in both languages."""


def new_step(way: Part, title: str = "Bước mới") -> Step:
    """Return a plain step with a key of its own."""
    return Step(
        key=_free(way, "buoc"),
        title=title,
        kind="handle",
        department=UNIT,
        duty="processing",
        term=Term("working_days", 1),
    )


def _free(way: Part, name: str) -> str:
    used = {step.key for step in steps_of(way)} | {leg.key for leg in legs_of(way)}
    number = 1
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"


def add_after(way: Part, place: str) -> Changed:
    """Put a new step after a part; into a branch without steps, as its first one."""
    return _beside_or_after(way, place, new_step(way), Sequence)


def add_beside(way: Part, place: str) -> Changed:
    """Put a new step beside a part, to run at the same time."""
    return _beside_or_after(way, place, new_step(way), Parallel)


def _beside_or_after(
    way: Part, place: str, step: Step, shape: type[Sequence] | type[Parallel]
) -> Changed:
    """Put a step next to a part, in a row of that shape that is there or is made."""
    here = part_at(way, place)
    if here == NOTHING:
        return put_at(way, place, step), place
    above = parent(place)
    row = part_at(way, above) if above else None
    if isinstance(row, shape):
        number = numbers(place)[-1]
        parts = (*row.parts[: number + 1], step, *row.parts[number + 1 :])
        return put_at(way, above, shape(parts)), f"{above}-{number + 1}"
    if isinstance(here, shape) and here.parts:
        made: Part = shape((*here.parts, step))
        return put_at(way, place, made), f"{place}-{len(here.parts)}"
    return put_at(way, place, shape((here, step))), f"{place}-1"


def wrap(way: Part, place: str) -> Changed:
    """Make a part the share of one agency."""
    here = part_at(way, place)
    if here == NOTHING:
        raise CannotChange("Nhánh này chưa có bước / This branch has no step yet")
    leg = Leg(_free(way, "chang"), "Chặng mới", "@agency", here)
    return put_at(way, place, leg), place


def unwrap(way: Part, place: str) -> Changed:
    """Take the frame of a share away; what lies in it stays."""
    leg = part_at(way, place)
    if not isinstance(leg, Leg):
        raise CannotChange("Đây không phải là một chặng / This is no leg")
    return _tidy(put_at(way, place, leg.part)), place


def make_choice(way: Part, place: str) -> Changed:
    """Let a part be done in some cases only; all others go straight on."""
    only = Branch(part_at(way, place), Condition("channel", ("online",)))
    return put_at(way, place, Choice((only, Branch(NOTHING)))), f"{place}-0"


def add_branch(way: Part, place: str) -> Changed:
    """Put another branch before the one for all others."""
    choice = part_at(way, place)
    if not isinstance(choice, Choice):
        raise CannotChange("Đây không phải là điểm rẽ nhánh / This is no choice")
    branch = Branch(new_step(way), Condition("channel", ("online",)))
    last = len(choice.branches) - (choice.branches[-1].when is None)
    made = (*choice.branches[:last], branch, *choice.branches[last:])
    return put_at(way, place, Choice(made)), f"{place}-{last}"


def up(way: Part, place: str) -> Changed:
    """Move a part, or a branch, one place towards the beginning."""
    return _moved(way, place, -1)


def down(way: Part, place: str) -> Changed:
    """Move a part, or a branch, one place towards the end."""
    return _moved(way, place, 1)


def _moved(way: Part, place: str, by: int) -> Changed:
    above = parent(place)
    if not above:
        raise CannotChange("Cả quy trình không thể dời chỗ / The whole way cannot move")
    row = part_at(way, above)
    number = numbers(place)[-1]
    other = number + by
    if isinstance(row, Leg) or not 0 <= other < len(inside(row)):
        raise CannotChange("Không còn chỗ để dời / There is no place to move to")
    if isinstance(row, Choice):
        branches = _swapped(row.branches, number, other)
        if any(branch.when is None for branch in branches[:-1]):
            raise CannotChange(
                "Nhánh cho mọi trường hợp còn lại phải đứng cuối / The branch for all "
                "others stays last"
            )
        return put_at(way, above, Choice(branches)), f"{above}-{other}"
    parts = _swapped(inside(row), number, other)
    return put_at(way, above, with_inside(row, parts)), f"{above}-{other}"


def _swapped(rows: tuple[T, ...], one: int, two: int) -> tuple[T, ...]:
    made = list(rows)
    made[one], made[two] = made[two], made[one]
    return tuple(made)


def remove(way: Part, place: str) -> Changed:
    """Take a part out with all that lies in it; a branch keeps its condition."""
    above = parent(place)
    if not above:
        raise CannotChange(
            "Không thể xóa cả quy trình; hãy bỏ bản dự thảo / The whole way cannot be "
            "removed; give the draft up instead"
        )
    row = part_at(way, above)
    number = numbers(place)[-1]
    if isinstance(row, Leg):
        return remove(way, above)
    if isinstance(row, Choice):
        return put_at(way, place, NOTHING), place
    parts = (*inside(row)[:number], *inside(row)[number + 1 :])
    if not parts:
        return remove(way, above)
    return _tidy(put_at(way, above, with_inside(row, parts))), above


def remove_branch(way: Part, place: str) -> Changed:
    """Take a branch out with its steps; the last one left is the way for all."""
    above = parent(place)
    choice = part_at(way, above) if above else None
    if not isinstance(choice, Choice):
        raise CannotChange("Đây không phải là một nhánh / This is no branch")
    number = numbers(place)[-1]
    left = (*choice.branches[:number], *choice.branches[number + 1 :])
    if len(left) > 1:
        return put_at(way, above, Choice(left)), above
    only = left[0].part if left else NOTHING
    if only == NOTHING:
        return remove(way, above)
    return _tidy(put_at(way, above, only)), above


def change_branch(way: Part, place: str, title: str, when: Condition | None) -> Changed:
    """Give a branch another title and condition."""
    above = parent(place)
    choice = part_at(way, above) if above else None
    if not isinstance(choice, Choice):
        raise CannotChange("Đây không phải là một nhánh / This is no branch")
    number = numbers(place)[-1]
    branches = list(choice.branches)
    branches[number] = replace(branches[number], title=title, when=when)
    return put_at(way, above, Choice(tuple(branches))), place


def change_step(way: Part, place: str, step: Step) -> Changed:
    """Put another step there; what names the old key names the new one then."""
    old = part_at(way, place)
    if not isinstance(old, Step):
        raise CannotChange("Đây không phải là một bước / This is no step")
    return renamed(put_at(way, place, step), {old.key: step.key}), place


def renamed(way: Part, names: Mapping[str, str]) -> Part:
    """Return the way with returns and conditions that name steps by other keys."""
    if isinstance(way, Step):
        return replace(way, returns=tuple(names.get(key, key) for key in way.returns))
    if isinstance(way, Choice):
        return Choice(
            tuple(
                replace(
                    branch,
                    part=renamed(branch.part, names),
                    when=_renamed_condition(branch.when, names),
                )
                for branch in way.branches
            )
        )
    return with_inside(way, tuple(renamed(each, names) for each in inside(way)))


def _renamed_condition(
    when: Condition | None, names: Mapping[str, str]
) -> Condition | None:
    if when is None or not when.name.startswith("outcome:"):
        return when
    key = when.name.removeprefix("outcome:")
    return Condition(f"outcome:{names.get(key, key)}", when.values)


def _tidy(part: Part) -> Part:
    """Return the way without rows in rows of the same shape and rows of one."""
    if isinstance(part, Step):
        return part
    parts = tuple(_tidy(each) for each in inside(part))
    if isinstance(part, Sequence | Parallel):
        flat: list[Part] = []
        for each in parts:
            same = type(each) is type(part)
            flat += inside(each) if same else (each,)
        return flat[0] if len(flat) == 1 else type(part)(tuple(flat))
    return with_inside(part, parts)


#: What buttons of the editor do, by name.
ORDERS: Final[dict[str, Order]] = {
    "after": add_after,
    "beside": add_beside,
    "up": up,
    "down": down,
    "wrap": wrap,
    "unwrap": unwrap,
    "choice": make_choice,
    "branch": add_branch,
    "remove": remove,
    "remove-branch": remove_branch,
}


def change(way: Part, order: str, place: str) -> Changed:
    """Do what a button says; raises ``CannotChange`` for what does not fit.

    The place that is returned is there in the new way.
    """
    try:
        made, where = ORDERS[order](way, place)
    except KeyError as error:
        raise CannotChange(
            "Chỗ này không còn trong quy trình / This place is not in the way any more"
        ) from error
    try:
        part_at(made, where)
    except KeyError:
        where = ROOT
    return made, where
