"""Drafts: the next version of a procedure while it is written and looked over.

A draft is no content: it has no address, no rights of its own and is in no list of
the public. The book on ``/procedures`` holds the open ones, one for each code; a
closed draft stays with its procedure and tells how a version came to be.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from motcua.procedures.procedure import KeptText
from persistent import Persistent
from typing import Any
from typing import Final
from typing import Literal


Stage = Literal["editing", "control", "publication", "closed"]
#: In the order of the road.
STAGES: Final[tuple[Stage, ...]] = ("editing", "control", "publication", "closed")
#: Who is waited for: the duty that acts in a stage.
DUTY_OF: Final[dict[str, str]] = {
    "editing": "catalogue",
    "control": "control",
    "publication": "publication",
}
#: Texts that a draft keeps; older ones are dropped while it is written.
KEPT_TEXTS: Final = 20


class DraftRefused(ValueError):
    """The act is not possible; the message says why, in both languages."""


class StaleDraft(DraftRefused):
    """Somebody saved since; nothing was written.

    ``seen`` is the text that was worked upon (None when it is no longer kept),
    ``now`` what stands there now, ``by`` who saved last.
    """

    def __init__(self, seen: Version | None, now: Version, by: str, revision: int):
        super().__init__(
            f"{now.code}: {by} đã lưu trong lúc bạn sửa / saved while you were editing"
        )
        self.seen = seen
        self.now = now
        self.by = by
        self.revision = revision


@dataclass(frozen=True)
class LogEntry:
    """One act on a draft or a procedure; ``at`` is in UTC, ``deed`` a document.

    ``borrowed`` marks the act of somebody lent by a higher agency, ``waived`` one
    of an author under a waiver. ``revision`` is the text that the act was about.
    """

    at: datetime
    person: str
    act: str
    note: str = ""
    deed: str = ""
    revision: int = 0
    borrowed: bool = False
    waived: bool = False


@dataclass(frozen=True)
class Waiver:
    """A small commune lets an author of the draft act in a stage as well."""

    stage: Stage
    reason: str
    deed: str
    person: str


@dataclass(frozen=True)
class Loan:
    """A holder of a duty in a higher agency acts for the one that has none."""

    duty: str
    lent: str
    reason: str
    deed: str
    person: str


class Draft(Persistent):
    """The next version of one procedure.

    ``base`` is the digest of the version it was begun from, "" for a procedure that
    is new. ``unit`` is the department that writes it.
    """

    stage: Stage = "editing"
    revision: int = 0
    authors: tuple[str, ...] = ()
    log: tuple[LogEntry, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    loans: tuple[Loan, ...] = ()
    #: How it ended: the digest that was adopted, "" when it was given up.
    adopted: str = ""

    def __init__(self, version: Version, base: str, unit: str) -> None:
        self.code = version.code
        self.base = base
        self.unit = unit
        self.texts: tuple[tuple[int, str, KeptText], ...] = ()
        self._put(version, "")

    @property
    def version(self) -> Version:
        """Return what the draft says now."""
        return Version.from_json(self.texts[-1][2].text)

    @property
    def last_author(self) -> str:
        """Return who saved last; "" before anybody did."""
        return self.texts[-1][1]

    def text_at(self, revision: int) -> Version | None:
        """Return what the draft said at a revision, None when it is kept no more."""
        for number, _person, kept in self.texts:
            if number == revision:
                return Version.from_json(kept.text)
        return None

    def saved(self, version: Version, person: str) -> None:
        """Take a new text of an author; the caller has asked for everything."""
        self._put(version, person)
        if person not in self.authors:
            self.authors = (*self.authors, person)

    def note(self, entry: LogEntry) -> None:
        """Add a line to the log."""
        self.log = (*self.log, entry)

    def _put(self, version: Version, person: str) -> None:
        self.revision += 1
        row = (self.revision, person, KeptText(version.to_json()))
        self.texts = (*self.texts, row)[-KEPT_TEXTS:]

    def waived(self, stage: str) -> bool:
        """Say whether authors may act in a stage."""
        return any(waiver.stage == stage for waiver in self.waivers)

    def lent(self, duty: str) -> frozenset[str]:
        """Return who was lent for a duty."""
        return frozenset(loan.lent for loan in self.loans if loan.duty == duty)

    @property
    def entered(self) -> datetime | None:
        """Return when the present stage began."""
        moves = [entry.at for entry in self.log if entry.act in MOVES]
        return moves[-1] if moves else None


#: Acts that lead from one stage to another.
MOVES: Final = frozenset(
    {"begin", "submit", "send_back", "agree", "publish", "discard"}
)


class DraftBook(Persistent):
    """All open drafts, kept on ``/procedures``.

    ``given_up`` holds closed drafts of codes that never became procedures;
    ``waiting`` the codes of procedures with a version that waits for approvals.
    """

    def __init__(self) -> None:
        self.open = OOBTree()
        self.given_up = OOBTree()
        self.waiting = OOTreeSet()


def book(site: Any = None) -> DraftBook | None:
    """Return the book, None before the first draft."""
    found = folder(site).draft_book
    return found if isinstance(found, DraftBook) else None


def made_book(site: Any = None) -> DraftBook:
    """Return the book, made now if there is none. The caller commits."""
    found = book(site)
    if found is None:
        found = folder(site).draft_book = DraftBook()
    return found


def find(code: str, site: Any = None) -> Draft | None:
    """Return the open draft of a code, or None."""
    kept = book(site)
    found = kept.open.get(code) if kept is not None else None
    return found if isinstance(found, Draft) else None


def all_open(site: Any = None) -> list[Draft]:
    """Return every open draft, by code."""
    kept = book(site)
    return [] if kept is None else list(kept.open.values())


def closed(code: str, site: Any = None) -> tuple[Draft, ...]:
    """Return the closed drafts of a code, oldest first."""
    kept = book(site)
    alone = kept.given_up.get(code, ()) if kept is not None else ()
    content = folder(site).get(code)
    return (*alone, *(content.closed if content is not None else ()))


def days_in(draft: Draft, on: date) -> int:
    """Return for how many days the draft has been in its stage."""
    if draft.entered is None:
        return 0
    return max(0, (on - draft.entered.astimezone(VIETNAM).date()).days)
