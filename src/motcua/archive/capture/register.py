"""Batches in SQL: one row each with its figures, and the jobs that a batch asks for."""

from __future__ import annotations

from datetime import datetime
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IProjection
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from motcua.archive.capture.store import Batch

#: The longest page of batches that is read at once.
LARGEST_PAGE: Final = 100
#: Kinds of jobs; keys are "<batch>:<number of the arrival or event>".
LOOK: Final = "capture-look"
FILE: Final = "capture-file"

BATCHES = sa.Table(
    "capture_batches",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("scanner", sa.String(40), nullable=False),
    sa.Column("opened_at", UTCDateTime, nullable=False),
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in (
            "declared",
            "arrived",
            "cut",
            "documents",
            "filed",
            "covers",
            "unassigned",
            "rejected",
            "quarantined",
            "turned_away",
        )
    ),
    sa.Index("ix_capture_batches_unit", "unit", "opened_at"),
)


@implementer(IProjection)
class Batches(TableProjection):
    """Batches onto ``capture_batches``; derives the jobs that look and file."""

    follows = ("motcua.archive.capture.store.Batch",)
    table = BATCHES

    def row(self, obj: Batch) -> dict[str, Any]:
        """Return the row of a batch."""
        found = layout.fold(obj)
        return {
            "code": obj.code,
            "length": obj.length,
            "unit": found.unit,
            "purpose": found.purpose,
            "state": found.state,
            "scanner": found.scanner,
            "opened_at": datetime.fromisoformat(found.opened_at),
            "declared": found.declared,
            **vars(found.figures),
        }

    def truth(self, site: Any) -> Iterator[Batch]:
        """Iterate over every batch of the site."""
        return store.every(site)


def of_units(
    units: Iterable[str],
    *,
    states: Iterable[str] = (),
    limit: int = 25,
    offset: int = 0,
) -> list[Any]:
    """Return rows of batches of these units, the newest first."""
    query = sa.select(BATCHES).where(BATCHES.c.unit.in_(tuple(units)))
    if wanted := tuple(states):
        query = query.where(BATCHES.c.state.in_(wanted))
    page = (
        query.order_by(BATCHES.c.opened_at.desc(), BATCHES.c.code.desc())
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(page).mappings())
