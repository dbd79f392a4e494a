"""Money taken and given back, payment by payment."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0180"
down_revision = "r0170"


def upgrade() -> None:
    """Add the table; the worker fills it by following all dossiers."""
    op.create_table(
        "receipts",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("event", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("cashier", sa.String(64), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("symbol", sa.String(40), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("receipt", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", "event", name="pk_receipts"),
    )
    drawer = ["unit", "cashier", "at"]
    op.create_index("ix_receipts_unit_cashier_at", "receipts", drawer)
    op.create_index("ix_receipts_symbol_number", "receipts", ["symbol", "number"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("receipts")
