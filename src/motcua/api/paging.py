"""Pages of lists, bounded, with links to the next and the previous one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from zExceptions import BadRequest


DEFAULT = 25
LARGEST = 100
#: Letters of a query that are answered: the links of a page repeat it four times.
LONGEST = 4096


@dataclass(frozen=True)
class Paging:
    """One page of a list: ``start`` counts from 0."""

    start: int
    size: int

    def links(self, request: Any, more: bool) -> dict[str, str]:
        """Return the addresses of this, the first, the next and the previous page."""
        found = {"@id": self._link(request, self.start), "first": self._link(request)}
        if more:
            found["next"] = self._link(request, self.start + self.size)
        if self.start:
            found["prev"] = self._link(request, max(0, self.start - self.size))
        return found

    def _link(self, request: Any, start: int = 0) -> str:
        pairs = parse_qsl(request.get("QUERY_STRING", ""))
        kept = [pair for pair in pairs if pair[0] not in ("b_start", "b_size")]
        asked = urlencode([*kept, ("b_start", start), ("b_size", self.size)])
        return f"{request['ACTUAL_URL']}?{asked}"


def asked(request: Any) -> Paging:
    """Return the page asked for with ``b_start`` and ``b_size``.

    A larger page than ``LARGEST`` is cut to it. Raises ``BadRequest`` for what is
    not a number, or below 0, and for a query longer than ``LONGEST``.
    """
    if len(request.get("QUERY_STRING", "")) > LONGEST:
        raise BadRequest(f"?: 1 … {LONGEST}")
    start = number(request, "b_start", 0)
    size = number(request, "b_size", DEFAULT)
    return Paging(min(start, 10**9), max(1, min(size, LARGEST)))


def number(request: Any, name: str, default: int) -> int:
    """Return a number of the query; raises ``BadRequest``."""
    given = request.form.get(name, default)
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest(f"{name}: 0 … {10**9 - 1}")
    return int(text)


def word(request: Any, name: str) -> str | None:
    """Return one word of the query, None when it was not given."""
    given = request.form.get(name)
    if given is not None and not isinstance(given, str):
        raise BadRequest(f"{name}: 1")
    return given or None


def flag(request: Any, name: str) -> bool | None:
    """Return a yes (1) or no (0) of the query, None when it was not given."""
    given = word(request, name)
    if given not in (None, "0", "1"):
        raise BadRequest(f"{name}: 0, 1")
    return None if given is None else given == "1"
