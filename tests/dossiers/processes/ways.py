"""Short words for ways, shared by the tests of processes."""

from __future__ import annotations

from hypothesis import strategies as st
from motcua.base.durations import Term
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import Kind
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from typing import Any
from typing import Final


DUTIES: Final[dict[str, str]] = {
    "reception": "reception",
    "handle": "processing",
    "opinion": "processing",
    "approve": "approval",
    "issue": "reception",
}


def step(
    key: str,
    term: str = "1 working day",
    kind: Kind = "handle",
    department: str = "@unit",
    **more: Any,
) -> Step:
    more.setdefault("duty", DUTIES[kind])
    return Step(
        key=key,
        title=key.title(),
        kind=kind,
        department=department,
        term=Term.parse(term),
        **more,
    )


def line(*parts: Part) -> Sequence:
    return Sequence(parts)


def beside(*parts: Part) -> Parallel:
    return Parallel(parts)


def share(key: str, part: Part, agency: str = "H99") -> Leg:
    return Leg(key, key.title(), agency, part)


def when(name: str, *values: str, then: Part) -> Branch:
    return Branch(then, Condition(name, values))


def otherwise(part: Part) -> Branch:
    return Branch(part)


def choose(*branches: Branch) -> Choice:
    return Choice(branches)


def process(way: Part, **more: Any) -> Process:
    return Process(key="p", title="P", way=way, **more)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    rows = st.lists(inner, min_size=1, max_size=3).map(tuple)
    case = st.tuples(inner, inner).map(
        lambda two: ("choice", when("case", "1", then=two[0]), otherwise(two[1]))
    )
    return st.one_of(
        rows.map(lambda parts: ("sequence", *parts)),
        rows.map(lambda parts: ("parallel", *parts)),
        case,
        inner.map(lambda part: ("leg", part)),
    )


def ways() -> st.SearchStrategy[Part]:
    """Any way with at most some twenty steps, every key in it different."""
    return st.recursive(st.just("step"), _grown, max_leaves=12).map(_named)


def _named(shape: Any) -> Part:
    numbers = iter(range(1000))

    def build(found: Any) -> Part:
        if found == "step":
            return step(f"s{next(numbers)}")
        name, *inner = found
        if name == "leg":
            return share(f"l{next(numbers)}", build(inner[0]))
        if name == "choice":
            return Choice(tuple(Branch(build(b.part), b.when) for b in inner))
        parts = tuple(build(each) for each in inner)
        return Sequence(parts) if name == "sequence" else Parallel(parts)

    return build(shape)
