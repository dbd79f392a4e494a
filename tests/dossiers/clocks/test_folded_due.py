"""The due date of random dossiers against an oracle that knows nothing of ledgers.

A dossier is walked at random - waits, suspensions, extensions, corrections, payments,
another calendar, endings and reopenings - while the test keeps its own list of what
happened. After each event three must agree: the date folded from the ledger, the pure
reckoning from the ledger, and numpy's business days counted from the list.

``MOTCUA_DUE_EXAMPLES`` draws more than the few that a build has time for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from importlib import util
from itertools import product
import json
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.durations import Term
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.intake import receive
from motcua.dossiers.register import Register
from motcua.dossiers.states import fold
from motcua.organisation import calendars
from motcua.procedures.definitions import Timing
import os
from pathlib import Path
import sys
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT


EXAMPLES = int(os.environ.get("MOTCUA_DUE_EXAMPLES", "60"))
PATH = Path(__file__).parents[3] / "benchmarks" / "deadline_oracle.py"
spec = util.spec_from_file_location("deadline_oracle_of_dossiers", PATH)
assert spec
assert spec.loader
oracle = util.module_from_spec(spec)
sys.modules[spec.name] = oracle  # dataclasses look their module up
spec.loader.exec_module(oracle)

TERMS = ("3 working days", "7 working days", "12 working hours", "12 days", "1 months")
RULES = tuple(product(TERMS, ("clock", "end-of-day"), ("pause", "restart")))
PAID_FIRST = "1.000900"
WHY = {"reason_code": "missing_paper", "reason": "Thiếu sơ đồ thửa đất"}
STORM = {"reason_code": "disaster", "reason": "Bão", "deed": "QĐ 9"}
ENDING = {"reason_code": "wish", "reason": "Đổi ý"}
AGAIN = {"reason_code": "complaint", "reason": "Khiếu nại đúng"}
CALENDARS = tuple(
    json.dumps(
        {
            **vietnam().to_json(),
            "off": [
                *vietnam().to_json()["off"],
                *({"date": f"2026-11-{day:02d}", "reason": "Bão"} for day in closed),
            ],
            "half_days": [{"date": half, "hours": [["07:30", "11:30"]]}],
        }
    )
    for closed, half in (((5, 6, 9), "2026-11-12"), ((10, 19), "2026-11-17"))
)


def code_of(rule):
    """Return the code of the procedure with one combination of rules."""
    return f"1.000{RULES.index(rule) + 100}"


@dataclass
class Account:
    """What happened, kept beside the ledger; times are naive, of Vietnam.

    ``waits`` are [from, to, reasons]; ``to`` is None while the clock stands.
    """

    received: datetime
    rule: tuple[str, str, str]
    calendar: str
    state: str = "received"
    paid_first: bool = False
    paid: datetime | None = None
    waits: list = field(default_factory=list)
    open: set = field(default_factory=set)
    supplements: int = 0
    extension: tuple | None = None
    ended: datetime | None = None

    def stop(self, at, reason):
        if not self.open:
            self.waits.append([at, None, set()])
        self.open.add(reason)

    def go_on(self, at, reasons):
        """What was waited for came; a reason that came is noted with the wait."""
        if not self.open:
            return
        self.waits[-1][2] |= set(reasons)
        self.open -= set(reasons)
        if not self.open:
            self.waits[-1][1] = at

    def start(self):
        if not self.paid_first:
            return self.received
        return None if self.paid is None else max(self.paid, self.received)

    def due(self, days, extended=True):
        """Return the due date by numpy; None while the clock stands."""
        start = self.start()
        if start is None:
            return None
        term, accounting, supplement = self.rule
        parsed = Term.parse(term)
        ask = oracle.Ask(
            start, parsed.kind, Fraction(parsed.amount), accounting, supplement, []
        )
        begin = days.morning(start)
        due, state = oracle.fresh(days, ask, begin), oracle.Progress(days, ask, begin)
        lapsed = False
        things = [(wait[0], "wait", wait) for wait in self.waits]
        if extended and self.extension:
            things.append((self.extension[0], "extend", self.extension[1]))
        for at, kind, thing in sorted(things, key=lambda each: each[0]):
            if kind == "extend":
                if self._until(days, ask, thing) <= max(due, at):
                    continue  # Counted anew, the date lies as late without it.
                due, lapsed = self._until(days, ask, thing), False
                # What is waited from now on moves the new date.
                state.last = due.date()
                if hasattr(state, "end"):
                    state.end = days.position(due, ask.kind)
                continue
            lapsed = lapsed or max(at, start) >= due
            stop, go, reasons = thing
            if lapsed or (go is not None and go <= start):
                continue
            if go is None:
                return None
            if "supplement" in reasons and supplement == "restart":
                begin = days.morning(go)
                due = oracle.fresh(days, ask, begin)
                state = oracle.Progress(days, ask, begin)
            else:
                due = state.waited(due, max(stop, start), go)
        return due

    @staticmethod
    def _until(days, ask, until):
        day = days.on(until.date())
        keeps = ask.kind in ("working_hours", "working_days") and not ask.whole_days
        office = day == until.date() and (
            days.opening(day) <= until <= days.closing(day)
        )
        return until if keeps and office else days.closing(day)


class Walk:
    """One dossier, its account and the hour."""

    def __init__(self, site, days, taken, draw):
        self.site, self.days, self.taken, self.draw = site, days, taken, draw
        self.now = datetime(2026, 11, 2, 7, 30) + timedelta(
            minutes=draw(st.integers(0, 4 * 1440))
        )
        rule = draw(st.sampled_from(RULES))
        paid_first = draw(st.integers(0, 5)) == 0
        self.settle(CALENDARS[0])
        calendar = calendars.calendar_for(UNIT, self.now.date(), site)
        if paid_first:
            rule = RULES[0]
        self.account = Account(
            self.now,
            rule,
            json.dumps(calendar.to_json(), sort_keys=True),
            paid_first=paid_first,
        )
        version = versions(site)[PAID_FIRST if paid_first else code_of(rule)]
        self.dossier = receive(site, an_intake(version), "reception", self.aware())
        self.entitled = fold(self.dossier).due

    def settle(self, text):
        calendars.put(
            UNIT, WorkingCalendar.from_json(text), date(2026, 1, 1), deed="QĐ 3"
        )

    def aware(self, moment=None):
        return (moment or self.now).replace(tzinfo=HANOI)

    def act(self, operation, person, **data):
        act(self.dossier, operation, person, data=data, now=self.aware())
        self.taken[operation] += 1

    def numpy(self):
        text = self.account.calendar
        if text not in self.days:
            self.days[text] = oracle.Days(text)
        return self.days[text]

    # What may happen. Each says whether it did.

    def forward(self):
        if self.account.state != "received":
            return False
        self.act("forward", "reception", to=LAND)
        self.account.state = "processing"
        return True

    def supplement(self):
        mine = self.account
        if mine.state != "processing":
            return False
        person = "leader" if mine.supplements else "handler"
        self.act("pause", person, legal_basis="Điều 20", **WHY)
        mine.supplements += 1
        mine.state = "supplement"
        mine.stop(self.now, "supplement")
        return True

    def supplemented(self):
        if self.account.state != "supplement":
            return False
        self.act("resume", "reception")
        self.account.state = "processing"
        self.account.go_on(self.now, ["supplement"])
        return True

    def ask_payment(self):
        if self.account.state != "processing":
            return False
        self.act("ask_payment", "handler", amount="20000")
        self.account.state = "payment"
        self.account.stop(self.now, "finance")
        return True

    def pay(self):
        mine = self.account
        if mine.state == "payment":
            self.act("confirm_payment", "reception")
            mine.state = "processing"
            mine.go_on(self.now, ["finance"])
        elif mine.state in ("received", "processing"):
            self.act("collect_fee", "reception", amount="20000", method="cash")
        else:
            return False
        mine.paid = mine.paid or self.now
        return True

    def storm(self):
        mine = self.account
        if mine.state not in ("received", "processing") or "storm" in mine.open:
            return False
        self.act("suspend", "supervisor", **STORM)
        mine.stop(self.now, "storm")
        return True

    def after_the_storm(self):
        mine = self.account
        if mine.state not in ("received", "processing") or "storm" not in mine.open:
            return False
        self.act("unsuspend", "supervisor")
        mine.go_on(self.now, ["storm"])
        return True

    def extend(self):
        mine = self.account
        due = mine.due(self.numpy())
        if mine.state != "processing" or due is None or mine.extension or mine.open:
            return False
        days = self.draw(st.integers(0, 12))
        until = max(due, self.now) + timedelta(days=days, minutes=90)
        if Account._until(self.numpy(), self._ask(), until) <= max(due, self.now):
            return False
        if until <= max(due, self.now):
            return False
        self.act("extend", "leader", until=until.isoformat(), reason="Mưa bão")
        mine.extension = (self.now, until)
        return True

    def _ask(self):
        parsed = Term.parse(self.account.rule[0])
        return oracle.Ask(
            self.now, parsed.kind, Fraction(1), self.account.rule[1], "pause", []
        )

    def end(self):
        mine = self.account
        if mine.state in ("withdrawn", "finished", "stopped"):
            return False
        way = self.draw(st.sampled_from(("withdraw", "stop", "finish")))
        before = self.dossier.length
        if way == "stop" and mine.state in ("processing", "supplement", "payment"):
            data = {"reason_code": "authority", "reason": "Theo yêu cầu"}
            self.act("stop", "leader", **data)
            mine.state = "stopped"
        elif way == "finish" and mine.state == "processing":
            self.act("propose", "handler", proposal="Cấp")
            self.act("approve", "leader")
            self.act("finish", "handler")
            mine.state = "finished"
        else:
            self.act("withdraw", "reception", **ENDING)
            mine.state = "withdrawn"
        mine.ended = self.now
        return self.dossier.length > before

    def reopen(self):
        mine = self.account
        land = LAND in self.dossier.participants
        if mine.state not in ("withdrawn", "finished", "stopped") or not land:
            return False
        self.act("reopen", "leader", **AGAIN)
        if not mine.open:
            mine.stop(mine.ended, "ended")
        mine.go_on(self.now, set(mine.open))
        mine.state, mine.ended = "received", None
        return True

    def correct_the_receipt(self):
        mine = self.account
        if mine.state in ("withdrawn", "finished", "stopped"):
            return False
        first = min([wait[0] for wait in mine.waits], default=self.now)
        if mine.extension:
            first = min(first, mine.extension[0])
        moved = mine.received + timedelta(minutes=self.draw(st.integers(-3000, 900)))
        moved = min(moved, self.now - timedelta(minutes=1), first)
        changes = {"received": moved.isoformat()}
        self.act("correct", "reception", reason="Ghi nhầm", changes=changes)
        mine.received = moved
        return True

    def correct_the_procedure(self):
        mine = self.account
        if mine.state not in ("received", "processing") or mine.paid_first:
            return False
        rule = self.draw(st.sampled_from(RULES))
        version = versions(self.site)[code_of(rule)]
        matter = {
            "procedure": version.code,
            "version": version.digest,
            "case": "1",
            "channel": "counter",
        }
        changes = {"procedure": matter}
        self.act("correct", "reception", reason="Ghi nhầm", changes=changes)
        mine.rule = rule
        mine.calendar = self.present()
        return True

    def correct_a_name(self):
        if self.account.state in ("withdrawn", "stopped"):
            return False
        changes = {"note": "Ghi lại"}
        promised = fold(self.dossier).promised
        self.act("correct", "reception", reason="Ghi nhầm", changes=changes)
        assert fold(self.dossier).promised == promised
        return True

    def another_calendar(self):
        mine = self.account
        if mine.state not in ("received", "processing"):
            return False
        self.settle(self.draw(st.sampled_from(CALENDARS)))
        if self.present() == mine.calendar:
            return False
        self.act("recalendar", "supervisor", reason="Nghỉ bão")
        mine.calendar = self.present()
        return True

    def present(self):
        found = calendars.calendar_for(UNIT, self.now.date(), self.site)
        return json.dumps(found.to_json(), sort_keys=True)

    def go(self, name, minutes):
        """Try one thing some time later, and compare the three dates."""
        self.now += timedelta(minutes=minutes)
        if not getattr(self, name)():
            return
        view, pure = fold(self.dossier), clock.due(self.site, self.dossier)
        assert Register().row(self.dossier)["due_at"] == view.due
        if view.ended:
            # What ended keeps the date that it ended with.
            assert view.due == self.entitled
            return
        by_numpy = self.account.due(self.numpy())
        told = None if view.due is None else view.due.replace(tzinfo=None)
        assert (told, view.due) == (by_numpy, pure.due), name
        assert view.suspended == ("storm" in self.account.open)
        self.entitled = view.due
        old = self.account.due(self.numpy(), extended=False)
        kept = None if pure.due is None or old == by_numpy else self.aware(old)
        if pure.due is not None:
            assert view.kept == pure.kept == kept
        explained(pure)


def explained(found):
    """Every line has its ground in both languages; the last one is the due date."""
    assert found.explanation
    for line in found.explanation:
        assert line.ground_text("vi").strip()
        assert line.ground_text("en").strip()
        assert line.vi
        assert line.en
    if found.due is not None:
        last = found.explanation[-1]
        assert last.date == found.due.date()
        assert f"{found.due:%H:%M}" in last.text("vi")


_versions: dict = {}


def versions(site):
    """Return the procedures of this site, one for each combination of rules."""
    if _versions.get("site") is not site:
        _versions.clear()
        _versions["site"] = site
        for rule in RULES:
            timing = Timing(accounting=rule[1], supplement=rule[2])
            _versions[code_of(rule)] = build_procedure(
                site, code_of(rule), rule[0], timing
            )
        timing = Timing(accounting="clock", supplement="pause", paid_first=True)
        _versions[PAID_FIRST] = build_procedure(site, PAID_FIRST, RULES[0][0], timing)
    return _versions


HAPPENS = (
    "forward",
    "forward",
    "supplement",
    "supplemented",
    "supplemented",
    "ask_payment",
    "pay",
    "pay",
    "storm",
    "after_the_storm",
    "extend",
    "end",
    "reopen",
    "reopen",
    "correct_the_receipt",
    "correct_the_procedure",
    "correct_a_name",
    "another_calendar",
)
MINUTES = st.one_of(st.integers(1, 300), st.integers(1, 300), st.integers(300, 3000))


def test_ledger_engine_and_business_days_agree(province):
    taken: Counter[str] = Counter()
    days: dict = {}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(st.data())
    def agree(data):
        walk = Walk(province, days, taken, data.draw)
        steps = st.tuples(st.sampled_from(HAPPENS), MINUTES)
        for name, minutes in data.draw(st.lists(steps, min_size=25, max_size=60)):
            walk.go(name, minutes)

    agree()
    print(dict(taken))  # noqa: T201
    needed = {"forward", "pause", "resume", "suspend", "unsuspend", "extend", "reopen"}
    assert {*needed, "correct", "recalendar", "collect_fee", "confirm_payment"} <= set(
        taken
    )
