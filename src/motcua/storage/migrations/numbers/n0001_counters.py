"""Counters of numbers."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "n0001"
down_revision = None


def upgrade() -> None:
    """Create the counters."""
    op.create_table(
        "counters",
        sa.Column("sequence", sa.String(100), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("sequence", "period", name="pk_counters"),
    )


def downgrade() -> None:
    """Drop the counters."""
    op.drop_table("counters")
