"""Closed files counted in groups that have one term, with what a rule makes of them.

One query groups the rows; what the rules say is reckoned once for each group by the
same function that reckons it for one file, so there are no two readings of a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings.register import shown_to
from motcua.archive.terms.register import LONGEST_FIELD
from motcua.archive.terms.register import TERMS
from motcua.base.folding import fold
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping

#: What files of one group have in common, beside their numbers.
_COMMON: Final = (
    "fonds",
    "department",
    "medium",
    "heading",
    "class",
    "start",
    "until",
    "waits",
    "ended",
    "starts",
    "by",
    "procedure",
    "field",
)


@dataclass(frozen=True)
class Group:
    """Closed files of one term; ``bytes`` of what is digital, ``sheets`` of paper."""

    fonds: str
    department: str
    medium: str
    heading: str
    class_: str
    start: str
    until: date | None
    waits: bool
    ended: int
    starts: int | None
    by: str
    procedure: str
    field: str
    files: int
    documents: int
    sheets: int
    bytes: int

    @property
    def term(self) -> retention.Term:
        """The term as it is written down."""
        class_ = retention.classes()[self.class_]
        return retention.Term(class_, self.start, self.until, self.waits)


_FIELDS: Final = tuple(one.name for one in dataclass_fields(Group))


def closed(fonds: Collection[str], groups: Collection[str] | None) -> list[Any]:
    """Return the conditions on closed files of these fonds.

    With ``groups`` those of dossiers that are restricted to others are left out; None
    is for work that shows nothing to anybody.
    """
    found = [TERMS.c.fonds.in_(tuple(fonds)), TERMS.c.state == files.CLOSED]
    if groups is not None:
        found.append(shown_to(TERMS.c.record, groups))
    return found


def groups_of(
    fonds: Collection[str], groups: Collection[str] | None = None
) -> list[Group]:
    """Return the closed files of these fonds, counted in groups of one term."""
    common = [TERMS.c[name] for name in _COMMON]
    numbers = [sa.func.sum(TERMS.c[name]) for name in ("documents", "sheets", "bytes")]
    query = (
        sa.select(*common, sa.func.count(), *numbers)
        .where(*closed(fonds, groups))
        .group_by(*common)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    return [
        Group(**dict(zip(_FIELDS, (*row[:-4], *map(int, row[-4:])), strict=True)))
        for row in rows
    ]


def of_file(found: files.FileView) -> Group | None:
    """Return a file as a group of one; None for one that has no term yet."""
    kept = found.kept
    if kept is None:
        return None
    return Group(
        fonds=found.fonds,
        department=found.department,
        medium=found.fields.get("medium", ""),
        heading=found.heading,
        class_=kept.class_,
        start=kept.start,
        until=found.until,
        waits=kept.term.waits,
        ended=kept.ended,
        starts=kept.starts,
        by=kept.by,
        procedure=kept.procedure,
        field=fold(kept.field)[:LONGEST_FIELD],
        files=1,
        documents=found.count,
        sheets=int(found.fields.get("sheets", 0)),
        bytes=kept.bytes,
    )


class Reckoning:
    """What rules make of files on a day; ``rules`` by fonds."""

    def __init__(
        self, rules: Mapping[str, Iterable[retention.RetentionRule]], on: date
    ) -> None:
        self.rules = {fonds: tuple(each) for fonds, each in rules.items()}
        self.on = on
        self._known: dict[tuple[str, ...], retention.RetentionRule | None] = {}

    def rule(self, one: Any) -> retention.RetentionRule | None:
        """Return the rule that speaks of a group, or of anything with its fields."""
        asked = (one.fonds, one.by, one.procedure, one.field, one.heading)
        if asked not in self._known:
            of = self.rules.get(one.fonds, ())
            self._known[asked] = retention.governing(*asked[1:], self.on, of)
        return self._known[asked]

    def term(self, one: Any) -> retention.Term:
        """Return the term that a group has by the rules, its own where none speaks."""
        rule = self.rule(one)
        if rule is None:
            found: retention.Term = one.term
            return found
        class_ = retention.classes()[rule.class_]
        starts = one.starts if rule.start == one.start else None
        return retention.term(class_, rule.start, one.ended, starts)
