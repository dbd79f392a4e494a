"""Who was here before: a person found by identity number or phone at the counter.

The look-up itself, what of it this officer may see and its entry in the journal are
those of ``dossiers.people``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.base.folding import fold as folded
from motcua.dossiers import people
from motcua.dossiers.persons import Person
from motcua.dossiers.states import fold
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection

#: Dossiers of a person that are looked at and listed.
SHOWN: Final = 10
#: What is taken over; the rest belongs to one dossier.
TAKEN: Final = ("name", "birth", "id_number", "phone", "email", "address")


@dataclass(frozen=True)
class Prior:
    """A dossier that has the person already; ``double``: open, and the same matter."""

    code: str
    procedure: str
    state: str
    at: datetime
    double: bool
    person: Person


@dataclass(frozen=True)
class Known:
    """What is known of a person: the dossiers, the newest first.

    ``last`` is the one whose person fits what was typed, None where several people
    share the number or another person has it.
    """

    priors: tuple[Prior, ...]
    last: Prior | None


def look_up(
    screen: Screen,
    units: Collection[str],
    typed: dict[str, str],
    procedure: str,
) -> Known:
    """Look for the person with the number that was typed, the identity number first.

    ``typed`` are the fields of the person. Raises as ``people.known`` does:
    ``MissingData`` without a whole number, ``Unrecorded``.
    """
    digits = typed["id_number"] or typed["phone"]
    found = people.known(screen.person, units, digits, limit=SHOWN * 2, now=screen.now)
    places = {each.code: each.place for each in reversed(found)}
    priors = [_prior(screen, code, places[code], procedure) for code in places]
    known = sorted(filter(None, priors), key=lambda prior: prior.at, reverse=True)
    fitting = [prior for prior in known if _fits(prior.person, typed)]
    names = {folded(prior.person.name) for prior in fitting}
    return Known(tuple(known[:SHOWN]), fitting[0] if len(names) == 1 else None)


def _prior(screen: Screen, code: str, place: int, procedure: str) -> Prior | None:
    try:
        dossier = screen.may_see(code)
    except Missing:
        return None
    view = fold(dossier)
    if place >= len(view.persons):
        return None
    content = screen.context["procedures"].get(view.procedure)
    title = view.procedure if content is None else str(content.title)
    return Prior(
        code,
        title,
        screen.say(STATES[view.state]),
        view.received_at,
        view.procedure == procedure and view.state != "closed",
        view.persons[place],
    )


def _fits(person: Person, typed: dict[str, str]) -> bool:
    """Say whether nothing that was typed speaks against its being this person."""
    for field in ("name", "id_number"):
        said = getattr(person, field)
        if said and typed[field] and folded(said) != folded(typed[field]):
            return False
    return True
