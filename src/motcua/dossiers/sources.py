"""From where a file comes that the house had before its dossier, and who agreed.

Part of the event that attached it; ``archive.reuse`` writes it.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Consent:
    """Who agreed to the use: their role, and the procedure that it is for."""

    at: datetime
    role: str
    purpose: str


@dataclass(frozen=True)
class Source:
    """The dossier that has the file, and the ``event`` there that attached it.

    ``title`` is what the file is called there, ``result`` tells results from scans of
    papers. It was decided or scanned ``at`` a moment ``by`` a login, and is valid to
    the end of ``until`` (yyyy-mm-dd, "" without limit).
    """

    dossier: str
    event: int
    title: str
    result: bool
    at: datetime
    by: str
    until: str
    consent: Consent

    def to_json(self) -> dict[str, Any]:
        """Return it as the ledger keeps it."""
        agreed = {**asdict(self.consent), "at": self.consent.at.isoformat()}
        return {**asdict(self), "at": self.at.isoformat(), "consent": agreed}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Source:
        """Return what ``to_json`` wrote."""
        told, at = data["consent"], datetime.fromisoformat
        agreed = Consent(**{**told, "at": at(told["at"])})
        return cls(**{**data, "at": at(data["at"]), "consent": agreed})
