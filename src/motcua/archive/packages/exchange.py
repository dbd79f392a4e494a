"""One round of a channel: receipts are written down, packages taken from it, answered.

Each package is a transaction of its own, so what is met half-way stays done. Packages
are known by their bytes, not by their names: a corrected one may be called as the one
before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from hashlib import file_digest
import json
import logging
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import rights
from motcua.archive.packages import accessions
from motcua.archive.packages import deliveries
from motcua.archive.packages.interfaces import ITransport
import transaction
from typing import Any
from typing import TYPE_CHECKING
from zope.component import getUtility


if TYPE_CHECKING:
    from motcua.archive.packages.store import Accession
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

    What is faulty is refused at once, with its report; what could not be judged stays
    for a person. Raises ``LookupError`` for an unknown channel, ``Unknown`` for an
    agency whose archive the person does not keep, ``OSError``.
    """
    way, done = getUtility(ITransport, name=channel), Round()
    rights.check(rights.keeps(site, agency, actor, datetime.now(UTC)), visible=False)
    for name, receipt in list(way.receipts()):
        try:
            known = deliveries.answered(site, name, receipt, datetime.now(UTC))
        except ValueError:
            logger.warning("%s: no receipt that can be read.", name)
        else:
            done.receipts += known is not None
            transaction.commit()
        way.heard(name)
    for name, path in list(way.arrivals()):
        one = _met(site, name, path, channel, agency, actor, done)
        if one is not None:
            _answer(way, name, accessions.view(one), done)
    return done


def _met(
    site: Any,
    name: str,
    path: Path,
    channel: str,
    agency: str,
    actor: str,
    done: Round,
) -> Accession | None:
    """Return the accession of what lies there, received now if it was not before."""
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    before = accessions.known(site, agency, digest)
    if before is not None:
        found = accessions.view(before)
        # Refused under another name it is sent again; else it awaits its answer.
        if found.state != accessions.REFUSED or found.name == accessions.short(name):
            return before
    now = datetime.now(UTC)
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
        return None
    done.received += 1
    found = accessions.view(one)
    if found.state == accessions.FAULTY:
        words = accessions.report_of(found).as_text()
        accessions.refuse(site, one, words[:2000], actor, now)
        done.faulty += 1
    transaction.commit()
    return one


def _answer(way: Any, name: str, found: accessions.AccessionView, done: Round) -> None:
    if found.state in (accessions.TAKEN, accessions.REFUSED):
        told = json.dumps(accessions.receipt(found), ensure_ascii=False, indent=1)
        way.answer(name, f"{told}\n".encode())
        done.answered += 1
