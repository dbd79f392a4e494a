"""What an operation changes: the facts that its event writes into the header.

One function per kind of change, chosen by ``facts``. Nothing is written here; what
is refused is refused before anything was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import correction
from motcua.dossiers import entrusting
from motcua.dossiers import ledger
from motcua.dossiers import opinions
from motcua.dossiers import positions
from motcua.dossiers import progress
from motcua.dossiers import receipt
from motcua.dossiers import returning
from motcua.dossiers import supplements
from motcua.dossiers import takingback
from motcua.dossiers import workflow
from motcua.dossiers.arrivals.foreign import FOLLOWED
from motcua.dossiers.cash import books
from motcua.dossiers.cash import payments
from motcua.dossiers.clocks import calendars
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks import recounting
from motcua.dossiers.clocks import waiting
from motcua.dossiers.clocks.basis import PAYS
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.happenings import NO_STOPS
from motcua.dossiers.clocks.promises import overall
from motcua.dossiers.clocks.reminders import BEFOREHAND
from motcua.dossiers.clocks.shelf import Shelf
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.processes import book
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.statuses import ENDS
from motcua.dossiers.tasks import holding
from motcua.dossiers.tasks import Task
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.clocks.reckoning import Reckoning
    from motcua.dossiers.dossier import Dossier

_NOT_LATER: Final = _("The new date has to lie after the present due date.")
#: Operations that deal with one open task.
ON_A_TASK: Final = frozenset({"complete", "approve", "give_opinion"})


@dataclass(frozen=True)
class Act:
    """What is asked: an operation with its checked values, by whom and when.

    ``facts`` go to the header, ``data`` to the payload; ``groups`` are the duties
    of the person, ``approves`` whether one of them decides here.
    """

    site: Any
    dossier: Dossier
    operation: str
    actor: str
    groups: frozenset[str]
    facts: dict[str, Any]
    data: dict[str, Any]
    now: datetime
    approves: bool = False

    def task(self) -> Task:
        """Return the task of this person that the operation deals with."""
        found = progress.mine(self.dossier, self.groups, self.actor)
        key = str(self.facts.get("step", ""))
        return progress.pick(self.dossier, found, self.operation, key)


def facts(act: Act) -> dict[str, Any]:
    """Return the header facts of the event: what it changes, nothing personal."""
    found = {"state": workflow.step(act.dossier.state, act.operation), **act.facts}
    effect = _EFFECTS.get(act.operation)
    if effect is not None:
        found |= effect(act)
    if found.get("restricted", act.dossier.restricted):
        # Who deals with a restricted dossier has it by name from then on.
        names = found.get("entrusted", act.dossier.entrusted)
        found["entrusted"] = entrusting.with_name(names, act.actor)
    if found["state"] in ENDS:
        found["holder"] = act.dossier.unit
        if act.dossier.tasks:
            found["tasks"] = []
    if act.dossier.standing.accepted:
        found |= _time(act, found)
    return found


def _time(act: Act, found: dict[str, Any]) -> dict[str, Any]:
    """Return the dates after the event: overall, of the steps, of what is waited for.

    Only those that the event may move.
    """
    moves = act.operation in clock.CLOCK
    if not moves and not found.get("tasks"):
        return {}
    at = ledger.moment(act.dossier, act.now)
    before = act.dossier.standing.reckoning
    reckoning = before.after(Happening(act.operation, at, found))
    shelf = Shelf(act.site)
    try:
        dates = _dates(shelf, act, reckoning) if moves else {}
        dates |= _tasks(shelf, act, found, reckoning)
    except ValueError as error:
        raise MissingData(
            _(
                "The due date cannot be counted then: ${error}",
                mapping={"error": str(error)[:300]},
            )
        ) from error
    if act.operation in PAYS:
        dates |= _starts(before, reckoning, dates)
    if act.operation in waiting.CHANGES:
        dates["wait_until"] = waiting.stamp(shelf, reckoning)
    return dates


def _starts(
    before: Reckoning, reckoning: Reckoning, dates: dict[str, Any]
) -> dict[str, Any]:
    """Return what is promised by a payment, where it starts the clock."""
    now, then = reckoning.basis, before.basis
    if then is None or then.start is not None or now is None:
        return {}
    return {"promised": dates["due"]}


def _tasks(
    shelf: Shelf, act: Act, found: dict[str, Any], reckoning: Reckoning
) -> dict[str, Any]:
    """Return the open tasks with new dates, when a date is another one now."""
    if "tasks" in found:
        tasks_now = tuple(Task.from_json(each) for each in found["tasks"])
    else:
        tasks_now = act.dossier.tasks
    dated = clock.dated(shelf, reckoning, tasks_now) if tasks_now else ()
    if dated == tasks_now:
        return {}
    return {"tasks": [each.to_json() for each in dated]}


def _dates(shelf: Shelf, act: Act, reckoning: Reckoning) -> dict[str, Any]:
    """Return the overall date, and what is kept or promised beside it.

    A restart ends an extension, so the date that was kept goes with it. What another
    receipt or procedure promises is counted without what stopped the clock since.
    """
    found = overall(shelf, reckoning)
    if act.operation == "extend" and found.due == act.dossier.standing.due:
        raise MissingData(_NOT_LATER)
    dates = {"due": clock.stamp(found)}
    if any(each.type == "extend" for each in reckoning.stops.events):
        dates["kept"] = "" if found.kept is None else found.kept.isoformat()
    if act.operation == "correct" and receipt.PROMISES & set(act.data["changes"]):
        given = replace(reckoning, stops=NO_STOPS)
        dates["promised"] = clock.stamp(overall(shelf, given))
    return dates


def _accept(act: Act) -> dict[str, Any]:
    before = act.dossier.standing
    matter = {name: getattr(before, name) for name in receipt.MATTER}
    at = ledger.moment(act.dossier, act.now)
    found = receipt.facts(act.site, act.dossier.unit, matter, at, before.reckoning)
    return found | opinions.left_open(act.dossier.tasks, found)


def _guide(act: Act) -> dict[str, Any]:
    return {"due": ""}


def _resubmit(act: Act) -> dict[str, Any]:
    return {"due": receipt.answer(act.site, act.dossier.unit, act.now)}


def _forward(act: Act) -> dict[str, Any]:
    return {"holder": act.facts["to"]}


def _complete(act: Act) -> dict[str, Any]:
    values = {**act.facts, **act.data}
    return progress.complete(act.site, act.dossier, act.task(), values, act.now)


def _approve(act: Act) -> dict[str, Any]:
    return _complete(act) if act.dossier.process else {}


def _send_back(act: Act) -> dict[str, Any]:
    if not act.dossier.process:
        return {}
    to = str(act.facts.get("back_to", ""))
    task = act.task()
    back = progress.go_back(act.site, act.dossier, task, to, act.now)
    return {"step": task.key, **back}


def _refuse(act: Act) -> dict[str, Any]:
    return {"step": act.task().key} if act.dossier.process else {}


def _pause(act: Act) -> dict[str, Any]:
    """Number the request; the second needs who decides, the third a legal basis."""
    asked = supplements.following(act.dossier)
    number = asked.number
    if asked.needs_approval and not act.approves:
        raise NotAllowed(
            _(
                "This would be request no. ${number} for a supplement. Only who holds "
                "the duty of approval may make it: a dossier with more than one "
                "counts as overdue in the index of Decision 766.",
                mapping={"number": number},
            )
        )
    if asked.needs_basis and not str(act.data.get("legal_basis", "")).strip():
        raise MissingData(
            _(
                "Request no. ${number} for a supplement needs its legal basis: nobody "
                "travels more than two times (Decree 63/2010, Article 20).",
                mapping={"number": number},
            )
        )
    return {"supplements": number}


def _suspend(act: Act) -> dict[str, Any]:
    return {"suspended": act.operation == "suspend"}


def _goes_on(act: Act) -> dict[str, Any]:
    return {"state": progress.goes_on(act.dossier)}


def _reopen(act: Act) -> dict[str, Any]:
    """Begin again at the unit; what was never accepted is still to be answered."""
    unit = act.dossier.unit
    if act.dossier.standing.foreign_code:
        return {"state": FOLLOWED, "holder": unit}
    if not act.dossier.standing.accepted:
        due = receipt.answer(act.site, unit, act.now)
        return {"state": "submitted", "holder": unit, "due": due}
    found = {"state": "received", "holder": unit}
    if act.dossier.process:
        to = str(act.facts.get("back_to", ""))
        found = progress.go_back(act.site, act.dossier, None, to, act.now)
    # Whatever was waited for is over.
    return {**found, "suspended": False} if act.dossier.suspended else found


def _extend(act: Act) -> dict[str, Any]:
    """Say whether the apology came in time; the engine says whether it may be."""
    until = act.facts["until"]
    before = clock.due(act.site, act.dossier).due
    if before is None or act.dossier.suspended:
        raise MissingData(_("There is no due date that could be extended now."))
    if datetime.fromisoformat(until) <= max(before, act.now):
        raise MissingData(_NOT_LATER)
    return {"in_time": act.now <= before - BEFOREHAND}


def _correct(act: Act) -> dict[str, Any]:
    return correction.facts(act.site, act.dossier, act.data["changes"], act.now)


def _reprint(act: Act) -> dict[str, Any]:
    """Refuse a slip that the dossier does not have; change nothing."""
    number, form = str(act.facts["slip"]), act.facts["form"]
    for slip in slips_of(act.dossier):
        if (str(slip.event), slip.form.form) == (number, form):
            return {}
    raise MissingData(_("This dossier has no such slip."))


def _urge(act: Act) -> dict[str, Any]:
    """Say who is urged: who has it now, all of it or a step."""
    places = holding(act.dossier)
    to = str(act.facts.get("to", "")) or places[0]
    if to not in places:
        raise MissingData(
            _(
                "Who is urged has it now: ${places}.",
                mapping={"places": ", ".join(places)},
            )
        )
    person = str(act.facts.get("person", ""))
    if person:
        entrusting.check(act.dossier, person, act.now.astimezone(VIETNAM).date())
    return {"to": to}


def _change_process(act: Act) -> dict[str, Any]:
    """Refuse what a person has to decide first: see ``processes.moving``."""
    try:
        process = book.get(act.site, act.facts["process"])
    except KeyError as error:
        raise MissingData(_("There is no process with this digest.")) from error
    found = positions.move(act.site, act.dossier, process)
    if not found.possible:
        raise IllegalStep(positions.why_not(act.site, act.dossier, process, found))
    return progress.change(act.site, act.dossier, process, act.now)


def _collect_fee(act: Act) -> dict[str, Any]:
    """Take the receipt out of the cashier's book, where the unit keeps books."""
    return books.checked(act.site, act.dossier.unit, act.actor, act.facts)


def _void_fee(act: Act) -> dict[str, Any]:
    return payments.taken_back(act.dossier, str(act.facts["receipt"]))


def _recalendar(act: Act) -> dict[str, Any]:
    """Count by today's calendars; the date moves for a reason that a person gave."""
    found, used = recounting.today(act.site, act.dossier, act.now)
    if not found:
        raise MissingData(_("The calendars of this dossier have not changed."))
    for calendar in used.values():
        calendars.keep(act.site, calendar)
    return found


def _shelve(act: Act) -> dict[str, Any]:
    return {"shelf": returning.shelf(str(act.facts["shelf"]))}


def _return_result(act: Act) -> dict[str, Any]:
    """Refuse a proxy without proof; name the slips that were reported lost."""
    returning.check(act.facts, act.data)
    if "lost" not in act.data:
        return {}
    return {"lost_slips": returning.receipts(act.dossier)}


_EFFECTS: Final[dict[str, Callable[[Act], dict[str, Any]]]] = {
    "accept": _accept,
    "guide": _guide,
    "resubmit": _resubmit,
    "forward": _forward,
    "complete": _complete,
    "approve": _approve,
    "send_back": _send_back,
    "refuse": _refuse,
    "pause": _pause,
    "suspend": _suspend,
    "unsuspend": _suspend,
    "resume": _goes_on,
    "confirm_payment": _goes_on,
    "reopen": _reopen,
    "shelve": _shelve,
    "return_result": _return_result,
    "extend": _extend,
    "assign": entrusting.assign,
    "take_back": takingback.facts,
    "restrict": entrusting.restrict,
    "unrestrict": entrusting.unrestrict,
    "ask_opinion": opinions.ask,
    "give_opinion": opinions.give,
    "correct": _correct,
    "change_process": _change_process,
    "reprint": _reprint,
    "urge": _urge,
    "recalendar": _recalendar,
    "collect_fee": _collect_fee,
    "void_fee": _void_fee,
}
