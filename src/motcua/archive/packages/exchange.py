"""One round of a channel: receipts are written down, packages taken from it, answered.

Each package is a transaction of its own, so what is met half-way stays done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import json
import logging
from motcua.archive.errors import ArchiveError
from motcua.archive.packages import accessions
from motcua.archive.packages import deliveries
from motcua.archive.packages import store
from motcua.archive.packages.interfaces import ITransport
import transaction
from typing import Any
from typing import TYPE_CHECKING
from zope.component import getUtility


if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """What a round did."""

    receipts: int = 0
    received: int = 0
    faulty: int = 0
    answered: int = 0


def run(site: Any, channel: str, agency: str, actor: str) -> Round:
    """Do one round of a channel for the archive of an agency.

    What is faulty is refused at once, with its report. Raises ``LookupError`` for an
    unknown channel, ``OSError``.
    """
    way, done = getUtility(ITransport, name=channel), Round()
    for name, receipt in way.receipts():
        try:
            known = deliveries.answered(site, receipt, datetime.now(UTC))
        except (ValueError, KeyError, TypeError):
            logger.warning("%s: no receipt that can be read.", name)
            continue
        done.receipts += known is not None
        transaction.commit()
    for name, path in way.arrivals():
        _arrive(site, name, path, channel, agency, actor, done)
    _answer(site, way, channel, done)
    return done


def _arrive(
    site: Any,
    name: str,
    path: Path,
    channel: str,
    agency: str,
    actor: str,
    done: Round,
) -> None:
    now = datetime.now(UTC)
    if any(found.name == name for found in _of_channel(site, channel)):
        return
    try:
        one = accessions.receive(
            site,
            path,
            name,
            agency,
            actor,
            now,
            way=accessions.CHANNEL,
            channel=channel,
        )
    except ArchiveError as error:
        transaction.abort()
        logger.warning("%s was not received: %s", name, error)
        return
    done.received += 1
    if accessions.view(one).state == accessions.FAULTY:
        words = accessions.report_of(accessions.view(one)).as_text()
        accessions.refuse(site, one, words[:2000], actor, now)
        done.faulty += 1
    transaction.commit()


def _of_channel(site: Any, channel: str) -> list[accessions.AccessionView]:
    every = (accessions.view(one) for one in store.every_accession(site))
    return [found for found in every if found.channel == channel]


def _answer(site: Any, way: Any, channel: str, done: Round) -> None:
    waiting = {name for name, _path in way.arrivals()}
    for found in _of_channel(site, channel):
        decided = found.state in (accessions.TAKEN, accessions.REFUSED)
        if decided and found.name in waiting:
            told = json.dumps(accessions.receipt(found), ensure_ascii=False, indent=1)
            way.answer(found.name, f"{told}\n".encode())
            done.answered += 1
