"""Packages go with the file that was in them: what was sent, and what it came in.

A package holds all bytes of a file once more, zipped. When the file is lawfully
destroyed its packages are, too; their chains say so with ``destroy`` {file}, and
receipts stay.
"""

from __future__ import annotations

from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
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
                gone |= _destroyed(came, found, *who)
        return gone


def _destroyed(
    came: store.Accession, found: FileView, actor: str, unit: str, now: datetime
) -> set[str]:
    """End an accession whose files are this one; return the digests it held."""
    told = accessions.view(came)
    if told.destroyed or set(told.files) - {found.code}:
        return set()
    held = {told.sha256, told.report, told.index} - {""}
    if told.index:
        held |= set(taking.digests_of(told.index))
    _end(came, found.code, actor, unit, now)
    return held


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
