"""What "My work" counts by: stopped clocks, tasks by name; what officers chose."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0140"
down_revision = "r0130"

BEFORE = ("state", "due_at", "code", "finished_at", "restricted")


def upgrade() -> None:
    """Add them.

    Whose clock stands because of a disaster is told by its ledger alone: rows of such
    dossiers are mended by the next step, or by ``register rebuild``.
    """
    running = sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("dossiers", running)
    op.execute(
        "UPDATE dossiers SET paused = (1 = 1) WHERE state IN ('supplement', 'payment')"
    )
    _waiting((*BEFORE, "paused"))
    op.create_index("ix_tasks_person", "tasks", ["person"])
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("person", "name", name="pk_preferences"),
    )
    op.create_table(
        "order_refusals",
        sa.Column("decision", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("vi", sa.Text, nullable=False),
        sa.Column("en", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("decision", "code", name="pk_order_refusals"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("order_refusals")
    op.drop_table("preferences")
    op.drop_index("ix_tasks_person", "tasks")
    _waiting(BEFORE)
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("paused")


def _waiting(columns: tuple[str, ...]) -> None:
    """Make the indexes of what waits anew; they hold all that a number needs."""
    for place in ("unit", "holder"):
        name = f"ix_dossiers_{place}_state_due_at"
        op.drop_index(name, "dossiers")
        op.create_index(
            name,
            "dossiers",
            [place, *columns],
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
