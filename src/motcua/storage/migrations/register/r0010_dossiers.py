"""The register of dossiers, claims of intake forms, tries of tracking."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0010"
down_revision = "r0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "dossiers",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("procedure", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("public_status", sa.SmallInteger, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("returned_at", sa.DateTime),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_dossiers"),
    )
    op.create_index("ix_dossiers_unit_received_at", "dossiers", ["unit", "received_at"])
    op.create_index(
        "ix_dossiers_holder_due_at",
        "dossiers",
        ["holder", "due_at"],
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "participants",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("code", "department", name="pk_participants"),
        sa.ForeignKeyConstraint(
            ["code"],
            ["dossiers.code"],
            name="fk_participants_code",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_participants_department_code", "participants", ["department", "code"]
    )
    op.create_table(
        "intake_requests",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_intake_requests"),
    )
    op.create_table(
        "tracking_tries",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("period", sa.BigInteger, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "period", name="pk_tracking_tries"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("tracking_tries", "intake_requests", "participants", "dossiers"):
        op.drop_table(name)
