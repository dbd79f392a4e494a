"""Times: does every step have a budget, do all of them fit what the law gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import deadline
from motcua.base.deadlines import local
from motcua.base.durations import Term
from motcua.dossiers.processes.budgets import plan
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.definitions import UNIT
from motcua.dossiers.processes.places import walk
from motcua.dossiers.processes.rules.finding import error
from motcua.dossiers.processes.rules.finding import Finding
from motcua.dossiers.processes.rules.finding import warning
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.wording import CHANNELS
from typing import Final


#: Receipts that are tried: the opening of so many working days, a week apart.
TRIED: Final = 4
#: Units with calendars of their own that are looked at.
MOST_UNITS: Final = 20


def check(process: Process, around: Surroundings) -> Iterator[Finding]:
    """Yield steps without a budget, and cases whose legal time is too short.

    A way that is too long whenever a dossier comes in is an error; one that is too
    long in some weeks only (days off fall into it) is a warning.
    """
    yield from _without(process)
    version = around.version
    if version is None or process.promise != "term":
        return
    for case in version.cases:
        for channel in case.channels:
            term = channel.term
            if term is not None and term.kind != "none":
                yield from _fits(process, around, case, channel, term)


def _without(process: Process) -> Iterator[Finding]:
    say = error if process.promise == "way" else warning
    for place, part in walk(process.way):
        if isinstance(part, Step) and part.term.kind == "none":
            yield say(
                "no-budget",
                place,
                _("${step} has no time of its own.", mapping={"step": part.title}),
            )


def _fits(
    process: Process, around: Surroundings, case: Case, channel: Channel, term: Term
) -> Iterator[Finding]:
    facts = {"case": case.key, "channel": channel.kind}
    late, worst, tried = 0, 0, 0
    for unit in _units(process, around):
        calendar_of = around.calendar_at(unit)
        calendar = calendar_of(UNIT)
        for moment in _moments(around.on, calendar):
            end = plan(process, moment, calendar_of, facts, around.policy).due
            legal = deadline(moment, term, calendar, around.policy).due
            if end is None or legal is None:
                return
            tried += 1
            if end > legal:
                late += 1
                worst = max(worst, _days(calendar, legal, end))
    if not late:
        return
    say = error if late == tried else warning
    yield say(
        "too-long" if late == tried else "sometimes-too-long",
        "way",
        _(
            "Case ${case}, ${channel}: the way takes up to ${days} working days longer "
            "than the procedure may take (${late} of ${tried} days tried)",
            mapping={
                "case": case.title or case.key,
                "channel": CHANNELS[channel.kind],
                "days": worst,
                "late": late,
                "tried": tried,
            },
        ),
    )


def _units(process: Process, around: Surroundings) -> list[str]:
    """Return receiving units, one for each set of calendars."""
    names = {step.department for step in steps_of(process.way)} | {UNIT}
    kept: dict[tuple[int, ...], str] = {}
    for unit in around.receiving:
        calendar_of = around.calendar_at(unit)
        kept.setdefault(tuple(id(calendar_of(name)) for name in sorted(names)), unit)
    return list(kept.values())[:MOST_UNITS]


def _moments(on: date, calendar: WorkingCalendar) -> Iterator[datetime]:
    for week in range(TRIED):
        day = calendar.next_working_day(on + timedelta(weeks=week))
        begins, _ends = calendar.sessions(day)[0]
        yield datetime.combine(day, begins)


def _days(calendar: WorkingCalendar, legal: datetime, end: datetime) -> int:
    """Return how many working days lie between, a part of one counted as one."""
    first, last = local(legal).date(), local(end).date()
    count = 0
    while first < last:
        first += timedelta(days=1)
        count += calendar.is_working_day(first)
    return max(count, 1)
