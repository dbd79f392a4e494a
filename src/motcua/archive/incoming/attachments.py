"""The files of a dossier as the archive sees them, from its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.dossiers.ledger import events
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Event of the ledger -> role of its file in the record.
ROLES = {"attach_scan": "original", "attach_result": "result"}


@dataclass(frozen=True)
class Attachment:
    """One file that an event attached; ``number`` is that of the event."""

    number: int
    role: str
    paper: str
    title: str
    sha256: str
    size: int
    media: str
    name: str
    pages: int


def attachments(dossier: Dossier) -> list[Attachment]:
    """Return the files of ``dossier`` in the order they were attached.

    The title is that of the paper as it was received; a file whose event was
    lawfully emptied is left out.
    """
    chain = events(dossier)
    titles = {paper["key"]: paper["title"] for paper in chain[0].data.get("papers", ())}
    found = []
    for event in chain:
        data = event.data
        if event.type not in ROLES or not data:
            continue
        paper = str(data.get("paper", ""))
        found.append(
            Attachment(
                number=event.number,
                role=ROLES[event.type],
                paper=paper,
                title=data.get("title") or titles.get(paper, ""),
                sha256=data["sha256"],
                size=int(data["size"]),
                media=data["media"],
                name=data["name"],
                pages=int(data.get("pages", 1)),
            )
        )
    return found
