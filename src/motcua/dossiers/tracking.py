"""Following a dossier (tra cứu): by code and a second factor.

A dossier code is printed, spoken and can be guessed by counting, so it opens
nothing by itself. The second factor is the last four digits of a phone or
identity number given at intake, or the PIN of the slip. Unknown code and wrong
factor are one answer, and tries are counted per client and per code, outside
the database of content. Who types the whole number gives its last digits too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import hmac
from motcua.dossiers import pins
from motcua.dossiers.folder import find
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import fold
from motcua.storage import tries
import re
from typing import Any


#: How many tries of 15 minutes may fail.
PER_CLIENT = 10
PER_CODE = 20
#: How many tries of a day may fail: four digits are one of ten thousand.
PER_CODE_AND_DAY = 100
DIGITS = 4


@dataclass(frozen=True)
class Tracked:
    """What the citizen may see: facts of the dossier, no name, no number."""

    code: str
    procedure: str
    version: str
    unit: str
    holder: str
    state: str
    public_status: int
    received_at: datetime
    due: datetime | None
    promised: datetime | None
    late: bool
    paused: bool
    finished_at: datetime | None
    returned_at: datetime | None
    reason: str
    answer_by: str


def track(
    site: Any, code: str, factor: str, client: str, now: datetime | None = None
) -> Tracked | None:
    """Return what the holder of code and factor may see, None otherwise.

    ``client`` is the address the request came from. Raises ``TooManyTries``
    before looking anything up when too many tries failed. A success is not
    counted.
    """
    now = now or datetime.now(UTC)
    code = code.strip().upper()[:64]
    keys = {
        tries.key("client", client): PER_CLIENT,
        tries.key("code", code): PER_CODE,
    }
    daily = {tries.key("code of the day", code): PER_CODE_AND_DAY}
    tries.check(keys, now)
    tries.check(daily, now, tries.DAY)
    dossier = find(site, code)
    view = None if dossier is None else fold(dossier)
    if _fits(view, code, factor):
        assert view is not None
        return _public(view, now)
    tries.count(keys, now)
    tries.count(daily, now, tries.DAY)
    return None


def _fits(view: DossierView | None, code: str, factor: str) -> bool:
    """Compare in constant time, doing the same work for an unknown code."""
    given = re.sub(r"[^0-9]", "", factor)[:32]
    known = [pins.pin(code)]
    if view is not None:
        for person in view.persons:
            for digits in person.digits():
                if len(digits) >= DIGITS:
                    known += [digits[-DIGITS:], digits]
    matches = [hmac.compare_digest(one, given) for one in known]
    return view is not None and any(matches)


def _public(view: DossierView, now: datetime) -> Tracked:
    names = Tracked.__dataclass_fields__.keys() - {"late", "paused"}
    facts = {name: getattr(view, name) for name in names}
    return Tracked(**facts, late=view.late(now), paused=view.paused)
