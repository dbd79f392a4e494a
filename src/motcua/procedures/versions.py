"""Versions of procedures by code: what holds now, and what once held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.base import vietnam
from motcua.organisation import units
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.finding import browse
from motcua.procedures.folder import folder
from motcua.procedures.interfaces import IProcedure
from motcua.procedures.naming import scope
from motcua.procedures.spans import Span
from motcua.procedures.spans import spans
from motcua.storage.engines import register_engine
from typing import Any
from typing import Literal


__all__ = [
    "Act",
    "Begun",
    "Case",
    "Channel",
    "Fee",
    "Offer",
    "Paper",
    "Span",
    "Standing",
    "Version",
    "begun",
    "current",
    "get",
    "history",
    "offered_by",
    "published",
    "standing",
]

#: Whatever was published once is answered for ever: slips and posters name it.
PUBLIC = (browse.PUBLISHED, "withdrawn")
StandingKind = Literal["in_force", "planned", "ended", "withdrawn"]


@dataclass(frozen=True)
class Offer:
    """A procedure that a one-stop unit receives dossiers for."""

    code: str
    title: str
    field: str
    digest: str


@dataclass(frozen=True)
class Standing:
    """How a procedure that was once published stands on a day.

    `span` is what a reader gets to see: what holds, else what held last, else what
    will hold first; None when no version ever holds. `following` will hold later,
    `waiting` should hold already and waits for approvals. `deed` and `replaced_by`
    (codes) belong to a repeal. `elsewhere` says that our units do not receive it.
    """

    kind: StandingKind
    span: Span | None
    following: tuple[Span, ...] = ()
    waiting: tuple[Version, ...] = ()
    deed: str = ""
    replaced_by: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True)
class Begun(Offer):
    """A version that began to hold on a day."""

    begins: date


def procedure(code: str, site: Any = None) -> Any:
    """Return the Procedure object with `code`, in any state; KeyError without."""
    found = folder(site).get(code)
    if not IProcedure.providedBy(found):
        raise KeyError(f"{code}: không có thủ tục này / no such procedure")
    return found


def published(content: Any) -> bool:
    """Say whether the procedure object is published, in force or not."""
    return bool(content.state == browse.PUBLISHED)


def current(code: str, on: date | None = None, site: Any = None) -> Version:
    """Return what the published procedure `code` says on the day `on` (today).

    Raises KeyError when there is no such procedure, when it is not published, and
    when no version of it is in force: to a reader these are one answer.
    """
    content = procedure(code, site)
    found = content.in_force(on or vietnam.today()) if published(content) else None
    if found is None:
        raise KeyError(f"{code}: không có thủ tục này / no such procedure")
    return found


def standing(code: str, on: date | None = None, site: Any = None) -> Standing:
    """Return how the procedure `code` stands on the day `on` (today).

    KeyError for what was never published: to a reader it does not exist.
    """
    content = procedure(code, site)
    if content.state not in PUBLIC:
        raise KeyError(f"{code}: không có thủ tục này / no such procedure")
    day = on or vietnam.today()
    held = spans(content)
    begun = [span for span in held if not span.begins or span.begins <= day]
    # Of what has ended, the one that ended last: no two overlap.
    shown = max(begun, key=lambda span: span.ends or date.max, default=None)
    kind: StandingKind = "withdrawn"
    if published(content):
        kind = "ended" if shown else "planned"
        if shown and shown.holds(day):
            kind = "in_force"
    if shown is None:
        shown = min(held, key=lambda span: span.begins or date.min, default=None)
    ending = content.ending
    return Standing(
        kind=kind,
        span=shown,
        following=tuple(span for span in held if span.begins and span.begins > day),
        waiting=tuple(version for version, _missing in content.waiting(day)),
        deed=ending.deed if ending else "",
        replaced_by=ending.replaced_by if ending else (),
        elsewhere=scope.outside(content.field, site),
    )


def history(code: str, site: Any = None) -> tuple[Span, ...]:
    """Return every version that held on some day, oldest first.

    KeyError for what was never published.
    """
    content = procedure(code, site)
    if content.state not in PUBLIC:
        raise KeyError(f"{code}: không có thủ tục này / no such procedure")
    return tuple(sorted(spans(content), key=lambda span: span.begins or date.min))


def get(code: str, digest: str, site: Any = None) -> Version:
    """Return the kept version `digest` of `code` whatever its state or date.

    For dossiers, which name the version they were received under. KeyError when it
    was never adopted.
    """
    return procedure(code, site).version(digest)


def offered_by(unit_code: str, on: date | None = None, site: Any = None) -> list[Offer]:
    """Return what a one-stop unit receives dossiers for on a day (today), by title.

    Procedures that name units are offered by those; the others by every unit of the
    level that decides. Raises UnknownUnit for a code nobody has.
    """
    unit = units.get(unit_code, site)
    with register_engine().connect() as connection:
        rows = browse.offered(connection, unit.code, unit.level, on or vietnam.today())
    return [Offer(row.code, row.title, row.field, row.digest) for row in rows]


def begun(since: date, until: date, limit: int) -> list[Begun]:
    """Return what began to hold between two days and holds on the second, latest first.

    Both days are included; what holds since ever is not among it.
    """
    with register_engine().connect() as connection:
        rows = browse.begun(connection, since, until, limit)
    return [
        Begun(row.code, row.title, row.field, row.digest, row.begins) for row in rows
    ]
