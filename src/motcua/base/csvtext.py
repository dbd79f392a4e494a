"""Tables as text of comma-separated values that office programs open at once."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

#: Tells office programs that the text is UTF-8.
MARK = "\ufeff"
#: A cell that begins so would be computed instead of shown.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text(rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as RFC 4180 text; no cell of it is ever computed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([shown(cell) for cell in row])
    return MARK + out.getvalue()


def shown(cell: str) -> str:
    """Return a cell that office programs show as it is."""
    # Some pass over blanks in front.
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
