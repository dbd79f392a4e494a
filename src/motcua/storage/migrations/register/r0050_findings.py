"""What the linter found, counted for lists."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0050"
down_revision = "r0040"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "procedure_findings",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", "rule", name="pk_procedure_findings"),
    )
    op.create_index("ix_procedure_findings_rule", "procedure_findings", ["rule"])
    op.create_table(
        "procedure_keepers",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(300), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", "agency", name="pk_procedure_keepers"),
    )
    op.create_index("ix_procedure_keepers_agency", "procedure_keepers", ["agency"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("procedure_keepers")
    op.drop_table("procedure_findings")
