"""Forms and sets of forms: what is printed, under which number, since when.

The sets are data (``sets.toml``). A dossier keeps to the set that was in force when it
was received; forms of the house belong to a set without dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
import tomllib
from typing import Any
from typing import Final


DATA: Final = Path(__file__).with_name("sets.toml")
#: Key of the set with the forms that no circular prescribes.
HOUSE: Final = "house"


@dataclass(frozen=True)
class Form:
    """One form (mẫu) of a set; ``form`` is its number there, ``kind`` what it is.

    ``issued``, ``again`` and ``void`` are operations: they issue it, issue it anew in
    place of the one before, or end its validity. Without a ``suffix`` it is not
    numbered.
    """

    set: str
    form: str
    kind: str
    title: str
    issued: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    suffix: str = ""
    paper: str = "A4"

    @property
    def path(self) -> str:
        """Set and form in one word, for addresses: "2025-01"."""
        return f"{self.set}-{self.form}"


@dataclass(frozen=True)
class FormSet:
    """A set of forms (bộ mẫu) and the day from which it holds, None for always."""

    key: str
    valid_from: date | None
    deed: str
    forms: tuple[Form, ...]


@cache
def sets() -> tuple[FormSet, ...]:
    """Return all sets in the order of the file: the oldest first."""
    with DATA.open("rb") as file:
        found = tomllib.load(file)["set"]
    return tuple(_set(each) for each in found)


def set_on(day: date) -> FormSet:
    """Return the set for dossiers received on a day.

    Older dossiers than the oldest set are printed on the forms of that one.
    """
    dated = [each for each in sets() if each.valid_from is not None]
    holding = [each for each in dated if each.valid_from and each.valid_from <= day]
    return holding[-1] if holding else dated[0]


def forms_on(day: date) -> tuple[Form, ...]:
    """Return the forms for dossiers received on a day, those of the house behind."""
    return (*set_on(day).forms, *_by_key()[HOUSE].forms)


def every() -> tuple[Form, ...]:
    """Return the forms of all sets."""
    return tuple(form for each in sets() for form in each.forms)


def get(set_: str, form: str) -> Form:
    """Return one form; KeyError when the set or the form does not exist."""
    for each in _by_key()[set_].forms:
        if each.form == form:
            return each
    raise KeyError(f"{set_}-{form}")


def of_kind(kind: str, day: date) -> Form:
    """Return the form of a kind for dossiers received on a day, or raise KeyError."""
    for each in forms_on(day):
        if each.kind == kind:
            return each
    raise KeyError(kind)


def deed_of(form: Form) -> str:
    """Return the act that prescribes a form, "" for forms of the house."""
    return _by_key()[form.set].deed


@cache
def _by_key() -> dict[str, FormSet]:
    return {each.key: each for each in sets()}


def _set(data: dict[str, Any]) -> FormSet:
    key = str(data["key"])
    forms = tuple(
        Form(set=key, **{k: _frozen(v) for k, v in one.items()}) for one in data["form"]
    )
    return FormSet(key, data.get("valid_from"), str(data["deed"]), forms)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
