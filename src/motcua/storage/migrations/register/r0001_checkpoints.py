"""How far each projection has followed the truth."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Create the checkpoints."""
    op.create_table(
        "checkpoints",
        sa.Column("projection", sa.String(100), nullable=False),
        sa.Column("tid", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("projection", name="pk_checkpoints"),
    )


def downgrade() -> None:
    """Drop the checkpoints."""
    op.drop_table("checkpoints")
