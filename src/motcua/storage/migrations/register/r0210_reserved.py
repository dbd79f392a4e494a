"""Numbers kept back for when power or network is down, and what was entered late."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0210"
down_revision = "r0200"


def upgrade() -> None:
    """Add what is empty until a unit keeps numbers back."""
    late = sa.Column(
        "late_entry", sa.Boolean, nullable=False, server_default=sa.false()
    )
    op.add_column("dossiers", late)
    op.create_table(
        "reserved_blocks",
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reserved", sa.Integer, nullable=False),
        sa.Column("entered", sa.Integer, nullable=False),
        sa.Column("approved", sa.Integer, nullable=False),
        sa.Column("void", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_reserved_blocks"),
    )
    op.create_index("ix_reserved_blocks_unit_at", "reserved_blocks", ["unit", "at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("reserved_blocks")
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("late_entry")
