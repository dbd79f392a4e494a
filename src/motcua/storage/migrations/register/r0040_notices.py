"""Notices that were sent."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0040"
down_revision = "r0030"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "notices",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("code", "number", name="pk_notices"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("notices")
