"""The record (hồ sơ lưu trữ) that a closed dossier becomes."""

from __future__ import annotations

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
import json
from motcua.archive import folder
from motcua.archive import renditions
from motcua.archive import retention
from motcua.archive.incoming.attachments import attachments
from motcua.archive.interfaces import IRecord
from motcua.archive.pdf.verdicts import passed
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.ledger import canonical
from motcua.dossiers.states import fold
from motcua.organisation.small import agency_of
from motcua.procedures import versions
from motcua.storage.catalog import Uncatalogued
from OFS.SimpleItem import SimpleItem
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.archive.incoming.attachments import Attachment
    from motcua.archive.pdf.verdicts import Verdict
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

#: Written into the facts; a reader refuses a format it does not know.
FORMAT = 1


@implementer(IRecord)
class Record(Uncatalogued, SimpleItem):  # type: ignore[misc]
    """See ``IRecord``.

    The facts are kept as the canonical bytes that are hashed, so that what was
    written at closing can be compared with any later copy.
    """

    security = ClassSecurityInfo()
    security.declareObjectPrivate()
    security.setDefaultAccess("deny")
    meta_type = "motcua Record"
    #: What the facts came to before the files were destroyed.
    _digest = ""

    def __init__(self, code: str, facts: dict[str, Any]) -> None:
        self.id = code
        self._canonical = canonical(facts)

    @property
    def code(self) -> str:
        """Code of the dossier; it is the id as well."""
        return str(self.id)

    @property
    def facts(self) -> dict[str, Any]:
        """What was written at closing, see ``facts_of``."""
        facts: dict[str, Any] = json.loads(self._canonical)
        return facts

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of the facts, hexadecimal.

        Of a destroyed record that of what was written at closing.
        """
        return self._digest or sha256(self._canonical).hexdigest()

    @property
    def destroyed(self) -> bool:
        """Whether its files were lawfully destroyed, see ``destroy``."""
        return bool(self._digest)

    def destroy(self) -> None:
        """Let go which files there were; what else was written at closing stays."""
        if not self._digest:
            self._digest = self.digest
            self._canonical = canonical({**self.facts, "files": []})

    def Title(self) -> str:
        """Return the code: titles travel far, so they hold nothing personal."""
        return self.code


InitializeClass(Record)


@dataclass(frozen=True)
class RecordFile:
    """One file of a record; ``role`` is original, archival or result.

    ``of`` is the digest of the original that an archival file was made from;
    ``number`` the ledger event that attached it.
    """

    role: str
    number: int
    paper: str
    title: str
    sha256: str
    size: int
    media: str
    pages: int
    of: str = ""
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True)
class RecordView:
    """A record as screens and packages show it."""

    code: str
    title: str
    unit: str
    procedure: str
    retention_class: retention.RetentionClass
    retention_from: date
    #: Last day of keeping; None for a permanent record, and while the term waits.
    retention_until: date | None
    decided_by: str
    confirmed: bool
    ledger_head: str
    ledger_length: int
    digest: str
    files: tuple[RecordFile, ...]
    #: What starts the term, see ``retention.STARTS``.
    retention_start: str = retention.END

    @property
    def retention_waits(self) -> bool:
        """Whether the event that starts the term is still to come."""
        return self.retention_start != retention.END and (
            self.retention_class.years is not None
        )

    @property
    def unproven(self) -> tuple[RecordFile, ...]:
        """Files that have no archival form yet, or none that passed."""

        proven = {
            f.of for f in self.files if f.role == "archival" and passed(f.verdicts)
        }
        return tuple(
            f for f in self.files if f.role != "archival" and f.sha256 not in proven
        )


def _file_facts(attachment: Attachment) -> dict[str, Any]:
    """Return what the record keeps of a file; names given by people stay out."""
    return {
        "role": attachment.role,
        "number": attachment.number,
        "paper": attachment.paper,
        "title": attachment.title,
        "sha256": attachment.sha256,
        "size": attachment.size,
        "media": attachment.media,
        "pages": attachment.pages,
    }


def facts_of(site: Any, dossier: Dossier, closing: Event) -> dict[str, Any]:
    """Return the facts of the record that the event ``closing`` makes.

    Keys: format, code, unit, title, procedure, version, received_on, closed_on,
    class, start, until, rule, decided_by, confirmed, ledger {head, length}, files.
    Days are days of Vietnam; ``until`` is None for ever, and as long as the event
    ``start`` that is not the end of the work has not come.
    """
    view = fold(dossier)
    version = versions.get(view.procedure, view.version, site=site)
    closed_on = closing.at.astimezone(VIETNAM).date()
    agency = agency_of(dossier.standing.competent or dossier.unit, site)
    rules = retention.rules_of(site, agency)
    rule = retention.rule_for(view.procedure, version.field, closed_on, rules)
    class_ = retention.classes()[rule.class_]
    until = retention.term(class_, rule.start, closed_on.year).until
    return {
        "format": FORMAT,
        "code": dossier.code,
        "unit": view.unit,
        "title": f"{version.title} ({dossier.code})",
        "procedure": view.procedure,
        "version": view.version,
        "received_on": view.received_at.astimezone(VIETNAM).date().isoformat(),
        "closed_on": closed_on.isoformat(),
        "class": class_.key,
        "start": rule.start,
        "until": until.isoformat() if until else None,
        "rule": rule.id,
        "decided_by": rule.decided_by,
        "confirmed": rule.confirmed,
        "ledger": {"head": dossier.head.hex(), "length": dossier.length},
        "files": [_file_facts(one) for one in attachments(dossier)],
    }


def close(site: Any, dossier: Dossier, closing: Event) -> Record:
    """Make the record of a dossier, in the transaction that closes it.

    ``closing`` is the ledger's last event. A record that exists is returned as
    it is: the facts of the first closing stand.
    """
    existing = folder.find(site, dossier.code)
    if existing is not None:
        return existing
    record = Record(dossier.code, facts_of(site, dossier, closing))
    stored: Record = folder.place(site, dossier.code).add(dossier.code, record)
    return stored


def view(site: Any, record: Record) -> RecordView:
    """Return the record with the archival files that exist by now."""
    facts = record.facts
    if facts["format"] != FORMAT:
        raise ValueError(f"{record.code}: unknown record format {facts['format']!r}")
    found = []
    for one in facts["files"]:
        found.append(RecordFile(**one))
        rendition = renditions.get(one["sha256"], site)
        if rendition is not None:
            found.append(
                RecordFile(
                    role="archival",
                    number=one["number"],
                    paper=one["paper"],
                    title=one["title"],
                    sha256=rendition.archival,
                    size=rendition.archival_size,
                    media="application/pdf",
                    pages=rendition.pages,
                    of=one["sha256"],
                    verdicts=rendition.verdicts,
                )
            )
    return RecordView(
        code=facts["code"],
        title=facts["title"],
        unit=facts["unit"],
        procedure=facts["procedure"],
        retention_class=retention.classes()[facts["class"]],
        retention_start=facts.get("start", retention.END),
        retention_from=date.fromisoformat(facts["closed_on"]),
        retention_until=date.fromisoformat(facts["until"]) if facts["until"] else None,
        decided_by=facts["decided_by"],
        confirmed=facts["confirmed"],
        ledger_head=facts["ledger"]["head"],
        ledger_length=facts["ledger"]["length"],
        digest=record.digest,
        files=tuple(found),
    )
