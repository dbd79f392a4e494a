"""Tables of procedures in SQL: what holds when, and the words that find it.

Words stand here as they weigh in each entry, and are added up in memory (see
``index``), not by the full-text index of a database: FTS5 weighs a word by its
frequency over all columns, PostgreSQL not at all, and both read "hộ kinh doanh" as
three unrelated syllables.
"""

from __future__ import annotations

from motcua.storage.schema import metadata
import sqlalchemy as sa


#: One row per procedure, whatever its state.
PROCEDURES = sa.Table(
    "procedures",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
)

#: One row per version that holds on some day; `begins` and `ends` are included.
ENTRIES = sa.Table(
    "procedure_entries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "code",
        sa.String(40),
        sa.ForeignKey("procedures.code", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("begins", sa.Date),
    sa.Column("ends", sa.Date),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("level", sa.String(16), nullable=False),
    sa.Column("words", sa.Integer, nullable=False),
    sa.Index("ix_procedure_entries_code", "code"),
    sa.Index("ix_procedure_entries_field", "field"),
)

#: Agencies, target groups, one-stop units, ways of handing in ... of an entry.
FACETS = sa.Table(
    "procedure_facets",
    metadata,
    sa.Column(
        "entry",
        sa.Integer,
        sa.ForeignKey("procedure_entries.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("facet", sa.String(16), primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Index("ix_procedure_facets_facet_value", "facet", "value"),
)

#: Words and pairs of words of an entry: a JSON list of (weight, terms of that weight).
TERMS = sa.Table(
    "procedure_terms",
    metadata,
    sa.Column(
        "entry",
        sa.Integer,
        sa.ForeignKey("procedure_entries.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("terms", sa.Text, nullable=False),
)

#: One row, whose number grows with every write to the tables above.
CHANGES = sa.Table(
    "procedure_changes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
)
