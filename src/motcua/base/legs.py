"""The parts of a way through several hands (liên thông): legs, in line or side by side.

How their due dates follow from each other is in `routes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.durations import Term


@dataclass(frozen=True)
class Leg:
    """One step or one agency's part; `key` is unique in the way, `name` is shown."""

    key: str
    term: Term
    calendar: WorkingCalendar
    name: str = ""


@dataclass(frozen=True)
class InSequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts, "sequence")


@dataclass(frozen=True)
class InParallel:
    """Parts that begin together; done when the last of them is."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts, "parallel")


Part = Leg | InSequence | InParallel


def legs_of(way: Part) -> Iterator[Leg]:
    """Yield the legs of a way in the order in which they are written."""
    if isinstance(way, Leg):
        yield way
        return
    for part in way.parts:
        yield from legs_of(part)


def _check_parts(parts: tuple[Part, ...], kind: str) -> None:
    if not parts:
        raise ValueError(
            f"A {kind} without parts: cần ít nhất một phần / needs at least one part"
        )
