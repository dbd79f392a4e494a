"""A form of the editor as a tree of texts, and the values of the catalogue it states.

A tree has the shape of the dataclass: a text for each field, a list of texts for a
list of texts, a list of trees for rows. Reading follows the types of the class, so a
field that is added to the catalogue is read and written without a line here.

Names in the form are the path in the tree: ``papers-2-title``.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from decimal import InvalidOperation
from motcua import _
from motcua.base.durations import LARGEST
from motcua.base.durations import plain
from motcua.base.durations import Term
import re
from types import NoneType
from types import UnionType
from typing import Any
from typing import Final
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import Literal
from typing import Union


Tree = dict[str, Any]
#: Rows of one table; a larger one is an accident.
MOST_ROWS: Final = 400
_NUMBER: Final = re.compile(r"-?(\d+|\d{1,3}([., ]\d{3})+)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LARGEST_NUMBER: Final = 10**15


@dataclass
class Problems:
    """What could not be read: name of the field -> why."""

    found: dict[str, Any] = field(default_factory=dict)


def bare(kind: Any) -> Any:
    """Return the type without ``| None``."""
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
    return kind


def item_type(kind: Any) -> Any:
    """Return the type of the items of a tuple, None for a single value.

    A part that may be missing is a table with one row or none.
    """
    if is_dataclass(kind) and kind is not Term:
        return kind
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def hints(kind: Any) -> dict[str, Any]:
    """Return the types of the fields of a dataclass, without ``| None``."""
    return {name: bare(each) for name, each in get_type_hints(kind).items()}


# Values as trees


def tree_of(value: Any, names: Iterable[str] | None = None) -> Tree:
    """Return the tree of a value, of some of its fields only when they are named."""
    chosen = [one.name for one in fields(value)] if names is None else names
    kinds = hints(type(value))
    return {name: _written(getattr(value, name), kinds[name]) for name in chosen}


def _written(value: Any, kind: Any) -> Any:
    if kind is Term:
        if value is None:
            return {"kind": "", "amount": ""}
        amount = plain(value.amount) if value.kind in LARGEST else ""
        return {"kind": value.kind, "amount": amount.replace(".", ",")}
    item = item_type(kind)
    if item is not None:
        items = value if isinstance(value, tuple) else [value] * (value is not None)
        return [tree_of(each) if is_dataclass(item) else str(each) for each in items]
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    return value.isoformat() if isinstance(value, date) else str(value)


# Trees as values


def read(kind: Any, tree: Mapping[str, Any], problems: Problems) -> Any:
    """Return the value of the dataclass that a whole tree states.

    What cannot be read is noted in `problems` under the name of its field, and the
    value is then incomplete.
    """
    return kind(**read_fields(kind, tree, problems, [one.name for one in fields(kind)]))


def read_fields(
    kind: Any,
    tree: Mapping[str, Any],
    problems: Problems,
    names: Iterable[str],
    prefix: str = "",
) -> dict[str, Any]:
    """Return the values of the named fields of a dataclass."""
    kinds = get_type_hints(kind)
    defaults = {one.name: one.default for one in fields(kind)}
    return {
        name: _read(
            kinds[name], tree.get(name), defaults[name], f"{prefix}{name}", problems
        )
        for name in names
    }


def _read(kind: Any, raw: Any, default: Any, name: str, problems: Problems) -> Any:
    optional = NoneType in get_args(kind)
    kind = bare(kind)
    item = item_type(kind)
    if item is not None:
        found = _items(item, raw, name, problems)
        return next(iter(found), None) if item is kind else found
    if kind is Term:
        return _term(raw if isinstance(raw, dict) else {}, name, problems)
    text = clean(raw)
    if kind is bool:
        return text == "1"
    if kind is int:
        return _number(text, None if optional else default, name, problems)
    if kind is date:
        return _day(text, name, problems)
    if get_origin(kind) is Literal:
        return _choice(kind, text, name, problems)
    return text


def _items(item: Any, raw: Any, name: str, problems: Problems) -> tuple[Any, ...]:
    rows = raw if isinstance(raw, list) else [raw] if isinstance(raw, str) else []
    if not is_dataclass(item):
        texts = [clean(each) for each in rows]
        kept = [each for each in texts if each.strip()]
        if get_origin(item) is Literal:
            return tuple(_choice(item, each, name, problems) for each in kept)
        return tuple(kept)
    make: Any = item
    names = [one.name for one in fields(make)]
    trees = [each if isinstance(each, dict) else {} for each in rows]
    return tuple(
        make(**read_fields(make, tree, problems, names, f"{name}-{number}-"))
        for number, tree in enumerate(with_keys(names, trees))
    )


def with_keys(names: Iterable[str], rows: list[Tree]) -> list[Tree]:
    """Return the rows; those of a kind that has keys and lack one get the next."""
    if "key" not in names:
        return rows
    used = {str(row.get("key", "")) for row in rows}
    found = []
    number = 0
    for row in rows:
        if not row.get("key"):
            while not number or str(number) in used:
                number += 1
            used.add(str(number))
            row = {**row, "key": str(number)}
        found.append(row)
    return found


def clean(raw: Any) -> str:
    """Return a text of a form with line ends of one kind and nothing unprintable."""
    text = raw if isinstance(raw, str) else ""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _term(raw: Mapping[str, Any], name: str, problems: Problems) -> Term | None:
    kind, amount = clean(raw.get("kind")), clean(raw.get("amount")).strip()
    if not kind:
        if amount:
            problems.found[f"{name}-kind"] = _("Say what the number counts.")
        return None
    try:
        number = Decimal(amount.replace(",", ".") or 0) if kind in LARGEST else 0
        return Term(kind, number)  # type: ignore[arg-type]
    except (InvalidOperation, ValueError):
        problems.found[f"{name}-amount"] = _(
            "Give a number above 0: 5, or 7,5; months are whole."
        )
        return None


def _number(text: str, default: Any, name: str, problems: Problems) -> int | None:
    text = text.strip()
    if not text:
        return default if isinstance(default, int) else None
    digits = re.sub(r"[., ]", "", text)
    if not _NUMBER.fullmatch(text) or abs(int(digits)) > _LARGEST_NUMBER:
        problems.found[name] = _("Give a whole number: 50000 or 50.000.")
        return default if isinstance(default, int) else None
    return int(digits)


def _day(text: str, name: str, problems: Problems) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.found[name] = _("Give days as year-month-day: 2026-11-30.")
        return None


def _choice(kind: Any, text: str, name: str, problems: Problems) -> str:
    allowed = get_args(kind)
    if text in allowed:
        return text
    problems.found[name] = _("Choose one of the values on offer.")
    return str(allowed[-1])


# Trees and forms


def flat(tree: Any, prefix: str = "") -> dict[str, Any]:
    """Return name -> text, or list of texts, of every leaf of a tree."""
    if isinstance(tree, dict):
        pairs: list[tuple[str, Any]] = list(tree.items())
    elif isinstance(tree, list) and any(isinstance(each, dict) for each in tree):
        pairs = [(str(number), each) for number, each in enumerate(tree)]
    else:
        return {prefix: tree}
    found: dict[str, Any] = {}
    for name, value in pairs:
        found |= flat(value, f"{prefix}-{name}" if prefix else name)
    return found


def from_form(kind: Any, form: Mapping[str, Any], names: Iterable[str]) -> Tree:
    """Return the tree of the named fields of a dataclass from what was sent.

    Rows are taken in the order of their numbers; anything else sent is ignored.
    """
    kinds = hints(kind)
    return {name: _sent(kinds[name], form, name) for name in names}


def _sent(kind: Any, form: Mapping[str, Any], name: str) -> Any:
    if kind is Term:
        return {part: _one(form, f"{name}-{part}") for part in ("kind", "amount")}
    item = item_type(kind)
    if item is None:
        return _one(form, name)
    if not is_dataclass(item):
        raw = form.get(name, [])
        return [clean(each) for each in (raw if isinstance(raw, list) else [raw])]
    inside = [one.name for one in fields(item)]
    kinds = hints(item)
    rows = sorted(_numbers(form, name))[:MOST_ROWS]
    return [
        {each: _sent(kinds[each], form, f"{name}-{row}-{each}") for each in inside}
        for row in rows
    ]


def _one(form: Mapping[str, Any], name: str) -> str:
    raw = form.get(name, "")
    return clean(raw[-1] if isinstance(raw, list) and raw else raw)


def _numbers(form: Mapping[str, Any], name: str) -> set[int]:
    found = set()
    for key in form:
        if key.startswith(f"{name}-"):
            number = key[len(name) + 1 :].partition("-")[0]
            if number.isascii() and number.isdigit() and len(number) < 5:
                found.add(int(number))
    return found
