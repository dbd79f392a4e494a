"""A version as text to read, section by section, from the same labels as the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from datetime import date
from motcua import _
from motcua.admin.catalogue import layout
from motcua.base.durations import Term
from motcua.procedures.definitions import Version
from typing import Any
from typing import cast


Say = Callable[[Any], str]


@dataclass(frozen=True)
class Fact:
    """A label with what is said about it: texts, or groups of facts."""

    label: str
    texts: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[Fact, ...]], ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One section."""

    title: str
    facts: tuple[Fact, ...]


def chapters(version: Version, say: Say) -> list[Chapter]:
    """Return all that a version says; what is empty is left out."""
    found = [Chapter(say(_("Decision")), _facts(version, layout.PUBLISHED, say))]
    found += [
        Chapter(say(section.title), _facts(version, section.names, say))
        for section in layout.SECTIONS
    ]
    return [chapter for chapter in found if chapter.facts]


def _facts(value: Any, names: tuple[str, ...], say: Say) -> tuple[Fact, ...]:
    kind = type(value).__name__
    found = []
    for name in names:
        label = layout.LABELS[kind].get(name)
        held = getattr(value, name)
        if not label or held is None or held is False or held in ("", ()):
            continue
        found.append(_fact(kind, name, say(label), held, say))
    return tuple(found)


def _fact(kind: str, name: str, label: str, held: Any, say: Say) -> Fact:
    items = held if isinstance(held, tuple) else (held,)
    if items and is_dataclass(items[0]) and not isinstance(items[0], Term):
        groups = tuple(
            (f"{say(layout.ROWS[name])} {number}", _facts(one, _names(one), say))
            for number, one in enumerate(items, start=1)
        )
        return Fact(label, groups=groups)
    words = dict(layout.CHOICES.get(f"{kind}.{name}", ()))
    return Fact(label, tuple(_text(one, words, say) for one in items))


def _names(value: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(value))


def _text(value: Any, words: dict[str, Any], say: Say) -> str:
    if value is True:
        return say(_("yes"))
    if isinstance(value, Term):
        number = f"{value.amount:f}".replace(".", ",") if value.amount else ""
        return f"{number} {say(dict(layout.TERMS)[cast('Any', value.kind)])}".strip()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return say(words[value]) if value in words else str(value)
