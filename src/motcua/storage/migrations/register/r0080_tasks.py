"""Open tasks of dossiers, and what is true of them beside their status."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0080"
down_revision = "r0070"

AXES = ("finance", "delivery", "digitisation", "archive")


def upgrade() -> None:
    """Add table and columns; the worker fills them by following all dossiers anew."""
    op.create_table(
        "tasks",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("duty", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("due_at", sa.DateTime),
        sa.PrimaryKeyConstraint("code", "step", name="pk_tasks"),
        sa.ForeignKeyConstraint(
            ["code"], ["dossiers.code"], name="fk_tasks_code", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_tasks_department_duty", "tasks", ["department", "duty"])
    for name in AXES:
        op.add_column(
            "dossiers",
            sa.Column(name, sa.String(16), nullable=False, server_default=""),
        )
    op.add_column("dossiers", sa.Column("accepted_at", sa.DateTime))
    op.execute("UPDATE dossiers SET length = 0")
    op.execute("DELETE FROM checkpoints WHERE projection = 'dossiers'")


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_tasks_department_duty", "tasks")
    op.drop_table("tasks")
    with op.batch_alter_table("dossiers") as batch:
        for name in (*AXES, "accepted_at"):
            batch.drop_column(name)
