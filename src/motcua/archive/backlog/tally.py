"""What was done at a batch of scans, by operator and day.

Told by the events of the batch: pages by who brought them in, documents, faults found
by the examination and hand-ins sent back by who handed the batch in. A day is a day of
Vietnam.
"""

from __future__ import annotations

from motcua.base.vietnam import VIETNAM
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.ledger import Event

#: What is counted, in the order in which a tally holds it.
COUNTED: Final = ("pages", "documents", "faults", "back")


def of(events: Iterable[Event]) -> list[list[str | int]]:
    """Return rows (day, operator, and what is ``COUNTED``) of a batch, in order."""
    found: dict[tuple[str, str], list[int]] = {}
    operator = ""
    for event in events:
        operator = operator or event.actor
        if event.type == "submit":
            operator = event.actor
        place, number = _counts(event)
        if not number:
            continue
        who = event.actor if event.type == "arrive" else operator
        day = f"{event.at.astimezone(VIETNAM):%Y-%m-%d}"
        found.setdefault((day, who), [0] * len(COUNTED))[place] += number
    return [[*key, *numbers] for key, numbers in sorted(found.items())]


def _counts(event: Event) -> tuple[int, int]:
    """Return the place of what an event counts for, and how much it is."""
    match event.type:
        case "arrive":
            return 0, int(event.facts["pages"])
        case "file":
            return 1, 1
        case "judge":
            return 2, len(event.facts["defects"])
        case "refuse":
            return 3, 1
    return 0, 0
