"""What leaves the house and comes back, and tells nobody what it says.

AES-SIV (RFC 5297): the same value is sealed alike, a changed one does not open.
"""

from __future__ import annotations

import base64
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
import hashlib
import hmac
from motcua.storage.settings import secret


def seal(kind: str, value: str) -> str:
    """Return letters, digits, "-" and "_" in place of a value that is not empty.

    What was sealed for one ``kind`` does not open as another. The length shows.
    """
    sealed = _cipher(kind).encrypt(value.encode(), None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(kind: str, sealed: str) -> str:
    """Return the value; raises ``ValueError`` for what this house did not seal."""
    try:
        bare = base64.b64decode(sealed + "=" * (-len(sealed) % 4), b"-_", validate=True)
        return _cipher(kind).decrypt(bare, None).decode()
    except InvalidTag as error:
        raise ValueError(sealed) from error


def _cipher(kind: str) -> AESSIV:
    return AESSIV(
        hmac.digest(secret().encode(), f"seal:{kind}".encode(), hashlib.sha512)
    )
