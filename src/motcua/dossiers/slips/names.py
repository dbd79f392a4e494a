"""The names that a slip prints, kept as they were when it was issued.

A unit is renamed, an officer marries, an office moves: a slip that is printed again
says what it said. What it names of the house lies in the book of slips under its
digest, which the event carries as ``facts["names"]``; slips of one officer share it.
Nothing in it is of the citizen. Events from before names were kept show today's.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import book
from motcua.dossiers.slips import offices
from motcua.dossiers.slips.signatures import Signature
from motcua.organisation import duties
from motcua.organisation import units
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

#: Facts of a header that name a unit.
UNITS: Final = ("to", "fault", "holder")
#: What stands for the position of a leader whose position nobody recorded.
HEAD: Final = "Thủ trưởng đơn vị"


@dataclass(frozen=True)
class Names:
    """Names by code and login; what is not among them has its name of today.

    ``office`` is the head of the slip, empty when it was not kept; so is
    ``signature``.
    """

    site: Any
    office: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    signature: dict[str, str] = field(default_factory=dict)

    def unit(self, code: Any) -> str:
        """Return the name of a unit; its code when it is on no record."""
        if not code:
            return ""
        return self.units.get(str(code)) or unit_name(self.site, str(code))

    def person(self, login: str) -> str:
        """Return the full name of a user, the login name of one who is gone."""
        return self.people.get(login) or name_of(login)


def keep(
    site: Any,
    dossier_unit: str,
    actor: str,
    unit: str,
    facts: dict[str, Any],
    now: datetime,
    also: tuple[str, ...] = (),
) -> str:
    """Keep what a slip issued now would name; return the digest for its event.

    ``unit`` is where ``actor`` acts, ``facts`` the header of the event, ``also`` are
    codes of more units that it may name.
    """
    codes = {dossier_unit, unit, *also, *(str(facts.get(name, "")) for name in UNITS)}
    codes |= {str(task["department"]) for task in facts.get("tasks", ())}
    giver = str(facts.get("for", {}).get("person", ""))
    day = now.astimezone(VIETNAM).date()
    found = {
        "office": offices.office(site, dossier_unit),
        "units": {code: unit_name(site, code) for code in sorted(codes) if code},
        "people": {login: name_of(login) for login in {actor, giver} if login},
        "signature": signature(actor, unit, facts.get("for"), day).to_json(),
    }
    return book.keep_names(found, site)


def of_event(site: Any, event: Event) -> Names:
    """Return the names of then, if they were kept."""
    digest = str(event.facts.get("names", ""))
    return Names(site, **book.names(digest, site)) if digest else Names(site)


def until(site: Any, dossier: Dossier, number: int) -> Names:
    """Return the names of the last event up to ``number`` that kept them."""
    for event in reversed(events(dossier)[:number]):
        if event.facts.get("names"):
            return of_event(site, event)
    return Names(site)


def signature(
    actor: str, unit: str, behalf: dict[str, str] | None, day: date
) -> Signature:
    """Return how ``actor`` signs in ``unit``: in the own position, or for another.

    ``behalf`` is ``facts["for"]``. Positions are those of the duties; a giver without
    one is called the head of the unit, where they decide there.
    """
    position = duties.position(actor, unit, day)
    name = name_of(actor)
    if not behalf:
        return Signature("", position, name)
    giver = behalf["person"]
    form = behalf["form"] if behalf["form"].endswith(".") else ""
    principal = duties.position(giver, unit, day)
    if not principal and f"{unit}:approval" in duties.groups(giver, day):
        principal = HEAD
    deed = behalf["deed"]
    return Signature(form, position, name, principal or name_of(giver), deed)


def unit_name(site: Any, code: str) -> str:
    """Return the name of a unit today; its code when it is on no record."""
    try:
        return str(units.get(code, site).name)
    except KeyError:
        return code


def name_of(person: str) -> str:
    """Return the full name of a user today, the login name of one who is gone."""
    user = api.user.get(userid=person) if person else None
    return str(user.getProperty("fullname") or person) if user else person
