"""Batches of scans with their figures, and the stored files that they refer to."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0250"
down_revision = "r0240"

FIGURES = (
    "declared",
    "arrived",
    "cut",
    "documents",
    "filed",
    "covers",
    "unassigned",
    "rejected",
    "quarantined",
    "turned_away",
)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "capture_batches",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("scanner", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in FIGURES),
        sa.PrimaryKeyConstraint("code", name="pk_capture_batches"),
    )
    op.create_index("ix_capture_batches_unit", "capture_batches", ["unit", "opened_at"])
    op.create_table(
        "capture_files",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", "sha256", name="pk_capture_files"),
    )
    op.create_index("ix_capture_files_sha256", "capture_files", ["sha256"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("capture_files")
    op.drop_table("capture_batches")
