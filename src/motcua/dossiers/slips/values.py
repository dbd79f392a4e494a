"""The values that a template prints: dictionaries, lists, texts and numbers, no object.

A slip says what held when the event that issued it was written: later events do not
change it. Fields are described in ``fields``.
"""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import pins
from motcua.dossiers.slips import checks
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.dossiers.slips import offices
from motcua.dossiers.slips import particulars
from motcua.dossiers.slips import words
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.moments import day
from motcua.dossiers.slips.moments import moment
from motcua.dossiers.slips.signatures import Signature
from motcua.dossiers.states import fold
from motcua.procedures import versions
from motcua.storage.settings import settings
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.persons import Person
    from motcua.dossiers.slips.forms import Form
    from motcua.dossiers.slips.issued import Slip
    from motcua.dossiers.states import DossierView

#: Where the public pages follow a dossier and check a slip. What is asked for stands
#: behind "#", which browsers keep to themselves: it reaches no log on the way.
TRACKING: Final = "vi/tra-cuu"
CHECKING: Final = "vi/kiem-tra-phieu"


def values(site: Any, dossier: Dossier, slip: Slip) -> dict[str, Any]:
    """Return what the template of ``slip`` prints."""
    living = slip.form.kind == "control"
    view = fold(dossier, None if living else slip.event)
    event = particulars.event_of(dossier, slip.event)
    named = names.of_event(site, event)
    # What the apology says was promised is what held before it.
    before = fold(dossier, slip.event - 1) if slip.event > 1 else view
    told = particulars.of_event(named, dossier, event, before)
    if living:
        told = {**told, **particulars.sharing(named, view)}
    found = {
        **head(slip.form, slip.at, named.office or offices.office(site, view.unit)),
        "dossier": of_dossier(site, view),
        "people": people(view),
        "papers_given": particulars.papers(view),
        "event": told,
        "rows": rows(site, view, slip, dossier),
        "signature": signature(named.signature, named.person(slip.actor)),
    }
    found["slip"] = {**found["slip"], **_about(site, dossier, slip)}
    return found


def common(site: Any, unit: str, form: Form, at: datetime) -> dict[str, Any]:
    """Return the values that every form has: the form, its head and an empty slip."""
    return head(form, at, offices.office(site, unit))


def checked(site: Any, id_: str) -> dict[str, str]:
    """Return by what a print is checked: its letters, their link, and the page."""
    letters, page = checks.letters(id_), f"{address(site)}/{CHECKING}"
    link = f"{page}#{id_}~{letters}"
    return {"check": letters, "check_link": link, "check_address": page}


def head(form: Form, at: datetime, office: dict[str, str]) -> dict[str, Any]:
    """Return the same for an office that is known already."""
    return {
        "form": {
            "number": form.form,
            "kind": form.kind,
            "title": form.title,
            "set": form.set,
            "deed": forms.deed_of(form),
        },
        "slip": {
            "number": "",
            "id": form.title,
            "check": "",
            "check_link": "",
            "check_address": "",
            "status": "",
            "replaces": "",
            "reprint": 0,
            "date": day(at),
        },
        "office": dict(office),
        "dossier": {"code": "", "tracking": ""},
        "people": {},
        "papers_given": [],
        "event": {},
        "rows": [],
        "signature": signature({}, ""),
    }


def of_dossier(site: Any, view: DossierView) -> dict[str, Any]:
    """Return what slips say of the dossier itself."""
    version = versions.get(view.procedure, view.version, site=site)
    tracking = f"{address(site)}/{TRACKING}"
    return {
        "code": view.code,
        "procedure": version.title,
        "procedure_code": version.code,
        "case": next((c.title for c in version.cases if c.key == view.case), ""),
        "channel": words.CHANNELS[view.channel],
        "term": _sentence(Term.parse(view.term or "none").text("vi")),
        "received": moment(view.received_at),
        "promised": moment(view.promised) if view.promised else words.NO_LIMIT,
        "due": moment(view.due) if view.due else words.NO_LIMIT,
        "answer": words.ANSWERS[view.answer_by],
        "fee": _fee(version, view),
        "sets": "01",
        "note": view.note,
        "pin": pins.pin(view.code),
        "tracking": tracking,
        "track_link": f"{tracking}#{view.code}",
    }


def people(view: DossierView) -> dict[str, Any]:
    """Return applicant, owner and representative: name, and lines with labels.

    An owner who is the applicant in every fact has no lines: printed once.
    """
    applicant, owner = view.person("applicant"), view.person("owner")
    found = {"applicant": applicant, "owner": owner}
    found["representative"] = view.person("representative")
    told = {
        role: {"name": one.name if one else "", "lines": _lines(one)}
        for role, one in found.items()
    }
    if _same(applicant, owner):
        told["owner"]["lines"] = []
    return told


def rows(
    site: Any, view: DossierView, slip: Slip, dossier: Dossier
) -> list[dict[str, Any]]:
    """Return the rows of forms with a table of their own."""
    if slip.form.kind == "control":

        def names_at(number: int) -> names.Names:
            return names.until(site, dossier, number)

        return list(particulars.hand_overs(names_at, view))
    if slip.form.kind == "result-receipt":
        event = particulars.event_of(dossier, slip.event)
        return particulars.results(view, event)
    return []


def signature(kept: dict[str, str], name: str) -> dict[str, Any]:
    """Return the signature block: ``lines`` above it, ``name`` below, ``note``.

    ``kept`` is a ``Signature`` as it was kept, empty for none: then ``name`` signs.
    ``behalf`` says whether it is signed for somebody else, ``note`` by which deed.
    """
    made = Signature.from_json({"name": name, **kept})
    return {
        "lines": made.lines(),
        "name": made.name,
        "behalf": bool(made.principal),
        "note": f"(Theo {made.deed})" if made.deed else "",
    }


def lead(site: Any, view: DossierView) -> str:
    """Return the name of the department in charge."""
    return str(particulars.sharing(names.Names(site), view)["lead"])


def address(site: Any) -> str:
    """Return the address of the site as citizens type it."""
    return settings().address.rstrip("/") or str(site.absolute_url())


def _about(site: Any, dossier: Dossier, slip: Slip) -> dict[str, Any]:
    before = [
        one.numbered
        for one in slips_of(dossier)
        if one.replaced_by == slip.event and one.form.kind == slip.form.kind
    ]
    return {
        "number": slip.numbered,
        "id": slip.id,
        **checked(site, slip.id),
        "status": words.STATUSES[slip.status],
        "replaces": before[0] if before else "",
        "reprint": slip.reprints,
    }


def _same(one: Person | None, two: Person | None) -> bool:
    """Say whether two roles are the same person, in every fact but the role."""
    if one is None or two is None:
        return two is None
    return {**one.to_json(), "role": ""} == {**two.to_json(), "role": ""}


def _lines(person: Person | None) -> list[dict[str, str]]:
    if person is None:
        return []
    found = (
        ("Họ và tên", person.name),
        ("Ngày, năm sinh", birth(person.birth)),
        ("Số định danh", person.id_number),
        ("Điện thoại", person.phone),
        ("Thư điện tử", person.email),
        ("Địa chỉ", person.address),
        ("Giấy tờ chứng minh", person.proof),
    )
    return [{"label": label, "value": value} for label, value in found if value]


def birth(text: str) -> str:
    """Return ``yyyy-mm-dd``, ``yyyy-mm`` or ``yyyy`` with the day in front."""
    return "/".join(reversed(text.split("-")))


def _fee(version: Any, view: DossierView) -> str:
    """Return what was to be paid for the case on the day of receipt."""
    day = view.received_at.astimezone(VIETNAM).date()
    found = [
        words.fee(fee)
        for case in version.cases
        for channel in case.channels
        for fee in channel.fees
        if (case.key, channel.kind) == (view.case, view.channel) and fee.owed(day)
    ]
    return "; ".join(filter(None, found))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
