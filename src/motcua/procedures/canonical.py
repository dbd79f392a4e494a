"""Values of the catalogue as canonical JSON, and back.

A frozen dataclass is written with sorted keys and without what is empty, so that
its digest does not change when a field is added later. Reading follows the types
written in the class.
"""

from __future__ import annotations

from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import MISSING
from datetime import date
from decimal import Decimal
import functools
import json
from motcua.base.durations import plain
from motcua.base.durations import Term
from types import NoneType
from types import UnionType
from typing import Any
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import Literal
from typing import TypeVar
from typing import Union


T = TypeVar("T")


def dumps(value: Any) -> str:
    """Return the canonical JSON text of a dataclass: sorted keys, nothing empty."""
    return json.dumps(
        to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def to_plain(value: Any) -> Any:
    """Return `value` as JSON types; fields that hold an empty value are left out."""
    if isinstance(value, Term):
        return {"kind": value.kind, "amount": plain(value.amount)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    items = ((item.name, getattr(value, item.name)) for item in fields(value))
    return {name: to_plain(held) for name, held in items if not _empty(held)}


def _empty(value: Any) -> bool:
    # A fee of 0 is a statement, an empty text is not.
    return value is None or value is False or value in ("", ())


def from_plain(kind: type[T], value: Any) -> T:
    """Return a value of the type `kind` made of JSON types.

    What was left out because it was empty is empty again. Raises TypeError for an
    unknown field, ValueError for a value that its type does not allow; both name
    the field.
    """
    made: T = _build(kind, value, "")
    return made


def _build(kind: Any, value: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
        return _build(kind, value, place)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{place}: a list is needed / cần một danh sách")
        (item, *_rest) = get_args(kind)
        return tuple(_build(item, v, f"{place}[{n}]") for n, v in enumerate(value))
    if origin is Literal:
        return _one_of(get_args(kind), value, place)
    if kind is Term:
        return _term(value, place)
    if kind is date:
        return _day(value, place)
    if is_dataclass(kind):
        return _record(kind, value, place)
    # bool is an int, and neither is the other here.
    if type(value) is not kind:
        raise ValueError(f"{place}: {value!r} is not of the type {kind.__name__}")
    return value


def _record(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"{place}: an object is needed / cần một đối tượng")
    hints = _hints(kind)
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise TypeError(f"{place}: {kind.__name__} has no field {', '.join(unknown)}")
    values = {
        name: _build(hints[name], held, f"{place}.{name}".lstrip("."))
        for name, held in value.items()
    }
    for item in fields(kind):
        if item.name not in values and item.default is MISSING:
            if item.default_factory is not MISSING:
                continue
            values[item.name] = None if _optional(hints[item.name]) else ""
    return kind(**values)


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _optional(kind: Any) -> bool:
    return NoneType in get_args(kind)


def _one_of(allowed: tuple[Any, ...], value: Any, place: str) -> Any:
    if value not in allowed:
        known = ", ".join(repr(each) for each in allowed)
        raise ValueError(f"{place}: {value!r} is none of / không thuộc: {known}")
    return value


def _term(value: Any, place: str) -> Term:
    try:
        return Term(value["kind"], Decimal(str(value["amount"])))
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{place}: {value!r} is no term / không phải thời hạn") from (
            error
        )


def _day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{place}: {value!r} is no day / không phải ngày") from error
