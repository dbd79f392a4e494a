"""Taking back what was forwarded or given to a person a moment ago.

An event of its own that leads back to how the dossier stood before; nothing is ever
deleted. It is done by who did the other, within ``WITHIN``, and only while nobody
opened the dossier where it went and nothing else happened to it: from then on others
rely on it, and they send it back themselves.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.dossiers import openings
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.ledger import events
from motcua.dossiers.standing import told
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.effects import Act

TAKE_BACK: Final = "take_back"
NOT_YOURS: Final = _(
    "Only who forwarded the dossier or gave it to a person takes that back, and only "
    "within 15 minutes."
)
WITHIN: Final = timedelta(minutes=15)


def possible(dossier: Dossier) -> bool:
    """Say whether the last event is one that is ever taken back."""
    return dossier.standing.undoable is not None


def own(dossier: Dossier, actor: str, now: datetime) -> bool:
    """Say whether it was this person who did it, a short while ago."""
    last = dossier.standing.undoable
    return last is not None and last[0] == actor and now - last[1] <= WITHIN


def facts(act: Act) -> dict[str, Any]:
    """Return the header facts that lead back to before the last event.

    Raises ``IllegalStep`` where somebody opened it since.
    """
    dossier, last = act.dossier, act.dossier.last
    assert last is not None
    if openings.since(dossier.code, last.at, act.actor):
        raise IllegalStep(
            _(
                "Somebody has opened this dossier since: it cannot be taken back any "
                "more. Ask who has it now to send it back."
            )
        )
    before = told(events(dossier)[:-1])
    found: dict[str, Any] = {
        "undoes": last.number,
        "state": before.state,
        "holder": before.holder,
        "participants": list(before.participants),
    }
    if before.tasks != dossier.tasks:
        found["tasks"] = [each.to_json() for each in before.tasks]
    if before.entrusted != dossier.entrusted:
        found["entrusted"] = list(before.entrusted)
    return found
