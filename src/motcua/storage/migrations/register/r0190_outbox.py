"""The outbox of notices, and how the people of a dossier want to be told."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0190"
down_revision = "r0180"


def upgrade() -> None:
    """Create the tables; what was sent until now stays sent."""
    op.create_table(
        "outbox",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("turn", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("done_at", sa.DateTime),
        sa.PrimaryKeyConstraint(
            "code", "number", "turn", "channel", "role", name="pk_outbox"
        ),
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
    op.execute(
        "INSERT INTO outbox (code, number, turn, channel, role, kind, state, tries, "
        "error, at, due_at, done_at) SELECT code, number, 0, channel, 'applicant', '', "
        "'sent', 1, '', sent_at, sent_at, sent_at FROM notices"
    )
    op.drop_table("notices")
    op.create_table(
        "notice_choices",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_notice_choices"),
    )


def downgrade() -> None:
    """Go back to the list of what was sent."""
    op.drop_table("notice_choices")
    op.create_table(
        "notices",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("code", "number", name="pk_notices"),
    )
    op.execute(
        "INSERT INTO notices (code, number, channel, sent_at) SELECT code, number, "
        "'email', done_at FROM outbox WHERE state = 'sent' AND turn = 0 AND "
        "channel = 'email' AND role = 'applicant'"
    )
    op.drop_index("ix_outbox_state_due_at", "outbox")
    op.drop_table("outbox")
