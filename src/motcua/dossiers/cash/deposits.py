"""What goes to the treasury (nộp quỹ): a list of shifts, given and acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua import _
from motcua.base import vietnam
from motcua.base.money import format_vnd
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers.cash import duties
from motcua.dossiers.cash import shifts
from motcua.dossiers.cash import store
from motcua.dossiers.cash.store import Shift
from motcua.dossiers.cash.store import TreasuryList
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.organisation import units
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence

KIND: Final = "treasury-list"
#: Shifts on one list.
MOST: Final = 200
Status = Literal["open", "settled", "void"]


@dataclass(frozen=True)
class Row:
    """One shift on a list: its cash as it was counted, the other ways beside it."""

    shift: str
    cashier: str
    cash: int
    transfer: int
    online: int


@dataclass(frozen=True)
class Deposit:
    """A list. ``received`` is what the treasurer counted, None before."""

    code: str
    form: forms.Form
    number: int
    unit: str
    to: str
    at: datetime
    actor: str
    rows: tuple[Row, ...]
    template: str
    received: int | None = None
    received_at: datetime | None = None
    received_by: str = ""
    reason: str = ""
    waiver: bool = False
    """Whether the treasurer acknowledged own money, being the only one."""
    void: str = ""

    @property
    def cash(self) -> int:
        """What is handed over, in đồng."""
        return sum(row.cash for row in self.rows)

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.void:
            return "void"
        return "open" if self.received is None else "settled"

    @property
    def numbered(self) -> str:
        """The number as it is printed: "0012/BKNT"."""
        return f"{self.number:04d}/{self.form.suffix}"


def waiting(site: Any, unit: str) -> list[shifts.Closed]:
    """Return the closed shifts of a unit that are on no list, the oldest first."""
    kept = store.shelf(site)
    if kept is None:
        return []
    found = reversed(store.shifts_of(site, unit, MOST * 5))
    return [shifts.view(one) for one in found if one.code not in kept.listed]


def issue(
    site: Any, unit: str, codes: Sequence[str], to: str, actor: str, now: datetime
) -> TreasuryList:
    """Issue a list of closed shifts of ``unit`` to the treasury of ``to``.

    Raises ``NotAllowed``, ``MissingData``.
    """
    duties.check(unit, actor, now, duties.EVERYBODY)
    receiver = _receiver(site, to)
    shelf = store.made(site)
    found = [_listable(shelf, unit, code) for code in dict.fromkeys(codes)]
    if not found or len(found) > MOST:
        raise MissingData(
            _(
                "A list has one shift at least and ${most} at most.",
                mapping={"most": str(MOST)},
            )
        )
    day = now.astimezone(VIETNAM).date()
    form = forms.of_kind(KIND, day)
    number, code = shifts.number_of(shelf.lists, unit, form, f"{day:%Y}")
    facts = {
        "code": code,
        "set": form.set,
        "form": form.form,
        "number": number,
        "to": receiver,
        "rows": [_row(one) for one in found],
        "template": book.keep(form, day, site),
        **duties.behalf(unit, actor, now),
    }
    facts["names"] = names.keep(site, unit, actor, unit, facts, now)
    made = TreasuryList(code)
    ledger.append(made, "issue", actor=actor, unit=unit, now=now, facts=facts, data={})
    shelf.lists[code] = made
    for one in found:
        shelf.listed[one.code] = code
    for place in {unit, receiver}:
        shelf.list_places.insert((place, view(made).at.isoformat(), code))
    return made


def _receiver(site: Any, to: str) -> str:
    try:
        found = units.get(to, site)
    except KeyError as error:
        raise MissingData(
            _("Choose the unit whose treasurer gets the money.")
        ) from error
    if not found.in_force(vietnam.today()):
        raise MissingData(_("Choose the unit whose treasurer gets the money."))
    return str(found.code)


def _listable(shelf: store.Shelf, unit: str, code: str) -> shifts.Closed:
    one = shelf.shifts.get(code)
    found = shifts.view(one) if isinstance(one, Shift) else None
    if found is None or found.unit != unit:
        raise MissingData(_("There is no closed shift with this number here."))
    if code in shelf.listed:
        raise MissingData(
            _(
                "Shift ${shift} is on list ${list} already.",
                mapping={"shift": found.numbered, "list": shelf.listed[code]},
            )
        )
    return found


def _row(one: shifts.Closed) -> list[Any]:
    online = one.expected["online"]
    cash, transfer = (one.counted[each] for each in shifts.COUNTED)
    return [one.code, one.cashier, cash, transfer, online]


def acknowledge(
    site: Any, one: TreasuryList, received: int, reason: str, actor: str, now: datetime
) -> None:
    """Record that the treasurer counted ``received`` đồng of cash.

    Another amount than the list has needs a reason in words. Nobody acknowledges money
    of an own shift but the only treasurer there is; that is written down. Raises
    ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    found = view(one)
    duties.check(found.to, actor, now, duties.TREASURY)
    if found.status != "open":
        raise IllegalStep(_("This list is acknowledged already, or void."))
    own = actor in {found.actor, *(row.cashier for row in found.rows)}
    if own and not duties.alone(found.to, actor, now, duties.TREASURY):
        raise NotAllowed(
            _("You handed this money over; another treasurer of the unit counts it.")
        )
    if not 0 <= received <= shifts.LARGEST:
        raise MissingData(_("The amount is a whole number of đồng, such as 20000."))
    if (received != found.cash or own) and not reason:
        raise MissingData(
            _(
                "${amount} were counted, the list has ${expected}. Say where the "
                "difference comes from.",
                mapping={
                    "amount": format_vnd(received),
                    "expected": format_vnd(found.cash),
                },
            )
            if received != found.cash
            else _("Say why you count your own money: who else is there?")
        )
    facts = {"received": received, "waiver": own}
    _append(one, "acknowledge", found.to, actor, now, facts, {"reason": reason})


def make_void(
    site: Any, one: TreasuryList, reason: str, actor: str, now: datetime
) -> None:
    """Take a list back that nobody acknowledged; its shifts can be listed anew.

    Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    found = view(one)
    duties.check(found.unit, actor, now, duties.EVERYBODY)
    if found.status != "open":
        raise IllegalStep(_("This list is acknowledged already, or void."))
    if not reason:
        raise MissingData(_("Give the reason in words."))
    _append(one, "void", found.unit, actor, now, {}, {"reason": reason})
    shelf = store.made(site)
    for row in found.rows:
        del shelf.listed[row.shift]


def _append(
    one: TreasuryList,
    type_: str,
    unit: str,
    actor: str,
    now: datetime,
    facts: dict[str, Any],
    data: dict[str, Any],
) -> None:
    facts = {**facts, **duties.behalf(unit, actor, now)}
    ledger.append(one, type_, actor=actor, unit=unit, now=now, facts=facts, data=data)


def view(one: TreasuryList) -> Deposit:
    """Return what a list says now."""
    first, *later = ledger.events(one)
    facts = first.facts
    found = Deposit(
        code=one.code,
        form=forms.get(facts["set"], facts["form"]),
        number=int(facts["number"]),
        unit=first.unit,
        to=str(facts["to"]),
        at=first.at,
        actor=first.actor,
        rows=tuple(Row(*each) for each in facts["rows"]),
        template=str(facts["template"]),
    )
    for event in later:
        reason = str(event.data.get("reason", ""))
        if event.type == "void":
            found = replace(found, void=reason or "-")
            continue
        found = replace(
            found,
            received=int(event.facts["received"]),
            received_at=event.at,
            received_by=event.actor,
            reason=reason,
            waiver=bool(event.facts.get("waiver")),
        )
    return found
