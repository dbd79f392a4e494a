"""The PIN of a slip: six digits that belong to one dossier code.

It is derived from the secret of the house, so nothing has to be stored and a
reprinted slip shows the same PIN.
"""

from __future__ import annotations

import hashlib
import hmac
from motcua.storage.settings import secret


LENGTH = 6


def pin(code: str) -> str:
    """Return the PIN of a dossier code."""
    digest = hmac.new(secret().encode(), f"pin:{code}".encode(), hashlib.sha256)
    number = int.from_bytes(digest.digest()[:8], "big") % 10**LENGTH
    return f"{number:0{LENGTH}d}"
