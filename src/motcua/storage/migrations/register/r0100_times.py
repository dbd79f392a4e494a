"""Until when an applicant is waited for, and the due date before an extension."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0100"
down_revision = "r0090"


def upgrade() -> None:
    """Add the columns; the worker fills them by following all dossiers anew."""
    op.add_column("dossiers", sa.Column("wait_until", sa.DateTime))
    op.add_column("dossiers", sa.Column("kept_at", sa.DateTime))
    op.create_index(
        "ix_dossiers_wait_until",
        "dossiers",
        ["wait_until"],
        sqlite_where=sa.text("wait_until IS NOT NULL"),
        postgresql_where=sa.text("wait_until IS NOT NULL"),
    )
    op.execute("UPDATE dossiers SET length = 0")
    op.execute("DELETE FROM checkpoints WHERE projection = 'dossiers'")


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_dossiers_wait_until", "dossiers")
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("wait_until")
        batch.drop_column("kept_at")
