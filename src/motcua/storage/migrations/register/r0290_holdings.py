"""Fonds, yearly file lists, and the files of the archive."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0290"
down_revision = "r0280"

INDEXED = {
    "fonds": ["fonds", "year", "number"],
    "department": ["department", "year", "number"],
    "heading": ["list", "heading"],
    "until": ["fonds", "until"],
    "record": ["record"],
}


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "holdings_fonds",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("keeper", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_holdings_fonds"),
    )
    op.create_table(
        "holdings_lists",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_holdings_lists"),
    )
    op.create_table(
        "holdings_files",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("list", sa.String(64), nullable=False),
        sa.Column("heading", sa.String(16), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("retention", sa.String(16), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("access", sa.String(16), nullable=False),
        sa.Column("medium", sa.String(16), nullable=False),
        sa.Column("begins", sa.String(10), nullable=False),
        sa.Column("ends", sa.String(10), nullable=False),
        sa.Column("record", sa.String(64)),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.PrimaryKeyConstraint("code", name="pk_holdings_files"),
    )
    for name, columns in INDEXED.items():
        op.create_index(f"ix_holdings_files_{name}", "holdings_files", columns)


def downgrade() -> None:
    """Drop the tables."""
    for name in ("files", "lists", "fonds"):
        op.drop_table(f"holdings_{name}")
