"""Who waits for a job, and when its turn is; messages of a queue are no more."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "j0003"
down_revision = "j0002"

#: ``Urgency``: somebody waits (0), soon (1), in the background (2).
_BACKGROUND = ("ocr", "form-copy", "files-check", "register-verify")


def upgrade() -> None:
    """Add both; what waits keeps its order within its class."""
    op.add_column(
        "jobs", sa.Column("urgency", sa.Integer, nullable=False, server_default="1")
    )
    op.add_column("jobs", sa.Column("turn_at", sa.DateTime))
    jobs = sa.table("jobs", *map(sa.column, ("kind", "urgency", "due_at", "turn_at")))
    op.execute(jobs.update().values(turn_at=jobs.c.due_at))
    op.execute(jobs.update().where(jobs.c.kind.in_(_BACKGROUND)).values(urgency=2))
    with op.batch_alter_table("jobs") as table:
        table.alter_column("urgency", existing_type=sa.Integer, server_default=None)
        table.alter_column("turn_at", existing_type=sa.DateTime, nullable=False)
    op.drop_index("ix_jobs_state_due_at", "jobs")
    op.create_index("ix_jobs_state_turn_at", "jobs", ["state", "turn_at"])
    op.create_index("ix_jobs_state_urgency", "jobs", ["state", "urgency", "turn_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SCHEMA IF EXISTS motcua_queue CASCADE")


def downgrade() -> None:
    """Take both away."""
    op.drop_index("ix_jobs_state_urgency", "jobs")
    op.drop_index("ix_jobs_state_turn_at", "jobs")
    with op.batch_alter_table("jobs") as table:
        table.drop_column("turn_at")
        table.drop_column("urgency")
    op.create_index("ix_jobs_state_due_at", "jobs", ["state", "due_at"])
