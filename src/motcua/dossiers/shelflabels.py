"""Labels of shelves (nhãn kệ): what is scanned before results are put there.

A label says ``KE-`` and the name of its shelf, as ``returning.SHELF`` reads it. What a
label says is no secret and belongs to no dossier, so nothing is written down.
"""

from __future__ import annotations

from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.errors import MissingData
from motcua.dossiers.returning import SHELF
from motcua.dossiers.returning import shelf
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import values
from motcua.dossiers.slips.offices import office
from motcua.dossiers.slips.rendering import printing
import re
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

PREFIX: Final = "KE-"
#: Labels of one print: ten sheets of twelve.
MOST: Final = 120
#: Sheets: twelve on A4, or one after the other from a roll.
PAPERS: Final = ("label-sheet", "label")
#: Letters of a name whose bars fit on a label, whatever letters they are.
LONGEST: Final = 10
#: "A1.01 - A1.12": two names that differ in the number at their end alone.
_RANGE: Final = re.compile(r"(\S*?)(\d+)(?:\s+[-–]\s+|\s*\.\.\s*)(\S*?)(\d+)")


def names(text: str) -> list[str]:
    """Return the shelves that are named, each once, in the order of naming.

    One name on a line, or a range such as ``A1.01 - A1.12``. Raises ``MissingData``
    for a name that no scanner could read, and for none or more than ``MOST``.
    """
    found: dict[str, None] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        for name in _named(line):
            found[_readable(name)] = None
        if len(found) > MOST:
            raise MissingData(
                _("Print at most ${most} labels at once.", mapping={"most": str(MOST)})
            )
    if not found:
        raise MissingData(_("Name the shelves, one on a line, such as A1.03."))
    return list(found)


def pdf(site: Any, unit: str, shelves: list[str], paper: str, now: datetime) -> bytes:
    """Return the labels as a PDF; ``paper`` is one of ``PAPERS``.

    Raises ``printing.SlipFailed``.
    """
    day = now.astimezone(VIETNAM).date()
    form = forms.of_kind("shelf-label", day)
    made = values.head(form, now, office(site, unit))
    made["rows"] = [{"shelf": name, "label": f"{PREFIX}{name}"} for name in shelves]
    return printing.pdf(book.template_on(form, day, site), made, paper)


def _named(line: str) -> list[str]:
    """Return the names of a line; a range of the same beginning, counted up."""
    match = _RANGE.fullmatch(line)
    if match is None or match[1].upper() != match[3].upper():
        return [line]
    first, last = int(match[2][-9:]), int(match[4][-9:])
    if last < first:
        return [line]
    # One more than can be printed is enough to be refused for it.
    last = min(last, first + MOST)
    width = len(match[2])
    return [f"{match[1]}{number:0{width}d}" for number in range(first, last + 1)]


def _readable(name: str) -> str:
    """Return the name as it stands on a label; MissingData where none can say it."""
    found = shelf(name)
    if len(found) > LONGEST or SHELF.fullmatch(f"{PREFIX}{found}") is None:
        raise MissingData(
            _(
                "“${name}” cannot stand on a label: use 1 to ${most} letters without "
                "diacritics, digits, dots, strokes and hyphens, such as A1.03.",
                mapping={"name": name[:40], "most": str(LONGEST)},
            )
        )
    return found
