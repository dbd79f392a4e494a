"""The overall due date (hạn trả) that a citizen is told, and how it came about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from itertools import dropwhile
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import local
from motcua.base.durations import Term
from motcua.base.explanations import Explanation
from motcua.base.explanations import Line
from motcua.base.worktime import opening
from motcua.dossiers.clocks.basis import Basis
from motcua.dossiers.clocks.basis import BY_WAY
from motcua.dossiers.clocks.happenings import since
from motcua.dossiers.processes.budgets import Plan
from motcua.dossiers.processes.budgets import plan
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.base.calendars import WorkingCalendar
    from motcua.dossiers.clocks.reckoning import Reckoning
    from motcua.dossiers.clocks.shelf import Shelf

#: The least of a term: where only what follows an extension is counted, it stands
#: for the time before, and has run out when the extension is given.
_LEAST: Final = Decimal("0.001")
#: Working days after which every least term has run out: whole days end with the next.
_DAYS_BACK: Final = 2
_ONE_DAY: Final = timedelta(days=1)
#: Lines about what followed an extension.
_AFTERWARDS: Final = frozenset({"paused", "resumed", "lapsed", "due"})


def overall(shelf: Shelf, reckoning: Reckoning) -> Deadline:
    """Return the overall deadline by what the clock knows; none before acceptance.

    By the published term, or by the critical path of the way where the process says
    so; never before any part of the way. A way that cannot tell its end, because a
    step has no budget, leaves it to the published term. What steps really took
    moves no promise. Raises ValueError as ``deadline`` does.
    """
    found = reckoning.basis
    if found is None:
        return Deadline(None)
    if found.start is None:
        return Deadline(None, paused=True, explanation=(_unpaid(found.received),))
    events: Sequence[ClockEvent] = reckoning.stops.events
    if found.start != found.received:
        events = since(events, found.start)
    way = promised_plan(shelf, found, events) if found.process else None
    if way and found.promise == BY_WAY and (way.due or way.route.paused):
        return _by_way(shelf, found, way, events)
    calendar = shelf.calendar(found.calendar)
    if _overtaken(found, calendar, events):
        events = [event for event in events if event.type != "extend"]
    by_term = deadline(found.start, found.term, calendar, found.policy, events)
    return by_term if way is None else _not_before_parts(by_term, way)


def _overtaken(
    found: Basis, calendar: WorkingCalendar, events: Sequence[ClockEvent]
) -> bool:
    """Say whether the extension moves nothing: the date lies as late without it.

    It did when it was given; a correction or another calendar overtook it.
    """
    extensions = [event for event in events if event.type == "extend"]
    if found.start is None or len(extensions) != 1:
        return False
    until = [event for event in events if event.at <= extensions[0].at]
    try:
        deadline(found.start, found.term, calendar, found.policy, until)
    except ValueError:
        return True
    return False


def promised_plan(shelf: Shelf, found: Basis, events: Sequence[ClockEvent]) -> Plan:
    """Return the way as it was promised: every step takes its whole budget."""
    if found.start is None:
        raise ValueError("clock not started / chưa bắt đầu tính thời gian")
    return plan(
        shelf.process(found.process),
        found.start,
        lambda name: shelf.calendar(found.calendars.get(name, found.calendar)),
        found.answers,
        found.policy,
        events,
    )


def _unpaid(received: datetime) -> Line:
    return Line(
        received.date(),
        "paused",
        rule="finance",
        vi="chưa tính: thời hạn bắt đầu khi đã nộp phí, lệ phí",
        en="not counted yet: the time starts with the payment",
    )


def _by_way(
    shelf: Shelf, found: Basis, way: Plan, events: Sequence[ClockEvent]
) -> Deadline:
    """Return the end of the critical path, as far as it was not extended."""
    told = Deadline(way.due, way.route.paused, explanation=way.route.explanation)
    extensions = [event for event in events if event.type == "extend"]
    if len(extensions) > found.policy.extensions:
        raise ValueError(
            "Event extend: đã gia hạn đủ số lần cho phép / extended as often as allowed"
        )
    if not extensions:
        return told
    (given,) = extensions[-1:]
    before = [event for event in events if event.at < given.at]
    old = promised_plan(shelf, found, before)
    if old.due is None or given.until is None:
        raise ValueError(
            "Event extend: đang tạm dừng, chỉ gia hạn khi tính tiếp / the clock is "
            "paused; extend when it goes on"
        )
    calendar = shelf.calendar(found.calendar)
    start, term = _run_out(calendar, given.at), _least(old)
    moved = deadline(start, term, calendar, found.policy, since(events, given.at))
    text = Explanation(calendar)
    alone = deadline(start, term, calendar, found.policy, [given]).due
    text.extended(local(given.at), local(old.due), local(alone or given.until))
    behind = dropwhile(lambda line: line.kind != "extended", moved.explanation)
    lines = (
        *told.explanation,
        *text.told(),
        *(line for line in behind if line.kind in _AFTERWARDS),
    )
    if told.paused or moved.paused:
        return replace(told, due=None, paused=True, explanation=lines, kept=old.due)
    if moved.due is None or told.due is None or moved.due <= told.due:
        return replace(told, explanation=(*text.told(), *told.explanation))
    return Deadline(moved.due, explanation=lines, kept=told.due)


def _least(way: Plan) -> Term:
    """Return the least term that is counted as the step is with which the way ends.

    What is extended then keeps its hour, or ends with the close of a day, as that
    step does under the accounting of the procedure.
    """
    steps = (step for step in reversed(way.route.legs) if step.due.due == way.due)
    last = next((step.leg.term for step in steps), Term("working_hours", _LEAST))
    if last.kind == "in_the_day":
        return last
    return Term("days" if last.kind == "months" else last.kind, _LEAST)


def _run_out(calendar: WorkingCalendar, moment: datetime) -> datetime:
    """Return a moment so long before that the least term has run out by then."""
    day = local(moment).date()
    for _ in range(_DAYS_BACK):
        day -= _ONE_DAY
        while not calendar.is_working_day(day):
            day -= _ONE_DAY
    return opening(calendar, day)


def _not_before_parts(by_term: Deadline, way: Plan) -> Deadline:
    """Put the date off to the last part of the way that is due after it."""
    if way.route.paused and not by_term.paused and by_term.due is not None:
        return replace(by_term, due=None, paused=True)
    ends = [each.due.due for each in way.route.legs]
    last = max((end for end in ends if end is not None), default=None)
    if by_term.due is None or last is None or last <= by_term.due:
        return by_term
    names = [
        each.leg.name or each.leg.key for each in way.route.legs if each.due.due == last
    ]
    line = Line(
        last.date(),
        "joined",
        rule="process",
        vi=f"hạn chung không sớm hơn phần cuối cùng: {', '.join(names)}, {last:%H:%M}",
        en=f"not due before its last part: {', '.join(names)}, {last:%H:%M}",
    )
    kept = None if by_term.kept is None else max(by_term.kept, last)
    return replace(
        by_term,
        due=last,
        explanation=(*by_term.explanation, line),
        kept=None if kept == last else kept,
    )
