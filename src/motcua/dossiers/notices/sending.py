"""Sending: from the news of a dossier to letters, and from letters out of the house.

The job ``notify`` addresses the news of one event: it writes the rows of the outbox and
tries them. What was not taken waits there, and the worker's minute asks for the job
``notice-letters`` when its pause is over. A row is taken before it is tried, so of two
jobs that meet one sends it. Sending comes before noting, so what a crash cuts in two is
sent twice rather than never; both have the same identity.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import logging
from motcua.dossiers.folder import find
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import facts
from motcua.dossiers.notices import news
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import recipients
from motcua.dossiers.notices import texts
from motcua.storage import jobs
from motcua.storage.interfaces import IJob
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.notices.choices import Choice
    from motcua.dossiers.notices.news import News
    from motcua.dossiers.notices.outbox import Letter

logger = logging.getLogger(__name__)

#: The job that tries again what waits.
LETTERS: Final = "notice-letters"
#: How long rows that came to their end are kept, for figures and for questions.
KEPT: Final = timedelta(days=400)


def deliver(letters: Iterable[Letter], now: datetime) -> None:
    """Try each letter once, and note what became of it."""
    for letter in letters:
        if not outbox.take(letter, now):
            continue
        dossier = find(getSite(), letter.code)
        told = [] if dossier is None else news.of(dossier)
        mine = next((one for one in told if one.number == letter.number), None)
        if dossier is None or mine is None or _overtaken(letter, mine, told, now):
            outbox.ended(letter, outbox.OUTDATED, now)
        else:
            _send(dossier, letter, mine, now)


def _overtaken(letter: Letter, mine: News, told: list[News], now: datetime) -> bool:
    if news.outdated(letter.number, told):
        return True
    if letter.turn:
        # A reminder is as old as its row, the news it reminds of is older.
        return letter.at is not None and letter.at + news.FRESH < now
    return mine.at + news.FRESH < now


def _send(dossier: Dossier, letter: Letter, mine: News, now: datetime) -> None:
    choice = recipients.one(dossier, letter.role)
    to = choice.to.get(letter.channel, "")
    notifier = queryUtility(INotifier, name=letter.channel)
    if not to:
        # It was taken back or corrected away while the letter waited.
        outbox.ended(letter, outbox.OUTDATED, now)
        return
    try:
        if notifier is None:
            raise delivery.ChannelNotSetUp(letter.channel)
        notifier.send(_message(dossier, letter, mine, choice, now))
    except delivery.ChannelNotSetUp:
        outbox.ended(letter, outbox.UNSET, now)
    except delivery.Undeliverable as error:
        outbox.ended(letter, outbox.FAILED, now, error.reason)
    except delivery.Unreachable as error:
        outbox.postponed(letter, error.reason, now)
    except Exception as error:  # noqa: BLE001
        # Whatever a channel does wrong, the other letters go; its words may quote
        # people's data and are kept nowhere.
        logger.error("A notice was not sent (%s).", type(error).__name__)
        outbox.postponed(letter, delivery.UNEXPECTED, now)
    else:
        outbox.ended(letter, outbox.SENT, now)


def _message(
    dossier: Dossier,
    letter: Letter,
    mine: News,
    choice: Choice,
    now: datetime,
) -> delivery.Message:
    site = getSite()
    quiet = dossier.standing.restricted
    kind = texts.RESTRICTED if quiet else letter.kind
    place = texts.Place(kind, letter.channel, choice.language)
    values = facts.of(site, dossier, mine, choice.language)
    leave = asking.leaving(dossier.code, letter.channel, choice.language, letter.role)
    values["leave"] = leave
    said = texts.fill(place, texts.on(place, facts.day(now), site), values)
    to = choice.to[letter.channel]
    return delivery.Message(
        to, said.subject, said.body, letter.identity, choice.language, leave
    )


@implementer(IJob)
class Notify:
    """Addresses the news of one event and sends them; the job ``notify``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """Write the letters, unless newer news have their own, and try them."""
        code, number = data["code"], data["number"]
        dossier = find(getSite(), code)
        told = [] if dossier is None else news.of(dossier)
        if dossier is None or news.outdated(number, told):
            progress(1, 1, outbox.OUTDATED)
            return
        now = datetime.now(UTC)
        mine = next(one for one in told if one.number == number)
        address(dossier, mine.number, mine.kind, now)
        deliver(outbox.waiting(code, number, now), now)
        progress(1, 1)


def address(
    dossier: Dossier, number: int, kind: str, now: datetime, turn: int = 0
) -> None:
    """Write the letters that tell the people of a dossier of one thing."""
    outbox.put(
        (
            outbox.Letter(dossier.code, number, turn, channel, role, kind)
            for role, choice in recipients.of(dossier).items()
            for channel in choice.to
        ),
        now,
    )


@implementer(IJob)
class Letters:
    """Tries what waits and whose pause is over; the job ``notice-letters``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """Try each; a channel that is away holds none of the others up."""
        now = datetime.now(UTC)
        waiting = outbox.due(now)
        for count, letter in enumerate(waiting):
            progress(count, len(waiting))
            deliver([letter], datetime.now(UTC))
        progress(len(waiting), len(waiting))


def each_minute(now: datetime | None = None) -> bool:
    """Ask for a round of letters when one is due; return whether it was asked for."""
    moment = now or datetime.now(UTC)
    if not outbox.due(moment, limit=1):
        return False
    # One minute, one round: two workers ask for the same one.
    return jobs.enqueue_now(LETTERS, f"{moment:%Y-%m-%dT%H:%M}", {})


def forget(now: datetime | None = None) -> int:
    """Drop old rows that came to their end; return how many."""
    return outbox.forget((now or datetime.now(UTC)) - KEPT)
