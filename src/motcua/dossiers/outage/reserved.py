"""Blocks of numbers in SQL: how many of each are left, entered, approved, void."""

from __future__ import annotations

from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import store
from motcua.storage.interfaces import IIssuesNumbers
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
    from collections.abc import Iterator
    from motcua.dossiers.outage.store import Block

BLOCKS: Final = sa.Table(
    "reserved_blocks",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("reserved", sa.Integer, nullable=False),
    sa.Column("entered", sa.Integer, nullable=False),
    sa.Column("approved", sa.Integer, nullable=False),
    sa.Column("void", sa.Integer, nullable=False),
    sa.Index("ix_reserved_blocks_unit_at", "unit", "at"),
)


@implementer(IProjection, IIssuesNumbers)
class Reserved(TableProjection):
    """The projection of blocks; after a restore counters are raised above theirs."""

    follows = ("motcua.dossiers.outage.store.Block",)
    table = BLOCKS

    def row(self, obj: Block) -> dict[str, Any]:
        """Return the row of a block."""
        kept = blocks.view(obj)
        return {
            "code": obj.code,
            "length": obj.length,
            "unit": kept.unit,
            "day": kept.day.isoformat(),
            "at": kept.at,
            "reserved": kept.counted("reserved"),
            "entered": kept.counted("entered"),
            "approved": kept.counted("approved"),
            "void": kept.counted("void"),
        }

    def truth(self, site: Any) -> Iterator[Block]:
        """Iterate over every block of the site."""
        return store.every(site)

    def numbers(self, obj: Block) -> tuple[tuple[str, str, int], ...]:
        """Return the serials that nobody else may get, used or not."""
        return blocks.used(obj)
