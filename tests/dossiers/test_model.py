"""A dossier beside a model of it that knows nothing of the engine.

The tables below say what the free road is, written from the page on dossiers and the
specification. Officers draw at random, legal or not; after each step the system and
the model must agree, and what was refused must have changed nothing.

``MOTCUA_MODEL_EXAMPLES`` runs more than the few that a build has time for.
"""

from __future__ import annotations

from datetime import timedelta
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import run_state_machine_as_test
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import deadline
from motcua.base.durations import Term
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import DossierError
from motcua.dossiers.intake import receive
from motcua.dossiers.intake import submit
from motcua.dossiers.register import Register
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
from motcua.organisation.calendars import calendar_for
import os
import pytest
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import OFFICERS
from tests.dossiers.conftest import UNIT


EXAMPLES = int(os.environ.get("MOTCUA_MODEL_EXAMPLES", "60"))
STEPS = 30
PERSONS = (*OFFICERS, "stranger")
#: operation: states it leaves, state after ("" stays), who: duty and place.
UNIT_DESK = ("reception", "unit")
HANDLER, LEADER = ("processing", "holder"), ("approval", "holder")
ROAD = {
    "accept": {("submitted", "received"): (UNIT_DESK,)},
    "guide": {("submitted", "guided"): (UNIT_DESK,)},
    "resubmit": {("guided", "submitted"): (UNIT_DESK,)},
    "decline": {
        ("submitted", "declined"): (UNIT_DESK,),
        ("guided", "declined"): (UNIT_DESK,),
    },
    "forward": {
        ("received", "processing"): (UNIT_DESK,),
        ("processing", "processing"): (HANDLER, LEADER),
    },
    "propose": {("processing", "proposed"): (HANDLER,)},
    "approve": {("proposed", "approved"): (LEADER,)},
    "send_back": {("proposed", "processing"): (LEADER,)},
    "refuse": {("proposed", "refused"): (LEADER,)},
    "pause": {("processing", "supplement"): (HANDLER, LEADER)},
    "resume": {("supplement", "processing"): (UNIT_DESK, HANDLER)},
    "ask_payment": {("processing", "payment"): (HANDLER,)},
    "confirm_payment": {("payment", "processing"): (UNIT_DESK, HANDLER)},
    "stop": {
        (state, "stopped"): (LEADER,)
        for state in ("processing", "supplement", "payment")
    },
    "finish": {("approved", "finished"): (HANDLER, LEADER)},
    "return_result": {("finished", "returned"): (UNIT_DESK,)},
    "close": {
        (state, "closed"): (("archive", "unit"),)
        for state in ("returned", "declined", "refused", "withdrawn", "stopped")
    },
    "reopen": {
        (state, "received"): (("approval", "participant"),)
        for state in ("finished", "returned", "refused", "stopped")
    }
    | {
        ("withdrawn", "received"): (
            ("approval", "participant"),
            ("supervision", "unit"),
        )
    },
    "withdraw": {
        (state, "withdrawn"): (UNIT_DESK,)
        for state in (
            "submitted",
            "guided",
            "received",
            "processing",
            "proposed",
            "supplement",
            "payment",
        )
    },
}
PUBLIC = {
    "submitted": 1,
    "received": 2,
    "declined": 3,
    "processing": 4,
    "proposed": 4,
    "approved": 4,
    "guided": 5,
    "supplement": 5,
    "payment": 6,
    "withdrawn": 7,
    "refused": 8,
    "stopped": 8,
    "finished": 9,
    "returned": 10,
}
ENDED = ("finished", "refused", "withdrawn", "stopped", "declined")
FINAL = frozenset({"withdraw", "stop", "refuse", "decline", "close"})
DATA = {
    "guide": {"reason_code": "missing_paper", "reason": "Thiếu bản đồ"},
    "decline": {"reason_code": "other", "reason": "Không thuộc thẩm quyền"},
    "propose": {"proposal": "Đủ điều kiện"},
    "send_back": {"reason": "Xem lại"},
    "refuse": {"reason_code": "dispute", "reason": "Đang tranh chấp"},
    "pause": {
        "reason_code": "missing_paper",
        "reason": "Thiếu bản đồ",
        "legal_basis": "Điều 20",
    },
    "ask_payment": {"amount": "150000"},
    "stop": {"reason_code": "authority", "reason": "Theo yêu cầu"},
    "reopen": {"reason_code": "complaint", "reason": "Khiếu nại đúng"},
    "withdraw": {"reason_code": "wish", "reason": "Đổi ý"},
}


class Model:
    """What a dossier should be, by the tables above and a list of clock events."""

    def __init__(self, accepted, now):
        self.state = "received" if accepted else "submitted"
        self.public = PUBLIC[self.state]
        self.holder, self.participants = UNIT, [UNIT]
        self.received = now if accepted else None
        self.last, self.length, self.supplements = now, 1, 0
        self.clock, self.waiting, self.ended = [], "", None

    def may(self, operation, person):
        """Say whether a person may do it now."""
        if person not in OFFICERS:
            return False
        department, duty = OFFICERS[person]
        places = {
            "unit": [UNIT],
            "holder": [self.holder],
            "participant": self.participants,
        }
        return any(
            duty == needed and department in places[place]
            for (state, _after), grounds in ROAD[operation].items()
            if state == self.state
            for needed, place in grounds
        )

    def refuses(self, operation, person):
        """Say whether only the number of supplements stands in the way."""
        second = operation == "pause" and self.supplements >= 1
        return second and OFFICERS[person][1] != "approval"

    def move(self, operation, now, to):
        """Take the step."""
        self.last = max(now, self.last + timedelta(microseconds=1))
        self.length += 1
        after = dict(ROAD[operation].keys())[self.state]
        if operation == "reopen" and self.received is None:
            after = "submitted"
        self._tick(operation, after)
        self.state = after
        if after != "closed":
            self.public = PUBLIC[after]
        if operation == "forward":
            self.holder = to
            if to not in self.participants:
                self.participants.append(to)
        if after in ENDED or operation == "reopen":
            self.holder = UNIT

    def _tick(self, operation, after):
        if operation == "accept":
            self.received = self.last
        if operation in ("pause", "ask_payment"):
            self.waiting = "supplement" if operation == "pause" else "finance"
            self.supplements += operation == "pause"
            self.clock.append(ClockEvent("pause", self.last, self.waiting))
        if operation in ("resume", "confirm_payment"):
            self.clock.append(ClockEvent("resume", self.last, self.waiting))
            self.waiting = ""
        if operation == "reopen":
            reason = self.waiting or "ended"
            if self.received and not self.waiting:
                self.clock.append(ClockEvent("pause", self.ended, reason))
            if self.received:
                self.clock.append(ClockEvent("resume", self.last, reason))
            self.waiting, self.ended = "", None
        if after in ENDED:
            self.ended = self.ended or self.last

    def due(self, calendar):
        """Return the due date by the rules of the time limit alone."""
        term = Term.parse("5 working days")
        return deadline(self.received, term, calendar, events=self.clock).due


def machine(site, version, taken):
    """Return the class of machines that act in a site and note what they took."""
    from tests.dossiers.conftest import an_intake

    class Road(RuleBasedStateMachine):
        """One dossier of the free road, its model, and a clock that jumps."""

        @initialize(accepted=st.booleans())
        def begin(self, accepted):
            """Something is handed in at the counter, or sent."""
            self.now = MONDAY
            begin = receive if accepted else submit
            self.dossier = begin(site, an_intake(version), "reception", self.now)
            self.model = Model(accepted, self.now)
            self.calendar = calendar_for(UNIT, self.now.date(), site)

        @rule(
            operation=st.sampled_from(sorted(ROAD)),
            person=st.sampled_from(PERSONS),
            to=st.sampled_from((LAND, JUSTICE)),
            minutes=st.sampled_from((-3000, -1, 0, 1, 90, 700, 1440, 20000)),
        )
        def try_anything(self, operation, person, to, minutes):
            """Somebody tries something, whatever the hour."""
            self.attempt(operation, person, to, minutes)

        @rule(
            draw=st.randoms(use_true_random=False),
            to=st.sampled_from((LAND, JUSTICE)),
            minutes=st.sampled_from((-60, 0, 30, 500, 4000)),
        )
        def go_on(self, draw, to, minutes):
            """Somebody does what the model allows, so that the road is walked."""
            possible = {}
            for operation in sorted(ROAD):
                able = [one for one in OFFICERS if self.model.may(operation, one)]
                # Endings are rare, or no road would ever be long.
                if able and (operation not in FINAL or draw.random() < 0.2):
                    possible[operation] = able
            if possible:
                operation = draw.choice(sorted(possible))
                self.attempt(operation, draw.choice(possible[operation]), to, minutes)

        @rule(decision=st.sampled_from(("approve", "refuse", "send_back", "pause")))
        def bring_it_on(self, decision):
            """The straight way, as far as it is open from here."""
            for operation in ("accept", "forward", "resume", "propose", decision):
                able = [one for one in OFFICERS if self.model.may(operation, one)]
                if able and not (decision == "pause" and operation == "propose"):
                    self.attempt(operation, able[-1], LAND, 30)

        @rule(person=st.sampled_from(PERSONS))
        def act_on_an_old_page(self, person):
            """A page that somebody saw before the last event changes nothing."""
            if self.dossier.length > 1:
                old = self.dossier.last.previous.hash.hex()
                self.refused(lambda: self.act("withdraw", person, LAND, expected=old))

        def attempt(self, operation, person, to, minutes):
            """Act, and have the model say whether that is possible."""
            self.now = self.now + timedelta(minutes=minutes)
            legal = self.model.may(operation, person)
            if legal and not self.model.refuses(operation, person):
                self.act(operation, person, to)
                self.model.move(operation, self.now, to)
                taken.add(operation)
            else:
                self.refused(lambda: self.act(operation, person, to))

        def act(self, operation, person, to, **options):
            data = {"to": to} if operation == "forward" else DATA.get(operation)
            act(self.dossier, operation, person, data=data, now=self.now, **options)

        def refused(self, attempt):
            before = (self.dossier.head, self.dossier.length)
            with pytest.raises(DossierError):
                attempt()
            assert before == (self.dossier.head, self.dossier.length)

        @invariant()
        def model_and_system_agree(self):
            """State, status, holder, departments, due date, row and rights."""
            view, model = fold(self.dossier), self.model
            assert view.state == model.state
            assert view.public_status == model.public
            assert view.holder == model.holder
            assert view.participants == tuple(model.participants)
            assert view.tasks == ()
            assert (view.supplements, self.dossier.length) == (
                model.supplements,
                model.length,
            )
            assert view.finished_at == model.ended
            assert self.dossier.kept == told(ledger.events(self.dossier))
            assert ledger.verify(self.dossier) == []
            row = Register().row(self.dossier)
            assert (row["state"], row["holder"], row["public_status"]) == (
                model.state,
                model.holder,
                model.public,
            )
            assert row["due_at"] == view.due

        @invariant()
        def the_due_date_is_that_of_the_time_limit(self):
            """By the rules of time limits alone, once the dossier is accepted."""
            model = self.model
            if model.received and not model.ended:
                assert fold(self.dossier).due == model.due(self.calendar)

        @invariant()
        def rights_are_those_of_the_tables(self):
            """What the model allows is offered, and nothing else of the road."""
            for person in PERSONS:
                offered = permitted(self.dossier, person, self.now) & set(ROAD)
                expected = {o for o in ROAD if self.model.may(o, person)}
                assert offered == expected, person

    return Road


def test_the_free_road_is_that_of_the_model(province, version):
    run_state_machine_as_test(
        machine(province, version, set()),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def way_to(wanted):
    """Return the shortest way, from what was sent, to an operation and over it."""
    ways = [("submitted", [])]
    for state, way in ways:
        for operation, steps in ROAD.items():
            for before, after in steps:
                if before == state and operation == wanted:
                    return [*way, operation]
                # Who reopens has taken part: a department has to have had it.
                early = operation in ("withdraw", "decline")
                if before == state and not early and len(way) < len(ROAD):
                    ways.append((after, [*way, operation]))
    raise AssertionError(wanted)


@pytest.mark.parametrize("wanted", sorted(ROAD))
def test_every_step_of_the_road_is_that_of_the_model(province, version, wanted):
    """Chance may pass a step by; this way leads over each of them."""
    taken = set()
    road = machine(province, version, taken)()
    road.begin(accepted=False)
    for operation in way_to(wanted):
        able = [one for one in OFFICERS if road.model.may(operation, one)]
        road.attempt(operation, able[-1], LAND, 30)
        road.model_and_system_agree()
        road.the_due_date_is_that_of_the_time_limit()
        road.rights_are_those_of_the_tables()
    assert wanted in taken
