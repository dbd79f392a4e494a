"""Packages go with the file that was in them: what was sent, and what it came in.

A package holds all bytes of a file once more, zipped. When the file is lawfully
destroyed its packages are, too; their chains say so with ``destroy`` {file}, and
receipts stay. What came in one package and lies in several files by now keeps it until
the last of them goes.
"""

from __future__ import annotations

from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.interfaces import ICarriesCopies
from motcua.archive.packages import accessions
from motcua.archive.packages import deliveries
from motcua.archive.packages import store
from motcua.archive.packages import taking
from motcua.archive.packages.register import RECEIVED_FILES
from motcua.archive.packages.register import SENT
from motcua.dossiers import ledger
from motcua.storage.engines import register_engine
from motcua.storage.projections import after_commit
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import datetime
    from motcua.archive.holdings.files import FileView
    from motcua.dossiers.ledger.apart import Apart

#: Values that one statement asks for.
_MOST: Final = 500


@implementer(ICarriesCopies)
class Packages:
    """See ``ICarriesCopies``."""

    def destroy(
        self, site: Any, found: FileView, actor: str, unit: str, now: datetime
    ) -> set[str]:
        """See ``ICarriesCopies``."""
        who = (actor, unit, now)
        gone: set[str] = set()
        named = {found.code, found.record, *found.documents} - {""}
        for code in _codes(SENT.c.code, SENT.c.of, named):
            sent = store.delivery(site, code)
            if sent is not None and not deliveries.view(sent).destroyed:
                gone.add(deliveries.view(sent).sha256)
                _end(sent, found.code, *who)
        held = _digests(site, found)
        column = RECEIVED_FILES.c.code
        for code in _codes(column, RECEIVED_FILES.c.sha256, held):
            came = store.accession(site, code)
            if came is not None:
                gone |= _destroyed(site, came, found, *who)
        return gone


def _destroyed(
    site: Any,
    came: store.Accession,
    found: FileView,
    actor: str,
    unit: str,
    now: datetime,
) -> set[str]:
    """End an accession of which nothing lives but this; return the digests it held."""
    told = accessions.view(came)
    if told.destroyed or not told.index or _lives(site, told, found):
        return set()
    held = {told.sha256, told.report, told.index} - {""}
    held |= set(taking.digests_of(told.index))
    _end(came, found.code, actor, unit, now)
    return held


def _lives(site: Any, told: accessions.AccessionView, found: FileView) -> bool:
    """Say whether a file or document that came in it stays when this one goes."""
    for code in told.files:
        one = holdings.file(site, code)
        if code == found.code or one is None:
            continue
        if files.view(one).state != files.DESTROYED:
            return True
    going = set(found.documents)
    for code in (*told.codes, *_within(told)):
        document = capture.document(site, code)
        if document is None or code in going:
            continue
        if documents.view(document).state != documents.DESTROYED:
            return True
    return False


def _within(told: accessions.AccessionView) -> Iterator[str]:
    """Yield the codes of the documents with which the files came."""
    for code in told.files:
        for number in range(1, told.documents + 1):
            yield documents.code_of(code, number)


def _end(one: Apart, file: str, actor: str, unit: str, now: datetime) -> None:
    for event in ledger.events(one):
        event.payload = None
    facts = {"file": file}
    ledger.append(one, "destroy", actor=actor, unit=unit, now=now, facts=facts, data={})
    after_commit(one)


def _digests(site: Any, found: FileView) -> set[str]:
    kept: set[str] = set()
    for code in found.documents:
        one = capture.document(site, code)
        if one is not None:
            kept |= documents.files_of(one)
    return kept


def _codes(column: Any, by: Any, values: Iterable[str]) -> list[str]:
    """Return codes of packages where a column has one of the values."""
    wanted = sorted(values)
    found: set[str] = set()
    with register_engine().connect() as connection:
        for begin in range(0, len(wanted), _MOST):
            query = sa.select(column).where(by.in_(wanted[begin : begin + _MOST]))
            found.update(connection.execute(query).scalars())
    return sorted(found)
