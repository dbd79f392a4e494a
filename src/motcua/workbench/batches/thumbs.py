"""Pages as a screen shows them: small, with their flags, in the order of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive.capture import showing
from motcua.archive.quality import thresholds
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout

#: Pages of one screen; a document is never parted. More would weigh above 100 kB.
MOST: Final = 60
#: Findings in two words; what to do about them stands on the page of the document.
SHORT: Final[dict[str, Any]] = {
    "dpi-low": _("too few dpi"),
    "not-colour": _("no colour"),
    "skewed": _("leans"),
    "blurred": _("blurred"),
    "faint": _("faint"),
    "clipped": _("cut off?"),
    "blank": _("blank?"),
}
#: Severity -> sign; colours come from the style.
SIGNS: Final = {"rescan": "✖", "look": "▲", "tell": "●"}


@dataclass(frozen=True)
class Flag:
    """A finding on a page: sign, short words, and what to do."""

    severity: str
    code: str
    message: Any

    @property
    def sign(self) -> str:
        """What is seen before the words are read."""
        return SIGNS[self.severity]

    @property
    def short(self) -> Any:
        """Two words."""
        return SHORT[self.code]


@dataclass(frozen=True)
class Thumb:
    """One page: ``number`` counts within its document; ``version`` of its picture."""

    id: str
    number: int
    version: str
    flags: tuple[Flag, ...]
    reason: Any = ""


@dataclass(frozen=True)
class Group:
    """A document, or a place of its own, with its pages."""

    id: str
    number: int
    document: Document | None
    pages: tuple[Thumb, ...]


class Sheet:
    """Makes thumbs and groups of one batch at one moment."""

    def __init__(self, found: Layout) -> None:
        self.found = found
        self.kinds = {
            page: str(one.fields.get("kind") or thresholds.DOCUMENT)
            for one in found.documents
            for page in one.pages
        }
        self.rules: dict[tuple[str, date], thresholds.Thresholds] = {}

    def thumb(self, id: str, number: int, reason: Any = "") -> Thumb:
        """Return a page of the batch."""
        page = self.found.pages[id]
        seen = showing.portrait(self.found, page, showing.THUMB)
        version = seen.key[:12] if seen is not None else ""
        return Thumb(id, number, version, tuple(self.flags(id)), reason)

    def flags(self, id: str) -> Iterable[Flag]:
        """Return what is to be told of a page, the gravest first."""
        page = self.found.pages[id]
        figure = showing.figures(self.found, page)
        if figure is None:
            return ()
        kind = self.kinds.get(id, thresholds.DOCUMENT)
        rule = self._rule(kind, self.found.arrival(page.arrival).at)
        return [
            Flag(one.severity, one.code, one.message)
            for one in thresholds.findings(figure, rule)
        ]

    def _rule(self, kind: str, at: str) -> thresholds.Thresholds:
        day = datetime.fromisoformat(at).astimezone(VIETNAM).date()
        if (kind, day) not in self.rules:
            self.rules[kind, day] = thresholds.in_force(kind, day).thresholds
        return self.rules[kind, day]

    def group(self, document: Document, number: int) -> Group:
        """Return a document with its pages."""
        pages = enumerate(document.pages, start=1)
        thumbs = tuple(self.thumb(id, count) for count, id in pages)
        return Group(document.id, number, document, thumbs)

    def place(self, name: str, begin: int, most: int = MOST) -> Group:
        """Return pages of a place that is no document, with their reasons."""
        place = places(self.found)[name]
        ids = list(place)[begin : begin + most]
        pages = enumerate(ids, start=begin + 1)
        return Group(
            name,
            0,
            None,
            tuple(self.thumb(id, count, place[id]) for count, id in pages),
        )

    def documents(self, begin: int) -> tuple[list[Group], int]:
        """Return groups from the document at ``begin`` on, and where the next begins.

        The second is 0 behind the last one.
        """
        groups: list[Group] = []
        pages = 0
        for at, document in enumerate(self.found.documents[begin:], start=begin):
            if groups and pages + len(document.pages) > MOST:
                return groups, at
            groups.append(self.group(document, at + 1))
            pages += len(document.pages)
        return groups, 0


def places(found: Layout) -> dict[str, dict[str, Any]]:
    """Return the places that are no documents: name -> {page: reason}."""
    return {
        "chua-xep": dict(found.unassigned),
        "loai": dict(found.rejected),
        "cach-ly": dict(found.quarantined),
        "to-bia": dict(found.covers),
    }
