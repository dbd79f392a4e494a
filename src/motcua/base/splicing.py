"""A calendar that changes on a day: what was worked before it stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta
from motcua.base.calendar_rows import DayRow
from motcua.base.calendar_rows import HalfDay
from motcua.base.calendars import WorkingCalendar


def spliced(
    old: WorkingCalendar, new: WorkingCalendar, first: date, since: date
) -> WorkingCalendar:
    """Return ``new``, with the days from ``first`` up to ``since`` as they were.

    The day ``since`` is the first of ``new``. Splicing again what was spliced changes
    nothing. ``new`` itself comes back when no day differs.
    """
    off = {row.date: row for row in new.off}
    make_up = {row.date: row for row in new.make_up}
    halves = {row.date: row for row in new.half_days}
    usual = replace(new, off=(), make_up=(), half_days=())
    day, differs = first, False
    while day < since:
        worked = old.session_row(day)
        if worked != new.session_row(day):
            differs = True
            for rows in (off, make_up, halves):
                rows.pop(day, None)
            if not worked:
                off[day] = old.off_row(day) or DayRow(day)
            else:
                if day.isoweekday() not in new.weekdays:
                    make_up[day] = old.make_up_row(day) or DayRow(day)
                if worked != _hours(usual, day):
                    halves[day] = HalfDay(day, worked)
        day += timedelta(days=1)
    if not differs:
        return new
    return replace(
        new,
        off=tuple(off[day] for day in sorted(off)),
        make_up=tuple(make_up[day] for day in sorted(make_up)),
        half_days=tuple(halves[day] for day in sorted(halves)),
    )


def _hours(usual: WorkingCalendar, day: date) -> tuple[object, ...]:
    """Return the hours that a calendar without single days has for a worked day."""
    return replace(usual, weekdays=(1, 2, 3, 4, 5, 6, 7)).session_row(day)
