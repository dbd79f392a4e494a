"""A proof that the second factor was given a moment ago (bằng chứng đã xác nhận).

Who follows a dossier has given code and factor once and is not asked again for what
follows on the same page: a message, a choice, the other language. The proof is sealed,
names one code and the moment it ends, and travels in a field of a posted form, never
in an address. It opens what the factor opened and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.storage.sealing import seal
from motcua.storage.sealing import unseal
from typing import Final


#: How long a page may lie open before the factor is asked for again.
HOLDS: Final = timedelta(minutes=15)
KIND: Final = "followed"
#: Characters of the longest proof: a code of 64 and a moment, sealed.
LONGEST: Final = 160


def give(code: str, now: datetime) -> str:
    """Return the proof for a code, for the next quarter of an hour."""
    return seal(KIND, f"{int((now + HOLDS).timestamp())} {code}")


def code_in(proof: str, now: datetime) -> str:
    """Return the code that a proof opens; "" for a strange or ended one."""
    if not proof or len(proof) > LONGEST:
        return ""
    try:
        until, _blank, code = unseal(KIND, proof).partition(" ")
    except ValueError:
        return ""
    ends = datetime.fromtimestamp(int(until), UTC)
    return code if now < ends <= now + HOLDS else ""
