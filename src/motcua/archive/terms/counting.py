"""Closed files counted in groups that have one term, with what a rule makes of them.

One query groups the rows; what the rules say is reckoned once for each subject by the
same function that reckons it for one file, so there are no two readings of a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings.register import shown_to
from motcua.archive.retention import rules
from motcua.archive.terms.register import LONGEST_FIELD
from motcua.archive.terms.register import TERMS
from motcua.base.folding import fold
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import NamedTuple
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping

#: What a term comes to, and what it is counted from.
_TERM: Final = ("class", "start", "until", "waits")
_COUNTED: Final = ("ended", "starts")
#: What rules ask of a file.
_SUBJECT: Final = ("fonds", "by", "procedure", "field", "heading")
_NUMBERS: Final = ("documents", "sheets", "bytes")
#: Subjects that one query names.
_CHUNK: Final = 500


class Subject(NamedTuple):
    """What rules ask of files; ``field`` is folded."""

    fonds: str
    by: str
    procedure: str
    field: str
    heading: str


#: A subject of which no rule speaks.
NOBODY: Final = Subject("", rules.FILE, "", "", "")


@dataclass(frozen=True)
class Group:
    """Closed files of one term; ``bytes`` of what is digital, ``sheets`` of paper.

    ``subject``, ``ended`` and ``starts`` are there where they were asked for, and so is
    ``part``, the value of the column by which the files were parted.
    """

    class_: str
    start: str
    until: date | None
    waits: bool
    files: int
    documents: int
    sheets: int
    bytes: int
    part: str = ""
    ended: int = 0
    starts: int | None = None
    subject: Subject = NOBODY

    @property
    def term(self) -> retention.Term:
        """The term as it is written down."""
        class_ = retention.classes()[self.class_]
        return retention.Term(class_, self.start, self.until, self.waits)


def closed(fonds: Collection[str], groups: Collection[str] | None) -> list[Any]:
    """Return the conditions on closed files of these fonds.

    With ``groups`` those of dossiers that are restricted to others are left out; None
    is for work that shows nothing to anybody.
    """
    found = [TERMS.c.fonds.in_(tuple(fonds)), TERMS.c.state == files.CLOSED]
    if groups is not None:
        found.append(shown_to(TERMS.c.record, groups))
    return found


def subjects_of(
    fonds: Collection[str], groups: Collection[str] | None = None
) -> list[Subject]:
    """Return what rules are asked of the closed files of these fonds, each once."""
    columns = [TERMS.c[name] for name in _SUBJECT]
    query = sa.select(*columns).where(*closed(fonds, groups)).distinct()
    with register_engine().connect() as connection:
        return [Subject(*row) for row in connection.execute(query)]


def groups_of(
    fonds: Collection[str], groups: Collection[str] | None = None, part: str = ""
) -> list[Group]:
    """Return the closed files of these fonds, counted in groups of one term.

    ``part`` is another column by which they are parted, "" for none.
    """
    query = _counted([], part).where(*closed(fonds, groups))
    with register_engine().connect() as connection:
        return [_group(row) for row in connection.execute(query).mappings()]


def groups_about(
    subjects: Iterable[Subject],
    groups: Collection[str] | None = None,
    part: str = "",
) -> list[Group]:
    """Return the same of these subjects alone, with what terms are counted from."""
    columns = [*_COUNTED, *_SUBJECT]
    wanted, found = list(subjects), []
    asked = sa.tuple_(*(TERMS.c[name] for name in _SUBJECT))
    with register_engine().connect() as connection:
        for begin in range(0, len(wanted), _CHUNK):
            some = [tuple(one) for one in wanted[begin : begin + _CHUNK]]
            fonds = {one[0] for one in some}
            query = _counted(columns, part).where(
                *closed(fonds, groups), asked.in_(some)
            )
            found += [_group(row) for row in connection.execute(query).mappings()]
    return found


def _counted(more: Iterable[str], part: str) -> sa.Select[Any]:
    """Return the query of groups by their term and by more columns."""
    common = [TERMS.c[name] for name in (*_TERM, *more)]
    parts = [TERMS.c[part].label("part")] if part else []
    numbers = [sa.func.sum(TERMS.c[name]).label(name) for name in _NUMBERS]
    count = sa.func.count().label("files")
    by = [*common, *([TERMS.c[part]] if part and part not in _TERM else [])]
    return sa.select(*common, *parts, count, *numbers).group_by(*by)


def _group(row: Any) -> Group:
    told: dict[str, Any] = {
        name: row[name] for name in (*_TERM[1:], *_COUNTED) if name in row
    }
    told |= {name: int(row[name]) for name in ("files", *_NUMBERS)}
    if "by" in row:
        told["subject"] = Subject(*(row[name] for name in _SUBJECT))
    return Group(class_=row["class"], part=row.get("part", ""), **told)


def of_file(found: files.FileView) -> Group | None:
    """Return a file as a group of one; None for one that has no term yet."""
    kept = found.kept
    if kept is None:
        return None
    of_field = fold(kept.field)[:LONGEST_FIELD]
    return Group(
        class_=kept.class_,
        start=kept.start,
        until=found.until,
        waits=kept.term.waits,
        files=1,
        documents=found.count,
        sheets=int(found.fields.get("sheets", 0)),
        bytes=kept.bytes,
        ended=kept.ended,
        starts=kept.starts,
        subject=Subject(found.fonds, kept.by, kept.procedure, of_field, found.heading),
    )


class Reckoning:
    """What rules make of files on a day; ``rules`` by fonds."""

    def __init__(
        self, rules: Mapping[str, Iterable[retention.RetentionRule]], on: date
    ) -> None:
        self.rules = {fonds: tuple(each) for fonds, each in rules.items()}
        self.on = on
        self._known: dict[Subject, retention.RetentionRule | None] = {}

    def rule(self, subject: Subject) -> retention.RetentionRule | None:
        """Return the rule that speaks of a subject, None where none does."""
        if subject not in self._known:
            of = self.rules.get(subject.fonds, ())
            self._known[subject] = retention.governing(*subject[1:], self.on, of)
        return self._known[subject]

    def term(self, one: Group) -> retention.Term:
        """Return the term that a group has by the rules, its own where none speaks."""
        rule = self.rule(one.subject)
        if rule is None:
            return one.term
        class_ = retention.classes()[rule.class_]
        starts = one.starts if rule.start == one.start else None
        return retention.term(class_, rule.start, one.ended, starts)
