"""Following a dossier (tra cứu): by code and a second factor.

A dossier code is printed, spoken and can be guessed by counting, so it opens
nothing by itself. The second factor is the last four digits of a phone or
identity number given at intake, or the PIN of the slip. Unknown code and wrong
factor are one answer, and tries are counted per client and per code, outside
the database of content. Who types the whole number gives its last digits too.

Without a factor the code tells one thing, in which of the ten public statuses the
dossier is (``status``): every question counts then, for it is the walking of codes
that is held up. A restricted dossier tells nothing (decision 21).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import hmac
from motcua.dossiers import messages
from motcua.dossiers import pins
from motcua.dossiers import proofs
from motcua.dossiers import timeline
from motcua.dossiers.arrivals import bundles
from motcua.dossiers.folder import find
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import Entry
from motcua.dossiers.states import fold
from motcua.dossiers.timeline import Timeline
from motcua.storage import tries
import re
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: How many tries of 15 minutes may fail.
PER_CLIENT = 10
PER_CODE = 20
#: How many tries of a day may fail: four digits are one of ten thousand.
PER_CODE_AND_DAY = 100
DIGITS = 4
#: How many questions for a status alone are answered in 15 minutes, and in a day.
STATUS_PER_CLIENT = 30
STATUS_PER_CODE = 60
STATUS_PER_CLIENT_AND_DAY = 200


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


@dataclass(frozen=True)
class Followed:
    """What the page of a citizen shows: the facts, the way, what was written to and
    fro, and the proof to go on."""

    facts: Tracked
    timeline: Timeline
    proof: str
    thread: tuple[Entry, ...] = ()
    together: tuple[str, ...] = ()
    """Codes of the dossiers that were received with it, of the same persons."""


def track(
    site: Any, code: str, factor: str, client: str, now: datetime | None = None
) -> Tracked | None:
    """Return the facts that the holder of code and factor may see, None otherwise.

    Raises as ``admit`` does.
    """
    now = now or datetime.now(UTC)
    dossier = admit(site, code, factor, client, now)
    return None if dossier is None else _public(fold(dossier), now)


def follow(
    site: Any, code: str, factor: str, client: str, now: datetime | None = None
) -> Followed | None:
    """Return all that the holder of code and factor may see; raises as ``admit``."""
    now = now or datetime.now(UTC)
    dossier = admit(site, code, factor, client, now)
    return None if dossier is None else _followed(site, dossier, now)


def follow_on(site: Any, proof: str, now: datetime | None = None) -> Followed | None:
    """Return the same for who gave the factor a moment ago; None when that is over."""
    now = now or datetime.now(UTC)
    dossier = proven(site, proof, now)
    return None if dossier is None else _followed(site, dossier, now)


def proven(site: Any, proof: str, now: datetime) -> Dossier | None:
    """Return the dossier that a proof opens (see ``proofs``), None for none."""
    code = proofs.code_in(proof, now)
    return find(site, code) if code else None


def admit(
    site: Any, code: str, factor: str, client: str, now: datetime
) -> Dossier | None:
    """Return the dossier that code and factor open together, None otherwise.

    ``client`` is the address the request came from. Raises ``TooManyTries``
    before looking anything up when too many tries failed. A success is not
    counted.
    """
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
        return dossier
    tries.count(keys, now)
    tries.count(daily, now, tries.DAY)
    return None


def status(site: Any, code: str, client: str, now: datetime | None = None) -> int:
    """Return the public status of the dossier with the code, 0 for none.

    Each question is counted, answered or not. Raises ``TooManyTries``.
    """
    now = now or datetime.now(UTC)
    code = code.strip().upper()[:64]
    keys = {
        tries.key("status client", client): STATUS_PER_CLIENT,
        tries.key("status code", code): STATUS_PER_CODE,
    }
    daily = {tries.key("status client of the day", client): STATUS_PER_CLIENT_AND_DAY}
    tries.check(keys, now)
    tries.check(daily, now, tries.DAY)
    tries.count(keys, now)
    tries.count(daily, now, tries.DAY)
    dossier = find(site, code)
    if dossier is None or dossier.restricted:
        return 0
    return int(dossier.standing.public_status)


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


def _followed(site: Any, dossier: Dossier, now: datetime) -> Followed:
    view = fold(dossier)
    return Followed(
        _public(view, now),
        timeline.of(site, dossier, view, now),
        proofs.give(dossier.code, now),
        messages.thread(view),
        tuple(bundles.others(view.bundle, dossier.code)),
    )
