"""Procedures: what holds when, and the words that find it."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0020"
down_revision = "r0010"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "procedures",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_procedures"),
    )
    op.create_table(
        "procedure_entries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("begins", sa.Date),
        sa.Column("ends", sa.Date),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_entries"),
        sa.ForeignKeyConstraint(
            ["code"],
            ["procedures.code"],
            name="fk_procedure_entries_code",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_procedure_entries_code", "procedure_entries", ["code"])
    op.create_index("ix_procedure_entries_field", "procedure_entries", ["field"])
    op.create_table(
        "procedure_facets",
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("facet", sa.String(16), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entry", "facet", "value", name="pk_procedure_facets"),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["procedure_entries.id"],
            name="fk_procedure_facets_entry",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_procedure_facets_facet_value", "procedure_facets", ["facet", "value"]
    )
    op.create_table(
        "procedure_terms",
        sa.Column("term", sa.String(120), nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("weight", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("term", "entry", name="pk_procedure_terms"),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["procedure_entries.id"],
            name="fk_procedure_terms_entry",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_procedure_terms_entry", "procedure_terms", ["entry"])


def downgrade() -> None:
    """Drop the tables."""
    for name in (
        "procedure_terms",
        "procedure_facets",
        "procedure_entries",
        "procedures",
    ):
        op.drop_table(name)
