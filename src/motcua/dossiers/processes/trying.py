"""Trying a process: what would come about if this happened.

A trial is a small story with what is expected of it. It is played on the value alone
- the place in the way from `marking`, the times from `budgets` - so nothing is
stored, no number is drawn and nobody is told.

An event is an object ``{"at": "2026-11-02T09:00", "do": "complete", "step": "look",
"outcome": "fine"}``. ``do`` is one of ``DOINGS``, the first is ``receive``; ``step``
may be left out where one step alone can be meant, and ``back_to`` names the step to
which something is sent back. ``checks`` lists what is ticked of the checklist of the
step; all of it when it is left out. Moments without a zone are Vietnam time.

An expectation is an object with ``after`` (how many events have happened; all when
it is left out) and any of:

* ``open``: keys of the open steps; ``state``: the state of the dossier;
* ``holders``: who has it, as ``department:duty``, or the name of the one person;
* ``due``: an object of step or leg keys and moments, "" for no date;
* ``overall``: the moment promised to the citizen, "" while the clock stands;
* ``refused``: true when the event with this number must not be possible. It then
  changes nothing, and the story goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.base.deadlines import deadline
from motcua.base.deadlines import local
from motcua.base.durations import Term
from motcua.base.policies import ClockEvent
from motcua.base.policies import DEFAULT_POLICY
from motcua.base.policies import FINANCE
from motcua.base.policies import Policy
from motcua.base.policies import SUPPLEMENT
from motcua.dossiers.processes.budgets import CalendarOf
from motcua.dossiers.processes.budgets import plan
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.definitions import UNIT
from motcua.dossiers.processes.marking import open_steps
from motcua.dossiers.processes.marking import state_of
from motcua.dossiers.processes.marking import undone_by
from motcua.dossiers.processes.stories import Event
from motcua.dossiers.processes.stories import Expectation
from motcua.dossiers.processes.stories import read_story
from typing import Any
from typing import Final


#: What stops the clock: (what is done, its end) -> reason, state while it stands.
STOPS: Final[dict[str, tuple[str, str, str]]] = {
    "pause": ("resume", SUPPLEMENT, "supplement"),
    "ask_payment": ("confirm_payment", FINANCE, "payment"),
    "suspend": ("unsuspend", "suspension", ""),
}
_GOES_ON: Final = {end: begin for begin, (end, _why, _state) in STOPS.items()}
#: What ends the way before its end.
ENDS: Final[dict[str, str]] = {
    "refuse": "refused",
    "withdraw": "withdrawn",
    "stop": "stopped",
}
#: A story of more years is a mistake, and slow to count.
LONGEST: Final = timedelta(days=3660)


@dataclass(frozen=True)
class Setting:
    """What a trial takes from its surroundings.

    ``term_of`` answers for the facts ``case`` and ``channel`` with the legal time;
    None when no procedure says one: then the critical path is what is promised.
    """

    calendar_of: CalendarOf
    policy: Policy = DEFAULT_POLICY
    term_of: Callable[[Mapping[str, str]], Term | None] = lambda _facts: None


@dataclass(frozen=True)
class Met:
    """One thing that was expected, and what came about."""

    after: int
    name: str
    wanted: str
    found: str

    @property
    def ok(self) -> bool:
        """Whether it came about as expected."""
        return self.wanted == self.found


@dataclass(frozen=True)
class Verdict:
    """What a trial showed; ``problem`` says why its story could not go on."""

    title: str
    met: tuple[Met, ...] = ()
    problem: Any = None

    @property
    def ok(self) -> bool:
        """Whether the story went through and everything came as expected."""
        return self.problem is None and all(one.ok for one in self.met)


class Impossible(Exception):
    """An event cannot happen there; ``message`` can be translated."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


def try_all(process: Process, setting: Setting) -> tuple[Verdict, ...]:
    """Run every trial of a process.

    Raises ``MalformedProcess`` for a trial whose story cannot be read.
    """
    return tuple(try_one(process, trial, setting) for trial in process.tests)


def try_one(process: Process, trial: Trial, setting: Setting) -> Verdict:
    """Run one trial; raises ``MalformedProcess`` when its story cannot be read."""
    events, expected = read_story(trial)
    refusals = {one.after for one in expected if one.refused}
    play = Play(process, setting, dict(trial.facts))
    met: list[Met] = []
    for number, event in enumerate(events, start=1):
        try:
            play.happen(event)
        except Impossible as error:
            if number not in refusals:
                return Verdict(trial.title, tuple(met), _stopped(number, error))
            met.append(Met(number, "refused", "true", "true"))
        else:
            if number in refusals:
                met.append(Met(number, "refused", "true", "false"))
        for one in expected:
            if (one.after or len(events)) == number:
                met += play.compare(one, number)
    return Verdict(trial.title, tuple(met))


def _stopped(number: int, error: Impossible) -> Any:
    return _(
        "Event ${number}: ${why}", mapping={"number": number, "why": error.message}
    )


@dataclass
class Play:
    """A dossier that only exists while a story is played."""

    process: Process
    setting: Setting
    facts: dict[str, str]
    received: datetime | None = None
    last: datetime | None = None
    ended: dict[str, datetime] = field(default_factory=dict)
    clock: list[ClockEvent] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    over: str = ""

    # What happens

    def happen(self, event: Event) -> None:
        """Let an event happen, or raise ``Impossible`` and change nothing."""
        self._in_time(event)
        if event.do == "receive":
            if self.received is not None:
                raise Impossible(_("received already"))
            self.received = event.at
        elif self.received is None:
            raise Impossible(_("the story begins with receive"))
        elif self.state in ("finished", *ENDS.values()):
            raise Impossible(_("the dossier has ended"))
        elif event.do in STOPS:
            self._stop(event)
        elif event.do in _GOES_ON:
            self._go_on(event)
        elif event.do in ("withdraw", "stop"):
            self.over = ENDS[event.do]
        else:
            self._work(event)
        self.last = event.at

    def _in_time(self, event: Event) -> None:
        if self.last is not None and event.at < self.last:
            raise Impossible(_("earlier than the event before"))
        if self.received is not None and event.at - self.received > LONGEST:
            raise Impossible(_("more than ten years after the receipt"))

    def _stop(self, event: Event) -> None:
        _end, reason, _state = STOPS[event.do]
        if event.do in self.waiting:
            raise Impossible(_("the clock stands already for this reason"))
        self.waiting.append(event.do)
        self.clock.append(ClockEvent("pause", event.at, reason))

    def _go_on(self, event: Event) -> None:
        begun = _GOES_ON[event.do]
        if begun not in self.waiting:
            raise Impossible(_("the clock does not stand for this reason"))
        self.waiting.remove(begun)
        self.clock.append(ClockEvent("resume", event.at, STOPS[begun][1]))

    def _work(self, event: Event) -> None:
        if any(STOPS[reason][2] for reason in self.waiting):
            raise Impossible(_("the clock stands; nothing is worked on"))
        step = self._meant(event)
        if event.do == "refuse":
            self.over = ENDS["refuse"]
        elif event.do == "send_back":
            self._send_back(step, event.back_to)
        else:
            self._complete(step, event)

    def _meant(self, event: Event) -> Step:
        """Return the open step that an event is about."""
        fits: Callable[[Step], bool] = lambda step: True  # noqa: E731
        if event.do in ("approve", "refuse"):
            fits = lambda step: step.kind == "approve"  # noqa: E731
        elif event.do == "complete":
            fits = lambda step: step.kind != "approve"  # noqa: E731
        possible = [step for step in self.open if fits(step)]
        if event.step:
            possible = [step for step in possible if step.key == event.step]
        if len(possible) == 1:
            return possible[0]
        raise Impossible(
            _(
                "${step} is not open for ${do}; open: ${open}",
                mapping={
                    "step": event.step or "?",
                    "do": event.do,
                    "open": ", ".join(step.key for step in self.open) or "-",
                },
            )
        )

    def _complete(self, step: Step, event: Event) -> None:
        wanted = step.outcomes
        if (wanted or event.outcome) and event.outcome not in wanted:
            raise Impossible(
                _(
                    "outcome ${found} of ${step}; possible: ${allowed}",
                    mapping={
                        "found": event.outcome or "?",
                        "step": step.key,
                        "allowed": ", ".join(wanted) or "-",
                    },
                )
            )
        self._check(step, event)
        self.ended[step.key] = event.at
        if event.outcome:
            self.facts[f"outcome:{step.key}"] = event.outcome

    def _check(self, step: Step, event: Event) -> None:
        """Refuse a step whose checklist is not ticked as it has to be."""
        ticked = step.checklist if event.checks is None else event.checks
        for check in ticked:
            if check not in step.checklist:
                raise Impossible(
                    _(
                        "“${check}” is not on the checklist of ${step}",
                        mapping={"check": check, "step": step.key},
                    )
                )
        for check in step.checklist:
            if check not in ticked:
                raise Impossible(
                    _("Not ticked yet: “${check}”.", mapping={"check": check})
                )

    def _send_back(self, step: Step, back_to: str) -> None:
        allowed = [key for key in step.returns if key in self.ended]
        target = back_to or (allowed[0] if len(allowed) == 1 else "")
        if target not in allowed:
            raise Impossible(
                _(
                    "${step} cannot send back to ${target}; possible: ${allowed}",
                    mapping={
                        "step": step.key,
                        "target": target or "?",
                        "allowed": ", ".join(allowed) or "-",
                    },
                )
            )
        for key in undone_by(self.process.way, target):
            self.ended.pop(key, None)
            self.facts.pop(f"outcome:{key}", None)

    # Where it stands

    @property
    def open(self) -> tuple[Step, ...]:
        """The open steps; none before the receipt and after the end."""
        if self.received is None or self.over:
            return ()
        return open_steps(self.process.way, self.ended.keys(), self.facts)

    @property
    def state(self) -> str:
        """The state; "" before the receipt."""
        if self.received is None or self.over:
            return self.over
        for reason in reversed(self.waiting):
            if STOPS[reason][2]:
                return STOPS[reason][2]
        return state_of({step.kind for step in self.open}, bool(self.ended))

    @property
    def holders(self) -> list[str]:
        """Who has the dossier now."""
        return sorted(
            {step.person or f"{step.department}:{step.duty}" for step in self.open}
        )

    def dues(self) -> dict[str, str]:
        """Return when steps and legs are due, by key; "" for no date."""
        assert self.received is not None
        found = plan(
            self.process,
            self.received,
            self.setting.calendar_of,
            self.facts,
            self.setting.policy,
            self.clock,
            self.ended,
        )
        steps = {each.leg.key: _written(each.due.due) for each in found.route.legs}
        return {"": _written(found.due), **steps} | {
            each.leg.key: _written(each.due) for each in found.legs
        }

    def overall(self) -> str:
        """Return what is promised to the citizen; "" while the clock stands."""
        assert self.received is not None
        term = self.setting.term_of(self.facts)
        if self.process.promise == "way" or term is None:
            return self.dues()[""]
        calendar = self.setting.calendar_of(UNIT)
        policy = self.setting.policy
        return _written(deadline(self.received, term, calendar, policy, self.clock).due)

    def compare(self, wanted: Expectation, number: int) -> list[Met]:
        """Hold what is expected after an event against what came about."""
        met = []
        if wanted.open is not None:
            here = sorted(step.key for step in self.open)
            met.append(_met(number, "open", sorted(wanted.open), here))
        if wanted.holders is not None:
            met.append(_met(number, "holders", sorted(wanted.holders), self.holders))
        if wanted.state is not None:
            met.append(Met(number, "state", wanted.state, self.state))
        if wanted.due:
            dues = self.dues() if self.received else {}
            for key, moment in wanted.due.items():
                met.append(Met(number, f"due {key}", moment, dues.get(key, "?")))
        if wanted.overall is not None:
            found = self.overall() if self.received else "?"
            met.append(Met(number, "overall", wanted.overall, found))
        return met


def _met(number: int, name: str, wanted: list[str], found: list[str]) -> Met:
    return Met(number, name, ", ".join(wanted), ", ".join(found))


def _written(moment: datetime | None) -> str:
    return "" if moment is None else f"{local(moment):%Y-%m-%dT%H:%M}"
