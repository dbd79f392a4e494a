"""A process from JSON, with errors that name the place and the allowed choices."""

from __future__ import annotations

import json
from motcua.base.durations import Term
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import KINDS
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import NO_TERM
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.values import check_plain
from motcua.dossiers.processes.values import key
from motcua.dossiers.processes.values import known
from motcua.dossiers.processes.values import MalformedProcess
from motcua.dossiers.processes.values import one_text
from motcua.dossiers.processes.values import refuse
from motcua.dossiers.processes.values import rows
from motcua.dossiers.processes.values import text
from motcua.dossiers.processes.values import texts
from typing import Any
from typing import Final


__all__ = ["MalformedProcess", "from_json", "loads"]

#: Deeper ways than this are a mistake or an attack.
DEEPEST: Final = 12
#: More steps than this no agency has.
MOST_STEPS: Final = 200
#: Characters of one process as JSON; a long one has some twenty thousand.
LONGEST: Final = 500_000
_PROCESS: Final = frozenset(
    {"key", "title", "procedure", "deed", "regulation", "promise", "way", "tests"}
)
_STEP_LISTS: Final = ("checklist", "slips", "may_change", "returns", "outcomes")
_STEP: Final = frozenset(
    {"step", "title", "kind", "department", "duty", "person", "term", *_STEP_LISTS}
)
_SHAPES: Final = "step, sequence, parallel, choice, leg"
_TERMS: Final = '"3 working days", "4 working hours", "5 days", "in the day"'


def loads(written: str) -> Process:
    """Return the process written in JSON; raises ``MalformedProcess``.

    A name that stands twice in one object is refused: one of the two would be lost.
    """
    if len(written) > LONGEST:
        allowed = f"{LONGEST // 1000} kB"
        refuse("JSON", f"{len(written)}", (allowed, allowed))
    try:
        data = json.loads(written, object_pairs_hook=_once)
    except MalformedProcess:
        raise
    except json.JSONDecodeError as error:
        place = f"JSON, dòng {error.lineno}, cột {error.colno}"
        where = f"JSON, line {error.lineno}, column {error.colno}"
        raise MalformedProcess(
            f"{place}: không đọc được / {where}: cannot be read ({error.msg})"
        ) from error
    except (ValueError, RecursionError) as error:
        raise MalformedProcess(
            "JSON: không đọc được, lồng quá sâu hoặc số quá lớn / JSON: cannot be "
            "read, nested too deep or numbers too large"
        ) from error
    return from_json(data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            refuse("JSON", name, ("mỗi tên một lần", "each name once in an object"))
        found[name] = value
    return found


def from_json(data: Any) -> Process:
    """Return the process of plain JSON; raises ``MalformedProcess``."""
    check_plain(data)
    known("process", data, _PROCESS)
    promise = data.get("promise", "term")
    if promise not in ("term", "way"):
        refuse("promise", promise, ("term, way", "term, way"))
    way = _part("way", data.get("way"), 0)
    if sum(1 for _step in steps_of(way)) > MOST_STEPS:
        refuse(
            "way", "…", (f"nhiều nhất {MOST_STEPS} bước", f"at most {MOST_STEPS} steps")
        )
    return Process(
        key=key("key", data),
        title=text("title", data, needed=True),
        way=way,
        procedure=text("procedure", data),
        deed=text("deed", data),
        regulation=text("regulation", data),
        promise=promise,
        tests=tuple(
            _test(f"tests[{n}]", one) for n, one in enumerate(rows("tests", data))
        ),
    )


def _part(place: str, data: Any, depth: int, may_be_empty: bool = False) -> Part:
    if depth > DEEPEST:
        refuse(
            place,
            "…",
            (f"lồng không quá {DEEPEST} lớp", f"nested no deeper than {DEEPEST}"),
        )
    if not isinstance(data, dict):
        refuse(place, data, (f"đối tượng: {_SHAPES}", f"an object: {_SHAPES}"))
    if "step" in data:
        return _step(place, data)
    if "leg" in data:
        return _leg(place, data, depth)
    if "choice" in data:
        known(place, data, frozenset({"choice"}))
        return Choice(
            tuple(
                _branch(f"{place}.choice[{n}]", one, depth + 1)
                for n, one in enumerate(_some(f"{place}.choice", data["choice"]))
            )
        )
    for name, shape in (("sequence", Sequence), ("parallel", Parallel)):
        if name in data:
            known(place, data, frozenset({name}))
            found = data[name]
            if not (may_be_empty and name == "sequence" and found == []):
                _some(f"{place}.{name}", found)
            return shape(
                tuple(
                    _part(f"{place}.{name}[{n}]", one, depth + 1)
                    for n, one in enumerate(found)
                )
            )
    return refuse(place, ", ".join(sorted(data)[:5]), (_SHAPES, _SHAPES))


def _some(place: str, found: Any) -> list[Any]:
    if not isinstance(found, list) or not found:
        refuse(place, found, ("danh sách không rỗng", "a list, not empty"))
    return found


def _leg(place: str, data: dict[str, Any], depth: int) -> Leg:
    known(place, data, frozenset({"leg", "title", "agency", "part"}))
    return Leg(
        key=key("leg", data, place),
        title=text("title", data, place, needed=True),
        agency=text("agency", data, place, needed=True),
        part=_part(f"{place}.part", data.get("part"), depth + 1),
    )


def _step(place: str, data: dict[str, Any]) -> Step:
    known(place, data, _STEP)
    kind: Any = data.get("kind")
    if kind not in KINDS:
        listed = ", ".join(KINDS)
        refuse(f"{place}.kind", kind, (listed, listed))
    lists = {name: texts(name, data, place) for name in _STEP_LISTS}
    return Step(
        key=key("step", data, place),
        title=text("title", data, place, needed=True),
        kind=kind,
        department=text("department", data, place, needed=True),
        duty=text("duty", data, place, needed=True),
        term=_term(place, data),
        person=text("person", data, place),
        **lists,
    )


def _term(place: str, data: dict[str, Any]) -> Term:
    written = text("term", data, place)
    if not written:
        return NO_TERM
    try:
        return Term.parse(written)
    except ValueError:
        return refuse(f"{place}.term", written, (_TERMS, _TERMS))


def _branch(place: str, data: Any, depth: int) -> Branch:
    known(place, data, frozenset({"title", "when", "part"}))
    return Branch(
        part=_part(f"{place}.part", data.get("part"), depth, may_be_empty=True),
        when=_condition(f"{place}.when", data.get("when")),
        title=text("title", data, place),
    )


def _condition(place: str, when: Any) -> Condition | None:
    """Return the condition of a branch; a branch without one is for all others."""
    if when in (None, {}):
        return None
    if not isinstance(when, dict) or len(when) != 1:
        example = '{"case": ["1"]}'
        refuse(
            place, when, (f"một điều kiện, {example}", f"one condition, like {example}")
        )
    (name,) = when
    values = texts(name, when, place)
    if not values:
        refuse(f"{place}.{name}", "", ("ít nhất một giá trị", "at least one value"))
    return Condition(one_text(place, name, needed=True), values)


def _test(place: str, data: Any) -> Trial:
    known(place, data, frozenset({"title", "facts", "events", "expected"}))
    facts = data.get("facts", {})
    if not isinstance(facts, dict) or not all(
        isinstance(value, str) for value in facts.values()
    ):
        refuse(f"{place}.facts", facts, ('{"case": "1"}', '{"case": "1"}'))
    lists = {}
    for name in ("events", "expected"):
        found = rows(name, data, place)
        for number, one in enumerate(found):
            if not isinstance(one, dict):
                refuse(f"{place}.{name}[{number}]", one, ("đối tượng", "an object"))
        lists[name] = tuple(found)
    return Trial(text("title", data, place, True), facts=facts, **lists)
