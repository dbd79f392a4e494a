"""Packages that came from elsewhere and that were sent, with the files they hold."""

from __future__ import annotations

from alembic import op
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa


revision = "r0370"
down_revision = "r0330"

TABLES = ("packages_received", "packages_sent")


def upgrade() -> None:
    """Create the tables; the replay fills them."""
    op.create_table(
        "packages_received",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("of", sa.String(200), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "packages_sent",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("of", sa.String(200), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "packages_received_files",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    op.create_table(
        "packages_sent_files",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    for name in TABLES:
        op.create_index(f"ix_{name}_agency", name, ["agency", "at"])
        op.create_index(f"ix_{name}_files_sha256", f"{name}_files", ["sha256"])


def downgrade() -> None:
    """Drop them."""
    for name in TABLES:
        op.drop_table(f"{name}_files")
        op.drop_table(name)
