"""What a batch consists of at a moment: arrivals, pages, documents, and the rest.

Every page that arrived is in exactly one place: a document, the unassigned (chưa xếp),
the rejected (loại), the quarantine (cách ly), or among the cover sheets (tờ bìa). A
page that was cut in two counts as its two halves; the file that it came in stays.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a batch is for: the stack of one dossier at the counter, papers of several
#: dossiers, plain papers that belong to no dossier of the house.
PURPOSES: Final = ("counter", "dossiers", "papers")
#: How a file shows its sheets: all in reading order, the fronts of a pass, or the
#: backs of the same pass in reverse, as a feeder without duplex gives them.
SIDES: Final = ("all", "fronts", "backs")
#: States of a batch. Arranging is possible while it is open.
STATES: Final = ("open", "submitted", "accepted", "closed")
#: Places in which a page can be.
PLACES: Final = ("document", "unassigned", "rejected", "quarantined", "cover")


@dataclass(frozen=True)
class Target:
    """What a document is: a paper of a dossier, or number so-and-so of a file.

    ``dossier`` and ``paper`` are codes; ``ordinal`` is 0 for papers of dossiers.
    """

    dossier: str = ""
    paper: str = ""
    ordinal: int = 0

    def to_json(self) -> list[Any]:
        """Return the target as a ledger keeps it."""
        return [self.dossier, self.paper, self.ordinal]

    @classmethod
    def from_json(cls, data: list[Any]) -> Target:
        """Return the target written by ``to_json``."""
        dossier, paper, ordinal = data
        return cls(str(dossier), str(paper), int(ordinal))


@dataclass(frozen=True)
class Arrival:
    """One file that came in; ``number`` counts from 1 within the batch.

    ``look`` is the digest of the JSON file that tells what was seen on its pages, ""
    as long as nobody looked. ``asked`` is the number of the event that asked for
    another look, 0 for the first one. ``name`` is what the file was called where it
    came from.
    """

    number: int
    sha256: str
    size: int
    media: str
    pages: int
    signed: bool
    side: str
    via: str
    actor: str
    at: str
    name: str
    look: str = ""
    asked: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its pages, in order."""
        return tuple(f"a{self.number}.{one}" for one in range(1, self.pages + 1))


@dataclass(frozen=True)
class Page:
    """One page, or half of one that was cut.

    ``id`` is "a1.3" for the third page of the first arrival, "a1.3-1" and "a1.3-2" for
    its halves. ``rotation`` is by how many degrees clockwise the page is to be turned.
    ``part`` is what of the page is shown, as (left, top, right, bottom) in fractions
    of the page as it arrived.
    """

    id: str
    arrival: int
    sha256: str
    number: int
    side: str
    rotation: int = 0
    part: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Document:
    """One document (tài liệu) in the making.

    ``state`` is ``open``, ``filing`` (asked for, the job is at it) or ``filed``;
    ``problem`` names why filing failed, a key of ``words.PROBLEMS``. ``filed`` tells
    where it went: ``{"sha256", "dossier", "event"}`` or ``{"sha256", "document"}``.
    """

    id: str
    target: Target | None
    pages: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    state: str = "open"
    problem: str = ""
    filed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """How many pages there are where; ``adds_up`` says whether none is missing.

    ``arrived`` counts pages of files and ``cut`` those that became two; ``filed`` is
    part of ``documents``.
    """

    arrived: int
    cut: int
    documents: int
    filed: int
    covers: int
    unassigned: int
    rejected: int
    quarantined: int
    turned_away: int

    @property
    def placed(self) -> int:
        """Pages that have a place."""
        return (
            self.documents
            + self.covers
            + self.unassigned
            + self.rejected
            + self.quarantined
        )

    @property
    def papers(self) -> int:
        """Pages as people count them: without cover sheets and what is rejected."""
        return self.documents + self.unassigned + self.quarantined

    @property
    def adds_up(self) -> bool:
        """Whether as many pages are placed as came in."""
        return self.arrived + self.cut == self.placed


@dataclass(frozen=True)
class Layout:
    """What stands where in a batch after its events so far.

    ``unassigned`` and ``rejected`` map a page to the reason, a key of
    ``words.REASONS``; ``quarantined`` to the level of secrecy; ``covers`` to what the
    cover sheet announces; ``backs`` are those of them that are the bare back of one.
    ``cut`` maps a page to its halves. ``undoable`` is the number
    of the event that ``undo`` would take back, 0 for none. ``turned_away`` are files
    of a watched folder that were refused: (name, reason).
    """

    code: str
    unit: str
    purpose: str
    dossiers: tuple[str, ...]
    file_code: str
    scanner: str
    declared: int
    opened_by: str
    opened_at: str
    state: str
    length: int
    arrivals: tuple[Arrival, ...]
    pages: Mapping[str, Page]
    documents: tuple[Document, ...]
    unassigned: Mapping[str, str]
    rejected: Mapping[str, str]
    quarantined: Mapping[str, str]
    covers: Mapping[str, Target]
    backs: frozenset[str]
    cut: Mapping[str, tuple[str, str]]
    turned_away: tuple[tuple[str, str], ...]
    undoable: int
    note: str = ""

    def arrival(self, number: int) -> Arrival:
        """Return an arrival by its number; KeyError when there is none."""
        if not 1 <= number <= len(self.arrivals):
            raise KeyError(number)
        return self.arrivals[number - 1]

    def document(self, id: str) -> Document:
        """Return a document by its id; KeyError when there is none."""
        return {one.id: one for one in self.documents}[id]

    def places(self, page: str) -> list[str]:
        """Return every place in which the page is: one, or something is wrong."""
        held = [one.id for one in self.documents for each in one.pages if each == page]
        found = {
            "unassigned": self.unassigned,
            "rejected": self.rejected,
            "quarantined": self.quarantined,
            "cover": self.covers,
        }
        return held + [name for name, pages in found.items() if page in pages]

    def expected(self) -> list[str]:
        """Return the ids of all pages that must have a place, in order of arrival."""
        found: list[str] = []
        for arrival in self.arrivals:
            for one in arrival.ids:
                found.extend(self.cut.get(one, (one,)))
        return found

    def astray(self) -> list[str]:
        """Return the pages that have no place or several; nothing when all is well."""
        placed: Counter[str] = Counter()
        for one in self.documents:
            placed.update(one.pages)
        for pages in (self.unassigned, self.rejected, self.quarantined, self.covers):
            placed.update(pages.keys())
        known = self.expected()
        wrong = [one for one in known if placed[one] != 1]
        return wrong + sorted((set(placed) | set(self.pages)) ^ set(known))

    @property
    def figures(self) -> Figures:
        """How many pages there are where."""
        return Figures(
            arrived=sum(one.pages for one in self.arrivals),
            cut=len(self.cut),
            documents=sum(len(one.pages) for one in self.documents),
            filed=sum(len(one.pages) for one in self.documents if one.state == "filed"),
            covers=len(self.covers),
            unassigned=len(self.unassigned),
            rejected=len(self.rejected),
            quarantined=len(self.quarantined),
            turned_away=len(self.turned_away),
        )

    @property
    def waiting(self) -> tuple[Arrival, ...]:
        """Arrivals whose pages nobody has looked at yet."""
        return tuple(one for one in self.arrivals if not one.look)
