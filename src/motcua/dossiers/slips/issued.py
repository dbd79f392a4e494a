"""The slips of a dossier as its ledger tells them: issued, replaced, void, printed.

A slip is named ``<dossier code>/<number of the event that issued it>-<form>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua.base.codes import parse_dossier_code
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import forms
from typing import Any
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

Status = Literal["valid", "replaced", "void", "lost"]
REPRINT = "reprint"
VOID_FEE = "void_fee"
FEE_RECEIPT = "fee-receipt"
#: The first operation of a ledger that accepted a dossier before slips were issued.
RECEIVE = "receive"


@dataclass(frozen=True)
class Slip:
    """One slip that was issued.

    ``template`` is the digest of the template it is printed with, "" for slips of
    dossiers from before templates were kept. ``replaced_by`` is the event that issued
    the one in its place, 0 for none. ``reprints`` counts what was printed again.
    """

    code: str
    event: int
    form: forms.Form
    number: int
    at: datetime
    actor: str
    template: str = ""
    status: Status = "valid"
    replaced_by: int = 0
    reprints: int = 0

    @property
    def key(self) -> str:
        """The slip within its dossier: "4-02"."""
        return f"{self.event}-{self.form.form}"

    @property
    def id(self) -> str:
        """The public name of the slip."""
        return f"{self.code}/{self.key}"

    @property
    def valid(self) -> bool:
        """Whether it holds: neither replaced, void nor reported lost."""
        return self.status == "valid"

    @property
    def numbered(self) -> str:
        """The number as it is printed, "0012/TNHS"; "" for forms without one."""
        return f"{self.number:04d}/{self.form.suffix}" if self.number else ""


def slips_of(dossier: Dossier) -> list[Slip]:
    """Return the slips of a dossier, oldest first, with what became of each."""
    return told(dossier.code, events(dossier))


def told(code: str, ledger: Iterable[Event]) -> list[Slip]:
    """Return the slips that these events of a dossier tell of."""
    found: list[Slip] = []
    for event in ledger:
        facts = event.facts
        issued = facts.get("slips")
        if issued is None and facts["n"] == 1 and facts["type"] == RECEIVE:
            issued = [_first(code, event)]
        for one in issued or ():
            if "replaces" in one:
                found = [_replaced(slip, one, event.number) for slip in found]
            found.append(_slip(code, event, one))
        found = [_after(slip, facts) for slip in found]
        if facts["type"] == REPRINT:
            found = [_printed(slip, _named(event)) for slip in found]
    return found


def find(dossier: Dossier, key: str) -> Slip | None:
    """Return the slip ``key`` ("4-02") of a dossier, None when there is none."""
    return next((slip for slip in slips_of(dossier) if slip.key == key), None)


def _slip(code: str, event: Event, one: dict[str, Any]) -> Slip:
    return Slip(
        code=code,
        event=event.number,
        form=forms.get(one["set"], one["form"]),
        number=int(one["number"]),
        at=event.at,
        actor=event.actor,
        template=str(one.get("template", "")),
    )


def _first(code: str, event: Event) -> dict[str, Any]:
    """Return the receipt that an old dossier was given, numbered as its code is."""
    form = forms.of_kind("receipt", event.at.astimezone(VIETNAM).date())
    serial = parse_dossier_code(code).serial
    return {"form": form.form, "number": serial, "set": form.set}


def _replaced(slip: Slip, one: dict[str, Any], number: int) -> Slip:
    kind = forms.get(one["set"], one["form"]).kind
    if slip.event != one["replaces"] or slip.form.kind != kind:
        return slip
    return replace(slip, status="replaced", replaced_by=number)


def _after(slip: Slip, facts: dict[str, Any]) -> Slip:
    ended = slip.valid and facts["type"] in slip.form.void
    if facts["type"] == VOID_FEE:
        # One receipt among several of the same form.
        ended = slip.form.kind == FEE_RECEIPT and slip.event == facts["receipt"]
    if slip.key in facts.get("lost_slips", ()):
        return replace(slip, status="lost")
    return replace(slip, status="void") if ended else slip


def _printed(slip: Slip, named: str) -> Slip:
    return replace(slip, reprints=slip.reprints + 1) if slip.key == named else slip


def _named(event: Event) -> str:
    return f"{event.facts['slip']}-{event.facts['form']}"
