"""Reading under watch: sensitive papers, restricted dossiers, limited access.

Pictures of identity cards and the like are sensitive personal data (Law 91/2025/QH15
on the protection of personal data): who opens one is written down before it opens.
"""

from __future__ import annotations

from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.incoming.attachments import Attachment
from motcua.archive.incoming.attachments import attachments
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers.states import fold
from motcua.storage import journal
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.capture.documents import DocumentView
    from motcua.dossiers.dossier import Dossier


#: Stands in the journal for the ledger of a dossier, taken along as a file.
LEDGER: Final = "ledger"
#: The ground of who sits in a council that has the document before it.
COUNCIL: Final = "council"
#: The ground of who reads a copy that was agreed on.
COPY: Final = "copy"
#: Levels of access of catalogued documents that are not open to everybody.
LIMITED: Final = frozenset({"conditional", "secret"})
#: Stands there for its page, and for the whole of it by REST.
PAGE: Final = "page"


def holding(site: Any, dossier: Dossier, digest: str) -> Attachment | None:
    """Return the attachment of which the digest is, or its archival copy's."""
    for each in attachments(dossier):
        if each.sha256 == digest:
            return each
        rendition = renditions.get(each.sha256, site)
        if rendition is not None and rendition.archival == digest:
            return each
    return None


def watched(dossier: Dossier, file: Attachment) -> bool:
    """Say whether opening the file is written down."""
    return watches(dossier, file.paper)


def note(dossier: Dossier, file: Attachment, person: str, now: datetime) -> None:
    """Write down that a person opens a file, where that is under watch.

    Raises ``journal.Unrecorded`` when it cannot be written: then do not show it.
    """
    if watched(dossier, file):
        ground = ground_of(dossier, person, now)
        look = journal.Look(
            now, person, journal.PAPER, dossier.code, file.sha256, ground
        )
        journal.note(look)


def watches(dossier: Dossier, paper: str) -> bool:
    """Say whether opening a scan of a paper, or of none yet, is written down."""
    marked = {each.key for each in fold(dossier).papers if each.sensitive}
    return bool(dossier.restricted) or paper in marked


def note_page(dossier: Dossier, sha256: str, person: str, now: datetime) -> None:
    """Write down that a page of a file in a batch is opened.

    Raises as ``note`` does.
    """
    ground = ground_of(dossier, person, now)
    journal.note(journal.Look(now, person, journal.PAPER, dossier.code, sha256, ground))


def note_print(dossier: Dossier, subject: str, person: str, now: datetime) -> None:
    """Write down that what is printed about a restricted dossier is opened.

    ``subject`` is the key of a slip, the code of a hand-over list, ``LEDGER`` or
    ``PAGE``.
    Raises as ``note`` does.
    """
    if dossier.restricted:
        ground = ground_of(dossier, person, now)
        journal.note(
            journal.Look(now, person, journal.PAPER, dossier.code, subject, ground)
        )


def watches_document(found: DocumentView) -> bool:
    """Say whether opening a catalogued document is written down: access is limited."""
    return found.fields.get("access") in LIMITED


def note_document(found: DocumentView, person: str, now: datetime) -> None:
    """Write down that a catalogued document is opened, where that is under watch.

    Raises as ``note`` does.
    """
    if watches_document(found):
        mine = batches.holds(found.unit, person, now)
        ground = f"{found.unit}:{batches.DUTY} (unit)" if mine else COUNCIL
        code, sha256 = found.code, found.sha256
        journal.note(journal.Look(now, person, journal.PAPER, code, sha256, ground))


def ground_of(dossier: Dossier, person: str, now: datetime) -> str:
    """Return the duty by which a person sees the dossier, with who is acted for."""
    groups = rights.groups_of(person, now.astimezone(VIETNAM).date())
    cause = rights.cause(dossier, groups, rights.VIEW, person)
    if cause is None:
        return ""
    giver = rights.behalf(person, cause.group, now).get("for", {}).get("person", "")
    return f"{cause.group} ({cause.relation}){' @' if giver else ''}{giver}"


def note_copy(
    code: str, source: str, page: int, request: str, person: str, now: datetime
) -> None:
    """Write down that a reader opens a copy; ``page`` is 0 for the whole of it.

    ``code`` is that of the dossier or document, ``source`` the digest of its scan,
    ``person`` a login or, of a citizen, the code of the request. Raises as ``note``.
    """
    ground = f"{COPY} {request}" + (f", {page}" if page else "")
    journal.note(journal.Look(now, person, journal.PAPER, code, source, ground))
