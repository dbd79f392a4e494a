"""What each person chose last and how often, so that the usual stands first.

Counted after the transaction and apart from it. Nothing is decided by it, and a lost
row costs its person a few keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
import transaction
from typing import Final


#: Times and share from which a choice is the usual one.
USUAL_TIMES: Final = 3
USUAL_SHARE: Final = 0.75
#: Longest text of a way; a longer one is not remembered.
LONGEST: Final = 120

#: matter: what was chosen (the code of a procedure); way: how (case and channel).
HABITS = sa.Table(
    "habits",
    metadata,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("matter", sa.String(64), primary_key=True),
    sa.Column("way", sa.String(LONGEST), primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("last_at", UTCDateTime, nullable=False),
)


@dataclass(frozen=True)
class Habit:
    """A matter, the way that is usual for it ("" where none is), the last time."""

    matter: str
    way: str
    last_at: datetime


def note_on_commit(person: str, matter: str, way: str, now: datetime) -> None:
    """Count a choice when, and if, the present transaction is committed."""

    def count(committed: bool) -> None:
        if committed and len(way) <= LONGEST:
            note(person, matter, way, now)

    transaction.get().addAfterCommitHook(count)


def note(person: str, matter: str, way: str, now: datetime) -> None:
    """Count a choice at once."""
    values = {
        "person": person,
        "matter": matter,
        "way": way,
        "times": 1,
        "last_at": now,
    }
    with register_engine().begin() as connection:
        connection.execute(
            insert_for(connection, HABITS)
            .values(values)
            .on_conflict_do_update(
                index_elements=list(HABITS.primary_key),
                set_={"times": HABITS.c.times + 1, "last_at": now},
            )
        )


def of(person: str, limit: int) -> list[Habit]:
    """Return what a person chose, the last first."""
    query = sa.select(
        HABITS.c.matter, HABITS.c.way, HABITS.c.times, HABITS.c.last_at
    ).where(HABITS.c.person == person)
    found: dict[str, list[tuple[str, int, datetime]]] = {}
    with register_engine().connect() as connection:
        for matter, way, times, last_at in connection.execute(query):
            found.setdefault(matter, []).append((way, times, last_at))
    habits = [
        Habit(matter, _usual(ways), max(at for _way, _times, at in ways))
        for matter, ways in found.items()
    ]
    return sorted(habits, key=lambda habit: habit.last_at, reverse=True)[:limit]


def usual(person: str, matter: str) -> str:
    """Return the way that is usual for a person in a matter, "" where none is."""
    query = sa.select(HABITS.c.way, HABITS.c.times, HABITS.c.last_at).where(
        HABITS.c.person == person, HABITS.c.matter == matter
    )
    with register_engine().connect() as connection:
        return _usual([(way, n, at) for way, n, at in connection.execute(query)])


def _usual(ways: list[tuple[str, int, datetime]]) -> str:
    way, times, _at = max(ways, key=lambda each: each[1], default=("", 0, None))
    total = sum(each[1] for each in ways)
    enough = times >= USUAL_TIMES and times >= USUAL_SHARE * total
    return way if enough else ""
