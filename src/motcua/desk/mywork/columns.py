"""The columns of the list: each officer chooses and orders their own."""

from __future__ import annotations

from collections.abc import Iterable
from motcua import _
from motcua.dossiers.arrivals.circumstances import PRIORITIES
from motcua.shell.wording import CHANNELS
from motcua.shell.wording import DELIVERY_WORDS
from motcua.shell.wording import FINANCE_WORDS
from motcua.shell.wording import STATES
from motcua.storage import preferences
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.inbox import Row
    from motcua.shell.screen import Screen

PREFERENCE: Final = "work-columns"
#: Every column; the code is always there, for it leads to the dossier.
COLUMNS: Final[dict[str, Any]] = {
    "due": _("Due"),
    "code": _("Dossier code"),
    "procedure": _("Procedure"),
    "state": _("State"),
    "holder": _("Now with"),
    "received": _("Received at"),
    "person": _("Given by name to"),
    "unit": _("Received by"),
    "channel": _("Channel"),
    "finance": _("Money"),
    "delivery": _("Delivery"),
    "finished": _("Finished at"),
    "priority": _("Served first"),
}
USUAL: Final = ("due", "code", "procedure", "state", "holder", "received")
NEEDED: Final = "code"


def chosen(person: str) -> tuple[str, ...]:
    """Return the columns of a person, in their order."""
    kept = preferences.get(person, PREFERENCE)
    return checked(kept) if isinstance(kept, list) else USUAL


def checked(given: Iterable[Any]) -> tuple[str, ...]:
    """Return those that there are, each once, the code among them."""
    found = tuple(dict.fromkeys(each for each in given if each in COLUMNS))
    return found if NEEDED in found else (NEEDED, *found)


def choose(person: str, columns: Iterable[str] | None) -> None:
    """Keep the columns of a person; None for the usual ones."""
    kept = None if columns is None else list(checked(columns))
    preferences.put(person, PREFERENCE, kept)


def cell(screen: Screen, row: Row, column: str, persons: list[str], title: str) -> str:
    """Return what stands in a column; ``title`` is that of the procedure."""
    words: dict[str, Any] = {
        "state": STATES.get(row.state),
        "channel": CHANNELS.get(row.channel),
        "finance": FINANCE_WORDS.get(row.finance),
        "delivery": DELIVERY_WORDS.get(row.delivery),
        "priority": PRIORITIES.get(row.priority),
    }
    if column in words:
        return screen.say(words[column]) if words[column] else ""
    moments = {
        "due": row.due_at,
        "received": row.received_at,
        "finished": row.finished_at,
    }
    if column in moments:
        at = moments[column]
        return screen.moment(at) if at else ""
    if column == "person":
        return ", ".join(screen.name_of(each) for each in persons)
    plain = {"code": row.code, "procedure": title}
    if column in plain:
        return plain[column]
    return screen.unit_name(row.holder if column == "holder" else row.unit)
