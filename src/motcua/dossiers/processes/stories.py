"""The story of a trial as values, read from its JSON; see `trying` for its words."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from motcua.base.deadlines import local
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.values import known
from motcua.dossiers.processes.values import refuse
from motcua.dossiers.processes.values import text
from motcua.dossiers.processes.values import texts
from typing import Any
from typing import Final


#: What may happen in a story, by the names of the ledger's events.
DOINGS: Final = (
    "receive",
    "complete",
    "approve",
    "send_back",
    "refuse",
    "pause",
    "resume",
    "ask_payment",
    "confirm_payment",
    "suspend",
    "unsuspend",
    "withdraw",
    "stop",
)
#: States that an expectation may name.
STATES: Final = (
    "received",
    "processing",
    "proposed",
    "approved",
    "supplement",
    "payment",
    "finished",
    "refused",
    "withdrawn",
    "stopped",
)
_EVENT: Final = frozenset({"at", "do", "step", "outcome", "back_to", "checks"})
_EXPECTED: Final = frozenset(
    {"after", "open", "holders", "state", "due", "overall", "refused"}
)
_MOMENT: Final = "2026-11-02T09:00"


@dataclass(frozen=True)
class Event:
    """Something that happens in a story; ``at`` is naive Vietnam time.

    ``checks`` are the items of the checklist that are ticked, None for all of them.
    """

    at: datetime
    do: str
    step: str = ""
    outcome: str = ""
    back_to: str = ""
    checks: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Expectation:
    """What must have come about after an event; None where nothing is said.

    ``after`` 0 stands for the end of the story.
    """

    after: int
    open: tuple[str, ...] | None = None
    holders: tuple[str, ...] | None = None
    state: str | None = None
    due: dict[str, str] = field(default_factory=dict)
    overall: str | None = None
    refused: bool = False


def read_story(
    trial: Trial, place: str = "tests"
) -> tuple[tuple[Event, ...], tuple[Expectation, ...]]:
    """Return events and expectations of a trial; raises ``MalformedProcess``.

    A trial without events or expectations is refused: it could not fail.
    """
    for name in ("events", "expected"):
        if not getattr(trial, name):
            refuse(f"{place}.{name}", "", ("ít nhất một mục", "at least one entry"))
    events = tuple(
        _event(f"{place}.events[{n}]", one) for n, one in enumerate(trial.events)
    )
    if events[0].do != "receive":
        refuse(f"{place}.events[0].do", events[0].do, ("receive", "receive"))
    expected = tuple(
        _expectation(f"{place}.expected[{n}]", one, len(events))
        for n, one in enumerate(trial.expected)
    )
    return events, expected


def _event(place: str, data: Any) -> Event:
    known(place, data, _EVENT)
    done = text("do", data, place)
    if done not in DOINGS:
        refuse(f"{place}.do", done, (", ".join(DOINGS), ", ".join(DOINGS)))
    words = {name: text(name, data, place) for name in ("step", "outcome", "back_to")}
    checks = texts("checks", data, place) if "checks" in data else None
    return Event(
        _moment(f"{place}.at", data.get("at", "")), done, **words, checks=checks
    )


def _expectation(place: str, data: Any, events: int) -> Expectation:
    known(place, data, _EXPECTED)
    after = data.get("after", 0)
    if not isinstance(after, int) or not 0 <= after <= events:
        refuse(f"{place}.after", after, (f"1-{events}", f"1-{events}"))
    if not set(data) - {"after"}:
        names = ", ".join(sorted(_EXPECTED - {"after"}))
        refuse(place, "", (names, names))
    state = data.get("state")
    if state is not None and state not in STATES:
        refuse(f"{place}.state", state, (", ".join(STATES), ", ".join(STATES)))
    refused = data.get("refused", False)
    if refused not in (True, False) or (refused and not after):
        refuse(f"{place}.refused", refused, ('true, với "after"', 'true, with "after"'))
    due = data.get("due", {})
    if not isinstance(due, dict):
        example = f'{{"look": "{_MOMENT}"}}'
        refuse(f"{place}.due", due, (example, example))
    overall = data.get("overall")
    return Expectation(
        after=after,
        open=texts("open", data, place) if "open" in data else None,
        holders=texts("holders", data, place) if "holders" in data else None,
        state=state,
        due={key: _or_none(f"{place}.due.{key}", one) for key, one in due.items()},
        overall=None if overall is None else _or_none(f"{place}.overall", overall),
        refused=refused,
    )


def _or_none(place: str, found: Any) -> str:
    """Return a moment as it is compared; "" says that there must be none."""
    return "" if found == "" else f"{_moment(place, found):%Y-%m-%dT%H:%M}"


def _moment(place: str, found: Any) -> datetime:
    try:
        moment = local(datetime.fromisoformat(found))
    except (OverflowError, TypeError, ValueError):
        refuse(place, found, (_MOMENT, _MOMENT))
    if not 2000 <= moment.year <= 2100:
        refuse(place, found, (_MOMENT, _MOMENT))
    return moment
