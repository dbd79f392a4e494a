"""Drafts of forms, sealed, and what each person usually chooses."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0160"
down_revision = "r0150"


def upgrade() -> None:
    """Create the tables, empty."""
    op.create_table(
        "form_drafts",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("window", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", "form", name="pk_form_drafts"),
    )
    op.create_index("ix_form_drafts_kept_at", "form_drafts", ["kept_at"])
    op.create_table(
        "habits",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("way", sa.String(120), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", "matter", "way", name="pk_habits"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("habits")
    op.drop_index("ix_form_drafts_kept_at", "form_drafts")
    op.drop_table("form_drafts")
