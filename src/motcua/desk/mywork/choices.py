"""What a list may be narrowed down to: the groups of boxes, persons and days."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.desk.mywork.question import DAYS
from motcua.desk.mywork.question import SEVERAL
from motcua.dossiers.arrivals.circumstances import PRIORITIES
from motcua.dossiers.processes.words import KINDS
from motcua.dossiers.worklist import FIRST
from motcua.organisation import duties
from motcua.organisation.duties import parse_group
from motcua.shell.wording import CHANNELS
from motcua.shell.wording import DELIVERY_WORDS
from motcua.shell.wording import FINANCE_WORDS
from motcua.shell.wording import STATES
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.worklist import Wanted
    from motcua.shell.screen import Screen

_TITLES: Final[dict[str, Any]] = {
    "state": _("State"),
    "uu-tien": _("Served first"),
    "viec": _("Kind of step"),
    "dv": _("Now with"),
    "kenh": _("Channel"),
    "tien": _("Money"),
    "tra": _("Delivery"),
    "tt": _("Procedure"),
}
_WORDS: Final[dict[str, dict[Any, Any]]] = {
    "state": {key: word for key, word in STATES.items() if key != "closed"},
    "uu-tien": {FIRST: _("On any ground"), **PRIORITIES},
    "viec": KINDS,
    "kenh": CHANNELS,
    "tien": FINANCE_WORDS,
    "tra": DELIVERY_WORDS,
}
_DAY_TITLES: Final[dict[str, Any]] = {
    "tu": _("Received from the day"),
    "den": _("Received until the day"),
    "hantu": _("Due from the day"),
    "handen": _("Due until the day"),
}
#: Duties in which somebody is given a step by name.
_WORKING: Final = ("reception", "processing", "approval")


@dataclass(frozen=True)
class Group:
    """Boxes of one field: (value, words, is it ticked)."""

    name: str
    title: str
    boxes: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Choice:
    """All that a list may be narrowed down to."""

    groups: tuple[Group, ...]
    persons: tuple[tuple[str, str, bool], ...]
    days: tuple[tuple[str, str, str], ...]
    """(field, words, value)"""

    @property
    def chosen(self) -> list[str]:
        """What is, in words."""
        boxes = [box[1] for group in self.groups for box in group.boxes if box[2]]
        persons = [name for _login, name, here in self.persons if here]
        days = [f"{words} {value}" for _field, words, value in self.days if value]
        return boxes + persons + days


def choices(screen: Screen, wanted: Wanted) -> Choice:
    """Return what the person of the screen may choose, with what is chosen."""
    places = sorted({p for p, _duty in filter(None, map(parse_group, screen.groups))})
    found: dict[str, dict[str, str]] = {
        name: {key: screen.say(words) for key, words in known.items()}
        for name, known in _WORDS.items()
    }
    found["dv"] = {code: screen.unit_name(code) for code in places}
    # Procedures are too many to choose from here: those that are asked for are shown.
    found["tt"] = {}
    groups = []
    for name, title in _TITLES.items():
        ticked = getattr(wanted, SEVERAL[name][0])
        words = {
            **found[name],
            **{one: one for one in ticked if one not in found[name]},
        }
        boxes = tuple((key, words[key], key in ticked) for key in words)
        if boxes:
            groups.append(Group(name, screen.say(title), boxes))
    days = tuple(
        (name, screen.say(title), str(getattr(wanted, DAYS[name]) or ""))
        for name, title in _DAY_TITLES.items()
    )
    return Choice(tuple(groups), _persons(screen, places, wanted.handler), days)


def _persons(
    screen: Screen, places: list[str], handler: str
) -> tuple[tuple[str, str, bool], ...]:
    logins = {
        login
        for place in places
        for duty in _WORKING
        for login in duties.holders(place, duty)
    }
    named = sorted((screen.name_of(login), login) for login in {*logins} | {handler})
    return tuple((login, name, login == handler) for name, login in named if login)
