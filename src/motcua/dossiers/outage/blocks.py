"""A block of dossier codes that is kept back for a day without power or network.

Its serials come from the counter of the unit and day, so nobody else ever gets them.
What becomes of each stands in the ledger of the block: entered late, approved, sent
back to who entered it, or void with a reason. None is used twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.base.codes import parse_dossier_code
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import codes
from motcua.dossiers import ledger
from motcua.dossiers.cash import duties
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.outage import store
from motcua.dossiers.outage.store import Block
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.storage.projections import after_commit
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

KIND: Final = "provisional"
#: Codes of one block; a busy counter receives some 150 dossiers a day.
MOST: Final = 100
#: How many days ahead a block may be made.
AHEAD: Final = 31
#: Who keeps numbers back, who receives on paper, who approves what was received so.
MAKING: Final = ("reception", "supervision", "approval")
RECEIVING: Final = ("reception", "service")
APPROVING: Final = ("supervision", "approval")
EVERYBODY: Final = ("reception", "service", "supervision", "approval")
Status = Literal["reserved", "entered", "approved", "void"]


@dataclass(frozen=True)
class Number:
    """One code and what became of it.

    ``entry`` is the number of the event that entered it, ``why`` why it is void or was
    sent back. ``received`` is the real time of receipt.
    """

    code: str
    status: Status = "reserved"
    entry: int = 0
    received: datetime | None = None
    entered_by: str = ""
    entered_at: datetime | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """The public name of its provisional slip."""
        return slip_name(self.code)


@dataclass(frozen=True)
class Kept:
    """What a block says now."""

    code: str
    unit: str
    day: date
    at: datetime
    actor: str
    form: forms.Form
    template: str
    numbers: dict[str, Number] = field(default_factory=dict)
    prints: int = 0

    def counted(self, status: Status) -> int:
        """Return how many codes stand so."""
        return sum(1 for one in self.numbers.values() if one.status == status)


def slip_name(code: str) -> str:
    """Return the name of the provisional slip of a code: "H99.01-261102-0004/0-TT"."""
    return f"{code}/0-TT"


def reserve(
    site: Any,
    unit: str,
    day: date,
    count: int,
    actor: str,
    now: datetime,
    token: str = "",
) -> Block:
    """Keep ``count`` codes of ``day`` back and return their block.

    The same form (``token``) of the same person again returns its first block. Raises
    ``NotAllowed``, and ``MissingData`` for a day that is over or far away or for too
    many at once.
    """
    duties.check(unit, actor, now, MAKING)
    today = now.astimezone(VIETNAM).date()
    _check_size(day, count, today)
    shelf = store.made(site)
    form_key = (actor, token)
    if token and form_key in shelf.forms:
        again: Block = shelf.blocks[shelf.forms[form_key]]
        return again
    found = codes.reserve(unit, day, count)
    form = forms.of_kind(KIND, day)
    first, last = (parse_dossier_code(one).serial for one in (found[0], found[-1]))
    code = f"{unit}-{day:%y%m%d}/{first}-{last}"
    facts = {
        "code": code,
        "day": day.isoformat(),
        "codes": found,
        "set": form.set,
        "form": form.form,
        "template": book.keep(form, today, site),
        **duties.behalf(unit, actor, now, MAKING),
    }
    facts["names"] = names.keep(site, unit, actor, unit, facts, now)
    made = Block(code)
    ledger.append(
        made, "reserve", actor=actor, unit=unit, now=now, facts=facts, data={}
    )
    shelf.blocks[code] = made
    if token:
        shelf.forms[form_key] = code
    for one in found:
        shelf.codes[one] = code
    after_commit(made)
    shelf.places.insert((unit, view(made).at.isoformat(), code))
    return made


def _check_size(day: date, count: int, today: date) -> None:
    if not today <= day <= today + timedelta(days=AHEAD):
        raise MissingData(
            _(
                "Choose a day from today on, ${days} days ahead at most.",
                mapping={"days": str(AHEAD)},
            )
        )
    if not 1 <= count <= MOST:
        raise MissingData(
            _(
                "A block has one number at least and ${most} at most.",
                mapping={"most": str(MOST)},
            )
        )


def make_void(
    one: Block, which: Iterable[str], reason: str, actor: str, now: datetime
) -> None:
    """Record that codes are not used any more: their slips were spoilt, or left over.

    Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    kept = view(one)
    duties.check(kept.unit, actor, now, MAKING)
    gone = sorted(set(which))
    if not gone or not set(gone) <= set(kept.numbers):
        raise MissingData(_("Choose numbers of this block."))
    for code in gone:
        if kept.numbers[code].status != "reserved":
            raise IllegalStep(
                _(
                    "Number ${code} was entered already, or is void.",
                    mapping={"code": code},
                )
            )
    if not reason:
        raise MissingData(_("Give the reason in words."))
    append(one, "void", kept.unit, actor, now, {"codes": gone}, {"reason": reason})
    after_commit(one)


def note_print(one: Block, actor: str, now: datetime) -> None:
    """Record that the slips of a block are printed. Raises ``NotAllowed``."""
    kept = view(one)
    duties.check(kept.unit, actor, now, EVERYBODY)
    append(one, "print", kept.unit, actor, now, {}, {})


def append(
    one: Block,
    type_: str,
    unit: str,
    actor: str,
    now: datetime,
    facts: dict[str, Any],
    data: dict[str, Any],
) -> ledger.Event:
    """Write one more event of a block."""
    facts = {**facts, **duties.behalf(unit, actor, now, EVERYBODY)}
    return ledger.append(
        one, type_, actor=actor, unit=unit, now=now, facts=facts, data=data
    )


def view(one: Block) -> Kept:
    """Return what a block says now."""
    first, *later = ledger.events(one)
    facts = first.facts
    found = Kept(
        code=one.code,
        unit=first.unit,
        day=date.fromisoformat(facts["day"]),
        at=first.at,
        actor=first.actor,
        form=forms.get(facts["set"], facts["form"]),
        template=str(facts["template"]),
        numbers={code: Number(code) for code in facts["codes"]},
    )
    for event in later:
        found = _apply(found, event)
    return found


def _apply(found: Kept, event: ledger.Event) -> Kept:
    facts, known = event.facts, dict(found.numbers)
    match event.type:
        case "print":
            return replace(found, prints=found.prints + 1)
        case "void":
            why = str(event.data.get("reason", ""))
            for code in facts["codes"]:
                known[code] = replace(known[code], status="void", why=why)
        case "enter":
            code = facts["dossier"]
            known[code] = Number(
                code,
                "entered",
                entry=event.number,
                received=datetime.fromisoformat(facts["received"]),
                entered_by=event.actor,
                entered_at=event.at,
            )
        case "reject":
            code, why = facts["dossier"], str(event.data.get("reason", ""))
            known[code] = replace(known[code], status="reserved", why=why)
        case "approve":
            code = facts["dossier"]
            known[code] = replace(known[code], status="approved", why="")
        case _:
            raise ValueError(f"{found.code}: unknown event {event.type}")
    return replace(found, numbers=known)


def used(one: Block) -> tuple[tuple[str, str, int], ...]:
    """Return (sequence, period, number) of its codes, for counters after a restore."""
    facts = ledger.events(one)[0].facts
    return tuple(codes.number_of(code) for code in facts["codes"])
