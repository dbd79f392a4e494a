"""Tables as files of comma-separated values."""

from __future__ import annotations

from motcua.base.csvtext import MARK
from motcua.base.csvtext import shown
from motcua.base.csvtext import text
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

__all__ = ["MARK", "answer", "shown", "text"]


def answer(response: Any, name: str, rows: Iterable[Sequence[str]]) -> str:
    """Return the file as the body of an answer; ``name`` is ASCII, without ending."""
    response.setHeader("Content-Type", "text/csv; charset=utf-8")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}.csv"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    return text(rows)
