"""Tables of procedures in SQL: what holds when, and the words that find it.

Words stand in a table of our own and not in the full-text index of a database:
FTS5 weighs a word by its frequency over all columns, PostgreSQL not at all, and
both read "hộ kinh doanh" as three unrelated syllables. Here single words and pairs
of neighbours carry the weight of the place they stand in, and both databases rank
alike.
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

#: Agencies, target groups and one-stop units of an entry.
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

#: Words and pairs of words of an entry with what they weigh there.
TERMS = sa.Table(
    "procedure_terms",
    metadata,
    sa.Column("term", sa.String(120), primary_key=True),
    sa.Column(
        "entry",
        sa.Integer,
        sa.ForeignKey("procedure_entries.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Index("ix_procedure_terms_entry", "entry"),
    sqlite_with_rowid=False,
)
