"""Where the pages of a stack belong by the marks that were seen on them.

A cover sheet starts a document. A code that cannot be read, is unknown or another
dossier's starts nothing: it and what follows it stay unassigned with the reason,
for a page in the wrong dossier is worse than one that a person has to place.

A duplex scanner gives the back of each cover sheet as a page. Where it is bare paper it
lies among the covers as well; with a single mark on it it stays in the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.capture.draft import Draft
from motcua.archive.capture.draft import Held
from motcua.archive.capture.draft import Mark
from motcua.archive.capture.pages import Target
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class _Run:
    """Pages that belong together: behind a cover, or behind what ended it."""

    target: Target | None
    reason: str
    pages: list[str] = field(default_factory=list)


def place(draft: Draft, pages: Sequence[str], number: int) -> None:
    """Give each of the pages its place; ``number`` is that of the event.

    Pages that show a stamp of secrecy go to quarantine with all of their document.
    """
    draft.lift(pages)
    for count, run in enumerate(_runs(draft, pages), start=1):
        levels = [draft.marks[one].secrecy for one in run.pages if one in draft.marks]
        level = max(levels, key=height, default="")
        if level:
            draft.quarantined.update(dict.fromkeys(run.pages, level))
        elif run.target is not None and run.pages:
            draft.documents.append(Held(f"d{number}.{count}", run.target, run.pages))
        else:
            draft.unassigned.update(dict.fromkeys(run.pages, run.reason))
    draft.tidy()


def height(level: str) -> int:
    """Order levels of secrecy; longer names are higher (mật, tối mật, tuyệt mật)."""
    return len(level)


def _runs(draft: Draft, pages: Sequence[str]) -> list[_Run]:
    runs = [_Run(None, "no-cover")]
    taken: list[Target] = []
    duplex = _duplex(draft, pages)
    for before, one in zip(["", *pages], pages, strict=False):
        mark = draft.marks.get(one, Mark())
        if duplex and mark.kind == "blank" and _is_cover(draft, before):
            draft.covers[one] = draft.covers[before]
            draft.backs.add(one)
            continue
        if mark.kind == "cover" and mark.target is not None:
            if draft.ordinal_taken(mark.target) or (
                mark.target.ordinal and mark.target in taken
            ):
                draft.unassigned[one] = "ordinal-taken"
                runs.append(_Run(None, "after-ordinal-taken"))
                continue
            draft.covers[one] = mark.target
            taken.append(mark.target)
            runs.append(_Run(mark.target, ""))
        elif mark.kind == "stray":
            draft.unassigned[one] = mark.reason
            runs.append(_Run(None, f"after-{mark.reason}"))
        elif mark.kind == "foreign" and not mark.secrecy:
            draft.unassigned[one] = mark.reason
        else:
            runs[-1].pages.append(one)
    return runs


def _is_cover(draft: Draft, page: str) -> bool:
    return page in draft.covers and draft.marks.get(page, Mark()).kind == "cover"


def _duplex(draft: Draft, pages: Sequence[str]) -> bool:
    """Say whether the pages are fronts and backs in turn, as far as covers can tell.

    Of sheets with two sides there is an even number of pages, and every cover shows
    its code on a front.
    """
    covers = [
        at
        for at, one in enumerate(pages)
        if draft.marks.get(one, Mark()).kind == "cover"
    ]
    return len(pages) % 2 == 0 and all(at % 2 == 0 for at in covers)
