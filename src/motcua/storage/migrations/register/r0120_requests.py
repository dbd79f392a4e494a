"""Keys of requests that are sent again, and the feed of what changed."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0120"
down_revision = "r0100"


def upgrade() -> None:
    """Create the tables; the worker fills the feed by following all dossiers."""
    op.create_table(
        "request_keys",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_request_keys"),
    )
    op.create_index("ix_request_keys_at", "request_keys", ["at"])
    op.create_table(
        "changes",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger),
        sa.PrimaryKeyConstraint("code", "number", name="pk_changes"),
    )
    op.create_index("ix_changes_position", "changes", ["position"], unique=True)
    op.create_index(
        "ix_changes_at",
        "changes",
        ["at"],
        sqlite_where=sa.text("position IS NULL"),
        postgresql_where=sa.text("position IS NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_changes_at", "changes")
    op.drop_index("ix_changes_position", "changes")
    op.drop_table("changes")
    op.drop_index("ix_request_keys_at", "request_keys")
    op.drop_table("request_keys")
