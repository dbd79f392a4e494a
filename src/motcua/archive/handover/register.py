"""Hand-over in SQL: inventories, and closed files with the day they are due."""

from __future__ import annotations

from motcua.archive.handover import holdback
from motcua.archive.handover import leaving
from motcua.archive.handover import lists
from motcua.archive.handover import store
from motcua.archive.handover import terms
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.register import shown_to
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IProjection
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.projections import Key
from motcua.storage.projections import Row
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

#: The job that takes over all that wait; keys are "<inventory>:<number of event>".
ACCEPT: Final = "handover-accept"
LARGEST_PAGE: Final = 200

#: Kinds of lists, as their codes begin.
INVENTORY: Final = "NL"
HOLD_BACK: Final = "GL"
LEAVING: Final = "BG"
#: States at which lists of each kind are over.
_OVER: Final = {
    INVENTORY: (lists.DONE, lists.GIVEN_UP),
    HOLD_BACK: ("refused", "ended"),
    LEAVING: ("done",),
}

#: ``kind`` is one of those above.
LISTS = sa.Table(
    "handover_lists",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(4), nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("files", sa.Integer, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("submitted_at", UTCDateTime),
    sa.Column("due", sa.Date),
    sa.Index("ix_handover_lists_fonds", "kind", "fonds", "year", "number"),
    sa.Index("ix_handover_lists_department", "kind", "department"),
)

#: Files that are with their makers, by the person who keeps them; "" for others.
HOLDERS = sa.Table(
    "handover_holders",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Index("ix_handover_holders_person", "person", "department"),
)

#: Files; ``due`` is None before one is closed for the first time and when it is
#: destroyed, ``inventory`` "" when it stands on none. ``open`` ones were returned or
#: opened again: they are due as before, and are not handed over as they are.
FILES = sa.Table(
    "handover_files",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("due", sa.Date),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("keeping", sa.String(16), nullable=False),
    sa.Column("inventory", sa.String(80), nullable=False),
    sa.Column("held_until", sa.Date),
    sa.Column("appraisal", sa.String(80), nullable=False),
    sa.Column("record", sa.String(64)),
    sa.Column("paper", sa.Boolean, nullable=False),
    sa.Index("ix_handover_files_due", "fonds", "keeping", "department", "due"),
)


class _Lists(TableProjection):
    """What the projections onto ``handover_lists`` have in common.

    Several share the table, so each knows the rows of its ``kind`` alone: to compare or
    rebuild one must not touch those of the others.
    """

    table = LISTS
    kind = ""

    def stored(self, connection: sa.Connection) -> Iterator[tuple[Key, Row]]:
        """See ``IProjection``."""
        for key, row in super().stored(connection):
            if row["kind"] == self.kind:
                yield key, row


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class Inventories(_Lists):
    """Inventories onto ``handover_lists``; they ask for what is left to be taken."""

    follows = ("motcua.archive.handover.store.Inventory",)
    kind = INVENTORY

    def row(self, obj: store.Inventory) -> dict[str, Any]:
        """Return the row of an inventory."""
        found = lists.view(obj)
        names = ("code", "length", "fonds", "department", "year", "number", "state")
        return {
            **{name: getattr(found, name) for name in names},
            "kind": self.kind,
            "files": len(found.items),
            "waiting": len(found.at(lists.WAITS)),
            "submitted_at": found.submitted_at,
            "due": found.answer_by,
        }

    def truth(self, site: Any) -> Iterator[store.Inventory]:
        """Iterate over every inventory of the site."""
        return store.every_inventory(site)

    def jobs(self, obj: store.Inventory) -> Iterator[Wanted]:
        """Ask for the files that were taken over all at once."""
        for event in lists.view(obj).events:
            if event.type == "accept_rest":
                key = f"{obj.code}:{event.number}"
                yield Wanted(ACCEPT, key, {}, Urgency.BACKGROUND)

    def numbers(self, obj: store.Inventory) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = lists.view(obj)
        yield f"inventory:{found.fonds}", str(found.year), found.number


@implementer(IProjection, IIssuesNumbers)
class HoldBacks(_Lists):
    """Requests to keep files onto ``handover_lists``."""

    follows = ("motcua.archive.handover.store.HoldBack",)
    kind = HOLD_BACK

    def row(self, obj: store.HoldBack) -> dict[str, Any]:
        """Return the row of a request."""
        found = holdback.view(obj)
        names = ("code", "length", "fonds", "department", "year", "number", "state")
        return {
            **{name: getattr(found, name) for name in names},
            "kind": self.kind,
            "files": len(found.files),
            "waiting": len(found.files) if found.state == holdback.ASKED else 0,
            "submitted_at": found.asked_at,
            "due": found.until,
        }

    def truth(self, site: Any) -> Iterator[store.HoldBack]:
        """Iterate over every request of the site."""
        return store.every_holdback(site)

    def numbers(self, obj: store.HoldBack) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = holdback.view(obj)
        yield f"holdback:{found.fonds}", str(found.year), found.number


@implementer(IProjection)
class Holders(TableProjection):
    """Files that are with their makers onto ``handover_holders``."""

    follows = ("motcua.archive.holdings.store.File",)
    table = HOLDERS

    def row(self, obj: holdings.File) -> dict[str, Any]:
        """Return the row of a file; one that its maker has no more has no person."""
        found = files.view(obj)
        here = found.keeping == handed.MAKER and found.destroyed is None
        names = ("code", "length", "department")
        told = {name: getattr(found, name) for name in names}
        return {**told, "person": found.holder[:64] if here else ""}

    def truth(self, site: Any) -> Iterator[holdings.File]:
        """Iterate over every file of the site."""
        return holdings.every_file(site)


@implementer(IProjection, IIssuesNumbers)
class Leavings(_Lists):
    """What persons hand on onto ``handover_lists``."""

    follows = ("motcua.archive.handover.store.Leaving",)
    kind = LEAVING

    def row(self, obj: store.Leaving) -> dict[str, Any]:
        """Return the row of what a person hands on."""
        found = leaving.view(obj)
        names = ("code", "length", "fonds", "department", "year", "number", "state")
        return {
            **{name: getattr(found, name) for name in names},
            "kind": self.kind,
            "files": len(found.items),
            "waiting": len(found.at(lists.WAITS)),
            "submitted_at": found.drawn_at,
            "due": None,
        }

    def truth(self, site: Any) -> Iterator[store.Leaving]:
        """Iterate over everything that persons hand on."""
        return store.every_leaving(site)

    def numbers(self, obj: store.Leaving) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = leaving.view(obj)
        yield f"leaving:{found.fonds}", str(found.year), found.number


@implementer(IProjection)
class Due(TableProjection):
    """Files with the day on which they are due onto ``handover_files``.

    Every file has a row at all times: a row that went away would be left behind by
    whoever wrote the next one.
    """

    follows = ("motcua.archive.holdings.store.File",)
    table = FILES

    def row(self, obj: holdings.File) -> dict[str, Any]:
        """Return the row of a file."""
        found = files.view(obj)
        due = terms.due(found) if found.destroyed is None else None
        names = ("code", "length", "fonds", "department", "keeping", "inventory")
        return {
            **{name: getattr(found, name) for name in names},
            "due": due,
            "open": found.state == files.OPEN,
            "held_until": found.held_until,
            "appraisal": found.appraisal,
            "record": found.record or None,
            "paper": found.on_paper,
        }

    def truth(self, site: Any) -> Iterator[holdings.File]:
        """Iterate over every file of the site."""
        return holdings.every_file(site)


def ready(
    fonds: str,
    department: str,
    most: int,
    today: date | None = None,
    groups: Collection[str] | None = None,
) -> list[str]:
    """Return codes of files that their maker can hand over, the first due first.

    Those that are held back come with ``today`` only when that time is over, those of
    restricted dossiers for ``groups`` that may view them; None stands for everybody.
    """
    shown = [] if groups is None else [shown_to(FILES.c.record, groups)]
    query = (
        sa.select(FILES.c.code)
        .where(*_waits([fonds], [department]), sa.not_(FILES.c.open), *shown)
        .order_by(FILES.c.due, FILES.c.code)
        .limit(most)
    )
    free = sa.or_(FILES.c.held_until.is_(None), FILES.c.held_until < today)
    with register_engine().connect() as connection:
        return list(connection.execute(query.where(free)).scalars())


def _waits(fonds: Collection[str], departments: Collection[str] | None) -> list[Any]:
    found = [
        FILES.c.fonds.in_(tuple(fonds)),
        FILES.c.keeping == handed.MAKER,
        FILES.c.inventory == "",
        FILES.c.appraisal == "",
        FILES.c.due.is_not(None),
    ]
    if departments is not None:
        found.append(FILES.c.department.in_(tuple(departments)))
    return found


def held_by(person: str, department: str = "", most: int = 5000) -> list[str]:
    """Return codes of files that a person keeps, in one department or in all."""
    query = sa.select(HOLDERS.c.code).where(HOLDERS.c.person == person)
    if department:
        query = query.where(HOLDERS.c.department == department)
    with register_engine().connect() as connection:
        found = connection.execute(query.order_by(HOLDERS.c.code).limit(most))
        return list(found.scalars())


def counts(
    fonds: Collection[str],
    departments: Collection[str] | None,
    groups: Collection[str],
    today: date,
    soon: date,
) -> list[Any]:
    """Return rows (department, overdue, soon, later, held, first) of what waits.

    ``departments`` None asks for all of the fonds. What was returned is due as it was.
    What the groups may not see is not counted.
    """
    held = sa.and_(FILES.c.held_until.is_not(None), FILES.c.held_until >= today)
    free = sa.not_(sa.func.coalesce(held, sa.false()))

    def number(*conditions: Any) -> Any:
        return sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0))

    query = (
        sa.select(
            FILES.c.fonds,
            FILES.c.department,
            number(free, FILES.c.due < today).label("overdue"),
            number(free, FILES.c.due >= today, FILES.c.due <= soon).label("soon"),
            number(free, FILES.c.due > soon).label("later"),
            number(held).label("held"),
            sa.func.min(FILES.c.due).label("first"),
        )
        .where(*_waits(fonds, departments), shown_to(FILES.c.record, groups))
        .group_by(FILES.c.fonds, FILES.c.department)
        .order_by(sa.func.min(FILES.c.due))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def of_fonds(
    kind: str,
    fonds: Collection[str],
    departments: Collection[str],
    *,
    limit: int = 50,
    offset: int = 0,
) -> list[Any]:
    """Return rows of lists of these fonds or departments: open ones first."""
    mine = sa.or_(
        LISTS.c.fonds.in_(tuple(fonds)), LISTS.c.department.in_(tuple(departments))
    )
    over = LISTS.c.state.in_(_OVER[kind])
    query = (
        sa.select(LISTS)
        .where(LISTS.c.kind == kind, mine)
        .order_by(over, LISTS.c.year.desc(), LISTS.c.number.desc(), LISTS.c.fonds)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())
