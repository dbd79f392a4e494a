"""A trial as lines that people type: what happens, and what is expected of it.

An event is ``2026-11-02 09:00 complete look fine``: day, hour, what is done, the
step, its outcome; ``send_back sign > look`` names where it goes back to, and
``complete look fine + Signed; Complete`` what is ticked, where that is not all. An
expectation is ``2: open = look, ask; state = processing``: after which event (``*``
for the end), then what must have come about, set apart by semicolons; ``due look =
2026-11-05 15:00`` is the date of a step or leg, ``refused`` stands alone.
"""

from __future__ import annotations

from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.stories import DOINGS
from motcua.dossiers.processes.stories import read_story
from motcua.dossiers.processes.values import refuse
import re
from typing import Any
from typing import Final


_EVENT: Final = "2026-11-02 09:00 complete look fine"
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_EXPECTED: Final = "2: open = look; state = processing; due look = 2026-11-05 15:00"


def events_text(trial: Trial) -> str:
    """Return the events of a trial as lines."""
    return "\n".join(_event_line(event) for event in trial.events)


def expected_text(trial: Trial) -> str:
    """Return the expectations of a trial as lines."""
    return "\n".join(_expected_line(one) for one in trial.expected)


def _event_line(event: dict[str, Any]) -> str:
    words = [str(event.get("at", "")).replace("T", " "), str(event.get("do", ""))]
    words += [str(event[name]) for name in ("step", "outcome") if event.get(name)]
    if event.get("back_to"):
        words += [">", str(event["back_to"])]
    if "checks" in event:
        words += ["+", "; ".join(map(str, event["checks"]))]
    return " ".join(words).strip()


def _expected_line(one: dict[str, Any]) -> str:
    said = []
    for name, value in one.items():
        if name in ("open", "holders"):
            said.append(f"{name} = {', '.join(value)}")
        elif name == "due":
            said += [f"due {key} = {at.replace('T', ' ')}" for key, at in value.items()]
        elif name == "refused":
            said.append("refused")
        elif name != "after":
            said.append(f"{name} = {str(value).replace('T', ' ')}")
    return f"{one.get('after') or '*'}: {'; '.join(said)}"


def read_trial(title: str, facts: dict[str, str], events: str, expected: str) -> Trial:
    """Return the trial that lines tell; raises ``MalformedProcess`` naming the line."""
    trial = Trial(
        title=title,
        events=tuple(_event(n, line) for n, line in _lines(events)),
        expected=tuple(_expectation(n, line) for n, line in _lines(expected)),
        facts={name: value for name, value in facts.items() if value},
    )
    read_story(trial, "trial")
    return trial


def _lines(text: str) -> list[tuple[int, str]]:
    rows = enumerate(text.splitlines()[:100], start=1)
    return [(number, line.strip()) for number, line in rows if line.strip()]


def _event(number: int, line: str) -> dict[str, Any]:
    place = f"events {number}"
    said, ticks, checks = line.partition("+")
    told, _sign, back_to = (part.strip() for part in said.partition(">"))
    moment, *words = told.replace("T", " ", 1).split(" ", 2)
    if words:
        moment, words = f"{moment}T{words[0]}", " ".join(words[1:]).split(None, 2)
    if not (_MOMENT.fullmatch(moment) and words and words[0] in DOINGS):
        allowed = f"{_EVENT}; {', '.join(DOINGS)}"
        refuse(place, line, (allowed, allowed))
    event = dict(zip(("do", "step", "outcome"), words, strict=False))
    more: dict[str, Any] = {"back_to": back_to} if back_to else {}
    if ticks:
        found = (one.strip() for one in checks.split(";"))
        more["checks"] = [one for one in found if one]
    return {"at": moment, **event, **more}


def _expectation(number: int, line: str) -> dict[str, Any]:
    place = f"expected {number}"
    after, sign, told = line.partition(":")
    if not sign or not (after.strip() == "*" or after.strip().isdecimal()):
        refuse(place, line, (_EXPECTED, _EXPECTED))
    made: dict[str, Any] = {}
    if after.strip() != "*":
        made["after"] = int(after.strip()[:6])
    for part in filter(None, (one.strip() for one in told.split(";"))):
        name, _sign, value = (word.strip() for word in part.partition("="))
        if name == "refused":
            made["refused"] = True
        elif name in ("open", "holders"):
            made[name] = [one.strip() for one in value.split(",") if one.strip()]
        elif name in ("state", "overall"):
            made[name] = value.replace(" ", "T")
        elif name.startswith("due "):
            key = name.removeprefix("due ").strip()
            made.setdefault("due", {})[key] = value.replace(" ", "T")
        else:
            refuse(place, part, (_EXPECTED, _EXPECTED))
    return made
