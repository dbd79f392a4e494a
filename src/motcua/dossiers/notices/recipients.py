"""Who of the people of a dossier is told of it.

The applicant is. Where a neighbour, a lawyer or another proxy hands in, the dossier is
somebody else's all the same: the owner hears by an address of their own, and so does a
representative. What the applicant gave for somebody else is an address of the
applicant: nobody is written to twice, and nobody who asked for no more letters gets
them in another role. Each of them ends their own letters alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from motcua.dossiers.notices import choices
from motcua.dossiers.notices.choices import APPLICANT
from motcua.dossiers.notices.choices import Choice
from motcua.dossiers.persons import ROLES
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


def of(dossier: Dossier) -> dict[str, Choice]:
    """Return who is told and how, by role; roles that are told nothing are left out."""
    return {role: choice for role, choice in _all(dossier) if choice.to}


def one(dossier: Dossier, role: str) -> Choice:
    """Return how the person in a role is told now."""
    return dict(_all(dossier)).get(role, Choice())


def reached(dossier: Dossier) -> bool:
    """Say whether there is anybody to tell."""
    return bool(of(dossier))


def _all(dossier: Dossier) -> Iterator[tuple[str, Choice]]:
    own = choices.all_chosen(dossier.code)
    given = choices.persons(dossier)
    language = choices.asked_at_intake(dossier).language
    taken: set[tuple[str, str]] = set()
    for role in ROLES:
        addresses = _left(given.get(role, {}), taken)
        if role in own:
            found = Choice(_left(own[role].to, taken), own[role].language)
        elif role == APPLICANT:
            found = choices.default(dossier)
        else:
            found = Choice(choices.usual(dossier.unit, addresses), language)
        yield role, found
        taken |= {*addresses.items(), *found.to.items()}


def _left(to: Mapping[str, str], taken: set[tuple[str, str]]) -> dict[str, str]:
    """Return the addresses that are nobody's yet."""
    return {channel: at for channel, at in to.items() if (channel, at) not in taken}
