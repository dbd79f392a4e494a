"""The documents of a file that holds a closed dossier, from its record."""

from __future__ import annotations

from motcua.archive import folder
from motcua.archive import records
from motcua.archive import renditions
from motcua.archive import retention
from motcua.archive.capture.documents import code_of
from motcua.archive.packages import deeds
from motcua.archive.packages import fields
from motcua.archive.packages.pieces import Item
from motcua.archive.packages.pieces import Piece
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.holdings.files import FileView
    from motcua.archive.records import RecordFile
    from motcua.dossiers.ledger.chain import Chained


class Recorded:
    """What a file shows of the record in it."""

    def __init__(self, site: Any, found: FileView) -> None:
        self._site = site
        self._file = found
        self._record = folder.find(site, found.record)
        self._dossier = find_dossier(site, found.record)

    @property
    def restricted(self) -> bool:
        """Whether few may view the dossier."""
        return self._dossier is not None and bool(self._dossier.restricted)

    def chains(self) -> Iterator[Chained]:
        """Yield the ledger of the dossier."""
        if self._dossier is not None:
            yield self._dossier

    def items(self) -> Iterator[Item]:
        """Yield papers and results in the order in which they were attached."""
        if self._record is None:
            return
        view = records.view(self._site, self._record)
        term = retention.classes()[self._file.fields["retention"]].code
        own = [one for one in view.files if one.role != "archival"]
        unsigned = self._unsigned()
        for number, one in enumerate(own, start=1):
            yield self._item(one, number, term, one.number in unsigned)

    def _unsigned(self) -> frozenset[int]:
        """Return the numbers of events of results behind the last signed one."""
        found: list[int] = []
        if self._dossier is None:
            return frozenset()
        for event in ledger.events(self._dossier):
            if event.type == "attach_result" and event.data:
                found = [] if event.data.get("signed") else [*found, event.number]
        return frozenset(found)

    def _item(self, one: RecordFile, number: int, term: str, unsigned: bool) -> Item:
        made = renditions.get(one.sha256, self._site)
        proven = made is not None and made.passed
        name = code_of(self._file.code, number)
        obstacle = "" if proven else "unproven"
        if unsigned and not obstacle:
            obstacle = "unsigned-result"
        return Item(
            name=name,
            code=name,
            fields=self._fields(one, term),
            original=Piece(one.sha256, one.size, one.media),
            archival=Piece(made.archival, made.archival_size)
            if made is not None and proven
            else None,
            text=made.text if made is not None else "",
            plain=None,
            obstacle=obstacle,
            deeds=lambda: deeds.of_record_file(self._dossier, one, name, made),
        )

    def _fields(self, one: RecordFile, term: str) -> dict[str, str]:
        told = self._file.fields
        result = one.role == "result"
        return {
            "maintenance": term,
            "typeName": fields.type_code(one.title) or fields.OTHER_TYPE,
            "codeNumber": "",
            "codeNotation": "",
            "issuedDate": "",
            "organName": "",
            "subject": one.title[:500],
            "language": told.get("language", ""),
            "numberOfPage": str(one.pages),
            "inforSign": "",
            "keyword": "",
            "mode": fields.access_code(told.get("access", "")),
            "confidenceLevel": "" if result else fields.DIGITISED,
            "autograph": "",
            "format": "",
            "process": "1",
            **fields.backup(told),
            "description": "",
        }
