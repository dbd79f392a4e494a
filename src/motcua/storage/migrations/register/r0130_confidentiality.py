"""Restricted dossiers, who has them by name, and the journal of access."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0130"
down_revision = "r0120"

BEFORE = ("state", "due_at", "code", "finished_at")


def upgrade() -> None:
    """Add what is empty until somebody restricts a dossier or opens a paper."""
    ordinary = sa.Column(
        "restricted", sa.Boolean, nullable=False, server_default=sa.false()
    )
    op.add_column("dossiers", ordinary)
    _waiting((*BEFORE, "restricted"))
    op.create_table(
        "entrusted",
        sa.Column(
            "code",
            sa.String(64),
            sa.ForeignKey(
                "dossiers.code",
                name="fk_entrusted_code_dossiers",
                ondelete="CASCADE",
            ),
            nullable=False,
        ),
        sa.Column("person", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", "person", name="pk_entrusted"),
    )
    op.create_index("ix_entrusted_person_code", "entrusted", ["person", "code"])
    op.create_table(
        "access_journal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("ground", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_access_journal"),
    )
    op.create_index("ix_access_journal_code_at", "access_journal", ["code", "at"])
    op.create_index("ix_access_journal_at", "access_journal", ["at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("access_journal")
    op.drop_table("entrusted")
    _waiting(BEFORE)
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("restricted")


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
