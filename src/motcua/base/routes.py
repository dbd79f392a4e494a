"""The way of a dossier through several hands (liên thông): due per leg and overall.

A way is made of legs, each with a term and the working calendar of who has it, in
sequence or in parallel. Rules:

* A leg begins when the one before it ends: at its due date, or when it really
  ended. What reaches an agency outside its office hours counts from its next
  working morning, and each leg counts as its own term would (`deadlines`).
* Parallel legs begin together; what follows begins with the last of them.
* The overall due date is that of the last leg on the longest line (the critical
  path): the largest of parallel parts, never their sum, and never the first
  agency's date.
* A wait stops the legs that are running when it begins, and no others. Where a
  supplement restarts, each leg it stopped gets its own term again.
* A leg without a time limit leaves what follows, and the whole, without a date.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import local
from motcua.base.explanations import Line
from motcua.base.legs import InParallel
from motcua.base.legs import InSequence
from motcua.base.legs import Leg
from motcua.base.legs import legs_of
from motcua.base.legs import Part
from motcua.base.policies import ClockEvent
from motcua.base.policies import DEFAULT_POLICY
from motcua.base.policies import Policy
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.durations import Language


@dataclass(frozen=True)
class LegDue:
    """When one leg begins and is due.

    `start` is None when it is not known yet: a leg before it waits or has no limit.
    `ended` is when it really ended, if it did. `critical` marks the legs that decide
    the overall due date.
    """

    leg: Leg
    start: datetime | None
    due: Deadline
    ended: datetime | None = None
    critical: bool = False


@dataclass(frozen=True)
class Route:
    """The answer for a whole way: every leg in its order, and the overall due date.

    `due` is what the citizen is told; None without a time limit and while `paused`.
    """

    due: datetime | None
    legs: tuple[LegDue, ...]
    paused: bool = False
    explanation: tuple[Line, ...] = ()

    def leg(self, key: str) -> LegDue:
        """Return the leg of that key; KeyError when there is none."""
        for found in self.legs:
            if found.leg.key == key:
                return found
        raise KeyError(key)

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """Return the route as an object for JSON, texts in `language`."""
        return {
            "due": _iso(self.due),
            "paused": self.paused,
            "explanation": [line.to_json(language) for line in self.explanation],
            "legs": [
                {
                    "key": found.leg.key,
                    "name": found.leg.name,
                    "start": _iso(found.start),
                    "ended": _iso(found.ended),
                    "critical": found.critical,
                    **found.due.to_json(language),
                }
                for found in self.legs
            ],
        }


def route(
    received: datetime,
    way: Part,
    policy: Policy = DEFAULT_POLICY,
    events: Sequence[ClockEvent] = (),
    ended: Mapping[str, datetime] | None = None,
) -> Route:
    """Return when each leg of `way` and the whole is due.

    `ended` says when legs really ended, by their key: what follows then begins at
    that moment. Without it the route is the promise given at the counter.
    Raises ValueError for a key used twice or unknown, an end before its beginning,
    extensions (they belong to the promise, not to a leg) and what `deadline` refuses.
    """
    keys = [leg.key for leg in legs_of(way)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    unknown = sorted(set(ended or ()) - set(keys))
    if twice or unknown:
        raise ValueError(
            f"Legs {', '.join(twice or unknown)}: khóa bị trùng hoặc không có / key "
            f"used twice or unknown; keys: {', '.join(keys)}"
        )
    if any(event.type == "extend" for event in events):
        raise ValueError(
            "Event extend: gia hạn áp dụng cho hạn chung / an extension belongs to the "
            "overall due date, not to a leg"
        )
    walk = _Walk(policy, _waits(events), dict(ended or {}))
    start = local(received)
    if events and min(local(event.at) for event in events) < start:
        raise ValueError(
            "Event: trước khi tiếp nhận / before the receipt at " + start.isoformat()
        )
    end = walk.part(way, start)
    critical = _critical(way, walk)
    legs = tuple(
        LegDue(leg, _aware(begun), due, _aware(done), leg.key in critical)
        for leg, begun, due, done in walk.found
    )
    paused = any(found.due.paused and found.ended is None for found in legs)
    due = None if end is None else end.replace(tzinfo=VIETNAM)
    return Route(due, legs, paused, _told(way, legs, due))


@dataclass
class _Walk:
    """Goes through a way once; `found` and `ends` are what it met."""

    policy: Policy
    waits: list[list[ClockEvent]]
    ended: dict[str, datetime]
    found: list[tuple[Leg, datetime | None, Deadline, datetime | None]] = field(
        default_factory=list
    )
    ends: dict[int, datetime | None] = field(default_factory=dict)

    def part(self, part: Part, start: datetime | None) -> datetime | None:
        """Return when `part`, begun at `start`, ends; None when that is not known."""
        if isinstance(part, Leg):
            end = self._leg(part, start)
        elif isinstance(part, InSequence):
            end = start
            for each in part.parts:
                end = self.part(each, end)
        else:
            ends = [self.part(each, start) for each in part.parts]
            known = [end for end in ends if end is not None]
            end = max(known) if len(known) == len(ends) else None
        self.ends[id(part)] = end
        return end

    def _leg(self, leg: Leg, start: datetime | None) -> datetime | None:
        done = self.ended.get(leg.key)
        if start is None:
            if done is not None:
                raise ValueError(
                    f"Leg {leg.key}: chưa bắt đầu, không thể kết thúc / ended before "
                    "it began"
                )
            self.found.append((leg, None, Deadline(None), None))
            return None
        due = self._due(leg, start, done)
        if done is not None:
            done = local(done)
            if done < start:
                raise ValueError(
                    f"Leg {leg.key}: kết thúc trước khi bắt đầu / ended before it "
                    f"began at {start.isoformat()}"
                )
        self.found.append((leg, start, due, done))
        if done is not None:
            return done
        return None if due.due is None else due.due.replace(tzinfo=None)

    def _due(self, leg: Leg, start: datetime, done: datetime | None) -> Deadline:
        """Return the due date of one leg with the waits that stopped it."""
        taken: list[ClockEvent] = []
        due = deadline(start, leg.term, leg.calendar, self.policy)
        for wait in self.waits:
            here = _from(wait, start)
            if not here or due.due is None:
                continue
            begun = local(here[0].at)
            if begun >= local(due.due) or (done is not None and begun >= local(done)):
                break
            taken += here
            due = deadline(start, leg.term, leg.calendar, self.policy, taken)
        return due


def _waits(events: Sequence[ClockEvent]) -> list[list[ClockEvent]]:
    """Return the events in groups, each from a running clock to a running clock."""
    groups: list[list[ClockEvent]] = []
    open_reasons: set[str] = set()
    for event in sorted(events, key=lambda event: local(event.at)):
        if (event.type == "pause") is (event.reason in open_reasons):
            at = local(event.at).isoformat()
            raise ValueError(
                f"Event {event.type} ({event.reason}) at {at}: "
                "đã tạm dừng, hoặc chưa tạm dừng, vì lý do này / paused already, or "
                "not paused, for this reason"
            )
        if not open_reasons:
            groups.append([])
        open_reasons ^= {event.reason}
        groups[-1].append(event)
    return groups


def _from(wait: list[ClockEvent], start: datetime) -> list[ClockEvent]:
    """Return the wait as a leg that begins at `start` meets it; empty when over."""
    reasons: dict[str, ClockEvent] = {}
    later = []
    for event in wait:
        if local(event.at) >= start:
            later.append(event)
        elif event.type == "pause":
            reasons[event.reason] = event
        else:
            reasons.pop(event.reason, None)
    return [ClockEvent("pause", start, reason) for reason in reasons] + later


def _critical(way: Part, walk: _Walk) -> set[str]:
    """Return the keys of the legs that decide when `way` ends."""
    if isinstance(way, Leg):
        return {way.key}
    parts = list(way.parts)
    if isinstance(way, InParallel):
        end = walk.ends[id(way)]
        parts = [part for part in parts if walk.ends[id(part)] == end]
    return {key for part in parts for key in _critical(part, walk)}


def _told(
    way: Part, legs: tuple[LegDue, ...], due: datetime | None
) -> tuple[Line, ...]:
    """Say leg by leg how the overall date came about."""
    lines = [_leg_line(found) for found in legs if found.start is not None]
    last = max((line.date for line in lines), default=None)
    if isinstance(way, Leg) or last is None:
        return tuple(lines)
    if due is None:
        vi, en = "chưa có hạn chung", "no overall due date yet"
    else:
        deciding = [found.leg for found in legs if found.critical]
        names = ", ".join(leg.name or leg.key for leg in deciding)
        vi = f"hạn chung {due:%H:%M}, theo chuỗi dài nhất: {names}"
        en = f"overall due at {due:%H:%M}, by the longest line: {names}"
        last = due.date()
    return (*lines, Line(last, "joined", rule="process", vi=vi, en=en))


def _leg_line(found: LegDue) -> Line:
    """Say from when to when one leg runs."""
    assert found.start is not None
    leg = found.leg
    name = leg.name or leg.key
    vi = f"{name}: {leg.term.text('vi')} từ {found.start:%H:%M %d-%m-%Y}"
    en = f"{name}: {leg.term} from {found.start:%H:%M %d-%m-%Y}"
    end = found.ended or found.due.due
    if found.ended is not None:
        vi += f", kết thúc {found.ended:%H:%M}"
        en += f", ended at {found.ended:%H:%M}"
    elif end is not None:
        vi += f", hạn {end:%H:%M}"
        en += f", due at {end:%H:%M}"
    elif found.due.paused:
        vi += ", đang tạm dừng"
        en += ", the clock stands"
    day = (end or found.start).date()
    return Line(day, "leg", rule="process", vi=vi, en=en)


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment).replace(tzinfo=VIETNAM)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
