"""Documents of the archive are found by what their catalogue says."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0310"
down_revision = "r0300"

TABLE = "capture_documents"
COLUMNS = {"type": 100, "agency": 200, "access": 16, "issued": 10}
INDEXED = ("type", "agency")


def upgrade() -> None:
    """Add what lists are narrowed by; the worker fills it in and makes the cards."""
    for name, length in COLUMNS.items():
        column = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column(TABLE, column)
    for name in INDEXED:
        op.create_index(f"ix_{TABLE}_unit_{name}", TABLE, ["unit", name])
    op.execute("UPDATE capture_documents SET length = 0")
    op.execute("DELETE FROM checkpoints WHERE projection = 'capture-documents'")


def downgrade() -> None:
    """Drop the columns."""
    for name in INDEXED:
        op.drop_index(f"ix_{TABLE}_unit_{name}", TABLE)
    with op.batch_alter_table(TABLE) as batch:
        for name in COLUMNS:
            batch.drop_column(name)
