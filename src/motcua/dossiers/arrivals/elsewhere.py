"""Received here for an agency elsewhere (phi địa giới): who has paper and money.

A unit receives for any agency of the province. It keeps following and returning the
dossier; the agency that decides takes part from the moment it is handed on. The paper
is where the ledger says the dossier is, unless it is on a hand-over list that nobody
has acknowledged: then it is on its way.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from motcua.dossiers.cash.receipts import RECEIPTS
from motcua.dossiers.handovers import store
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any


#: The kind of list on which papers go from one place to another.
HANDED: str = "dossiers-handover"


@dataclass(frozen=True)
class Held:
    """One dossier: where it came in, who decides, who has its paper and its money.

    ``paper`` is the code of a unit; ``on_list`` the list with which the paper is on its
    way, "" when it has arrived. ``money`` is what was collected, in whole đồng.
    """

    code: str
    procedure: str
    state: str
    unit: str
    competent: str
    received_at: datetime
    due_at: datetime | None
    paper: str
    on_list: str
    money: int


def for_others(
    site: Any, units: Collection[str], groups: Collection[str], limit: int
) -> list[Held]:
    """Return what units received for agencies elsewhere and is not returned yet.

    Only what the groups may view, the oldest first.
    """
    return _held(site, DOSSIERS.c.unit.in_(units), groups, limit)


def by_others(
    site: Any, agencies: Collection[str], groups: Collection[str], limit: int
) -> list[Held]:
    """Return what others received for agencies, as far as the groups may view it."""
    return _held(site, DOSSIERS.c.competent.in_(agencies), groups, limit)


def coming(agencies: Collection[str], groups: Collection[str]) -> int:
    """Return how many more others received for agencies, that are not handed on yet."""
    query = sa.select(sa.func.count()).where(
        _open(), DOSSIERS.c.competent.in_(agencies), sa.not_(visible(groups))
    )
    with register_engine().connect() as connection:
        return int(connection.execute(query).scalar_one())


def _open() -> Any:
    return sa.and_(
        DOSSIERS.c.competent != "",
        DOSSIERS.c.open,
        DOSSIERS.c.returned_at.is_(None),
    )


def _held(site: Any, condition: Any, groups: Collection[str], limit: int) -> list[Held]:
    c = DOSSIERS.c
    money = (
        sa.select(sa.func.coalesce(sa.func.sum(RECEIPTS.c.amount), 0))
        .where(RECEIPTS.c.code == c.code)
        .scalar_subquery()
    )
    columns = (c.code, c.procedure, c.state, c.unit, c.competent)
    query = (
        sa.select(*columns, c.received_at, c.due_at, c.holder, money.label("money"))
        .where(_open(), condition, visible(groups))
        .order_by(c.received_at, c.code)
        .limit(limit)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    return [
        Held(*row[:7], row.holder, store.on_list(site, HANDED, row.code), row.money)
        for row in rows
    ]
