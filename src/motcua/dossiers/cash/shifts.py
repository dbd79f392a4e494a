"""Closing a shift (chốt ca): what a cashier took, what lies in the drawer.

A shift is opened by the first payment after the last closing. Closing it writes down
every payment that no shift has yet, what ought to be there, what was counted, and why
the two differ. It has a ledger of its own and is never changed; a receipt that becomes
void later stands in the shift of who made it void, with the amount given back.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import hashlib
from itertools import islice
from motcua import _
from motcua.base.money import format_vnd
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers.cash import duties
from motcua.dossiers.cash import receipts
from motcua.dossiers.cash import store
from motcua.dossiers.cash.receipts import Move
from motcua.dossiers.cash.store import Shift
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import StalePage
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.operations import METHODS
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

KIND: Final = "shift"
#: What is counted: cash in the drawer, transfers on the statement of the account.
COUNTED: Final = ("cash", "transfer")
#: Payments of one shift; a busy counter has some 200 a day.
MOST: Final = 2000
#: How long a row may be on its way from a ledger into the register, at most.
LATEST: Final = timedelta(days=31)
#: The largest amount that is not a typing error, in đồng.
LARGEST: Final = 10**12


@dataclass(frozen=True)
class Closed:
    """A closed shift. ``expected`` and ``counted`` map ways of paying to đồng."""

    code: str
    form: forms.Form
    number: int
    unit: str
    cashier: str
    actor: str
    at: datetime
    moves: tuple[Move, ...]
    counted: dict[str, int]
    reason: str
    template: str

    @property
    def expected(self) -> dict[str, int]:
        """What the receipts come to."""
        return sums(self.moves)

    @property
    def difference(self) -> dict[str, int]:
        """What was counted beyond that; below zero where some is missing."""
        return {one: self.counted[one] - self.expected[one] for one in COUNTED}

    @property
    def numbered(self) -> str:
        """The number as it is printed: "0012/BBCC"."""
        return f"{self.number:04d}/{self.form.suffix}"


def sums(moves: Iterable[Move]) -> dict[str, int]:
    """Return what payments come to, by way of paying; a way nobody used has 0."""
    found = dict.fromkeys(METHODS, 0)
    for move in moves:
        found[move.method] = found.get(move.method, 0) + move.amount
    return found


def void_ones(moves: Iterable[Move]) -> set[tuple[str, int]]:
    """Return the keys of payments that others among these made void."""
    return {(move.code, move.receipt) for move in moves if move.receipt}


def spans(moves: Iterable[Move]) -> list[tuple[str, str, str, int]]:
    """Return the receipts as they follow: (symbol, from, to, how many), in order.

    A number that is left out ends a span. Payments without a receipt are not there.
    """
    found: list[tuple[str, str, str, int]] = []
    given = {(m.symbol, m.number) for m in moves if not m.receipt and m.number}
    for symbol, number in sorted(given, key=_in_order):
        if found and found[-1][0] == symbol and _follows(found[-1][2], number):
            _symbol, first, _last, count = found.pop()
            found.append((symbol, first, number, count + 1))
        else:
            found.append((symbol, number, number, 1))
    return found


def _in_order(one: tuple[str, str]) -> tuple[str, int, str]:
    digits = one[1].isascii() and one[1].isdigit()
    return one[0], int(one[1]) if digits else -1, one[1]


def _follows(before: str, after: str) -> bool:
    digits = all(each.isascii() and each.isdigit() for each in (before, after))
    return digits and int(after) == int(before) + 1


def drawer(site: Any, unit: str, cashier: str) -> list[Move]:
    """Return what a cashier took in a unit and no shift has yet, the oldest first.

    However long it lies there. Of more than ``MOST`` the oldest, see ``overfull``.
    """
    return _lying(site, unit, cashier)[:MOST]


def overfull(site: Any, unit: str, cashier: str) -> bool:
    """Say whether more lies in a drawer than one shift takes."""
    return len(_lying(site, unit, cashier)) > MOST


def _lying(site: Any, unit: str, cashier: str) -> list[Move]:
    """Return the oldest payments of a drawer, one more than a shift takes at most."""
    kept = store.shelf(site)
    closed = kept.closed if kept is not None else {}
    reached = kept.reached if kept is not None else None
    last = (reached or {}).get((unit, cashier))
    since = datetime.min.replace(tzinfo=UTC)
    if last is not None:
        since = datetime.fromisoformat(last) - LATEST
    with closing(receipts.of_drawer(unit, cashier, since)) as found:
        left = (move for move in found if move.key not in closed)
        return [*islice(left, MOST + 1)]


def seal(moves: Iterable[Move]) -> str:
    """Return what a page shows of a drawer in one word, to close that and no other."""
    told = ",".join(f"{move.code}/{move.event}" for move in moves)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def close(
    site: Any,
    unit: str,
    cashier: str,
    counted: Mapping[str, int],
    reason: str,
    actor: str,
    now: datetime,
    seen: str,
) -> Shift:
    """Close the shift of a cashier and return it.

    ``counted`` has đồng for each of ``COUNTED``; ``seen`` is the ``seal`` of what the
    person saw. The cashier closes; who supervises the unit may, for one who is away,
    with a reason. The same again returns the shift of the first time. Raises
    ``NotAllowed``, ``IllegalStep``, ``StalePage``, ``MissingData``.
    """
    wanted = duties.COLLECTING if actor == cashier else ("supervision", "approval")
    duties.check(unit, actor, now, wanted)
    found = drawer(site, unit, cashier)
    if seen and (again := _again(site, unit, cashier, seen)):
        return again
    if not found:
        raise IllegalStep(_("No payment waits for its shift to be closed."))
    if seen != seal(found):
        raise StalePage(
            _("Payments came in after you opened the page. Look, and count again.")
        )
    for move in found:
        _check_true(site, move)
    _check_counted(found, counted, reason)
    if actor != cashier and not reason:
        raise MissingData(_("Say why the cashier does not close the shift."))
    return _write(site, unit, cashier, found, dict(counted), reason, actor, now)


def _again(site: Any, unit: str, cashier: str, seen: str) -> Shift | None:
    """Return the last shift of the drawer when it is this very one."""
    for one in store.shifts_of(site, unit, 20):
        known = view(one)
        if known.cashier == cashier:
            return one if seal(known.moves) == seen else None
    return None


def _check_true(site: Any, move: Move) -> None:
    """Compare a row with the ledger of its dossier; rows never decide."""
    dossier = find_dossier(site, move.code)
    events = ledger.since(dossier, move.event)[:1] if dossier is not None else []
    if dossier is None or [*receipts.moves(dossier, events)] != [move]:
        raise MissingData(
            _(
                "The register says otherwise than dossier ${code}. Ask the "
                "administrator to run “register verify”.",
                mapping={"code": move.code},
            )
        )


def _check_counted(found: list[Move], counted: Mapping[str, int], reason: str) -> None:
    if set(counted) != set(COUNTED):
        raise MissingData(_("Count cash and transfers; write 0 where there is none."))
    if any(not 0 <= amount <= LARGEST for amount in counted.values()):
        raise MissingData(_("The amount is a whole number of đồng, such as 20000."))
    expected = sums(found)
    differs = [one for one in COUNTED if counted[one] != expected[one]]
    if differs and not reason:
        raise MissingData(
            _(
                "${amount} were counted, the receipts come to ${expected}. Say where "
                "the difference comes from.",
                mapping={
                    "amount": format_vnd(counted[differs[0]]),
                    "expected": format_vnd(expected[differs[0]]),
                },
            )
        )


def _write(
    site: Any,
    unit: str,
    cashier: str,
    found: list[Move],
    counted: dict[str, int],
    reason: str,
    actor: str,
    now: datetime,
) -> Shift:
    day = now.astimezone(VIETNAM).date()
    form = forms.of_kind(KIND, day)
    shelf = store.made(site)
    number, code = number_of(shelf.shifts, unit, form, f"{day:%Y}")
    facts = {
        "code": code,
        "set": form.set,
        "form": form.form,
        "number": number,
        "cashier": cashier,
        "moves": [packed(move) for move in found],
        "counted": counted,
        "template": book.keep(form, day, site),
        **duties.behalf(unit, actor, now),
    }
    facts["names"] = names.keep(site, unit, actor, unit, facts, now)
    made = Shift(code)
    data = {"reason": reason}
    ledger.append(
        made, "close", actor=actor, unit=unit, now=now, facts=facts, data=data
    )
    shelf.shifts[code] = made
    for move in found:
        if move.key in shelf.closed:
            raise StalePage
        # Two closings of the same payment at the same moment meet here.
        shelf.closed[move.key] = code
    shelf.shift_places.insert((unit, view(made).at.isoformat(), code))
    if shelf.reached is None:
        shelf.reached = OOBTree()
    shelf.reached[unit, cashier] = found[-1].at.isoformat()
    return made


def number_of(tree: Any, unit: str, form: forms.Form, year: str) -> tuple[int, str]:
    """Return the next number and code; those in use after a restore are passed over."""
    while True:
        number = numbers.allocate(f"cash:{unit}:{form.form}", year)
        code = f"{unit}-{year}/{number}-{form.form}"
        if code not in tree:
            return number, code


def packed(move: Move) -> list[Any]:
    """Return a payment as a ledger keeps it."""
    return [
        move.code,
        move.event,
        move.at.isoformat(),
        move.amount,
        move.method,
        move.symbol,
        move.number,
        move.receipt,
    ]


def view(one: Shift) -> Closed:
    """Return what a closed shift says."""
    event = ledger.events(one)[0]
    facts = event.facts
    cashier = str(facts["cashier"])
    return Closed(
        code=one.code,
        form=forms.get(facts["set"], facts["form"]),
        number=int(facts["number"]),
        unit=event.unit,
        cashier=cashier,
        actor=event.actor,
        at=event.at,
        moves=tuple(_unpacked(each, event.unit, cashier) for each in facts["moves"]),
        counted={name: int(amount) for name, amount in facts["counted"].items()},
        reason=str(event.data.get("reason", "")),
        template=str(facts["template"]),
    )


def _unpacked(one: list[Any], unit: str, cashier: str) -> Move:
    code, event, at, amount, method, symbol, number, receipt = one
    moment = datetime.fromisoformat(at)
    return Move(
        code, event, moment, unit, cashier, amount, method, symbol, number, receipt
    )
