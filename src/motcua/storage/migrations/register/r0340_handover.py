"""Inventories, requests to hold back, and closed files with the day they are due."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0340"
down_revision = "r0370"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "handover_lists",
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("submitted_at", sa.DateTime),
        sa.Column("due", sa.Date),
        sa.PrimaryKeyConstraint("code", name="pk_handover_lists"),
    )
    for name, columns in (
        ("ix_handover_lists_fonds", ["kind", "fonds", "year", "number"]),
        ("ix_handover_lists_department", ["kind", "department"]),
    ):
        op.create_index(name, "handover_lists", columns)
    op.create_table(
        "handover_files",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("keeping", sa.String(16), nullable=False),
        sa.Column("inventory", sa.String(80), nullable=False),
        sa.Column("held_until", sa.Date),
        sa.Column("appraisal", sa.String(80), nullable=False),
        sa.Column("record", sa.String(64)),
        sa.Column("paper", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_handover_files"),
    )
    op.create_index(
        "ix_handover_files_due",
        "handover_files",
        ["fonds", "keeping", "department", "due"],
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("handover_files")
    op.drop_table("handover_lists")
