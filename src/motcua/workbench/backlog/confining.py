"""Which addresses there are for people of a contractor: their batches, nothing else."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.archive.backlog import contractors
from motcua.shell.interfaces import IConfines
from typing import Any
from typing import Final
from zope.interface import implementer


#: The name below the door under which such people begin.
HOME: Final = "viec-so-hoa"
_DOOR: Final = "luu-tru"


@implementer(IConfines)
class Contractors:
    """See ``IConfines``."""

    def shuts(self, site: Any, person: str, path: str, names: tuple[str, ...]) -> bool:
        """Say whether an address is missing for the person."""
        if not contractors.confined(site, person, datetime.now(UTC)):
            return False
        return path != _DOOR or not _open(names)

    def begins(self, site: Any, person: str) -> str:
        """Return the address of the person's batches, "" for the staff."""
        now = datetime.now(UTC)
        return f"{_DOOR}/{HOME}" if contractors.confined(site, person, now) else ""


def _open(names: tuple[str, ...]) -> bool:
    """Say whether an address may be one of theirs; the batch itself decides then."""
    match names:
        case (name,) if name == HOME:
            return True
        case ("lo", "moi" | "so-lieu", *_rest):
            return False
        case ("lo", _) | ("lo", _, "tien-do"):
            return True
        case ("lo", _, "hinh" | "tai-lieu", _):
            return True
    return False
