"""Files of which no archival copy could be made, and the way out: one by hand.

What failed for good is listed for archivists. They try again when the cause is gone,
or provide a PDF/A that they made elsewhere: it is proven like one of ours, it must have
the pages of the original, and who provided it and why stays with it for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive import renditions
from motcua.archive.errors import ArchiveError
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.finding.documents import RENDITIONS
from motcua.archive.incoming import sniffing
from motcua.archive.incoming.attachments import attachments
from motcua.archive.incoming.limits import limits
from motcua.archive.incoming.uploads import received
from motcua.archive.ocr import recognition
from motcua.archive.pdf import pdfa
from motcua.archive.pdf import verdicts
from motcua.archive.pdf.verdicts import Verdict
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.organisation.duties import parse_group
from motcua.storage import confined
from motcua.storage import jobs
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import BinaryIO
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.incoming.attachments import Attachment
    from motcua.archive.incoming.uploads import Upload
    from motcua.archive.renditions import Rendition
    from motcua.dossiers.dossier import Dossier
    from pathlib import Path

DUTY: Final = "archive"
#: How the text of a provided file came about, as ``Rendition.method`` tells it.
METHOD: Final = "provided"
#: The most failures that are looked at, and how many digests go into one question.
MOST: Final = 2000
_AT_ONCE: Final = 200
LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Failure:
    """A file of a dossier without an archival copy; ``message`` says why."""

    code: str
    number: int
    paper: str
    title: str
    sha256: str
    pages: int
    message: str
    failed_at: datetime | None


def archivist(groups: Iterable[str]) -> frozenset[str]:
    """Return those of a person's groups that keep archives."""
    found = set()
    for group in groups:
        parsed = parse_group(group)
        if parsed is not None and parsed[1] == DUTY:
            found.add(group)
    return frozenset(found)


def failures(groups: Iterable[str]) -> list[Failure]:
    """Return the files that failed for good in dossiers these groups archive.

    The latest failure first, at most ``MOST`` of the whole house looked at.
    """
    keepers = archivist(groups)
    if not keepers:
        return []
    failed = {
        job.key: job for job in jobs.listed(recognition.KIND, jobs.FAILED, limit=MOST)
    }
    found: list[Failure] = []
    keys = sorted(failed)
    with register_engine().connect() as connection:
        for start in range(0, len(keys), _AT_ONCE):
            asked = _asked(keys[start : start + _AT_ONCE], keepers)
            for row in connection.execute(asked):
                job = failed[row.sha256]
                found.append(
                    Failure(
                        **row._mapping,
                        message=job.message,
                        failed_at=job.finished_at,
                    )
                )
    return sorted(found, key=_latest, reverse=True)


def _latest(failure: Failure) -> tuple[str, str]:
    moment = failure.failed_at.isoformat() if failure.failed_at else ""
    return moment, failure.code


def _asked(keys: list[str], groups: frozenset[str]) -> Any:
    columns = ("code", "number", "paper", "title", "sha256", "pages")
    return (
        sa.select(*(DOCUMENTS.c[name] for name in columns))
        .join(DOSSIERS, DOSSIERS.c.code == DOCUMENTS.c.code)
        .outerjoin(RENDITIONS, RENDITIONS.c.sha256 == DOCUMENTS.c.sha256)
        .where(
            DOCUMENTS.c.sha256.in_(keys),
            RENDITIONS.c.sha256.is_(None),
            visible(tuple(groups)),
        )
        .order_by(DOCUMENTS.c.code, DOCUMENTS.c.number)
    )


def may_provide(dossier: Dossier, person: str, now: datetime) -> bool:
    """Say whether a person keeps the archive in which the dossier is."""
    groups = archivist(rights.groups_of(person, now.astimezone(VIETNAM).date()))
    return rights.cause(dossier, groups, rights.VIEW, person) is not None


def failed(dossier: Dossier, sha256: str, site: Any = None) -> Attachment | None:
    """Return the file of a dossier that failed for good, None for any other."""
    file = next((one for one in attachments(dossier) if one.sha256 == sha256), None)
    if file is None or renditions.get(sha256, site) is not None:
        return None
    job = jobs.status(recognition.KIND, sha256)
    return file if job is not None and job.state == jobs.FAILED else None


def try_again(dossier: Dossier, sha256: str, person: str, now: datetime) -> None:
    """Queue the conversion of a failed file again; raises as ``provide`` does."""
    _file(dossier, sha256, person, now, None)
    jobs.retry(recognition.KIND, sha256)


def provide(
    site: Any,
    dossier: Dossier,
    sha256: str,
    stream: BinaryIO,
    filename: str,
    reason: str,
    person: str,
    now: datetime | None = None,
) -> Rendition:
    """Keep a PDF/A that was made elsewhere as the archival copy of a file.

    Raises ``NotAllowed`` for who does not archive the dossier, ``UploadRefused``
    for what is no sound PDF, and ``ArchiveError`` for what cannot be kept, with the
    way out; nothing is kept then.
    """
    now = now or datetime.now(UTC)
    file = _file(dossier, sha256, person, now, site)
    why = " ".join(reason.split())
    if not why:
        raise ArchiveError(
            _("Write why the copy is provided by hand. It is kept with the copy.")
        )
    if len(why) > LONGEST_REASON:
        raise ArchiveError(
            _("Write the reason in at most ${limit} characters."), limit=LONGEST_REASON
        )
    with received(stream, filename) as upload:
        made = _examined(upload, file)
        by = {"by": person, "why": why, "at": now.isoformat()}
        return renditions.keep(sha256, made, site, now, provided=by)


def _file(
    dossier: Dossier, sha256: str, person: str, now: datetime, site: Any
) -> Attachment:
    if not may_provide(dossier, person, now):
        raise NotAllowed
    file = failed(dossier, sha256, site)
    if file is None:
        raise ArchiveError(
            _(
                "This file has its archival copy, or is still to be read. Open the "
                "dossier to see how far it is."
            )
        )
    return file


def _examined(upload: Upload, file: Attachment) -> pdfa.Archival:
    if upload.media != sniffing.PDF:
        raise ArchiveError(_("“${name}” is no PDF. Provide a PDF/A."), name=upload.name)
    if upload.pages != file.pages:
        raise ArchiveError(
            _(
                "“${name}” has ${found} pages, the original has ${wanted}. An archival "
                "copy shows every page of its original."
            ),
            name=upload.name,
            found=upload.pages,
            wanted=file.pages,
        )
    result = _examine(upload)
    said = _said(result, upload.path)
    if not verdicts.passed(said):
        findings = [each for verdict in said for each in verdict.findings]
        raise ArchiveError(
            _(
                "“${name}” is not proven to be PDF/A: ${finding} Save it as PDF/A-2b "
                "and provide that file."
            ),
            name=upload.name,
            finding=(findings or ["?"])[0].rstrip(".") + ".",
        )
    return pdfa.Archival(
        path=upload.path,
        method=METHOD,
        stripped=False,
        texts=tuple(result["texts"]),
        figures=tuple(result["pages"]),
        verdicts=said,
        layout=tuple(result["layout"]),
        measured=tuple(result["measured"]),
    )


def _examine(upload: Upload) -> dict[str, Any]:
    bounds = limits()
    try:
        return confined.run(
            "motcua.archive.pdf.provision:examine",
            {"path": str(upload.path)},
            limits=bounds,
            seconds=bounds.conversion,
            waited_for=True,
        )
    except confined.TaskFailed as failure:
        raise ArchiveError(
            _("“${name}” could not be examined (${detail}). Save it as PDF/A again."),
            name=upload.name,
            detail=f"{failure.reason}: {failure.detail}"[:200],
        ) from failure


def _said(result: dict[str, Any], path: Path) -> tuple[Verdict, ...]:
    first = Verdict.from_json(result["verdict"])
    second = verdicts.by_verapdf(path, first.flavour)
    return (first,) if second is None else (first, second)
