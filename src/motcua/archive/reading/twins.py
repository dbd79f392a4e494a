"""Covered copies (bản che): pages with black boxes, made of pictures only.

=========== ===================================================================
cover       code, document, source -- digest of the scan, of -- of the pages that
            were covered, boxes -- page (from 1) to [left, top, right, bottom] in
            fractions of the page; data: reason
covered     of -- the number of the event ``cover``, sha256, size, pages
drop        file -- it was destroyed, and its covered copies with it
=========== ===================================================================

The original is not touched. What was under a box is in no pixel and no text of the
copy. A copy that is covered anew takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from motcua import _
from motcua.archive.capture import store as capture
from motcua.archive.capture.errors import STATE_SECRETS
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.reading import items
from motcua.archive.reading import store
from motcua.archive.reading.store import Twin
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.reading.items import Piece
    from motcua.dossiers.ledger import Event

Box = tuple[float, float, float, float]
#: Boxes of one document.
MOST: Final = 500
_SECRET: Final = "secret"


@dataclass(frozen=True)
class TwinView:
    """A covered copy as it stands; ``sha256`` is "" until it is made."""

    code: str
    document: str
    source: str
    of: str
    boxes: Mapping[int, tuple[Box, ...]]
    length: int
    asked: int
    by: str
    at: datetime
    reason: str = ""
    sha256: str = ""
    size: int = 0
    pages: int = 0
    older: tuple[str, ...] = ()
    events: tuple[Event, ...] = field(default=(), repr=False)

    def ready_for(self, source: str) -> bool:
        """Say whether there is a covered copy of this very scan."""
        return bool(self.sha256) and self.source == source


def view(one: Twin) -> TwinView:
    """Return what the chain of a covered copy comes to."""
    chain = ledger.events(one)
    found: TwinView | None = None
    older: list[str] = []
    for event in chain:
        if event.type == "cover":
            if found is not None and found.sha256:
                older.append(found.sha256)
            found = _covering(one, event)
        elif event.type == "drop" and found is not None:
            found, older = replace(found, sha256="", of="", boxes={}), []
        elif found is not None and int(event.facts["of"]) == found.asked:
            facts = event.facts
            found = replace(
                found,
                sha256=facts["sha256"],
                size=int(facts["size"]),
                pages=int(facts["pages"]),
            )
    assert found is not None
    return replace(found, length=len(chain), older=tuple(older), events=tuple(chain))


def _covering(one: Twin, event: Event) -> TwinView:
    facts = event.facts
    return TwinView(
        code=one.code,
        document=facts["document"],
        source=facts["source"],
        of=facts["of"],
        boxes={
            int(page): tuple((a, b, c, d) for a, b, c, d in boxes)
            for page, boxes in facts["boxes"].items()
        },
        length=0,
        asked=event.number,
        by=event.actor,
        at=event.at,
        reason=str(event.data.get("reason", "")),
    )


def piece_of(site: Any, document: str, person: str, now: datetime) -> Piece:
    """Return a document that the person may cover; ``Unknown`` for every other.

    ``document`` is the code of a document, or of a file with the number of one of the
    files of its dossier behind a colon.
    """
    item = items.find(site, document.partition(":")[0])
    if item is None or item.restricted:
        raise Unknown
    rights.check(rights.keeps(site, item.keeper, person, now), visible=False)
    for piece in items.pieces(site, item.code):
        if piece.code == document:
            return piece
    raise Unknown


def cover(
    site: Any,
    document: str,
    boxes: Mapping[int, Sequence[Box]],
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Twin:
    """Have a covered copy made; return it. A job draws it afterwards.

    Raises ``Unknown``, ``Stale``, ``Missing``.
    """
    piece = piece_of(site, document, actor, now)
    kept = capture.document(site, document)
    if kept is not None and _secret(kept):
        raise Missing(STATE_SECRETS)
    if not piece.archival:
        raise Missing(
            _("${code} has no archival copy yet, so nothing can be covered."),
            code=document,
        )
    _check_boxes(boxes, piece.pages)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    shelf = store.made(site)
    one = shelf.twins.get(document) or Twin(f"{store.TWIN}-{document}")
    rights.check_seen(one, seen)
    item = items.find(site, document.partition(":")[0])
    assert item is not None
    group = rights.keeps(site, item.keeper, actor, now)
    facts = {
        "code": one.code,
        "document": document,
        "source": piece.source,
        "of": piece.archival,
        "boxes": {
            str(page): [[round(side, 4) for side in box] for box in some]
            for page, some in sorted(boxes.items())
        },
    }
    data = {"reason": reason.strip()[:500]}
    rights.append(one, "cover", actor, group, now, facts, data)
    shelf.twins[document] = one
    return one


def _secret(kept: Any) -> bool:
    from motcua.archive.capture import documents

    return documents.view(kept).fields.get("access") == _SECRET


def _check_boxes(boxes: Mapping[int, Sequence[Box]], pages: int) -> None:
    count = sum(len(some) for some in boxes.values())
    if not 0 < count <= MOST:
        raise Missing(_("Draw 1 to 500 boxes over what is to be covered."))
    for page, some in boxes.items():
        if not 0 < page <= pages:
            raise Missing(_("There is no page ${page}."), page=str(page))
        for left, top, right, bottom in some:
            if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
                raise Missing(
                    _("A box on page ${page} lies outside the page."), page=str(page)
                )
