"""A process from JSON, with errors that name the place and the allowed choices."""

from __future__ import annotations

import json
from motcua.base.durations import Term
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import KINDS
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import Trial
from typing import Any
from typing import Final


#: Deeper ways than this are a mistake or an attack.
DEEPEST: Final = 12
#: More steps than this no agency has.
MOST_STEPS: Final = 200
_PROCESS: Final = frozenset(
    {"key", "title", "procedure", "deed", "regulation", "promise", "way", "tests"}
)
_STEP_LISTS: Final = ("checklist", "slips", "may_change", "returns", "outcomes")
_STEP: Final = frozenset(
    {"step", "title", "kind", "department", "duty", "person", "term", *_STEP_LISTS}
)


class MalformedProcess(ValueError):
    """The JSON is no process; the message says where and what is allowed."""


def loads(text: str) -> Process:
    """Return the process written in JSON; raises ``MalformedProcess``."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedProcess(f"JSON: {str(error)[:200]}") from error
    return from_json(data)


def from_json(data: Any) -> Process:
    """Return the process of plain JSON; raises ``MalformedProcess``."""
    _object("process", data, _PROCESS)
    promise = data.get("promise", "term")
    if promise not in ("term", "way"):
        _refuse("promise", promise, "term, way")
    return Process(
        key=_text("key", data, needed=True),
        title=_text("title", data, needed=True),
        way=_part("way", data.get("way"), 0),
        procedure=_text("procedure", data),
        deed=_text("deed", data),
        regulation=_text("regulation", data),
        promise=promise,
        tests=tuple(
            _test(f"tests[{n}]", one) for n, one in enumerate(_list("tests", data))
        ),
    )


def _part(place: str, data: Any, depth: int) -> Part:
    if depth > DEEPEST:
        _refuse(place, "…", f"nested no deeper than {DEEPEST}")
    if not isinstance(data, dict):
        _refuse(place, data, "an object")
    if "step" in data:
        return _step(place, data)
    if "leg" in data:
        _object(place, data, frozenset({"leg", "title", "agency", "part"}))
        return Leg(
            key=_text("leg", data, place, needed=True),
            title=_text("title", data, place, needed=True),
            agency=_text("agency", data, place, needed=True),
            part=_part(f"{place}.part", data.get("part"), depth + 1),
        )
    for name, shape in (("sequence", Sequence), ("parallel", Parallel)):
        if name in data:
            _object(place, data, frozenset({name}))
            return shape(_parts(f"{place}.{name}", data[name], depth))
    if "choice" in data:
        _object(place, data, frozenset({"choice"}))
        found = data["choice"]
        if not isinstance(found, list) or not found:
            _refuse(f"{place}.choice", found, "a list of branches, not empty")
        return Choice(
            tuple(
                _branch(f"{place}.choice[{n}]", one, depth + 1)
                for n, one in enumerate(found)
            )
        )
    _refuse(place, sorted(data)[:5], "step, sequence, parallel, choice, leg")
    raise AssertionError  # unreachable: _refuse raises


def _parts(place: str, found: Any, depth: int) -> tuple[Part, ...]:
    if not isinstance(found, list) or not found:
        _refuse(place, found, "a list of parts, not empty")
    return tuple(_part(f"{place}[{n}]", one, depth + 1) for n, one in enumerate(found))


def _step(place: str, data: dict[str, Any]) -> Step:
    _object(place, data, _STEP)
    kind: Any = data.get("kind")
    if kind not in KINDS:
        _refuse(f"{place}.kind", kind, ", ".join(KINDS))
    written = _text("term", data, place)
    try:
        term = Term.parse(written) if written else Term("none")
    except ValueError as error:
        raise MalformedProcess(f"{place}.term: {error}") from error
    lists = {name: _texts(name, data, place) for name in _STEP_LISTS}
    return Step(
        key=_text("step", data, place, needed=True),
        title=_text("title", data, place, needed=True),
        kind=kind,
        department=_text("department", data, place, needed=True),
        duty=_text("duty", data, place, needed=True),
        term=term,
        person=_text("person", data, place),
        **lists,
    )


def _branch(place: str, data: Any, depth: int) -> Branch:
    _object(place, data, frozenset({"title", "when", "part"}))
    when = data.get("when")
    condition = None
    if when:
        if not isinstance(when, dict) or len(when) != 1:
            _refuse(f"{place}.when", when, 'one condition, {"case": ["1"]}')
        ((name, _allowed),) = when.items()
        condition = Condition(name, _texts(name, when, f"{place}.when"))
    return Branch(
        part=_part(f"{place}.part", data.get("part"), depth),
        when=condition,
        title=_text("title", data, place),
    )


def _test(place: str, data: Any) -> Trial:
    _object(place, data, frozenset({"title", "facts", "events", "expected"}))
    facts = data.get("facts", {})
    if not isinstance(facts, dict) or not all(
        isinstance(value, str) for value in facts.values()
    ):
        _refuse(f"{place}.facts", facts, "an object of texts")
    lists = {}
    for name in ("events", "expected"):
        found = _list(name, data, place)
        if not all(isinstance(one, dict) for one in found):
            _refuse(f"{place}.{name}", found, "a list of objects")
        lists[name] = tuple(found)
    return Trial(title=_text("title", data, place, True), facts=facts, **lists)


def _object(place: str, data: Any, known: frozenset[str]) -> None:
    if not isinstance(data, dict):
        _refuse(place, data, "an object")
    strange = sorted(set(data) - known)
    if strange:
        _refuse(place, strange[0], ", ".join(sorted(known)))


def _text(
    name: str, data: dict[str, Any], place: str = "", needed: bool = False
) -> str:
    found = data.get(name, "")
    where = f"{place}.{name}" if place else name
    if not isinstance(found, str) or len(found) > 1000:
        _refuse(where, found, "text of at most 1,000 characters")
    if needed and not found.strip():
        _refuse(where, found, "a text, not empty")
    return str(found).strip()


def _list(name: str, data: dict[str, Any], place: str = "") -> list[Any]:
    found = data.get(name, [])
    if not isinstance(found, list):
        _refuse(f"{place}.{name}" if place else name, found, "a list")
    return list(found)


def _texts(name: str, data: dict[str, Any], place: str) -> tuple[str, ...]:
    found = _list(name, data, place)
    if not all(isinstance(one, str) for one in found):
        _refuse(f"{place}.{name}", found, "a list of texts")
    return tuple(found)


def _refuse(place: str, found: Any, allowed: str) -> None:
    raise MalformedProcess(
        f"{place}: {str(found)[:80]!r} không hợp lệ; chấp nhận / is not possible; "
        f"allowed: {allowed}"
    )
