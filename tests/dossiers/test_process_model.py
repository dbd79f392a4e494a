"""A dossier on the way of its process beside a model that knows nothing of the engine.

The way of ``test_process_road``: reception; check and opinion side by side; approval,
which may send back; then issue or explanation, as the check came out. The model keeps
what is done and what stopped the clock; after each step the system and the model agree
on state, status, open steps with their dates, holder, due date and rights.

``MOTCUA_MODEL_EXAMPLES`` runs more than the few that a build has time for.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import deadline
from motcua.base.durations import Term
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import DossierError
from motcua.dossiers.intake import receive
from motcua.dossiers.processes import book
from motcua.dossiers.register import Register
from motcua.dossiers.states import fold
from motcua.organisation.calendars import calendar_for
import os
import pytest
import random
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import OFFICERS
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_model import DATA
from tests.dossiers.test_model import PUBLIC
from tests.dossiers.test_process_road import a_process


EXAMPLES = int(os.environ.get("MOTCUA_MODEL_EXAMPLES", "40"))
PLACES = {
    "reception": (UNIT, "reception"),
    "check": (LAND, "handler"),
    "opinion": (JUSTICE, "jurist"),
    "approve": (LAND, "leader"),
    "issue": (LAND, "handler"),
    "explain": (LAND, "handler"),
}
BEFORE = {
    "reception": (),
    "check": ("reception",),
    "opinion": ("reception",),
    "approve": ("check", "opinion"),
    "issue": ("approve",),
    "explain": ("approve",),
}
#: What is done anew when the dossier goes back to a step.
BEHIND = {
    "reception": {"reception", "check", "opinion", "approve", "issue", "explain"},
    "check": {"check", "approve", "issue", "explain"},
    "opinion": {"opinion", "approve", "issue", "explain"},
    "approve": {"approve", "issue", "explain"},
    "issue": {"issue"},
    "explain": {"explain"},
}
ENDED = ("finished", "refused", "withdrawn", "stopped")
OPERATIONS = (
    "complete",
    "approve",
    "send_back",
    "refuse",
    "pause",
    "resume",
    "suspend",
    "unsuspend",
    "withdraw",
    "stop",
    "reopen",
    "correct",
)
PERSONS = (*OFFICERS, "stranger")
#: Drawn rarely, or no way would ever be long.
RARE = {"refuse": 0.5, "withdraw": 0.15, "stop": 0.15}
SUPPLEMENT, STORM, END = "supplement", "storm", "end"


class Model:
    """What the dossier should be."""

    def __init__(self, now, calendar):
        self.calendar, self.begun, self.last = calendar, now, now
        self.ended_steps: dict = {}
        self.fit = True
        self.ending, self.ended, self.length = "", None, 1
        self.waits: list = []
        self.open_waits: set = set()
        self.supplements = 0
        self.participants = {UNIT}

    @property
    def open(self):
        """The steps to be worked on, in the order of the way."""
        if self.ending:
            return []
        last = "issue" if self.fit else "explain"
        way = ("reception", "check", "opinion", "approve", last)
        done = self.ended_steps
        return [
            key
            for key in way
            if key not in done and all(before in done for before in BEFORE[key])
        ]

    @property
    def state(self):
        if self.ending:
            return self.ending
        if SUPPLEMENT in self.open_waits:
            return "supplement"
        return self.working

    @property
    def working(self):
        names = {"approve": "proposed", "issue": "approved"}
        if self.open == ["reception"] and not self.ended_steps:
            return "received"
        return names.get(self.open[0], "processing") if self.open else "finished"

    @property
    def holder(self):
        leading = [key for key in self.open if key != "opinion"] or self.open
        return PLACES[leading[0]][0] if leading else UNIT

    def may(self, person):
        """Return what a person may do, by the page on dossiers."""
        if person not in OFFICERS:
            return set()
        place, duty = OFFICERS[person]
        state, found = self.state, set()
        mine = [key for key in self.open if PLACES[key][1] == person]
        holds = place == self.holder
        running = state in ("received", "processing", "proposed", "approved")
        if duty == "reception":
            found |= {"correct"} if state != "withdrawn" else set()
            if state in ("received", "processing", "proposed", "supplement"):
                found.add("withdraw")
            if state == "supplement":
                found.add("resume")
        if duty == "supervision" and running:
            found.add("unsuspend" if STORM in self.open_waits else "suspend")
        if duty == "supervision" and state == "withdrawn":
            found.add("reopen")
        if mine and state in ("received", "processing", "approved"):
            found.add("complete")
        if duty == "processing" and (holds or mine):
            found |= {"processing": {"pause"}, "supplement": {"resume"}}.get(
                state, set()
            )
        if duty == "approval" and holds:
            if state in ("processing", "supplement"):
                found.add("stop")
            if state == "processing":
                found |= {
                    "pause",
                    "unsuspend" if STORM in self.open_waits else "suspend",
                }
            if state == "proposed":
                found |= {"approve", "refuse", "send_back"}
        if duty == "approval" and place in self.participants and state in ENDED:
            found.add("reopen")
        return found - {"complete"} if mine == ["approve"] else found

    def refuses(self, operation, person):
        """Say whether what is permitted is refused for another reason."""
        second = operation == "pause" and self.supplements
        return bool(second) and OFFICERS[person][1] != "approval"

    def stop(self, at, why):
        if not self.open_waits:
            self.waits.append([at, None])
        self.open_waits.add(why)

    def go_on(self, at, *why):
        self.open_waits -= set(why)
        if not self.open_waits:
            self.waits[-1][1] = at

    def move(self, operation, now, step, fit):
        """Take the step."""
        self.length += 1
        self.last = at = max(now, self.last + timedelta(microseconds=1))
        if operation == "complete":
            self.ended_steps[step] = at
            if step == "check":
                self.fit = fit
        elif operation == "approve":
            self.ended_steps["approve"] = at
        elif operation in ("send_back", "reopen"):
            for key in BEHIND.get(step, ()):
                self.ended_steps.pop(key, None)
        if operation == "reopen":
            if not self.open_waits:
                self.stop(self.ended, END)
            self.go_on(at, *list(self.open_waits))
            self.ending, self.ended = "", None
        if operation == "pause":
            self.supplements += 1
            self.stop(at, SUPPLEMENT)
        elif operation == "resume":
            self.go_on(at, SUPPLEMENT)
        elif operation == "suspend":
            self.stop(at, STORM)
        elif operation == "unsuspend":
            self.go_on(at, STORM)
        elif operation in RARE:
            names = {"refuse": "refused", "withdraw": "withdrawn", "stop": "stopped"}
            self.ending, self.ended = names[operation], at
        if not self.open and not self.ending:
            self.ending, self.ended = "finished", at
        self.participants |= {PLACES[key][0] for key in self.open}

    def due_from(self, start, term):
        """Return the end of a term that began at ``start``, with what stopped it."""
        events = []
        for begun, over in self.waits:
            if over is not None and over <= start:
                continue
            events.append(ClockEvent("pause", max(begun, start), "x"))
            if over is not None:
                events.append(ClockEvent("resume", over, "x"))
        return deadline(start, Term.parse(term), self.calendar, events=events).due

    def tasks(self):
        """Return the open steps with the ends of their budgets."""
        return {
            key: self.due_from(
                max((self.ended_steps[b] for b in BEFORE[key]), default=self.begun),
                "1 working day",
            )
            for key in self.open
        }


class Walk:
    """One dossier, its model, and a clock that jumps."""

    def __init__(self, site, version, taken):
        from tests.dossiers.conftest import an_intake

        self.now, self.taken = MONDAY, taken
        self.dossier = receive(site, an_intake(version), "reception", self.now)
        self.model = Model(MONDAY, calendar_for(UNIT, MONDAY.date(), site))
        self.agree()

    def attempt(self, operation, person, minutes, fit=True, choice=0):
        """Act, and have the model say whether that is possible."""
        self.now += timedelta(minutes=minutes)
        model, data, step = self.model, dict(DATA.get(operation, {})), ""
        if operation == "complete":
            mine = [key for key in model.open if PLACES[key][1] == person]
            step = mine[0] if mine else ""
            if step == "check":
                outcome = "fit" if fit else "unfit"
                data = {"outcome": outcome, "checks": ["Đo đạc đúng"]}
        elif operation == "send_back":
            step = "check"
        elif operation == "reopen":
            done = list(model.ended_steps)
            step = done[choice % len(done)] if done else ""
            data["back_to"] = step
        elif operation == "suspend":
            data = {"reason_code": "disaster", "reason": "Bão", "deed": "QĐ 9"}
        elif operation == "correct":
            data = {"reason": "Ghi nhầm", "changes": {"note": "Ghi lại"}}
        before = (self.dossier.head, self.dossier.length)
        if operation in model.may(person) and not model.refuses(operation, person):
            act(self.dossier, operation, person, data=data, now=self.now)
            model.move(operation, self.now, step, fit)
            self.taken[operation] += 1
            self.agree()
        else:
            with pytest.raises(DossierError):
                act(self.dossier, operation, person, data=data, now=self.now)
            assert before == (self.dossier.head, self.dossier.length)

    def agree(self):
        """State, status, steps, dates, holder, row and rights: all as in the model."""
        view, model = fold(self.dossier), self.model
        told = (view.state, view.public_status, view.holder, self.dossier.length)
        assert told == (model.state, PUBLIC[model.state], model.holder, model.length)
        assert set(view.participants) == model.participants
        assert view.suspended == (STORM in model.open_waits)
        assert view.finished_at == model.ended
        assert ledger.verify(self.dossier) == []
        row = Register().row(self.dossier)
        assert (row["state"], row["holder"], row["due_at"]) == (
            view.state,
            view.holder,
            view.due,
        )
        if not model.ended:
            assert {task.key: task.due for task in view.tasks} == model.tasks()
            assert view.due == model.due_from(model.begun, "5 working days")
        for person in PERSONS:
            offered = permitted(self.dossier, person, self.now) & set(OPERATIONS)
            assert offered == model.may(person), (person, model.state, model.open)


@pytest.fixture
def process(province, monkeypatch):
    found = a_process()
    book.keep(province, found)
    monkeypatch.setattr(book, "in_force", lambda *_: found)
    return found


def test_the_way_of_a_process_is_that_of_the_model(province, process, version):
    taken: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def agree(seed):
        # Evenly drawn: hypothesis's own numbers crowd where they shrink to.
        dice = random.Random(seed)
        walk = Walk(province, version, taken)
        for _step in range(25):
            minutes = dice.choice((-3000, 0, 1, 30, 90, 400, 700, 1440, 4000))
            able = [
                (operation, person)
                for person in OFFICERS
                for operation in sorted(walk.model.may(person))
                if dice.random() < RARE.get(operation, 1)
            ]
            if not able or dice.random() < 0.25:
                able = [(dice.choice(OPERATIONS), dice.choice(PERSONS))]
            onwards = [each for each in able if each[0] in ("complete", "approve")]
            operation, person = dice.choice(
                onwards if onwards and dice.random() < 0.4 else able
            )
            fit, choice = dice.random() < 0.7, dice.randrange(5)
            walk.attempt(operation, person, minutes, fit, choice)

    agree()
    assert set(taken) == set(OPERATIONS)
