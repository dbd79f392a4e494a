"""Disposal lists, and files that are held, listed or destroyed."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0330"
down_revision = "r0320"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "appraisal_lists",
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("decided_at", sa.DateTime),
        sa.PrimaryKeyConstraint("code", name="pk_appraisal_lists"),
    )
    op.create_index(
        "ix_appraisal_lists_fonds", "appraisal_lists", ["fonds", "year", "number"]
    )
    op.create_table(
        "appraisal_files",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("list", sa.String(80), nullable=False),
        sa.Column("holds", sa.Integer, nullable=False),
        sa.Column("destroyed_at", sa.DateTime),
        sa.PrimaryKeyConstraint("code", name="pk_appraisal_files"),
    )
    op.create_index("ix_appraisal_files_fonds", "appraisal_files", ["fonds", "holds"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("appraisal_files")
    op.drop_table("appraisal_lists")
