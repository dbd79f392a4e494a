"""How dossiers come in: manner, priority, bundles, other agencies, other systems."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0230"
down_revision = "r0220"

COLUMNS = {
    "manner": 16,
    "priority": 16,
    "bundle": 64,
    "competent": 40,
    "foreign_code": 80,
}
SOUGHT = ("bundle", "competent", "foreign_code")


def upgrade() -> None:
    """Add what is empty for dossiers that come in as most do."""
    for name, length in COLUMNS.items():
        column = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("dossiers", column)
    for name in SOUGHT:
        op.create_index(
            f"ix_dossiers_{name}",
            "dossiers",
            [name],
            sqlite_where=sa.text(f"{name} <> ''"),
            postgresql_where=sa.text(f"{name} <> ''"),
        )


def downgrade() -> None:
    """Drop them."""
    for name in SOUGHT:
        op.drop_index(f"ix_dossiers_{name}", "dossiers")
    with op.batch_alter_table("dossiers") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
