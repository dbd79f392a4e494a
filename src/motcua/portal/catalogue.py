"""Lists of procedures as the public pages show them: counts and links."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.base.folding import fold
from motcua.procedures.finding.search import search
from motcua.procedures.wording import AUDIENCES
from motcua.procedures.wording import CHANNELS
from motcua.procedures.wording import LEVELS
from motcua.procedures.wording import ONLINE
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.portal.page import Page


NAMED: Final = {
    "level": LEVELS,
    "audience": AUDIENCES,
    "channel": CHANNELS,
    "online": ONLINE,
    "spot": {"yes": _("Settled at the counter, on the spot")},
}


@dataclass(frozen=True)
class Choice:
    """One value of a facet: a link with how many procedures it leads to."""

    value: str
    label: str
    count: int
    address: str
    chosen: bool = False

    @property
    def key(self) -> str:
        """What the choice is sorted by: its label without marks."""
        return fold(self.label)


def label_of(page: Page, facet: str, value: str) -> str:
    """Return what a reader calls the value of a facet."""
    named = NAMED.get(facet, {})
    return page.say(named[value]) if value in named else value


def fields(page: Page) -> list[Choice]:
    """Return every field of published procedures, those with most of them first."""
    counted = search("", limit=1, site=page.context).facets["field"]
    choices = [
        Choice(value, value, count, page.addresses.page("procedures", field=value))
        for value, count in counted
        if value
    ]
    return sorted(choices, key=lambda choice: (-choice.count, choice.key))
