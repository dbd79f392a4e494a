"""From when on something counts as stuck, and when it is told to whom: working hours.

Settings of the house in the registry of the site; what is not set there is as here.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields
from fractions import Fraction
from plone import api
from typing import Final


#: Of every setting in the registry: ``motcua.watching.unopened``.
PREFIX: Final = "motcua.watching"


@dataclass(frozen=True)
class Limits:
    """Working hours. ``unopened``: a dossier that nobody of its holder has opened.

    ``handover``: a list that is not acknowledged. ``acceptance``: what is left of the
    time to accept. ``head`` and ``supervision``: after how much more the head of the
    department and the supervision of the unit are told.
    """

    unopened: Fraction = Fraction(4)
    handover: Fraction = Fraction(8)
    acceptance: Fraction = Fraction(2)
    head: Fraction = Fraction(4)
    supervision: Fraction = Fraction(8)

    def grace(self, kind: str) -> Fraction:
        """Return how long something of a kind may lie; what has a date, no longer."""
        return {"unopened": self.unopened, "handover": self.handover}.get(
            kind, Fraction()
        )

    def level(self, over: Fraction) -> int:
        """Return who is told by now: 0 the officer, 1 the head, 2 the supervision."""
        return 2 if over >= self.supervision else 1 if over >= self.head else 0


def limits() -> Limits:
    """Return the limits of the house; a setting that is no number is passed over."""
    found = {}
    for each in fields(Limits):
        value = api.portal.get_registry_record(f"{PREFIX}.{each.name}", default=None)
        if isinstance(value, int) and value > 0:
            found[each.name] = Fraction(value)
    return Limits(**found)
