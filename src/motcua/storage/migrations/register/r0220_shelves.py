"""Where results lie until they are fetched."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0220"
down_revision = "r0210"


def upgrade() -> None:
    """Add a column that is empty until somebody puts a result on a shelf."""
    op.add_column(
        "dossiers",
        sa.Column("shelf", sa.String(40), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("shelf")
