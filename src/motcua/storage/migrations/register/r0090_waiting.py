"""Indexes by which the inbox finds what waits, whatever else is open or closed."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0090"
down_revision = "r0080"


def upgrade() -> None:
    """Put an index for unit and one for holder in the place of the one there was."""
    op.drop_index("ix_dossiers_holder_due_at", "dossiers")
    for column in ("unit", "holder"):
        op.create_index(
            f"ix_dossiers_{column}_state_due_at",
            "dossiers",
            [column, "state", "due_at", "code", "finished_at"],
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )


def downgrade() -> None:
    """Bring the former index back."""
    for column in ("unit", "holder"):
        op.drop_index(f"ix_dossiers_{column}_state_due_at", "dossiers")
    op.create_index(
        "ix_dossiers_holder_due_at",
        "dossiers",
        ["holder", "due_at"],
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
