"""Requests of readers, the register of copies, and covered copies."""

from __future__ import annotations

from alembic import op
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa


revision = "r0360"
down_revision = "r0380"

FILES = ("reading_files", "reading_twin_files")


def upgrade() -> None:
    """Create the tables; the replay fills them."""
    op.create_table(
        "reading_requests",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("use", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("asked_at", UTCDateTime, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("wipe_on", sa.Date),
    )
    for name, columns in (
        ("agency", ["agency", "asked_at"]),
        ("login", ["login", "asked_at"]),
        ("wipe_on", ["wipe_on"]),
    ):
        op.create_index(f"ix_reading_requests_{name}", "reading_requests", columns)
    op.create_table(
        "reading_copies",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("wiped", sa.Boolean, nullable=False),
    )
    for name in ("document", "item"):
        op.create_index(f"ix_reading_copies_{name}", "reading_copies", [name])
    op.create_table(
        "reading_twins",
        sa.Column("code", sa.String(80), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("ready", sa.Boolean, nullable=False),
    )
    op.create_table(
        "reading_files",
        sa.Column("code", sa.String(80), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    op.create_table(
        "reading_twin_files",
        sa.Column("code", sa.String(80), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    for name in FILES:
        op.create_index(f"ix_{name}_sha256", name, ["sha256"])


def downgrade() -> None:
    """Drop them."""
    for name in (*FILES, "reading_twins", "reading_copies", "reading_requests"):
        op.drop_table(name)
