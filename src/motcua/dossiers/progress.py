"""Moving through an internal process: what a completed step opens.

Everything here returns facts for the header of an event and writes nothing. The
process is read by its digest, so a dossier goes on under the one it was received
under, whatever came into force since.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua import _
from motcua.base.calendars import WorkingCalendar
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers import tasks
from motcua.dossiers.clocks import calendars
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.processes import book
from motcua.dossiers.processes import marking
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.tasks import Task
from motcua.organisation.calendars import calendar_for
from motcua.organisation.errors import UnknownUnit
from typing import Any
from typing import TYPE_CHECKING
from zope.component.hooks import getSite


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.processes.definitions import Process
    from motcua.dossiers.processes.definitions import Step

#: Kinds of steps that ``complete`` ends; ``approve`` has an operation of its own.
COMPLETED = frozenset({"reception", "handle", "opinion", "issue"})
NOT_YOURS = _("This step of the process is not yours, or it is done already.")


def process_of(site: Any, dossier: Dossier) -> Process:
    """Return the process that the dossier follows; KeyError when it has none."""
    return book.get(site, dossier.process)


def titles_of(site: Any, dossier: Dossier) -> dict[str, str]:
    """Return the titles of the steps of its process by key; none on the free road."""
    if not dossier.process:
        return {}
    return {one.key: one.title for one in steps_of(process_of(site, dossier).way)}


def mine(dossier: Dossier, groups: Iterable[str], person: str) -> list[Task]:
    """Return the open tasks that a person may do."""
    held = frozenset(groups)
    return [
        task
        for task in dossier.tasks
        if task.group in held and rights.open_to(task, person, held)
    ]


def ways_back(dossier: Dossier, task: Task) -> tuple[str, ...]:
    """Return the steps that are done and that the step of a task may go back to."""
    if task.ad_hoc:
        return ()
    returns = process_of(getSite(), dossier).step(task.key).returns
    return tuple(key for key in returns if key in dossier.done)


def fits(operation: str, task: Task, dossier: Dossier) -> bool:
    """Say whether ``operation`` is a way to deal with ``task`` of the dossier."""
    if operation == "give_opinion":
        return task.ad_hoc
    if operation == "complete":
        return not task.ad_hoc and task.kind in COMPLETED
    if operation in ("approve", "refuse"):
        return task.kind == "approve"
    return operation == "send_back" and bool(ways_back(dossier, task))


def pick(dossier: Dossier, found: list[Task], operation: str, key: str) -> Task:
    """Return the task of a person, of those ``found``, that ``operation`` deals with.

    ``key`` names it; it may be empty where there is only one. Raises ``NotAllowed``
    when none is this person's, ``MissingData`` when one has to be chosen.
    """
    fitting = [task for task in found if fits(operation, task, dossier)]
    if key:
        fitting = [task for task in fitting if task.key == key]
    if not fitting:
        raise NotAllowed(NOT_YOURS)
    if len(fitting) > 1:
        raise MissingData(
            _(
                "Several steps are open for you (${steps}); say which one.",
                mapping={"steps": ", ".join(task.key for task in fitting)},
            )
        )
    return fitting[0]


def calendars_of(
    site: Any,
    process: Process,
    unit: str,
    day: date,
    calendar_of: Callable[[str, str], WorkingCalendar] | None = None,
) -> tuple[dict[str, str], dict[str, WorkingCalendar]]:
    """Return the calendars of a day by which the steps of a process are counted.

    First their digests, by the names that the process has for its departments; then
    the calendars themselves by digest. A department that does not exist there is
    counted by the calendar of the receiving unit, until the step is reached and
    somebody has to decide. ``calendar_of`` tells the calendar of a name and the code
    it stands for, where it is not simply that of the day.
    """
    names: dict[str, str] = {}
    found: dict[str, WorkingCalendar] = {}
    of = calendar_of or (lambda _name, code: calendar_for(code, day, site))
    for step in steps_of(process.way):
        if step.department in names:
            continue
        try:
            code = tasks.department_of(step.department, unit, site)
            calendar = of(step.department, code)
        except UnknownUnit:
            calendar = of(step.department, unit)
        names[step.department] = calendars.digest(calendar)
        found[names[step.department]] = calendar
    return names, found


def begin(
    site: Any, process: Process, unit: str, answers: dict[str, str], now: datetime
) -> dict[str, Any]:
    """Return the facts of a dossier that enters its process."""
    found = tasks.opened(process, set(), answers, (), _maker(site, unit, now))
    return _facts(found, (), answers, unit)


def complete(
    site: Any, dossier: Dossier, task: Task, data: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the facts of a step that is done.

    Raises ``MissingData`` for a check that is not ticked, and for an outcome that
    the step does not have.
    """
    process = process_of(site, dossier)
    step = process.step(task.key)
    outcome = str(data.get("outcome", ""))
    _check_outcome(step, outcome)
    ticked = data.get("checks") or ()
    for check in step.checklist:
        if check not in ticked:
            raise MissingData(
                _("Not ticked yet: “${check}”.", mapping={"check": check})
            )
    answers = dict(dossier.answers)
    if outcome:
        answers[f"outcome:{step.key}"] = outcome
    done = (*dossier.done, step.key)
    found = _opened(site, dossier, process, done, answers, now, without=step.key)
    return {"step": step.key, **_facts(found, done, answers, dossier.unit)}


def go_back(
    site: Any, dossier: Dossier, task: Task | None, to: str, now: datetime
) -> dict[str, Any]:
    """Return the facts of a dossier that goes back to the step ``to``.

    With a ``task`` the step must name ``to``, which is done, among its returns (the
    only one where it is empty); without, any step that is done will do: a dossier is
    opened again.
    One that ended before any step was done begins its way again.
    Its way begins anew where no step was done.
    """
    process = process_of(site, dossier)
    if task is None and not dossier.done:
        answers = dict(dossier.answers)
        found = _opened(site, dossier, process, (), answers, now)
        return _facts(found, (), answers, dossier.unit)
    possible = ways_back(dossier, task) if task else dossier.done
    if not to and task and len(possible) == 1:
        to = possible[0]
    if not to and not task:
        to = _first_handled(process, dossier.done)
    begins = not (task or to or possible)
    if to not in possible and not begins:
        raise MissingData(
            _(
                "Choose the step to go back to: ${steps}.",
                mapping={"steps": ", ".join(possible) or "-"},
            )
        )
    undone = frozenset() if begins else marking.undone_by(process.way, to)
    done = tuple(key for key in dossier.done if key not in undone)
    gone = {f"outcome:{key}" for key in undone}
    answers = {name: v for name, v in dossier.answers if name not in gone}
    found = _opened(site, dossier, process, done, answers, now)
    went = {} if begins else {"back_to": to}
    return {**went, **_facts(found, done, answers, dossier.unit)}


def change(
    site: Any, dossier: Dossier, process: Process, now: datetime
) -> dict[str, Any]:
    """Return the facts of a dossier that goes on under another process.

    Steps that are done and exist there stay done; whether it may go is settled
    before, see ``positions``.
    """
    keys = {step.key for step in steps_of(process.way)}
    done = tuple(key for key in dossier.done if key in keys)
    answers = {
        name: value
        for name, value in dossier.answers
        if name.removeprefix("outcome:") in keys or not name.startswith("outcome:")
    }
    found = _opened(site, dossier, process, done, answers, now)
    day = now.astimezone(VIETNAM).date()
    names, used = calendars_of(site, process, dossier.unit, day)
    for calendar in used.values():
        calendars.keep(site, calendar)
    facts = _facts(found, done, answers, dossier.unit)
    return {"process": process.digest, "calendars": names, **facts}


def goes_on(dossier: Dossier) -> str:
    """Return the state of a dossier whose clock goes on after a wait."""
    if not dossier.process:
        return "processing"
    return tasks.state_of(dossier.tasks, bool(dossier.done))


def _opened(
    site: Any,
    dossier: Dossier,
    process: Process,
    done: tuple[str, ...],
    answers: dict[str, str],
    now: datetime,
    without: str = "",
) -> tuple[Task, ...]:
    before = [task for task in dossier.tasks if task.key != without]
    make = _maker(site, dossier.unit, now)
    return tasks.opened(process, set(done), answers, before, make)


def _facts(
    found: tuple[Task, ...], done: tuple[str, ...], answers: dict[str, str], unit: str
) -> dict[str, Any]:
    state = tasks.state_of(found, bool(done))
    if state == "finished":
        found = ()
    return {
        "state": state,
        "holder": tasks.lead(found, unit),
        "tasks": [task.to_json() for task in found],
        "done": list(done),
        "answers": sorted(answers.items()),
    }


def _maker(site: Any, unit: str, now: datetime) -> Any:
    """Return what makes the task of a step; its date is settled by the clock."""
    day = now.astimezone(VIETNAM).date()

    def make(step: Step) -> Task:
        return Task(
            key=step.key,
            kind=step.kind,
            department=tasks.department_of(step.department, unit, site, day),
            duty=step.duty,
            person=step.person,
            since=now,
        )

    return make


def _check_outcome(step: Step, outcome: str) -> None:
    if outcome not in (step.outcomes or ("",)):
        raise MissingData(
            _(
                "The step “${step}” ends with one of: ${outcomes}.",
                mapping={"step": step.title, "outcomes": ", ".join(step.outcomes)},
            )
        )


def _first_handled(process: Process, done: tuple[str, ...]) -> str:
    handled = [step.key for step in steps_of(process.way) if step.kind == "handle"]
    return next((key for key in handled if key in done), done[0] if done else "")
