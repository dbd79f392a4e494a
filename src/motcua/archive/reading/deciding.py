"""Answering requests item by item: by the archive, and by the head.

The archive agrees or refuses with a reason; what is of conditional access it refuses,
or submits to the head with its opinion (article 36(1)(d)). Who gave the opinion does
not decide, unless the agency has waived that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from motcua import _
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.reading import asking
from motcua.archive.reading import items
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.archive.reading.errors import OwnOpinion
from motcua.archive.reading.errors import OwnRequest
from motcua.archive.reading.errors import Uncovered
from motcua.base.vietnam import VIETNAM
from motcua.organisation import waivers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.reading.requests import RequestView
    from motcua.archive.reading.store import Request
    from motcua.dossiers.ledger import Event

AGREE: Final = "agree"
COVER: Final = "cover"
REFUSE: Final = "refuse"
SUBMIT: Final = "submit"
VOICES: Final[dict[str, Any]] = {
    AGREE: _("Agree"),
    COVER: _("Agree, with words covered"),
    REFUSE: _("Refuse the item"),
    SUBMIT: _("Submit to the head"),
}
_NAMES: Final = {
    AGREE: "agreed",
    COVER: "covered",
    REFUSE: "refused",
    SUBMIT: "submitted",
}


@dataclass(frozen=True)
class Voice:
    """What is said of one item; a refusal needs its reason."""

    verdict: str
    reason: str = ""


def answer(
    site: Any,
    one: Request,
    voices: Mapping[str, Voice],
    days: int,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Let the archive answer items that wait for it; return the event.

    Raises ``Unknown``, ``NotYours``, ``Stale``, ``OwnRequest``, ``Missing``,
    ``Impossible``, ``Uncovered``.
    """
    found = requests.view(asking.get(site, one.code, actor, now))
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    _check_other(found, actor)
    for code, voice in voices.items():
        _waits(found, code, requests.ASKED)
        item = items.find(site, code)
        opens = voice.verdict in (AGREE, COVER)
        if opens and (item is None or item.restricted):
            raise Impossible(_("${code} is not open any more: refuse it."), code=code)
        if opens and item is not None and item.conditional:
            raise Impossible(
                _("${code} is of conditional access: submit it to the head."), code=code
            )
    facts, data = _told(site, voices, days, now)
    return rights.append(one, "answer", actor, group, now, facts, data)


def decide(
    site: Any,
    one: Request,
    voices: Mapping[str, Voice],
    days: int,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Let the head decide on items that were submitted; return the event.

    Raises as ``answer`` does, and ``OwnOpinion``.
    """
    found = requests.view(asking.get(site, one.code, actor, now))
    group = rights.check(rights.heads(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    _check_other(found, actor)
    day = now.astimezone(VIETNAM).date()
    waived = waivers.holds(found.agency, waivers.OWN_READING, day, site)
    for code, voice in voices.items():
        _waits(found, code, requests.SUBMITTED)
        if voice.verdict == SUBMIT:
            raise Missing
        if found.items[code].by == actor and not waived:
            raise OwnOpinion
        item = items.find(site, code)
        if voice.verdict != REFUSE and (item is None or item.restricted):
            raise Impossible(_("${code} is not open any more: refuse it."), code=code)
    facts, data = _told(site, voices, days, now)
    return rights.append(one, "decide", actor, group, now, facts, data)


def end(
    site: Any,
    one: Request,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take back what may be read, from now on; by the archive or the head."""
    found = requests.view(asking.get(site, one.code, actor, now))
    keeps = rights.keeps(site, found.agency, actor, now)
    group = rights.check(keeps or rights.heads(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    codes = [item.code for item in found.at(requests.AGREED)]
    if not codes:
        raise Impossible
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    data = {"reason": reason.strip()[: asking.LONGEST]}
    return rights.append(one, "end", actor, group, now, {"items": codes}, data)


def _check_other(found: RequestView, actor: str) -> None:
    if found.login == actor:
        raise OwnRequest


def _waits(found: RequestView, code: str, state: str) -> None:
    item = found.items.get(code)
    if item is None:
        raise Missing(_("${code} is not in this request."), code=code[:80])
    if item.state != state:
        raise Impossible(
            _("${code} was answered already: ${state}."),
            code=code,
            state=requests.STATES[item.state],
        )


def _told(
    site: Any, voices: Mapping[str, Voice], days: int, now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return facts and words of an answer."""
    if not voices:
        raise Missing(_("Choose an answer for one item at least."))
    opens = [code for code, one in voices.items() if one.verdict in (AGREE, COVER)]
    if opens and not 0 < days <= requests.MOST_DAYS:
        raise Missing(_("Reading takes 1 to 15 days from approval."))
    facts: dict[str, Any] = {name: [] for name in _NAMES.values()}
    reasons = {}
    for code, voice in voices.items():
        if voice.verdict not in _NAMES:
            raise Missing
        words = " ".join(voice.reason.split())[: asking.LONGEST]
        if not words and voice.verdict in (REFUSE, SUBMIT):
            raise Missing(
                _("Give the reason or the opinion on ${code} in words."), code=code
            )
        if voice.verdict == COVER:
            _check_covered(site, code)
        elif voice.verdict == AGREE:
            _check_ready(site, code)
        facts[_NAMES[voice.verdict]].append(code)
        if words:
            reasons[code] = words
    last = now.astimezone(VIETNAM).date() + timedelta(days=days)
    facts |= {"days": days if opens else 0, "until": last.isoformat() if opens else ""}
    return facts, {"reasons": reasons}


def _check_covered(site: Any, code: str) -> None:
    """Raise ``Uncovered`` unless each document of an item has a covered copy."""
    for piece in items.pieces(site, code):
        one = store.twin(site, piece.code)
        if one is None or not twins.view(one).ready_for(piece.source):
            raise Uncovered(code=piece.code)


def _check_ready(site: Any, code: str) -> None:
    """Raise ``Impossible`` while a document of an item has no archival copy."""
    for piece in items.pieces(site, code):
        if not piece.archival:
            raise Impossible(
                _("${code} has no archival copy yet; agree once it was read."),
                code=piece.code,
            )
