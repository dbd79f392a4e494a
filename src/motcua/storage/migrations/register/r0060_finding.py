"""Terms of an entry in one row, a counter of changes, questions without answer."""

from __future__ import annotations

from alembic import op
from collections.abc import Iterator
import itertools
import json
import sqlalchemy as sa


revision = "r0060"
down_revision = "r0050"

OLD = sa.table(
    "procedure_terms_old",
    sa.column("term", sa.String),
    sa.column("entry", sa.Integer),
    sa.column("weight", sa.Float),
)


def upgrade() -> None:
    """Keep what is there in the new form, so that nothing has to be rebuilt."""
    op.rename_table("procedure_terms", "procedure_terms_old")
    op.drop_index("ix_procedure_terms_entry", "procedure_terms_old")
    if op.get_bind().dialect.name == "postgresql":
        # PostgreSQL keeps the names of constraints through a renaming.
        for kind in ("pk_procedure_terms", "fk_procedure_terms_entry"):
            renaming = f"RENAME CONSTRAINT {kind} TO {kind}_old"
            op.execute(f"ALTER TABLE procedure_terms_old {renaming}")
    new = op.create_table(
        "procedure_terms",
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_procedure_terms"),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["procedure_entries.id"],
            name="fk_procedure_terms_entry",
            ondelete="CASCADE",
        ),
    )
    for row in list(rows()):
        op.get_bind().execute(new.insert().values(row))
    op.drop_table("procedure_terms_old")
    op.create_table(
        "procedure_changes",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_changes"),
    )
    op.create_table(
        "search_misses",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_search_misses"),
    )


def rows() -> Iterator[dict[str, object]]:
    """Iterate over the new rows of the old table, one per entry."""
    found = op.get_bind().execute(sa.select(OLD).order_by(OLD.c.entry))
    for entry, terms in itertools.groupby(found, lambda row: row.entry):
        by_weight: dict[float, list[str]] = {}
        for row in terms:
            by_weight.setdefault(row.weight, []).append(row.term)
        yield {
            "entry": entry,
            "terms": json.dumps(list(by_weight.items()), ensure_ascii=False),
        }


def downgrade() -> None:
    """Go back to a row per term; a rebuild of the register fills it."""
    for name in ("search_misses", "procedure_changes", "procedure_terms"):
        op.drop_table(name)
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
