"""Files that are with their makers, by the person who keeps them."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0341"
down_revision = "r0340"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "handover_holders",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_handover_holders"),
    )
    op.create_index(
        "ix_handover_holders_person", "handover_holders", ["person", "department"]
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("handover_holders")
