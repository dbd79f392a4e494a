"""Terms of keeping of files, and the tables of rules."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0320"
down_revision = "r0310"

INDEXED = {"until": ["fonds", "state", "until"], "moved": ["moved_by"]}


def upgrade() -> None:
    """Create the tables; the worker fills them by following all files."""
    op.create_table(
        "retention_tables",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("rules", sa.Integer, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("agency", name="pk_retention_tables"),
    )
    op.create_table(
        "retention_files",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("heading", sa.String(16), nullable=False),
        sa.Column("medium", sa.String(16), nullable=False),
        sa.Column("record", sa.String(64)),
        sa.Column("class", sa.String(16), nullable=False),
        sa.Column("start", sa.String(16), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.Column("starts", sa.Integer),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("procedure", sa.String(64), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("moved_by", sa.String(80), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_retention_files"),
    )
    for name, columns in INDEXED.items():
        op.create_index(f"ix_retention_files_{name}", "retention_files", columns)


def downgrade() -> None:
    """Drop the tables."""
    for name in ("files", "tables"):
        op.drop_table(f"retention_{name}")
