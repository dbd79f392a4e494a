"""Rows of a load that no dossier stands behind: rows of real ones, moved.

A row is copied from that of a played dossier that went the same road, moved by
whole weeks to another day and to other departments. So whatever columns and side
tables the register has, these rows fill them as real ones do. Their head is a mark
that no chain of hashes has, by which ``register verify`` knows them. Their persons
are invented as those of the played ones are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from motcua.dossiers.folder import find
from motcua.dossiers.people import People
from motcua.dossiers.people.index import PRETENDED
from motcua.dossiers.people.index import row_of
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import MARK
from motcua.dossiers.register import Register
from motcua.setup.load.played import persons
from motcua.setup.load.province import PROCEDURES
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component.hooks import getSite


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from motcua.setup.load.lives import Life
    from motcua.setup.load.lives import Road

BATCH: Final = 2_000
PATTERNS: Final = 40
"""Rows kept to copy from, for each road and day of the week."""

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class _Pattern:
    life: Life
    row: dict[str, Any]


class Copies:
    """Makes rows from those of played dossiers."""

    def __init__(self, played: Iterable[Life]) -> None:
        self.register, self.people = Register(), People()
        self._patterns: dict[tuple[Road, int], list[_Pattern]] = defaultdict(list)
        self._of_road: dict[Road, list[_Pattern]] = defaultdict(list)
        site = getSite()
        for life in played:
            kept = self._patterns[life.road, life.day.weekday()]
            if len(kept) < PATTERNS:
                dossier = find(site, life.code)
                if dossier is not None:
                    kept.append(_Pattern(life, self.register.row(dossier)))
                    self._of_road[life.road].append(kept[-1])

        self._any = next(iter(self._of_road.values()))

    def write(self, connection: sa.Connection, batch: Sequence[Life]) -> int:
        """Write the rows of a batch that are not there yet; return how many."""
        there = sa.select(DOSSIERS.c.code).where(
            DOSSIERS.c.code.in_([life.code for life in batch])
        )
        known = set(connection.execute(there).scalars())
        new = [life for life in batch if life.code not in known]
        if new:
            self.register.fill(connection, [self.row(life) for life in new])
            self.people.fill(
                connection,
                [
                    row_of(life.code, life.unit, PRETENDED, persons(life.number))
                    for life in new
                ],
            )
        return len(new)

    def row(self, life: Life) -> dict[str, Any]:
        """Return the row of a life."""
        some = self._patterns.get((life.road, life.day.weekday()))
        # A small load has no dossier for every road and day of the week.
        some = some or self._of_road.get(life.road) or self._any
        pattern = some[life.number % len(some)]
        moved = _Moved(
            {
                pattern.life.code: life.code,
                pattern.life.unit: life.unit,
                pattern.life.department: life.department,
                PROCEDURES[pattern.life.procedure]: PROCEDURES[life.procedure],
            },
            round((life.day - pattern.life.day) / WEEK) * WEEK,
        )
        return {**moved(pattern.row), "head": MARK}


@dataclass(frozen=True)
class _Moved:
    """The same value at another time and place."""

    names: dict[str, str]
    by: timedelta

    def __call__(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.names.get(value, value)
        if isinstance(value, datetime):
            return value + self.by
        if isinstance(value, dict):
            return {name: self(each) for name, each in value.items()}
        if isinstance(value, tuple):
            return tuple(self(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: self(getattr(value, f.name)) for f in fields(value)}
            return replace(value, **changed)
        return value
