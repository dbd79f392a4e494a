"""The index of persons, and how much a look-up showed."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0150"
down_revision = "r0140"

NAME = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables; the worker fills them by following all dossiers anew."""
    op.create_table(
        "people",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("event", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_people"),
    )
    op.create_table(
        "people_names",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("word", sa.SmallInteger, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("birth", sa.SmallInteger),
        sa.PrimaryKeyConstraint("code", "place", "word", name="pk_people_names"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_people_names_unit_name",
        "people_names",
        ["unit", "name", "birth", "code", "place"],
    )
    op.create_table(
        "people_numbers",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("digest", sa.LargeBinary(12), nullable=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("code", "digest", "place", name="pk_people_numbers"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_people_numbers_digest_unit",
        "people_numbers",
        ["digest", "unit", "code", "place"],
    )
    op.add_column("access_journal", sa.Column("hits", sa.Integer))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("access_journal") as batch:
        batch.drop_column("hits")
    for table in ("people_numbers", "people_names", "people"):
        op.drop_table(table)
