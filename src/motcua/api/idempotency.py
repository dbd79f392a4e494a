"""A write that is sent again is carried out once: the header ``Idempotency-Key``.

By draft-ietf-httpapi-idempotency-key-header. A request that was carried out is
answered again as it was: with the dossier as of the event that it wrote. One that was
refused wrote nothing and is tried anew. The event carries a digest of person and key,
so that the proof is in the same transaction as the step.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.dossiers import ledger
from motcua.storage import repeats
from motcua.storage import tries
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zExceptions import BadRequest


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

#: A string of structured fields (RFC 8941), or bare.
_KEY: Final = re.compile(r'"?([\x21\x23-\x5b\x5d-\x7e]{1,255})"?')
#: Letters of the digest that an event carries: 128 bits.
_SHORT: Final = 32


@dataclass(frozen=True)
class Once:
    """A request with a key; ``length`` is that of the ledger at its first coming."""

    name: str
    fingerprint: str
    length: int

    @property
    def token(self) -> str:
        """What stands for the request as the form of an intake."""
        return f"{self.name}:{self.fingerprint}"

    def event(self, dossier: Dossier) -> Event | None:
        """Return the event that the request wrote, None when it wrote none."""
        for event in ledger.events(dossier)[self.length :]:
            if event.facts.get("request") == self.name:
                return event
        return None


def once(
    request: Any, person: str, words: list[str], length: int, now: datetime
) -> Once | None:
    """Return what is known of a request with a key, None without the header.

    ``words`` are those of the address behind the service. Raises ``BadRequest`` for
    a malformed key, ``repeats.KeyReused`` for one that was used for something else.
    """
    header = request.getHeader("Idempotency-Key")
    if header is None:
        return None
    match = _KEY.fullmatch(header.strip())
    if match is None:
        raise BadRequest("Idempotency-Key: 1-255 visible characters")
    name = tries.key("request of", f"{person}\n{match[1]}")
    body = (request.get("BODY") or b"").decode("latin-1")
    asked = "\n".join([request.method, "/".join(words), body])
    fingerprint = tries.key("request", asked)
    known = repeats.note(name, fingerprint, length, now)
    return Once(name[:_SHORT], fingerprint, known)
