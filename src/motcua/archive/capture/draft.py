"""A layout in the making, and how the acts of arranging change it.

Used twice: folding the chain of a batch applies every event, and an act is tried here
before its event is written. What is impossible raises ``Impossible`` with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from motcua import _
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.pages import Arrival
from motcua.archive.capture.pages import Page
from motcua.archive.capture.pages import Target
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping


@dataclass
class Held:
    """A document while it is being arranged, see ``pages.Document``."""

    id: str
    target: Target | None = None
    pages: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    state: str = "open"
    problem: str = ""
    filed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """What was seen on a page that decides where it belongs.

    ``kind`` is "" (nothing), ``cover`` with a ``target``, ``stray`` for a code that
    starts no document and ends the one before, ``foreign`` for a page that names
    another dossier, ``blank`` for bare paper; ``reason`` is a key of
    ``words.REASONS``. ``secrecy`` is the level of a stamp, "" without one.
    """

    kind: str = ""
    target: Target | None = None
    reason: str = ""
    secrecy: str = ""


class Draft:
    """A layout that changes; ``layout.Layout`` is its frozen form."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.note = ""
        self.arrivals: list[Arrival] = []
        self.pages: dict[str, Page] = {}
        self.marks: dict[str, Mark] = {}
        self.documents: list[Held] = []
        self.unassigned: dict[str, str] = {}
        self.rejected: dict[str, str] = {}
        self.quarantined: dict[str, str] = {}
        self.covers: dict[str, Target] = {}
        #: Those among the covers that are the bare back of one.
        self.backs: set[str] = set()
        self.cut: dict[str, tuple[str, str]] = {}
        self.turned_away: list[tuple[str, str]] = []
        #: Arrivals that a person arranged: what is seen later moves no page of them.
        self.touched: set[int] = set()
        #: Pages that a person turned: what is seen later turns them no more.
        self.turned: set[str] = set()

    # Asking

    def document(self, id: str) -> Held:
        """Return a document that may be changed."""
        for one in self.documents:
            if one.id == id:
                if one.state != "open":
                    raise Impossible(
                        _("This document is filed already; it is not changed any more.")
                    )
                return one
        raise Impossible(
            _("There is no document “${id}” in this batch any more."), id=id[:40]
        )

    def known(self, pages: Iterable[str]) -> list[str]:
        """Return pages, each once; refuse those that are not there, or quarantined."""
        found = list(dict.fromkeys(pages))
        if not found:
            raise Impossible(_("Choose a page first."))
        for one in found:
            if one not in self.pages:
                raise Impossible(
                    _("There is no page “${id}” in this batch."), id=one[:40]
                )
            if one in self.quarantined:
                raise Impossible(
                    _("Page ${id} is in quarantine; release it first."), id=one
                )
        return found

    def ordinal_taken(self, target: Target, but: str = "") -> bool:
        """Say whether another document of the batch has this ordinal."""
        return bool(target.ordinal) and any(
            one.target == target and one.id != but for one in self.documents
        )

    # Changing

    def lift(self, pages: Iterable[str]) -> None:
        """Take pages out of where they are; they have no place until put down."""
        gone = set(pages)
        for one in self.documents:
            if gone.intersection(one.pages):
                self.document(one.id)
                one.pages = [page for page in one.pages if page not in gone]
        for places in (self.unassigned, self.rejected, self.quarantined, self.covers):
            for page in gone.intersection(places):
                del places[page]  # type: ignore[attr-defined]
        self.backs -= gone

    def touch(self, pages: Iterable[str]) -> None:
        """Remember that a person arranged these pages."""
        self.touched.update(self.pages[one].arrival for one in pages)

    def tidy(self) -> None:
        """Drop documents that have lost their last page."""
        self.documents = [one for one in self.documents if one.pages]

    def turn(self, page: str, rotation: int) -> None:
        """Set how a page is to be turned."""
        self.pages[page] = replace(self.pages[page], rotation=rotation % 360)

    def check_whole(self) -> None:
        """Refuse to part the pages of a signed file: signed bytes stay as they are."""
        for arrival in self.arrivals:
            if arrival.signed and not self._whole(arrival):
                raise Impossible(
                    _(
                        "“${name}” carries a digital signature: it is kept as it is, "
                        "all pages together and none turned or cut."
                    ),
                    name=arrival.name or f"a{arrival.number}",
                )

    def _whole(self, arrival: Arrival) -> bool:
        ids = arrival.ids
        if any(one not in self.pages or self.pages[one].rotation for one in ids):
            return False
        for held in self.documents:
            if ids[0] in held.pages:
                return tuple(held.pages) == ids
        places = (self.unassigned, self.rejected, self.quarantined, self.covers)
        return any(all(one in place for one in ids) for place in places)


def rotate(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``rotate`` {pages: {id: degrees}}: 0, 90, 180 or 270 clockwise, for good."""
    draft.known(facts["pages"])
    _check_unfiled(draft, facts["pages"])
    for page, rotation in facts["pages"].items():
        if rotation not in (0, 90, 180, 270):
            raise Impossible(_("A page is turned by 0, 90, 180 or 270 degrees."))
        draft.turn(page, rotation)
        draft.turned.add(page)


def move(draft: Draft, facts: Mapping[str, Any], number: int) -> None:
    """``move`` {pages, to, before}: to a document, "new", or "" for the unassigned.

    ``before`` is the page of the document in front of which they are put, "" for its
    end. A new document stands behind the one that the first page came from.
    """
    pages = draft.known(facts["pages"])
    to, before = facts["to"], facts.get("before", "")
    if to == "new":
        place = _place_of(draft, pages[0])
        draft.lift(pages)
        draft.documents.insert(place, Held(f"d{number}", pages=pages))
    elif to:
        goal = draft.document(to)
        if before and (before not in goal.pages or before in pages):
            raise Impossible(_("Choose a page of the document that is not moved."))
        draft.lift(pages)
        at = goal.pages.index(before) if before else len(goal.pages)
        goal.pages[at:at] = pages
    else:
        draft.lift(pages)
        draft.unassigned.update(dict.fromkeys(pages, "moved"))
    draft.touch(pages)


def split(draft: Draft, facts: Mapping[str, Any], number: int) -> None:
    """``split`` {document, page}: what begins with the page is a document of its own.

    It belongs to nothing yet.
    """
    held = draft.document(facts["document"])
    if facts["page"] not in held.pages[1:]:
        raise Impossible(
            _("Choose the page with which the new document begins, not the first one.")
        )
    at = held.pages.index(facts["page"])
    new = Held(f"d{number}", pages=held.pages[at:])
    held.pages = held.pages[:at]
    draft.documents.insert(draft.documents.index(held) + 1, new)
    draft.touch(new.pages)


def merge(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``merge`` {documents}: the pages of the others follow those of the first."""
    held = [draft.document(one) for one in dict.fromkeys(facts["documents"])]
    if len(held) < 2:
        raise Impossible(_("Choose two documents at least."))
    for other in held[1:]:
        held[0].pages.extend(other.pages)
        other.pages = []
    draft.touch(held[0].pages)


def cut(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``cut`` {page, axis, where, turned}: an open A3 register becomes two pages.

    ``axis`` is "x" for a left and a right half, "y" for upper and lower, as the page
    lies in the file; ``where`` is 0.1 to 0.9 of it; ``turned`` puts the second half
    first. The page itself stays in its file.
    """
    page = draft.known([facts["page"]])[0]
    _check_unfiled(draft, [page])
    at = float(facts["where"])
    if facts["axis"] not in ("x", "y") or not 0.1 <= at <= 0.9:
        raise Impossible(_("A page is cut between a tenth and nine tenths of it."))
    whole = draft.pages[page]
    if whole.part is not None:
        raise Impossible(_("A half is not cut again."))
    halves = ((0.0, 0.0, at, 1.0), (at, 0.0, 1.0, 1.0))
    if facts["axis"] == "y":
        halves = ((0.0, 0.0, 1.0, at), (0.0, at, 1.0, 1.0))
    ids = (f"{page}-1", f"{page}-2")
    _put_in_place(draft, page, ids[::-1] if facts.get("turned") else ids)
    draft.touch([page])
    del draft.pages[page]
    draft.cut[page] = ids
    for id, part in zip(ids, halves, strict=True):
        draft.pages[id] = replace(whole, id=id, part=part)


def _put_in_place(draft: Draft, page: str, ids: tuple[str, ...]) -> None:
    for held in draft.documents:
        if page in held.pages:
            at = held.pages.index(page)
            held.pages[at : at + 1] = ids
            return
    for place in (draft.unassigned, draft.rejected, draft.covers):
        if page in place:
            value = place.pop(page)
            place.update(dict.fromkeys(ids, value))  # type: ignore[arg-type]
            return


def reject(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``reject`` {pages, reason}: pages that are not filed; nothing is thrown away."""
    pages = draft.known(facts["pages"])
    draft.lift(pages)
    draft.rejected.update(dict.fromkeys(pages, facts["reason"]))
    draft.touch(pages)


def restore(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``restore`` {pages}: rejected pages are unassigned again."""
    pages = draft.known(facts["pages"])
    if any(one not in draft.rejected for one in pages):
        raise Impossible(_("Only rejected pages are restored."))
    draft.lift(pages)
    draft.unassigned.update(dict.fromkeys(pages, "restored"))


def assign(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``assign`` {document, target}: what the document is; None for nothing yet."""
    held = draft.document(facts["document"])
    target = facts["target"] and Target.from_json(facts["target"])
    if target is not None and draft.ordinal_taken(target, held.id):
        raise Impossible(
            _("Number ${number} is taken by another document of this batch."),
            number=str(target.ordinal),
        )
    held.target, held.problem = target, ""
    draft.touch(held.pages)


def describe(draft: Draft, facts: Mapping[str, Any], _number: int) -> None:
    """``describe`` {document} with ``fields`` in the payload: its catalogue data."""
    held = draft.document(facts["document"])
    held.fields = {**held.fields, **facts.get("fields", {})}
    held.fields = {name: value for name, value in held.fields.items() if value != ""}


def _check_unfiled(draft: Draft, pages: Iterable[str]) -> None:
    for held in draft.documents:
        if set(held.pages).intersection(pages):
            draft.document(held.id)


def _place_of(draft: Draft, page: str) -> int:
    for place, held in enumerate(draft.documents):
        if page in held.pages:
            return place + 1
    return len(draft.documents)
