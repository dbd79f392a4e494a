"""Stores, shelves and boxes, the paper in them, loans, and stocktakings."""

from __future__ import annotations

from alembic import op
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa


revision = "r0350"
down_revision = "r0360"

INDEXES = (
    ("places", "inside", ["inside", "retired", "barcode", "size"]),
    ("places", "agency", ["agency", "kind", "barcode"]),
    ("places", "moved", ["moved_by", "moved_at"]),
    ("papers", "box", ["box", "code"]),
    ("papers", "until", ["fonds", "until", "code"]),
    ("papers", "login", ["login", "until"]),
    ("papers", "last", ["last_by", "last_at"]),
    ("counts", "agency", ["agency", "year", "number"]),
)


def upgrade() -> None:
    """Create the tables; the replay fills them."""
    op.create_table(
        "custody_places",
        sa.Column("barcode", sa.String(40), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("inside", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("moved", sa.Integer, nullable=False),
        sa.Column("moved_did", sa.String(16), nullable=False),
        sa.Column("moved_by", sa.String(64), nullable=False),
        sa.Column("moved_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "custody_papers",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("box", sa.String(40), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("last_did", sa.String(16), nullable=False),
        sa.Column("last_by", sa.String(64), nullable=False),
        sa.Column("last_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "custody_counts",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("begun_at", UTCDateTime, nullable=False),
    )
    for table, name, columns in INDEXES:
        op.create_index(f"ix_custody_{table}_{name}", f"custody_{table}", columns)


def downgrade() -> None:
    """Drop them."""
    for name in ("counts", "papers", "places"):
        op.drop_table(f"custody_{name}")
