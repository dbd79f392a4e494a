"""Issuing slips (phiếu): which operation issues which, and under which number.

What an operation issues stands in the header of its event, ``facts["slips"]``: see
``issue``. A correction issues anew what stated the error, in place of the slips before
(``reissue``). A reprint issues nothing: its event names the slip by ``slip``, the
number of the event that issued it, and ``form``. Numbers count per unit, kind of
form and year; they are drawn outside the transaction, so a transaction that is retried
leaves a gap and never a duplicate.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips.issued import slips_of
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.slips.issued import Slip

_PREFIX: Final = "slip:"
#: Operations that receive: the set of forms is that of their day.
ACCEPTING: Final = frozenset({"receive", "accept"})


def issue(
    unit: str, operation: str, now: datetime, received: datetime | None = None
) -> list[dict[str, Any]]:
    """Return what the event of ``operation`` carries as ``facts["slips"]``.

    ``unit`` is the code of the unit that received the dossier, ``received`` the moment
    of receipt, which chooses the set of forms; None means ``now`` (for the operations
    that receive). Each slip is ``{"form", "number", "set", "template"}``: ``number`` is
    0 for forms without numbers of ours, ``template`` the digest of the template that it
    is printed with for ever. Keeps templates not used before, so it belongs into the
    transaction of the event. Empty for operations that issue nothing.
    """
    day = (received or now).astimezone(VIETNAM).date()
    return [
        _issued(unit, form, now)
        for form in forms.forms_on(day)
        if operation in form.issued
    ]


def for_act(dossier: Dossier, operation: str, now: datetime) -> list[dict[str, Any]]:
    """Return what the next event of ``dossier`` carries as ``facts["slips"]``.

    Both what the operation issues (``issue``) and what it issues anew (``reissue``).
    """
    every = forms.every()
    found: list[dict[str, Any]] = []
    if any(operation in form.issued for form in every):
        received = None if operation in ACCEPTING else dossier.standing.received_at
        found += issue(dossier.unit, operation, now, received)
    if any(operation in form.again for form in every):
        found += reissue(dossier.unit, operation, now, slips_of(dossier))
    return found


def reissue(
    unit: str, operation: str, now: datetime, slips: Iterable[Slip]
) -> list[dict[str, Any]]:
    """Return the slips that replace those of ``slips`` which ``operation`` issues anew.

    ``slips`` are those of the dossier (``slips_of``); what is void or replaced already
    stays so. The new ones carry ``replaces``: the number of the event that issued the
    one before.
    """
    return [
        {**_issued(unit, slip.form, now), "replaces": slip.event}
        for slip in slips
        if slip.valid and operation in slip.form.again
    ]


def numbers_of(dossier: Dossier) -> tuple[tuple[str, str, int], ...]:
    """Return (sequence, period, number) of its slips, for counters after a restore."""
    return tuple(
        (*_sequence(dossier.unit, forms.get(one["set"], one["form"]), event.at), number)
        for event in events(dossier)
        for one in event.facts.get("slips", ())
        if (number := int(one["number"]))
    )


def _issued(unit: str, form: forms.Form, now: datetime) -> dict[str, Any]:
    number = numbers.allocate(*_sequence(unit, form, now)) if form.suffix else 0
    return {
        "form": form.form,
        "number": number,
        "set": form.set,
        "template": book.keep(form, now.astimezone(VIETNAM).date()),
    }


def _sequence(unit: str, form: forms.Form, at: datetime) -> tuple[str, str]:
    return f"{_PREFIX}{unit}:{form.kind}", f"{at.astimezone(VIETNAM):%Y}"
