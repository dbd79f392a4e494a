"""Due dates of random cases against an oracle that shares nothing with the engine.

    deadline_oracle.py [--cases 100000] [--seed 2026] [--calendar FILE.json]

The oracle is numpy's calendar of business days: weekmask 1111111, every day that is
not worked listed as a holiday. It reads the same calendar files as the engine - the
shipped calendar (or FILE) and versions of it with closures, make-up Saturdays, half
days and seasons - and works on positions: worked days before a moment plus the exact
fraction of the day, or worked seconds. The engine walks from day to day instead.

Cases are drawn for each class in turn; a case counts for every class whose mark it
really bears:

make_up           a make-up workday lies after the day of receipt, up to the due date
two_pauses        the clock stood at least twice and went on with what was left
restart           a supplement gave the full term again
legs              two to five legs, in sequence and side by side, on two calendars
month_end         a term in months from the 28th or later, or one that ends there
changed_calendar  asked on the calendar of the receipt and again on a changed one

Prints one JSON object; exit status 1 when a due date differs.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
import json
import math
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.base.legs import InParallel
from motcua.base.legs import InSequence
from motcua.base.legs import Leg
from motcua.base.routes import route
import numpy as np
from pathlib import Path
import random
import sys
import tempfile
import time as clock
from typing import Any


FIRST, LAST = date(2017, 1, 1), date(2035, 12, 31)
DAY = timedelta(days=1)
CHANGED_CALENDARS = 24
SHOWN = 10
#: Lengths that do not divide an ordinary day leave fractions of seconds to round.
HALF_DAYS = (
    [["07:30", "11:30"]],
    [["08:00", "11:10"]],
    [["07:30", "09:37"], ["09:45", "11:00"]],
)
CLASSES = (
    "make_up",
    "two_pauses",
    "restart",
    "legs",
    "month_end",
    "changed_calendar",
)

Wait = tuple[datetime, datetime, str]


# --- the oracle: numpy and the JSON of a calendar, nothing of the engine


class Days:
    """The worked days of one calendar file, as numpy sees them."""

    def __init__(self, text: str) -> None:
        self.data = json.loads(text)
        self.off = {row["date"] for row in self.data["off"]}
        self.made_up = {row["date"] for row in self.data["make_up"]}
        self.half = {row["date"]: row["hours"] for row in self.data["half_days"]}
        every = np.arange(FIRST, LAST, dtype="datetime64[D]")
        rest = [day for day in every if not self._worked(day.item())]
        self.numpy = np.busdaycalendar(weekmask="1111111", holidays=rest)
        self.worked = [
            day.item() for day in every if np.is_busday(day, busdaycal=self.numpy)
        ]
        lengths = [self.length(day) for day in self.worked]
        self.before = [0, *np.cumsum(lengths).tolist()]

    def _worked(self, day: date) -> bool:
        text = day.isoformat()
        if text in self.made_up:
            return True
        return day.isoweekday() in self.data["weekdays"] and text not in self.off

    def is_worked(self, day: date) -> bool:
        return bool(np.is_busday(np.datetime64(day), busdaycal=self.numpy))

    def number(self, day: date) -> int:
        """Return how many worked days lie before `day`."""
        return int(np.busday_count(FIRST, day, busdaycal=self.numpy))

    def on(self, day: date) -> date:
        """Return `day`, rolled forward to a worked one."""
        return self.after(day, 0)

    def after(self, day: date, count: int) -> date:
        rolled = np.busday_offset(day, count, roll="forward", busdaycal=self.numpy)
        return rolled.item()

    def sessions(self, day: date) -> list[tuple[int, int]]:
        text = day.isoformat()
        hours = self.half.get(text)
        if hours is None:
            hours = next(
                (
                    row["hours"]
                    for row in self.data["seasons"]
                    if self._in_season(row, text)
                ),
                self.data["hours"],
            )
        return [(seconds(start), seconds(end)) for start, end in hours]

    def _in_season(self, row: dict[str, Any], text: str) -> bool:
        start, end, day = row["from"], row["to"], text[-len(row["from"]) :]
        return start <= day <= end if start <= end else day >= start or day <= end

    def length(self, day: date) -> int:
        return sum(end - start for start, end in self.sessions(day))

    def done(self, moment: datetime) -> int:
        """Return the worked seconds of the day of `moment` before it."""
        now = moment.hour * 3600 + moment.minute * 60 + moment.second
        return sum(max(0, min(now, b) - a) for a, b in self.sessions(moment.date()))

    def opening(self, day: date) -> datetime:
        return midnight(day) + timedelta(seconds=self.sessions(day)[0][0])

    def closing(self, day: date) -> datetime:
        return midnight(day) + timedelta(seconds=self.sessions(day)[-1][1])

    def morning(self, moment: datetime) -> datetime:
        """Return `moment` in office hours, else the next opening."""
        day = self.on(moment.date())
        if day == moment.date():
            if moment > self.closing(day):
                return self.opening(self.after(day, 1))
            return max(moment, self.opening(day))
        return self.opening(day)

    # Positions: worked days and their fractions, or worked seconds.

    def position(self, moment: datetime, unit: str) -> Fraction:
        number = self.number(moment.date())
        done = self.done(moment) if self.is_worked(moment.date()) else 0
        if unit == "working_hours":
            return Fraction(self.before[number] + done)
        return number + (Fraction(done, self.length(moment.date())) if done else 0)

    def moment(self, position: Fraction, unit: str) -> datetime:
        """Return the earliest moment at a position, up to the full second."""
        if unit == "working_hours":
            number = bisect_left(self.before, position) - 1
            worked = math.ceil(position - self.before[number])
        else:
            number = math.ceil(position) - 1
            worked = math.ceil((position - number) * self.length(self.worked[number]))
        day = self.worked[number]
        for start, end in self.sessions(day):
            if worked <= end - start:
                return midnight(day) + timedelta(seconds=start + worked)
            worked -= end - start
        raise AssertionError("more seconds than the day has")


def seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


@dataclass
class Ask:
    """One case; `waits` do not overlap and are in order."""

    received: datetime
    kind: str
    amount: Fraction
    accounting: str
    supplement: str
    waits: list[Wait]

    @cached_property
    def whole_days(self) -> bool:
        """True where closes of days are counted."""
        return self.kind == "in_the_day" or (
            self.kind == "working_days" and self.accounting == "end-of-day"
        )


def oracle(days: Days, ask: Ask) -> tuple[datetime, list[str]]:
    """Return the due date and what each wait did to it."""
    begin = days.morning(ask.received)
    due = fresh(days, ask, begin)
    did = []
    state = Progress(days, ask, begin)
    for stop, go, reason in ask.waits:
        if stop >= due:
            break
        if reason == "supplement" and ask.supplement == "restart":
            begin = days.morning(go)
            state = Progress(days, ask, begin)
            due = fresh(days, ask, begin)
            did.append("restart")
        else:
            due = state.waited(due, stop, go)
            did.append("pause")
    return due, did


def fresh(days: Days, ask: Ask, begin: datetime) -> datetime:
    """Return the due date of a full term that begins at `begin`."""
    day = begin.date()
    if ask.kind == "in_the_day":
        late = begin.time() > time(15)
        return days.closing(days.after(day, 1) if late else day)
    if ask.whole_days:
        return days.closing(days.after(day, math.ceil(ask.amount)))
    if ask.kind == "days":
        return days.closing(days.on(day + math.ceil(ask.amount) * DAY))
    if ask.kind == "months":
        return days.closing(days.on(months_on(day, int(ask.amount))))
    amount = ask.amount * (3600 if ask.kind == "working_hours" else 1)
    return days.moment(days.position(begin, ask.kind) + amount, ask.kind)


def months_on(day: date, count: int) -> date:
    month = np.datetime64(day, "M") + count
    last = (month + 1).astype("datetime64[D]") - 1
    same = month.astype("datetime64[D]") + (day.day - 1)
    return min(same, last).item()


class Progress:
    """What is known of a term that began at `begin` and was not restarted since."""

    def __init__(self, days: Days, ask: Ask, begin: datetime) -> None:
        self.days, self.ask, self.begin = days, ask, begin
        if ask.kind in ("working_hours", "working_days") and not ask.whole_days:
            amount = ask.amount * (3600 if ask.kind == "working_hours" else 1)
            self.end = days.position(begin, ask.kind) + amount
        self.start_day = begin.date()
        self.last = begin.date()
        if ask.kind == "days":
            self.last += math.ceil(ask.amount) * DAY
        elif ask.kind == "months":
            self.last = months_on(begin.date(), int(ask.amount))
        elif ask.kind == "in_the_day" and begin.time() > time(15):
            self.begin = days.opening(days.after(begin.date(), 1))

    def waited(self, due: datetime, stop: datetime, go: datetime) -> datetime:
        """Return the due date after a wait that began before it."""
        days, ask = self.days, self.ask
        if ask.kind in ("days", "months"):
            stopped = max(stop.date(), self.start_day)
            left = max((self.last - stopped).days, 0)
            self.start_day = max(days.morning(go).date(), stopped)
            self.last = self.start_day + left * DAY
            return days.closing(days.on(self.last))
        if ask.whole_days:
            lost = self._closes(max(stop, self.begin), go)
            return days.closing(days.after(due.date(), lost))
        start = max(stop, self.begin)
        end = max(go, start)
        self.end += days.position(end, ask.kind) - days.position(start, ask.kind)
        return days.moment(self.end, ask.kind)

    def _closes(self, stop: datetime, go: datetime) -> int:
        """Return how many closes of worked days were waited through."""
        if go <= stop:
            return 0
        found = self.days.number(go.date()) - self.days.number(stop.date())
        if self.days.is_worked(stop.date()):
            found -= self.days.closing(stop.date()) <= stop
        if self.days.is_worked(go.date()):
            found += self.days.closing(go.date()) <= go
        return found


def oracle_way(calendars: list[Days], way: Any, start: datetime, ask: Ask) -> datetime:
    """Return when a way ends: ("leg", calendar, kind, amount), or parts of it."""
    if way[0] == "sequence":
        for part in way[1]:
            start = oracle_way(calendars, part, start, ask)
        return start
    if way[0] == "parallel":
        return max(oracle_way(calendars, part, start, ask) for part in way[1])
    _, number, kind, amount = way
    waits = [wait for wait in ask.waits if wait[0] >= start]
    leg = Ask(start, kind, amount, ask.accounting, ask.supplement, waits)
    return oracle(calendars[number], leg)[0]


# --- the cases


class Cases:
    """Draws cases of each class; the same seed draws the same cases."""

    def __init__(self, seed: int, shipped: dict[str, Any]) -> None:
        self.dice = random.Random(seed)
        self.texts = [json.dumps(shipped)]
        for _ in range(CHANGED_CALENDARS):
            self.texts.append(json.dumps(self.changed(shipped)))

    def changed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return a calendar with closures, make-up Saturdays, half days, a season."""
        dice = self.dice
        off = {row["date"]: row for row in data["off"]}
        made_up = {row["date"]: row for row in data["make_up"]}
        half = {}
        for year in range(2018, 2031):
            for _ in range(8):
                day = date(year, 1, 1) + dice.randrange(365) * DAY
                text = day.isoformat()
                if day.isoweekday() < 6 and text not in made_up:
                    off[text] = {"date": text, "reason": "Đóng cửa đột xuất"}
                elif day.isoweekday() >= 6 and text not in off:
                    made_up[text] = {"date": text, "reason": "Làm bù"}
            for _ in range(16):
                day = date(year, 1, 1) + dice.randrange(365) * DAY
                text = day.isoformat()
                worked = text in made_up or (day.isoweekday() < 6 and text not in off)
                if worked and text not in half:
                    hours = dice.choice(HALF_DAYS)
                    half[text] = {"date": text, "hours": hours}
        seasons = [
            {
                "from": "04-16",
                "to": "10-15",
                "hours": [["07:00", "11:30"], ["13:30", "17:00"]],
            }
        ]
        half = {text: row for text, row in half.items() if text not in off}
        return {
            **data,
            "off": list(off.values()),
            "make_up": list(made_up.values()),
            "half_days": list(half.values()),
            "seasons": dice.choice([[], seasons]),
        }

    def moment(self, day: date | None = None) -> datetime:
        """Return a moment, most often in working hours, edges included."""
        dice = self.dice
        day = day or date(2018, 1, 5) + dice.randrange(365 * 12) * DAY
        edges = ((7, 30), (11, 30), (13, 30), (15, 0), (15, 1), (17, 0), (17, 30))
        hour, minute = dice.choice(
            [
                *edges,
                *((dice.randrange(7, 18), dice.randrange(60)) for _ in range(12)),
                (dice.randrange(24), dice.randrange(60)),
            ]
        )
        second = dice.choice((0, 0, 0, dice.randrange(60)))
        return midnight(day) + timedelta(hours=hour, minutes=minute, seconds=second)

    def term(self, kinds: tuple[str, ...]) -> tuple[str, Fraction]:
        dice = self.dice
        kind = dice.choice(kinds)
        if kind == "in_the_day":
            return kind, Fraction(0)
        if kind == "months":
            return kind, Fraction(dice.randint(1, 6))
        if kind == "working_hours":
            return kind, Fraction(dice.randint(1, 80))
        part = Fraction(1, 2) if dice.random() < 0.1 else Fraction(0)
        return kind, dice.randint(1, 25) + part

    def waits(self, start: datetime, count: int, longest: int) -> list[Wait]:
        """Return waits one after the other, the first within `longest` hours."""
        dice = self.dice
        found = []
        moment = start
        for _ in range(count):
            moment += timedelta(minutes=dice.randint(0, longest * 60))
            stop = moment
            moment += timedelta(minutes=dice.randint(0, 12 * 1440))
            reason = dice.choice(("supplement", "supplement", "finance"))
            found.append((stop, moment, reason))
        return found

    def ask(self, name: str) -> Ask:
        """Return a case that is likely to bear the mark of the class."""
        dice = self.dice
        received = self.moment()
        kinds = ("working_hours", "working_days", "working_days", "days", "months")
        kind, amount = self.term((*kinds, "in_the_day"))
        supplement = dice.choice(("pause", "restart"))
        count = dice.choice((0, 0, 0, 1, 2, 3))
        if name == "make_up":
            rows = json.loads(dice.choice(self.texts))["make_up"]
            day = date.fromisoformat(dice.choice(rows)["date"])
            received = self.moment(day - dice.randint(1, 5) * DAY)
            kind, amount = self.term(("working_days", "working_hours", "days"))
            count = dice.choice((0, 0, 1))
        elif name == "month_end":
            month = np.datetime64(received.date(), "M") + 1
            day = (month.astype("datetime64[D]") - dice.randint(1, 3)).item()
            received = self.moment(day)
            kind, amount = "months", Fraction(dice.randint(1, 14))
            count = dice.choice((0, 0, 0, 1))
        elif name == "two_pauses":
            kind, amount = self.term(("working_hours", "working_days", "days"))
            amount, count = amount + 5, dice.choice((2, 2, 3))
            supplement = dice.choice(("pause", "pause", "pause", "restart"))
        elif name == "restart":
            kind, amount = self.term(kinds)
            supplement, count = "restart", dice.choice((1, 1, 2))
        elif name == "legs":
            count = dice.choice((0, 0, 1, 2))
        waits = self.waits(received, count, 40)
        if name == "restart":
            waits = [(stop, go, "supplement") for stop, go, _ in waits]
        accounting = dice.choice(("clock", "end-of-day"))
        return Ask(received, kind, amount, accounting, supplement, waits)

    def way(self, size: int, deep: int = 0) -> Any:
        """Return a way of `size` legs on calendars 0 and 1."""
        dice = self.dice
        if size == 1:
            kinds = ("working_days", "working_days", "working_hours", "days")
            kind, amount = self.term((*kinds, "in_the_day"))
            return ("leg", dice.randrange(2), kind, min(amount, Fraction(12)))
        cut = dice.randint(1, size - 1)
        parts = [self.way(cut, deep + 1), self.way(size - cut, deep + 1)]
        return (dice.choice(("sequence", "parallel")), parts)


# --- the engine, asked the same


def events_of(ask: Ask) -> list[ClockEvent]:
    return [
        ClockEvent(kind, at, reason)  # type: ignore[arg-type]
        for stop, go, reason in ask.waits
        for kind, at in (("pause", stop), ("resume", go))
    ]


def term_of(kind: str, amount: Fraction) -> Term:
    return Term(
        kind, amount.numerator if amount.denominator == 1 else str(float(amount))
    )  # type: ignore[arg-type]


def engine(calendar: WorkingCalendar, ask: Ask) -> datetime:
    """Return the engine's due date of a case."""
    policy = Policy(ask.accounting, ask.supplement)  # type: ignore[arg-type]
    term = term_of(ask.kind, ask.amount)
    found = deadline(ask.received, term, calendar, policy, events_of(ask))
    assert found.due is not None
    return found.due.replace(tzinfo=None)


def engine_way(calendars: list[WorkingCalendar], way: Any, ask: Ask) -> datetime:
    """Return the engine's overall due date of a way."""
    keys = iter("abcdefgh")

    def part(each: Any) -> Any:
        if each[0] == "leg":
            term = term_of(each[2], each[3])
            return Leg(next(keys), term, calendars[each[1]])
        parts = tuple(part(one) for one in each[1])
        return InSequence(parts) if each[0] == "sequence" else InParallel(parts)

    policy = Policy(ask.accounting, ask.supplement)  # type: ignore[arg-type]
    found = route(ask.received, part(way), policy, events_of(ask))
    assert found.due is not None
    return found.due.replace(tzinfo=None)


@dataclass
class House:
    """One calendar file, as the oracle and as the engine read it."""

    days: Days
    calendar: WorkingCalendar

    @classmethod
    def read(cls, path: Path) -> House:
        text = path.read_text(encoding="utf-8")
        return cls(Days(text), WorkingCalendar.from_json(text))


def made_up_between(days: Days, received: datetime, due: datetime) -> bool:
    first, last = received.date().isoformat(), due.date().isoformat()
    return any(first < day <= last for day in days.made_up)


@dataclass
class Tally:
    """Cases, comparisons and differences, by class."""

    cases: Counter[str]
    differences: Counter[str]
    comparisons: int = 0
    moved: int = 0

    def note(self, marks: set[str], pairs: list[tuple[Any, Any]], what: Any) -> None:
        self.comparisons += len(pairs)
        wrong = any(ours != theirs for ours, theirs in pairs)
        for mark in (*marks, "all"):
            self.cases[mark] += 1
            self.differences[mark] += wrong
        if wrong and self.differences["all"] <= SHOWN:
            told = [f"engine {ours}, oracle {theirs}" for ours, theirs in pairs]
            print(what, marks, *told, sep="\n  ", file=sys.stderr)


def compare(count: int, seed: int, folder: Path, shipped: dict[str, Any]) -> Tally:
    """Ask engine and oracle `count` cases; calendars lie as files in `folder`."""
    cases = Cases(seed, shipped)
    houses = []
    for number, text in enumerate(cases.texts):
        path = folder / f"calendar-{number}.json"
        path.write_text(text, encoding="utf-8")
        houses.append(House.read(path))
    tally = Tally(Counter(), Counter())
    dice = cases.dice
    for number in range(count):
        name = CLASSES[number % len(CLASSES)]
        ask = cases.ask(name)
        one, two = dice.choice(houses), dice.choice(houses[1:])
        if name == "legs":
            way = cases.way(dice.randint(2, 5))
            theirs = oracle_way([one.days, two.days], way, ask.received, ask)
            ours = engine_way([one.calendar, two.calendar], way, ask)
            marks, pairs = {"legs"}, [(ours, theirs)]
        else:
            marks, pairs = single(tally, one, two, ask, name)
        tally.note(marks, pairs, ask)
    return tally


def single(
    tally: Tally, one: House, two: House, ask: Ask, name: str
) -> tuple[set[str], list[tuple[datetime, datetime]]]:
    """Return the classes that a case belongs to and both answers."""
    theirs, did = oracle(one.days, ask)
    pairs = [(engine(one.calendar, ask), theirs)]
    marks = set()
    if made_up_between(one.days, ask.received, theirs):
        marks.add("make_up")
    if did.count("pause") >= 2:
        marks.add("two_pauses")
    if "restart" in did:
        marks.add("restart")
    if ask.kind == "months":
        first = one.days.morning(ask.received).date()
        last = months_on(first, int(ask.amount))
        if max(first.day, last.day) >= 28:
            marks.add("month_end")
    if name == "changed_calendar" and one is not two:
        again, _ = oracle(two.days, ask)
        pairs.append((engine(two.calendar, ask), again))
        marks.add("changed_calendar")
        tally.moved += again != theirs
    return marks, pairs


def main() -> int:
    """Compare, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--calendar", type=Path, help="instead of the shipped one")
    args = parser.parse_args()
    if args.calendar:
        shipped = json.loads(args.calendar.read_text(encoding="utf-8"))
        shipped = WorkingCalendar.from_json(shipped).to_json()
    else:
        shipped = vietnam().to_json()
    started = clock.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = compare(args.cases, args.seed, Path(folder), shipped)
    figures = {
        "cases": tally.cases["all"],
        "comparisons": tally.comparisons,
        "differences": tally.differences["all"],
        "classes": {
            name: {
                "cases": tally.cases[name],
                "differences": tally.differences[name],
            }
            for name in CLASSES
        },
        "moved_by_a_changed_calendar": tally.moved,
        "calendars": 1 + CHANGED_CALENDARS,
        "seed": args.seed,
        "numpy": np.__version__,
        "seconds": round(clock.monotonic() - started, 1),
    }
    print(json.dumps(figures))
    return 1 if tally.differences["all"] else 0


if __name__ == "__main__":
    sys.exit(main())
