"""The PDF of a list, and labels for dossiers."""

from __future__ import annotations

from motcua.base.vietnam import VIETNAM
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.handovers.view import view
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.dossiers.slips import values
from motcua.dossiers.slips import words
from motcua.dossiers.slips.moments import moment
from motcua.dossiers.slips.rendering import printing
from motcua.dossiers.states import fold
from motcua.procedures import versions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.handovers.store import HandoverList
    from motcua.dossiers.handovers.view import Handover
    from motcua.dossiers.states import DossierView

POST: Final = "Bưu điện"
MISSING: Final = "Không nhận được"


def pdf(
    site: Any, one: HandoverList, may_see: Callable[[str], bool], *, large: bool = False
) -> bytes:
    """Return the PDF of a list; names and addresses of dossiers that may be seen.

    Reads and changes nothing; what the dossiers said at issue is printed. Raises
    ``printing.SlipFailed``.
    """
    found = view(one)
    return printing.pdf(
        book.get(found.template, site),
        filled(site, one, may_see),
        found.form.paper,
        large=large,
    )


def filled(
    site: Any, one: HandoverList, may_see: Callable[[str], bool]
) -> dict[str, Any]:
    """Return what the template of a list prints."""
    found = view(one)
    named = names.of_event(site, events(one)[0])
    made = values.head(found.form, found.at, named.office)
    made["slip"].update(
        number=found.numbered,
        id=found.code,
        **values.checked(site, found.code),
        status=words.STATUSES["void"] if found.void else "",
        reprint=found.reprints,
    )
    made["event"] = {
        "giver": named.unit(found.unit),
        "receiver": named.unit(found.to) or POST,
        "at": moment(found.at),
        "way": words.WAYS[found.way],
        "note": found.note,
    }
    made["rows"] = [
        _row(site, code, number, found, may_see(code)) for code, number in found.rows
    ]
    made["signature"] = values.signature(named.signature, named.person(found.actor))
    return made


def labels(site: Any, dossiers: Iterable[Dossier], paper: str, now: datetime) -> bytes:
    """Return labels as a PDF: ``paper`` is "label" or "label-sheet".

    Raises ``printing.SlipFailed``.
    """
    day = now.astimezone(VIETNAM).date()
    form = forms.of_kind("label", day)
    made = values.head(form, now, {})
    views = [fold(each) for each in dossiers]
    made["rows"] = [
        {"code": one.code, "procedure": _title(site, one), "due": _due(one)}
        for one in views
    ]
    made["dossier"] = {"tracking": "", **made["rows"][0]}
    return printing.pdf(book.template_on(form, day, site), made, paper)


def _row(
    site: Any, code: str, number: int, found: Handover, seen: bool
) -> dict[str, Any]:
    dossier = find_dossier(site, code)
    assert dossier is not None
    then = fold(dossier, number)
    owner = then.person("owner") or then.person("applicant")
    taker = then.person("applicant")
    reach = (taker.name, taker.address, taker.phone) if taker and seen else ()
    note = found.differences.get(code)
    return {
        "code": code,
        "procedure": _title(site, then),
        "owner": owner.name if owner and seen else "",
        "papers": len(then.papers),
        "due": _due(then),
        "result": "; ".join(one.name for one in then.results) if seen else "",
        "address": "; ".join(filter(None, reach)),
        "note": "" if note is None else f"{MISSING}. {note}".rstrip(". ") + ".",
    }


def _title(site: Any, view: DossierView) -> str:
    return str(versions.get(view.procedure, view.version, site=site).title)


def _due(view: DossierView) -> str:
    return moment(view.due) if view.due else words.NO_LIMIT
