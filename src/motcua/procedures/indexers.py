"""What the catalogue of the site learns about a procedure, and what it does not."""

from __future__ import annotations

from motcua.procedures.interfaces import IProcedure
from plone.indexer import indexer
from typing import Any
from typing import NoReturn


@indexer(IProcedure)  # type: ignore[untyped-decorator]
def searchable_text(content: Any) -> NoReturn:
    """Keep the words of procedures out of the text index: search has its own."""
    raise AttributeError("SearchableText")
