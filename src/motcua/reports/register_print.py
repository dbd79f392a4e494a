"""The register book as form 07 to print: A4 across, in volumes with numbered pages.

A volume (quyển) has so many rows that it is drawn while a person waits, whatever the
length of the book; rows are numbered through the book, pages through the volume.
"""

from __future__ import annotations

from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.dossiers.slips import values
from motcua.dossiers.slips import words
from motcua.dossiers.slips.moments import moment
from motcua.dossiers.slips.rendering import printing
from motcua.reports import register_book
from motcua.reports.register_book import BookError
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from motcua.dossiers.states import DossierView
    from motcua.reports.register_book import Line
    from motcua.reports.register_book import Period

#: Rows of one volume, and of all volumes of a book.
VOLUME: Final = 500
MOST_ROWS: Final = 10_000


def volumes(length: int) -> int:
    """Return how many volumes a book of so many rows has; one when it is empty.

    Raises ``BookError`` for a book that is too long.
    """
    if length > MOST_ROWS:
        raise BookError(_("The book is too long to print; choose fewer days."))
    return max(1, -(-length // VOLUME))


def pdf(
    site: Any,
    unit: str,
    period: Period,
    volume: int,
    now: datetime,
    reader: str,
    groups: frozenset[str],
    view_of: Callable[[str], DossierView | None],
    title_of: Callable[[str], str],
) -> bytes:
    """Return one volume, counted from 1, of the book of a unit as a PDF.

    ``view_of`` gives the dossier when the reader may view it, else None: then name,
    address and way of return stay empty; restricted ones are left out by the
    ``groups`` of the reader. Raises ``BookError``, ``SlipFailed``.
    """
    form = forms.of_kind("register", period.last)
    many = volumes(register_book.length(unit, period, groups))
    found = register_book.lines(
        unit, period, now, groups, limit=VOLUME, offset=(volume - 1) * VOLUME
    )
    filled = values.common(site, unit, form, now)
    filled["event"] = {
        "first": f"{period.first:%d/%m/%Y}",
        "last": f"{period.last:%d/%m/%Y}",
        "volume": volume,
        "volumes": many,
    }
    filled["rows"] = [
        _row(site, line, view_of(line.code), title_of(line.procedure)) for line in found
    ]
    filled["signature"] = values.signature({}, names.name_of(reader))
    template = book.template_on(form, now.astimezone(VIETNAM).date())
    return printing.pdf(
        template, filled, form.paper, seconds=printing.SECONDS_OF_A_BOOK
    )


def _note(line: Line) -> str:
    paper = "Nhận trên giấy, nhập sau" if line.late_entry else ""
    return "; ".join(filter(None, ("Quá hạn" if line.late else "", paper)))


def _row(
    site: Any, line: Line, view: DossierView | None, title: str
) -> dict[str, str | int]:
    owner = view and (view.person("owner") or view.person("applicant"))
    reach = (owner.address, owner.phone) if owner else ()
    return {
        "number": line.number,
        "code": line.code,
        "procedure": title,
        "sets": "01",
        "owner": owner.name if owner else "",
        "address": "; ".join(filter(None, reach)),
        "lead": values.lead(site, view) if view else "",
        "received": moment(line.received_at),
        "due": moment(line.due_at) if line.due_at else words.NO_LIMIT,
        "returned": moment(line.returned_at) if line.returned_at else "",
        "way": words.ANSWERS[view.answer_by] if view else "",
        "note": _note(line),
    }
