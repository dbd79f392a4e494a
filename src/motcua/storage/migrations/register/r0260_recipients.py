"""What people choose about news is kept for each person of a dossier."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0260"
down_revision = "r0250"

TABLE = "notice_choices"
KEY = "pk_notice_choices"


def upgrade() -> None:
    """Keep what was chosen until now as the choice of the applicant."""
    role = sa.Column("role", sa.String(16), nullable=False, server_default="applicant")
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(role)
        batch.drop_constraint(KEY, type_="primary")
        batch.create_primary_key(KEY, ["code", "role"])


def downgrade() -> None:
    """Go back to one choice for a dossier: that of the applicant."""
    op.execute("DELETE FROM notice_choices WHERE role <> 'applicant'")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(KEY, type_="primary")
        batch.drop_column("role")
        batch.create_primary_key(KEY, ["code"])
