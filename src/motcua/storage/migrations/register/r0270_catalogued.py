"""Documents that were filed from batches of plain papers."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0270"
down_revision = "r0260"

INDEXED = ("sha256", "master", "batch")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "capture_documents",
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("batch", sa.String(64), nullable=False),
        sa.Column("file_code", sa.String(64), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("master", sa.String(64)),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("filed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_capture_documents"),
    )
    for name in INDEXED:
        op.create_index(f"ix_capture_documents_{name}", "capture_documents", [name])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("capture_documents")
