"""Tables as files that office programs open: comma-separated values, and workbooks."""

from __future__ import annotations

from motcua.base.csvtext import MARK
from motcua.base.csvtext import shown
from motcua.base.csvtext import text
from motcua.procedures.importing.sheets.files import to_xlsx
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

__all__ = ["MARK", "XLSX", "answer", "shown", "text", "workbook"]

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(response: Any, name: str, rows: Iterable[Sequence[str]]) -> str:
    """Return the file as the body of an answer; ``name`` is ASCII, without ending."""
    _head(response, "text/csv; charset=utf-8", f"{name}.csv")
    return text(rows)


def workbook(response: Any, name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet as the body of an answer; every cell is text."""
    _head(response, XLSX, f"{name}.xlsx")
    return to_xlsx({name: [list(row) for row in rows]})


def _head(response: Any, media: str, name: str) -> None:
    response.setHeader("Content-Type", media)
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
