"""Where a service on the spot stands in its book."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0170"
down_revision = "r0160"


def upgrade() -> None:
    """Add what is empty for every dossier that is none."""
    entry = sa.Column("entry", sa.String(40), nullable=False, server_default="")
    op.add_column("dossiers", entry)


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("entry")
