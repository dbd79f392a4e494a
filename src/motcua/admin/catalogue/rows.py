"""Rows of a form: added, copied, moved and removed by plain buttons."""

from __future__ import annotations

import copy
from dataclasses import fields
from dataclasses import is_dataclass
from motcua.admin.catalogue.sheet import hints
from motcua.admin.catalogue.sheet import item_type
from motcua.admin.catalogue.sheet import MOST_ROWS
from motcua.admin.catalogue.sheet import Tree
from motcua.base.durations import Term
import re
from typing import Any
from typing import Final
from typing import get_args
from typing import get_origin
from typing import Literal


_ORDER: Final = re.compile(r"(add|copy|up|down|remove)-([a-z_]+(?:-[a-z0-9_]+)*)")


class NoSuchRow(Exception):
    """The button does not belong to a row that is there."""


def wanted(button: str) -> bool:
    """Say whether a button is one of those that change rows."""
    return _ORDER.fullmatch(button) is not None


def change(kind: Any, tree: Tree, button: str) -> str:
    """Do what a button says to the tree; return the id of the row to look at next.

    ``add-papers`` adds at the end, ``up-papers-2`` moves the row of that number.
    Raises NoSuchRow, and changes nothing, for what does not fit.
    """
    found = _ORDER.fullmatch(button)
    if found is None:
        raise NoSuchRow(button)
    order, parts = found[1], found[2].split("-")
    if order == "add":
        name, rows, item = _table(kind, tree, parts)
        number = len(rows)
        if number >= MOST_ROWS:
            raise NoSuchRow(button)
        rows.append(empty(item))
        return row_id(name, number)
    if len(parts) < 2 or not parts[-1].isdigit():
        raise NoSuchRow(button)
    name, rows, item = _table(kind, tree, parts[:-1])
    number = int(parts[-1])
    if number >= len(rows):
        raise NoSuchRow(button)
    return _change(order, name, rows, number)


def _change(order: str, name: str, rows: list[Any], number: int) -> str:
    if order == "copy":
        rows.insert(number + 1, _without_key(rows[number]))
        return row_id(name, number + 1)
    if order == "remove":
        del rows[number]
        return row_id(name, min(number, len(rows) - 1)) if rows else f"add-{name}"
    other = number - 1 if order == "up" else number + 1
    if 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
        number = other
    return row_id(name, number)


def _without_key(row: Any) -> Any:
    made = copy.deepcopy(row)
    if "key" in made:
        made["key"] = ""
    return made


def row_id(name: str, number: int) -> str:
    """Return the id of a row in the page."""
    return f"row-{name}-{number}"


def empty(kind: Any) -> Tree:
    """Return the tree of a row in which nothing is filled in."""
    kinds = hints(kind)
    made: Tree = {}
    for one in fields(kind):
        each = kinds[one.name]
        if item_type(each) is not None:
            made[one.name] = []
        elif each is Term:
            made[one.name] = {"kind": "", "amount": ""}
        elif get_origin(each) is Literal and "" not in get_args(each):
            made[one.name] = get_args(each)[0]
        else:
            default = one.default
            made[one.name] = str(default) if isinstance(default, str | int) else ""
            if isinstance(default, bool):
                made[one.name] = ""
    return made


def _table(kind: Any, tree: Tree, parts: list[str]) -> tuple[str, list[Any], Any]:
    """Return name, rows and type of the rows of the table at a path."""
    name, rest = parts[0], parts[1:]
    item = item_type(hints(kind).get(name))
    rows = tree.get(name)
    if item is None or not is_dataclass(item) or not isinstance(rows, list):
        raise NoSuchRow(name)
    if not rest:
        return name, rows, item
    if len(rest) < 2 or not rest[0].isdigit() or int(rest[0]) >= len(rows):
        raise NoSuchRow(name)
    inner, found, inside = _table(item, rows[int(rest[0])], rest[1:])
    return f"{name}-{rest[0]}-{inner}", found, inside
