"""Files that officers add to a dossier: scans of its papers, and its result.

The bytes are checked, stored under their digest and only then named in the
ledger; making them archival is a job that the ledger's event asks for.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive.incoming.attachments import attachments
from motcua.archive.incoming.uploads import received
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.ledger import events
from motcua.dossiers.rights import VIEW
from motcua.dossiers.states import fold
from motcua.procedures import versions
from motcua.storage import files
from typing import Any
from typing import BinaryIO
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event


def add(
    site: Any,
    dossier: Dossier,
    paper_key: str,
    stream: BinaryIO,
    filename: str,
    actor: str,
    *,
    now: datetime | None = None,
) -> Event:
    """Attach a scan of one paper and return the ledger's event.

    The same bytes for the same paper a second time (a double click, a page
    reloaded) answer with the first event. Raises ``UploadRefused``,
    ``MissingData`` for a paper that neither the dossier nor its procedure
    knows, and what ``dossiers.actions.act`` raises; nothing is attached then.
    """
    title = _paper_title(site, dossier, paper_key, actor, now)
    return _attach(
        dossier,
        "attach_scan",
        stream,
        filename,
        actor,
        now,
        {"paper": paper_key, "title": title},
    )


def add_result(
    dossier: Dossier,
    stream: BinaryIO,
    filename: str,
    actor: str,
    *,
    now: datetime | None = None,
) -> Event:
    """Attach the result of the procedure; checks and errors are those of ``add``."""
    _must_see(dossier, actor, now)
    return _attach(dossier, "attach_result", stream, filename, actor, now, {})


def _must_see(dossier: Dossier, actor: str, now: datetime | None) -> None:
    """Hide the dossier, before a byte is read, from those who may not view it."""
    if VIEW not in permitted(dossier, actor, now or datetime.now(UTC)):
        raise UnknownDossier


def _paper_title(
    site: Any, dossier: Dossier, key: str, actor: str, now: datetime | None
) -> str:
    _must_see(dossier, actor, now)
    view = fold(dossier)
    for given in view.papers:
        if given.key == key:
            return given.title
    version = versions.get(view.procedure, view.version, site=site)
    for case in version.cases:
        for paper in case.papers:
            if case.key == view.case and paper.key == key:
                return str(paper.title)
    raise MissingData(
        _(
            "The dossier has no paper “${key}”; choose one of its list.",
            mapping={"key": key},
        )
    )


def _attach(
    dossier: Dossier,
    operation: str,
    stream: BinaryIO,
    filename: str,
    actor: str,
    now: datetime | None,
    data: dict[str, Any],
) -> Event:
    with received(stream, filename) as upload:
        known = _known(dossier, operation, upload.sha256, data.get("paper", ""))
        if known is not None:
            return known
        ref = files.store(upload.path)
    return act(
        dossier,
        operation,
        actor,
        now=now,
        data={
            **data,
            "sha256": ref.sha256,
            "size": ref.size,
            "media": upload.media,
            "name": upload.name,
            "pages": upload.pages,
            "signed": upload.signed,
        },
    )


def _known(dossier: Dossier, operation: str, sha256: str, paper: str) -> Event | None:
    for found in attachments(dossier):
        if (found.sha256, found.paper) == (sha256, paper):
            event = events(dossier)[found.number - 1]
            if event.type == operation:
                return event
    return None
