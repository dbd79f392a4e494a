"""Files of dossiers, and what was made of them."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0030"
down_revision = "r0020"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "archive_holdings",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_archive_holdings"),
    )
    op.create_table(
        "archive_documents",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("paper", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media", sa.String(40), nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", "number", name="pk_archive_documents"),
    )
    op.create_index("ix_archive_documents_sha256", "archive_documents", ["sha256"])
    op.create_table(
        "archive_renditions",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("archival", sa.String(64), nullable=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_archive_renditions"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("archive_renditions", "archive_documents", "archive_holdings"):
        op.drop_table(name)
