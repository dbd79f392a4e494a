"""What readers report about pages."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0070"
down_revision = "r0060"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("procedure", sa.String(64), nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("contact_until", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
        sa.UniqueConstraint("form", name="uq_feedback_form"),
    )
    op.create_index(
        "ix_feedback_state_received_at", "feedback", ["state", "received_at"]
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("ix_feedback_state_received_at", "feedback")
    op.drop_table("feedback")
