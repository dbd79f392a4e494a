"""Which dossiers a batch is of, so that the stack of a dossier is found."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0300"
down_revision = "r0290"


def upgrade() -> None:
    """Create the table; the worker fills it by following all batches."""
    op.create_table(
        "capture_dossiers",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("dossier", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", "dossier", name="pk_capture_dossiers"),
    )
    op.create_index("ix_capture_dossiers_dossier", "capture_dossiers", ["dossier"])
    op.execute("UPDATE capture_batches SET length = 0")
    op.execute("DELETE FROM checkpoints WHERE projection = 'capture-batches'")


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("capture_dossiers")
