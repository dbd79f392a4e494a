"""For how long an agency lends: its own rule, with dates, or that of the house.

Events of ``QM-<agency>``: ``set`` (days, extensions, valid_from, source -- the
regulation of the agency that says so). No law gives the term; each agency regulates it
in its own rules on archives. A loan keeps the day that it was given, whatever is set
later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from motcua import _
from motcua.archive.custody import store
from motcua.archive.custody.store import Rules
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.dossiers.ledger import Event

LONGEST: Final = 365
MOST_EXTENSIONS: Final = 10


@dataclass(frozen=True)
class Rule:
    """Days of a loan and how often it is extended by as many, from a day on.

    ``source`` is "" for the rule of the house, which holds where none was set.
    """

    days: int
    extensions: int
    valid_from: date
    source: str = ""

    def last(self, day: date) -> date:
        """Return the last day of a loan, or of an extension, that begins on a day."""
        return day + timedelta(days=self.days)


#: Holds as long as an agency has set nothing: cautious, so that paper comes back.
OF_THE_HOUSE: Final = Rule(days=15, extensions=1, valid_from=date(2025, 7, 1))


def rules_of(site: Any, agency: str) -> list[Rule]:
    """Return the rules that an agency set, in the order in which it did."""
    one = store.rules(site, agency)
    return [
        Rule(
            days=int(event.facts["days"]),
            extensions=int(event.facts["extensions"]),
            valid_from=date.fromisoformat(event.facts["valid_from"]),
            source=str(event.facts["source"]),
        )
        for event in (ledger.events(one) if one is not None else ())
    ]


def on(site: Any, agency: str, day: date) -> Rule:
    """Return the rule that holds for an agency on a day: of two of a day the later."""
    held = [one for one in rules_of(site, agency) if one.valid_from <= day]
    # ``max`` keeps the first of equals.
    return max(reversed(held), key=lambda one: one.valid_from, default=OF_THE_HOUSE)


def set_rule(
    site: Any,
    agency: str,
    days: int,
    extensions: int,
    valid_from: date | None,
    source: str,
    actor: str,
    now: datetime,
) -> Event:
    """Set the rule of an agency from a day on that is not over.

    Raises ``NotYours``, ``Missing``.
    """
    group = rights.check(rights.keeps(site, agency, actor, now))
    if not 0 < days <= LONGEST or not 0 <= extensions <= MOST_EXTENSIONS:
        raise Missing(_("A loan takes 1 to 365 days and is extended 10 times at most."))
    if valid_from is None or valid_from < now.astimezone(VIETNAM).date():
        raise Missing(_("Give the first day of the rule, which is not over."))
    if not source.strip():
        raise Missing(_("Name the regulation of the agency that says so."))
    kept = store.made(site)
    one = kept.rules.get(agency)
    if one is None:
        one = kept.rules[agency] = Rules(store.rules_code(agency))
    facts = {
        "agency": agency,
        "days": days,
        "extensions": extensions,
        "valid_from": valid_from.isoformat(),
        "source": source.strip()[:200],
    }
    return rights.append(one, "set", actor, group, now, facts)
