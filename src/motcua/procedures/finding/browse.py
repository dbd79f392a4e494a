"""Lists of published procedures with counts, from SQL alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
import itertools
from motcua.procedures.tables import CHANGES
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import FACETS
from motcua.procedures.tables import PROCEDURES
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.finding.index import Kept

#: Facets that stand in the entry itself, and those in a table of their own.
COLUMNS: Final = {"field": ENTRIES.c.field, "level": ENTRIES.c.level}
TAGS: Final = ("agency", "audience", "channel", "online", "spot")
NAMES: Final = ("field", "agency", "level", "audience", "channel", "online", "spot")
PUBLISHED: Final = "published"

Facets = dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None does not narrow."""

    field: str | None = None
    level: str | None = None
    agency: str | None = None
    audience: str | None = None
    channel: str | None = None
    online: str | None = None
    spot: str | None = None

    def chosen(self) -> Iterator[tuple[str, str]]:
        """Iterate over the facets that narrow, each with its value."""
        for name in NAMES:
            value = getattr(self, name)
            if value is not None:
                yield name, value

    def conditions(self) -> list[Any]:
        """Return the conditions on an entry."""
        found = [
            column == getattr(self, name)
            for name, column in COLUMNS.items()
            if getattr(self, name) is not None
        ]
        found += [
            tagged(name, getattr(self, name))
            for name in TAGS
            if getattr(self, name) is not None
        ]
        return found


def tagged(facet: str, value: str) -> Any:
    """Return the condition that an entry carries a value of a facet."""
    return ENTRIES.c.id.in_(
        sa.select(FACETS.c.entry).where(
            FACETS.c.facet == facet, FACETS.c.value == value
        )
    )


def in_force(on: date) -> list[Any]:
    """Return the conditions that an entry is published and holds on a day."""
    return [
        PROCEDURES.c.code == ENTRIES.c.code,
        PROCEDURES.c.state == PUBLISHED,
        sa.or_(ENTRIES.c.begins.is_(None), ENTRIES.c.begins <= on),
        sa.or_(ENTRIES.c.ends.is_(None), ENTRIES.c.ends >= on),
    ]


def page(
    connection: sa.Connection, filters: Filters, on: date, limit: int, offset: int
) -> tuple[int, list[Any]]:
    """Return how many entries there are and the rows of one page, by title."""
    conditions = [*in_force(on), *filters.conditions()]
    total = connection.execute(
        sa.select(sa.func.count()).select_from(ENTRIES, PROCEDURES).where(*conditions)
    ).scalar_one()
    rows = connection.execute(
        sa.select(ENTRIES)
        .where(*conditions)
        .order_by(ENTRIES.c.field, ENTRIES.c.title, ENTRIES.c.code)
        .limit(limit)
        .offset(offset)
    ).all()
    return total, list(rows)


def facets(connection: sa.Connection, conditions: list[Any]) -> Facets:
    """Count the values of every facet among the entries that meet the conditions.

    Values are in the order of their counts, then of the alphabet; entries without
    a value are not counted.
    """
    found: Facets = {}
    for name, column in COLUMNS.items():
        found[name] = _counted(
            connection, sa.select(column, sa.func.count()).group_by(column), conditions
        )
    for name in TAGS:
        query = (
            sa.select(FACETS.c.value, sa.func.count())
            .where(FACETS.c.facet == name, FACETS.c.entry == ENTRIES.c.id)
            .group_by(FACETS.c.value)
        )
        found[name] = _counted(connection, query, conditions)
    return {name: found[name] for name in NAMES}


def _counted(
    connection: sa.Connection, query: Any, conditions: list[Any]
) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(query.where(*conditions)).tuples().all()
    return in_order({str(value): int(number) for value, number in rows})


def in_order(counted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the values, most frequent first, then by the alphabet; "" is no value."""
    pairs = ((value, number) for value, number in counted.items() if value)
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def counted(found: Iterable[Kept]) -> Facets:
    """Count the values of every facet among entries of the index."""
    tags = Counter(itertools.chain.from_iterable(each.tags for each in found))
    numbers: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    for (facet, value), number in tags.items():
        if facet in numbers:
            numbers[facet][value] = number
    return {name: in_order(numbers[name]) for name in NAMES}


#: Facets of whole lists, by the state of the tables, the day and the filters.
_kept: dict[tuple[Any, ...], Facets] = {}
KEPT: Final = 256


def kept_facets(connection: sa.Connection, filters: Filters, on: date) -> Facets:
    """Return the facets of a list, counted again only when the tables changed.

    The number of the last change tells the tables' state without reading them.
    """
    state = connection.execute(sa.select(CHANGES.c.number)).scalar()
    key = (str(connection.engine.url), state, on, filters)
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = facets(connection, [*in_force(on), *filters.conditions()])
    return _kept[key]


def offered(connection: sa.Connection, unit: str, level: str, on: date) -> list[Any]:
    """Return the rows that the one-stop unit `unit` of `level` offers, by title.

    A unit offers what names it, and what names no unit when it is received at the
    level of the unit (`receiving.levels_of`).
    """
    named = sa.select(FACETS.c.entry).where(FACETS.c.facet == "unit")
    stated = sa.select(FACETS.c.entry).where(FACETS.c.facet == "receipt")
    decided = sa.and_(ENTRIES.c.level == level, ENTRIES.c.id.not_in(stated))
    own_level = sa.and_(
        sa.or_(tagged("receipt", level), decided), ENTRIES.c.id.not_in(named)
    )
    query = (
        sa.select(ENTRIES)
        .where(*in_force(on), sa.or_(tagged("unit", unit), own_level))
        .order_by(ENTRIES.c.title, ENTRIES.c.code)
    )
    return list(connection.execute(query).all())


def begun(connection: sa.Connection, since: date, until: date, limit: int) -> list[Any]:
    """Return what holds on `until` and began on `since` or later, latest first."""
    query = (
        sa.select(ENTRIES)
        .where(*in_force(until), ENTRIES.c.begins >= since)
        .order_by(ENTRIES.c.begins.desc(), ENTRIES.c.code)
        .limit(limit)
    )
    return list(connection.execute(query).all())


def fields_with_counts(
    connection: sa.Connection, *states: str
) -> list[tuple[str, int]]:
    """Return the fields of published procedures and of those in `states`, by name."""
    codes = sa.func.count(sa.distinct(ENTRIES.c.code))
    query = (
        sa.select(ENTRIES.c.field, codes)
        .join(PROCEDURES, PROCEDURES.c.code == ENTRIES.c.code)
        .where(PROCEDURES.c.state.in_((PUBLISHED, *states)))
        .group_by(ENTRIES.c.field)
        .order_by(ENTRIES.c.field)
    )
    return list(connection.execute(query).tuples().all())
