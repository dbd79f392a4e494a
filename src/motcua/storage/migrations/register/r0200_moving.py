"""Since when a dossier lies where it is, who opened it, and who was told of it."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0200"
down_revision = "r0190"

COLUMNS = ("arrived_at", "answered_at", "urged", "waits")


def upgrade() -> None:
    """Add what is missing; the worker fills the columns by following all dossiers."""
    op.add_column("dossiers", sa.Column("arrived_at", sa.DateTime))
    op.add_column("dossiers", sa.Column("answered_at", sa.DateTime))
    urged = sa.Column("urged", sa.SmallInteger, nullable=False, server_default="0")
    op.add_column("dossiers", urged)
    waits = sa.Column("waits", sa.String(16), nullable=False, server_default="")
    op.add_column("dossiers", waits)
    op.create_index(
        "ix_dossiers_waits",
        "dossiers",
        ["waits"],
        sqlite_where=sa.text("waits <> ''"),
        postgresql_where=sa.text("waits <> ''"),
    )
    op.execute("UPDATE dossiers SET length = 0")
    op.execute("DELETE FROM checkpoints WHERE projection = 'dossiers'")
    op.create_table(
        "openings",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", "department", name="pk_openings"),
    )
    op.create_table(
        "escalations",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("told_at", sa.DateTime),
        sa.PrimaryKeyConstraint(
            "kind", "subject", "step", "since", "level", "person", name="pk_escalations"
        ),
    )
    op.create_index("ix_escalations_person_at", "escalations", ["person", "at"])
    op.create_index(
        "ix_escalations_told_at",
        "escalations",
        ["told_at"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("escalations")
    op.drop_table("openings")
    op.drop_index("ix_dossiers_waits", "dossiers")
    with op.batch_alter_table("dossiers") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
