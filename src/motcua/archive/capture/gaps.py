"""The stack of a dossier compared with its papers, before the citizen leaves."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.capture import papers
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers.folder import find
from typing import Any
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Layout

Gap = Literal["", "not-scanned", "not-given"]


@dataclass(frozen=True)
class Line:
    """One paper of the dossier.

    ``documents`` are those of the batch, ``pages`` what they come to, ``scanned`` how
    many scans the dossier has already. ``gap`` is ``not-scanned`` for a paper that was
    handed in and is nowhere, ``not-given`` for one that the case asks for.
    """

    key: str
    title: str
    given: bool
    required: bool
    documents: tuple[str, ...]
    pages: int
    scanned: int

    @property
    def gap(self) -> Gap:
        """What is missing of the paper, "" for nothing."""
        if self.documents or self.scanned:
            return ""
        if self.given:
            return "not-scanned"
        return "not-given" if self.required else ""


def compare(site: Any, found: Layout | None, code: str) -> list[Line]:
    """Return a line for each paper of a dossier, those handed in first.

    ``found`` is a batch with the dossier, None when only its scans are to be counted.
    """
    dossier = find(site, code)
    if dossier is None:
        return []
    given, required = papers.given(dossier), papers.required(site, dossier)
    scanned = [one.paper for one in attachments(dossier)]
    lines = []
    for key, title in papers.of_dossier(site, code).items():
        held = [
            one
            for one in (found.documents if found is not None else ())
            if one.target is not None
            and (one.target.dossier, one.target.paper) == (code, key)
        ]
        lines.append(
            Line(
                key=key,
                title=title,
                given=key in given,
                required=key in required,
                documents=tuple(one.id for one in held),
                pages=sum(len(one.pages) for one in held),
                scanned=scanned.count(key),
            )
        )
    return lines
