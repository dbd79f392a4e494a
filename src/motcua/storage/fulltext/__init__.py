"""Full-text search over folded text, on FTS5 or PostgreSQL, behind one door.

Words are cut and folded by ``motcua.base.folding`` before a database sees them:
neither FTS5 nor PostgreSQL folds đ, and neither keeps ``1.001193`` in one piece.
What people wrote is kept beside, so that they read their own spelling in
snippets. An index is derived from content and looks after its own tables.
"""

from motcua.storage.fulltext.index import Hit
from motcua.storage.fulltext.index import Index
from motcua.storage.fulltext.index import Newest
from motcua.storage.fulltext.queries import indexable
from motcua.storage.fulltext.queries import readings
from motcua.storage.fulltext.reader import Seen
from motcua.storage.fulltext.snippets import marked
from motcua.storage.fulltext.snippets import Snippet


__all__ = [
    "Hit",
    "Index",
    "Newest",
    "Seen",
    "Snippet",
    "indexable",
    "marked",
    "readings",
]
