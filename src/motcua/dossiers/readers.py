"""Who looked at a dossier, as its people may know it: offices, positions and days.

From the journal of access, which is written where a reading is under watch: scans of
papers marked sensitive, and everything of a restricted dossier. Names of officers stay
inside: who wants one asks the unit, where the supervisor reads it (decision 21).

Of ordinary dossiers it is known which departments opened them, and when last (see
``openings``); that is told too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.openings import OPENINGS
from motcua.organisation import duties
from motcua.storage import journal
from motcua.storage.engines import register_engine
import re
import sqlalchemy as sa
from typing import Any
from typing import Final


#: What the journal writes first of a ground: "H99.02:processing (holder)".
_GROUND: Final = re.compile(r"([^\s:]+):([a-z]+)\b")


@dataclass(frozen=True)
class Reading:
    """How often on one day an office looked in one position or duty.

    ``position`` is the recorded one ("Phó Trưởng phòng"), "" where none is on record;
    ``duty`` a key of ``duties.DUTIES``, "" where the journal names none.
    """

    day: date
    unit: str
    duty: str
    position: str
    times: int


def of(site: Any, code: str) -> list[Reading]:
    """Return who looked at the dossier, the newest day first."""
    found: Counter[tuple[date, str, str, str]] = Counter()
    for look in journal.of(code):
        day = look.at.astimezone(VIETNAM).date()
        unit, duty = _place(look.ground)
        position = duties.position(look.person, unit, day, site) if unit else ""
        found[day, unit, duty, position] += 1
    return [
        Reading(*key, times)
        for key, times in sorted(
            found.items(), key=lambda each: (-each[0][0].toordinal(), each[0][1:])
        )
    ]


def opened(code: str) -> list[tuple[str, date]]:
    """Return the departments that opened the dossier, each with the last day."""
    query = sa.select(OPENINGS.c.department, OPENINGS.c.at).where(
        OPENINGS.c.code == code
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).tuples().all()
    found = [(unit, at.astimezone(VIETNAM).date()) for unit, at in rows]
    return sorted(found, key=lambda one: (-one[1].toordinal(), one[0]))


def _place(ground: str) -> tuple[str, str]:
    """Return (unit, duty) of a ground, empty for one that names no duty."""
    match = _GROUND.match(ground)
    if match is None or match[2] not in duties.DUTIES:
        return "", ""
    return match[1], match[2]
