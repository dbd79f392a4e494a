"""What keeps a sound package from being taken in here, and the code it would get.

A file keeps its own code where that has our form and its number is near those given
out: else one number would use up all that lie before it. Nothing is taken in over what
is here already, and no document into a file that lives here.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.packages import kinds
from motcua.storage import numbers
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.packages.accessions import AccessionView

#: How far a number may lie before the last one that was given out here.
AHEAD: Final = 5000
#: Codes of documents that come by themselves, and what lies before their number.
_DOCUMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,79}\Z", re.ASCII)
_LONGEST_FILE: Final = 64


def hindrance(site: Any, found: AccessionView, person: str, now: datetime) -> Any:
    """Return why a sound package cannot be taken in here yet, None for nothing.

    The words name ``code``, the fonds, and ``file``.
    """
    one = holdings.fonds(site, found.fonds)
    if one is None:
        return _("There is no fonds ${code} here: open it under Archive → Fonds.")
    if not rights.keeps(site, fonds_module.view(one).keeper, person, now):
        return _("The fonds ${code} is kept by another agency.")
    if found.level == kinds.DOCUMENT:
        return _of_document(site, found)
    return _of_file(site, found) if own_number(found.file) else None


def own_number(code: str) -> int:
    """Return the number with which a file keeps its code, 0 where it gets one here."""
    if not filing.is_code(code):
        return 0
    fonds, year, text = code.rsplit(".", 2)
    number = int(text)
    most = numbers.last(f"file:{fonds}", year) + AHEAD
    same = filing.code_of(fonds, int(year), number) == code
    return number if same and 1 <= number <= most else 0


def reserve(document: str) -> None:
    """See to it that no new file gets the code from which a document's begins."""
    code = document.rpartition(".")[0]
    if number := own_number(code):
        fonds, year, _text = code.rsplit(".", 2)
        numbers.raise_above(f"file:{fonds}", year, number)


def _of_file(site: Any, found: AccessionView) -> Any:
    there = holdings.file(site, found.file)
    if there is not None:
        return _("The file ${file} is here already; compare the two first.")
    kept = capture.shelf(site)
    first = documents.code_of(found.file, 1)
    last = documents.code_of(found.file, max(found.documents, 1))
    if kept is not None and next(iter(kept.documents.keys(first, last)), None):
        return _(
            "Documents with the code of file ${file} are here already; compare them "
            "first."
        )
    return None


def _of_document(site: Any, found: AccessionView) -> Any:
    before = found.file.rpartition(".")[0]
    if not _DOCUMENT.match(found.file) or len(before) > _LONGEST_FILE:
        return _(
            "“${file}” cannot be the code of a document here: at most 80 letters "
            "without marks, digits, dots and hyphens."
        )
    if capture.document(site, found.file) is not None:
        return _("The document ${file} is here already; compare the two first.")
    if before and holdings.file(site, before) is not None:
        return _(
            "The file of document ${file} is here already; ask for the whole file, "
            "or compare it with what lies there."
        )
    return None
