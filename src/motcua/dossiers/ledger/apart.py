"""What has a ledger of its own beside those of dossiers: lists, shifts, blocks."""

from __future__ import annotations

from motcua.dossiers.ledger.chain import Event
from motcua.dossiers.ledger.chain import GENESIS
from persistent import Persistent


class Apart(Persistent):
    """One paper of the house with a chain of events; ``code`` is its name for ever."""

    head: bytes = GENESIS
    length: int = 0
    first: Event | None = None
    last: Event | None = None

    def __init__(self, code: str) -> None:
        self.code = code
