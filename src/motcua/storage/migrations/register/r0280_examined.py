"""Who opened and handed in a batch, and what its examination came to, in its row."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0280"
down_revision = "r0270"

COUNTS = ("items", "examined", "defective", "accepted", "refused")
PERSONS = ("opened_by", "operator")


def upgrade() -> None:
    """Add what is missing; the worker fills the columns by following all batches."""
    for name in PERSONS:
        person = sa.Column(name, sa.String(64), nullable=False, server_default="")
        op.add_column("capture_batches", person)
    for name in COUNTS:
        count = sa.Column(name, sa.Integer, nullable=False, server_default="0")
        op.add_column("capture_batches", count)
    op.execute("UPDATE capture_batches SET length = 0")
    op.execute("DELETE FROM checkpoints WHERE projection = 'capture-batches'")
    op.create_index(
        "ix_capture_documents_awaiting",
        "capture_documents",
        ["unit", "filed_at"],
        sqlite_where=sa.text("state = 'awaiting'"),
        postgresql_where=sa.text("state = 'awaiting'"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_capture_documents_awaiting", "capture_documents")
    with op.batch_alter_table("capture_batches") as batch:
        for name in (*PERSONS, *COUNTS):
            batch.drop_column(name)
