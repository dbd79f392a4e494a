"""What officers chose to be told by e-mail: nothing, each morning, urgings at once.

Nobody gets anything who did not ask for it. The choices lie on the vault of dossiers,
where the officers' own posts may write.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers import folder
from motcua.dossiers.ledger import since
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

JOB: Final = "officer-digest"
OFF: Final = "off"
DAILY: Final = "daily"
AT_ONCE: Final = "at-once"
#: What an officer can choose; ``AT_ONCE`` is the daily letter and one for each urging.
MODES: Final = (OFF, DAILY, AT_ONCE)
_ATTRIBUTE: Final = "digests"


def mode_of(person: str, site: Any = None) -> str:
    """Return what an officer chose, ``OFF`` without a choice."""
    kept = folder.kept(site, _ATTRIBUTE, OOBTree)
    return str(kept.get(person, OFF)) if kept is not None else OFF


def choose(person: str, mode: str, site: Any = None) -> None:
    """Keep what an officer chose, in the running transaction; KeyError for no mode."""
    if mode not in MODES:
        raise KeyError(mode)
    if mode != mode_of(person, site):
        folder.made(site, _ATTRIBUTE, OOBTree)[person] = mode


def readers(site: Any = None) -> list[str]:
    """Return who wants a letter each morning."""
    kept = folder.kept(site, _ATTRIBUTE, OOBTree)
    return [] if kept is None else [one for one, mode in kept.items() if mode != OFF]


def urgings(
    dossier: Dossier, number: int = 1, now: datetime | None = None
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the jobs that tell of urgings from an event on, for who chose that.

    Only of the last day: after a rebuild nobody is urged anew.
    """
    oldest = (now or datetime.now(UTC)) - timedelta(days=1)
    for event in since(dossier, number):
        person = str(event.facts.get("person", ""))
        if event.type != "urge" or not person or event.at < oldest:
            continue
        if mode_of(person) == AT_ONCE:
            code = "" if dossier.restricted else dossier.code
            key = f"{dossier.code}:{event.number}"
            yield JOB, key, {"person": person, "urged": True, "code": code}
