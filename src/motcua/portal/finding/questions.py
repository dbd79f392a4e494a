"""What a citizen asked for, read from the address and never trusted.

Whatever somebody puts behind the question mark, the result is a bounded set of
clean values.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.folding import normalise
from typing import Final
from urllib.parse import parse_qsl


#: Characters of a search that are read; nobody describes an errand in more.
QUERY_LIMIT: Final = 200
#: Characters of one chosen facet value; the longest agency name is shorter.
VALUE_LIMIT: Final = 300
#: Bytes of a query string that are looked at.
STRING_LIMIT: Final = 32_768
#: Results on a page, and pages that can be turned to.
PAGE_SIZE: Final = 20
PAGE_LIMIT: Final = 1_000

FACETS: Final = (
    "field",
    "level",
    "agency",
    "audience",
    "channel",
    "online",
    "spot",
)


@dataclass(frozen=True)
class Questions:
    """A search as asked: words, one value per facet at most, a page from 1 on."""

    query: str = ""
    field: str = ""
    level: str = ""
    agency: str = ""
    audience: str = ""
    channel: str = ""
    online: str = ""
    spot: str = ""
    page: int = 1
    shortened: bool = False

    @classmethod
    def read(cls, query_string: str) -> Questions:
        """Return what the query string asks; the first of several values counts."""
        values: dict[str, str] = {}
        for pair in query_string[:STRING_LIMIT].split("&"):
            for name, value in parse_qsl(pair, errors="replace"):
                values.setdefault(name, value)
        query = _line(values.get("q", ""))
        return cls(
            query=query[:QUERY_LIMIT].strip(),
            page=_page(values.get("page", "")),
            shortened=len(query) > QUERY_LIMIT,
            **{name: _line(values.get(name, ""))[:VALUE_LIMIT] for name in FACETS},
        )

    @property
    def chosen(self) -> dict[str, str]:
        """Return the facets that are set."""
        pairs = ((name, getattr(self, name)) for name in FACETS)
        return {name: value for name, value in pairs if value}

    def address(self, **changes: str) -> dict[str, str]:
        """Return the query of the same search with changes; it starts at page 1."""
        return {"q": self.query, **self.chosen, **changes}


def _line(text: str) -> str:
    return " ".join(normalise(text).split())


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        return 1
    # A number too long to be a page is not worth converting.
    return max(1, min(int(text[:9]), PAGE_LIMIT)) if len(text) < 10 else PAGE_LIMIT
