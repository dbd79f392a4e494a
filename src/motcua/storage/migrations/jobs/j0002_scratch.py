"""What was typed in an editor and is not saved yet."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "j0002"
down_revision = "j0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "scratch",
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", "code", "place", name="pk_scratch"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("scratch")
