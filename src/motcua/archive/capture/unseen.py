"""What becomes of a file whose pages could not be looked at, as events change a layout.

Beside ``draft``: a batch with such a file would wait for ever. ``give_up`` and
``refuse_file`` are acts of arranging and can be undone; ``look_again`` moves no page.
"""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.archive.capture.errors import Impossible
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.capture.draft import Draft
    from motcua.archive.capture.pages import Arrival

#: Stands for what was seen of a file that could not be looked at, and is the reason
#: for which its pages are unassigned.
UNSEEN: Final = "unseen"
#: The reason for which pages of a refused file are rejected.
FILE_REFUSED: Final = "file-refused"


def give_up(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``give_up`` {arrival}: nobody looks any more, its pages are placed by hand."""
    arrival = _arrival(draft, facts)
    if arrival.look:
        raise Impossible(_("Somebody looked at this file meanwhile."))
    _unseen(draft, arrival)
    waiting = [one for one in arrival.ids if draft.unassigned.get(one) == "new"]
    draft.unassigned.update(dict.fromkeys(waiting, UNSEEN))


def refuse_file(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``refuse_file`` {arrival}: its pages are rejected; the file itself is kept."""
    arrival = _arrival(draft, facts)
    if arrival.look not in ("", UNSEEN):
        raise Impossible(_("Somebody looked at this file meanwhile."))
    pages = draft.known(
        page for one in arrival.ids for page in draft.cut.get(one, (one,))
    )
    draft.lift(pages)
    draft.rejected.update(dict.fromkeys(pages, FILE_REFUSED))
    draft.touch(pages)
    _unseen(draft, arrival)


def look_again(draft: Draft, facts: Mapping[str, Any], number: int) -> None:
    """``look_again`` {arrival}: its pages are to be looked at once more."""
    arrival = _arrival(draft, facts)
    if arrival.look not in ("", UNSEEN):
        raise Impossible(_("Somebody looked at this file meanwhile."))
    draft.arrivals[arrival.number - 1] = replace(arrival, look="", asked=number)


def _arrival(draft: Draft, facts: Mapping[str, Any]) -> Arrival:
    number = facts["arrival"]
    if not 1 <= number <= len(draft.arrivals):
        raise Impossible(_("There is no such file in this batch."))
    return draft.arrivals[number - 1]


def _unseen(draft: Draft, arrival: Arrival) -> None:
    draft.arrivals[arrival.number - 1] = replace(arrival, look=UNSEEN)
