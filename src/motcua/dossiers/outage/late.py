"""Late entry (nhập muộn): a dossier that was received on paper comes into the house.

Two persons do it: who received enters it, the head or who supervises the unit approves
it. Only then there is a dossier. Its time runs from the real receipt, and for ever its
first event says that it was entered late, by whom, and who approved it.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import intake as counter
from motcua.dossiers import ledger
from motcua.dossiers.cash import duties
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.intake import Intake
from motcua.dossiers.notices.choices import Wish
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage.blocks import APPROVING
from motcua.dossiers.outage.store import Block
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.storage.projections import after_commit
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Within how many days of its receipt a dossier has to be entered.
WITHIN: Final = 7


@dataclass(frozen=True)
class Entry:
    """What was entered and waits for the second person."""

    intake: Intake
    received: datetime
    reason: str


def enter(
    site: Any,
    one: Block,
    code: str,
    given: Intake,
    received: datetime,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """Enter what was received on paper under a code of the block.

    ``received`` is the real moment: not in the future, not before the block was made,
    ``WITHIN`` days back at most. The same entry sent again by the same person counts
    once. Raises ``NotAllowed``, ``IllegalStep`` for a code that is used or void,
    ``MissingData``.
    """
    kept = blocks.view(one)
    duties.check(kept.unit, actor, now, blocks.RECEIVING)
    number = kept.numbers.get(code)
    if number is None:
        raise MissingData(_("Choose numbers of this block."))
    data = {"intake": packed(given), "reason": reason}
    if given.token and (number.status, number.entered_by) == ("entered", actor):
        before = ledger.events(one)[number.entry - 1]
        if (before.data, number.received) == (data, received):
            return
    if number.status != "reserved":
        raise IllegalStep(
            _("Number ${code} was entered already, or is void.", mapping={"code": code})
        )
    check_moment(kept, received, now)
    if not reason:
        raise MissingData(_("Say why it is entered late: what was down, and when."))
    counter.check(site, given, received)
    if given.unit != kept.unit:
        raise MissingData(_("The number belongs to another unit."))
    facts = {"dossier": code, "received": received.isoformat()}
    blocks.append(one, "enter", kept.unit, actor, now, facts, data)
    after_commit(one)


def check_moment(kept: blocks.Kept, received: datetime, now: datetime) -> None:
    """Raise ``MissingData`` for a real time that cannot be."""
    if received > now:
        raise MissingData(_("The time of receipt lies in the future."))
    if received < kept.at.replace(second=0, microsecond=0):
        raise MissingData(
            _(
                "The slips were made at ${at}; nothing was received on one before.",
                mapping={"at": f"{kept.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"},
            )
        )
    if now - received > timedelta(days=WITHIN):
        raise MissingData(
            _(
                "A dossier is entered within ${days} days of its receipt. Receive it "
                "anew, and correct the time with the head of the unit.",
                mapping={"days": str(WITHIN)},
            )
        )


def entry_of(one: Block, code: str) -> Entry | None:
    """Return what was entered last under a code, None where nothing is known of it.

    After the approval the dossier alone knows.
    """
    number = blocks.view(one).numbers.get(code)
    if number is None or not number.entry or number.received is None:
        return None
    data = ledger.events(one)[number.entry - 1].data
    if not data:
        return None
    return Entry(unpacked(data["intake"]), number.received, str(data["reason"]))


def approve(
    site: Any, one: Block, code: str, actor: str, now: datetime, waiver: str = ""
) -> Dossier:
    """Approve a late entry; return the dossier that it becomes.

    Another person than who entered it; in a unit where nobody else may, the same one
    with a reason (``waiver``), which is written down. Raises ``NotAllowed``,
    ``IllegalStep``, ``MissingData``, and whatever ``intake.receive`` does.
    """
    kept, number = _waiting(one, code, actor, now)
    entered = entry_of(one, code)
    if entered is None or number.received is None or number.entered_at is None:
        raise IllegalStep(_("Nothing waits for an approval under this number."))
    own = number.entered_by == actor
    if own and not duties.alone(kept.unit, actor, now, APPROVING):
        raise NotAllowed(_("You entered it; another person of the unit approves it."))
    if own and not waiver:
        raise MissingData(_("Say why you approve your own entry: who else is there?"))
    told = {
        "block": one.code,
        "entered": number.entered_at.isoformat(),
        "approved_by": actor,
        "waiver": own,
    }
    made = counter.receive_late(
        site,
        entered.intake,
        counter.Late(code, number.received, told, entered.reason),
        number.entered_by,
        now,
    )
    facts = {"dossier": code, "waiver": own}
    blocks.append(one, "approve", kept.unit, actor, now, facts, {"reason": waiver})
    # The dossier has it all now; here its digest stays.
    ledger.events(one)[number.entry - 1].payload = None
    after_commit(one)
    return made


def reject(one: Block, code: str, reason: str, actor: str, now: datetime) -> None:
    """Send a late entry back to who entered it; the number can be entered again.

    Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    kept, _number = _waiting(one, code, actor, now)
    if not reason:
        raise MissingData(_("Give the reason in words."))
    data = {"reason": reason}
    blocks.append(one, "reject", kept.unit, actor, now, {"dossier": code}, data)
    after_commit(one)


def _waiting(
    one: Block, code: str, actor: str, now: datetime
) -> tuple[blocks.Kept, blocks.Number]:
    kept = blocks.view(one)
    duties.check(kept.unit, actor, now, APPROVING)
    number = kept.numbers.get(code)
    if number is None or number.status != "entered":
        raise IllegalStep(_("Nothing waits for an approval under this number."))
    return kept, number


def packed(given: Intake) -> dict[str, Any]:
    """Return an intake as JSON."""
    found: dict[str, Any] = {
        each.name: getattr(given, each.name)
        for each in fields(given)
        if isinstance(getattr(given, each.name), str)
    }
    found["persons"] = [person.to_json() for person in given.persons]
    found["papers"] = [paper.to_json() for paper in given.papers]
    return found | given.news.data


def unpacked(data: dict[str, Any]) -> Intake:
    """Return the intake written by ``packed``."""
    persons = tuple(Person.from_json(each) for each in data["persons"])
    papers = tuple(PaperGiven.from_json(each) for each in data["papers"])
    made = {"persons": persons, "papers": papers, "news": Wish.of(data.get("news", {}))}
    return Intake(**{**data, **made})
