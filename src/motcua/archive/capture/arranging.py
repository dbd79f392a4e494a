"""The acts of people on a batch. Each is one event; each is tried before it is written.

All take ``seen``, the ``length`` of the layout that the person saw: when another person
arranged the batch since, ``StaleBatch`` is raised and nothing is written. Files that
come in meanwhile, and what is seen on them, hinder nobody.

* ``rotate(pages={id: degrees})``  turn pages for good: 0, 90, 180, 270 clockwise
* ``move(pages, to, before="")``   to a document, ``"new"``, or ``""`` (unassigned)
* ``split(document, page)``        what begins with the page is a new document
* ``merge(documents)``             the others' pages follow those of the first
* ``cut(page, axis, where)``       an open A3 register becomes two pages
* ``reject(pages, reason)``        not filed; ``restore(pages)`` takes that back
* ``assign(document, target)``     which paper of which dossier, or which ordinal
* ``describe(document, fields)``   catalogue data of a plain paper, ``fields.FIELDS``
* ``undo()``                       the last of these does not count any more
* ``secret(pages, level)``         to quarantine; ``release(pages, reason)`` out of it
* ``collate(fronts, backs)``       two passes of a stack without duplex become one
* ``submit()``                    to the examination, see ``quality.gate``
* ``close()``                      when every page has its final place

Raises ``UnknownBatch``, ``NotYours``, ``StaleBatch``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import papers
from motcua.archive.capture import store
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.errors import StaleBatch
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.capture.fields import checked
from motcua.archive.capture.pages import Target
from motcua.archive.capture.words import REJECTIONS
from motcua.archive.ocr import recognition
from motcua.dossiers import ledger
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

#: In which states of the batch an act is possible, where not in ``open`` alone.
STATES: Final = {
    "sample": ("submitted",),
    "judge": ("submitted",),
    "accept": ("submitted",),
    "refuse": ("submitted",),
    "filing": ("open", "accepted"),
    "file": ("open", "accepted"),
    "unfiled": ("open", "accepted"),
    "close": ("open", "accepted"),
    "secret": ("open", "submitted", "accepted"),
    "release": ("open", "submitted", "accepted"),
    "look": ("open", "submitted", "accepted", "closed"),
}
#: What a person does to whom a batch was given; the rest is left to the archive.
LENT: Final = frozenset(
    {*layout.ARRANGING, "arrive", "collate", "look_again", "secret", "submit", "undo"}
)
#: Levels of secrecy that send a page to quarantine.
LEVELS: Final = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")


class Acting:
    """One person who acts on one batch at one moment; ``seen`` as above.

    ``act`` is the way for every event: rights, lock and possibility are checked there.
    """

    def __init__(
        self, site: Any, batch: Batch, actor: str, now: datetime, seen: int | None
    ) -> None:
        self.site = site
        self.batch = batch
        self.actor = actor
        self.now = now
        self.seen = seen

    def rotate(self, pages: Mapping[str, int]) -> Event:
        """Turn pages: 0, 90, 180 or 270 degrees clockwise, however they stood."""
        return self.act("rotate", {"pages": dict(pages)})

    def move(self, pages: Sequence[str], to: str, before: str = "") -> Event:
        """Put pages into a document, before one of its pages or at its end."""
        return self.act("move", {"pages": list(pages), "to": to, "before": before})

    def split(self, document: str, page: str) -> Event:
        """Make a document of its own of what begins with the page."""
        return self.act("split", {"document": document, "page": page})

    def merge(self, documents: Sequence[str]) -> Event:
        """Put the pages of the others behind those of the first."""
        return self.act("merge", {"documents": list(documents)})

    def cut(
        self, page: str, axis: str = "x", where: float = 0.5, turned: bool = False
    ) -> Event:
        """Cut a page in two, see ``draft.cut``."""
        facts = {"page": page, "axis": axis, "where": where, "turned": turned}
        return self.act("cut", facts)

    def reject(self, pages: Sequence[str], reason: str) -> Event:
        """Keep pages from being filed; ``reason`` is a key of ``words.REJECTIONS``."""
        if reason not in REJECTIONS:
            raise Missing(_("Choose why the page is rejected."))
        return self.act("reject", {"pages": list(pages), "reason": reason})

    def restore(self, pages: Sequence[str]) -> Event:
        """Take rejected pages back; they are unassigned then."""
        return self.act("restore", {"pages": list(pages)})

    def assign(self, document: str, target: Target | None) -> Event:
        """Say what a document is; None for nothing yet."""
        self._check_target(target)
        told = target.to_json() if target else None
        return self.act("assign", {"document": document, "target": told})

    def describe(self, document: str, fields: Mapping[str, str]) -> Event:
        """Write catalogue data down; an empty value takes one away."""
        return self.act("describe", {"document": document}, {"fields": checked(fields)})

    def secret(self, pages: Sequence[str], level: str) -> Event:
        """Put pages into quarantine; ``level`` is one of ``LEVELS``."""
        if level not in LEVELS:
            raise Missing(_("Choose the level of secrecy."))
        event = self.act("secret", {"pages": list(pages), "level": level})
        transaction.get().addAfterCommitHook(_forget_readings)
        return event

    def release(self, pages: Sequence[str], reason: str) -> Event:
        """Take pages out of quarantine; the archive alone does it, with a reason."""
        if not batches.holds(self._unit, self.actor, self.now):
            raise NotYours
        if not reason.strip():
            raise Missing(_("Give the reason in words."))
        return self.act("release", {"pages": list(pages)}, {"reason": reason})

    def collate(self, fronts: int, backs: int) -> Event:
        """Make one order of two passes; the numbers are those of arrivals."""
        return self.act("collate", {"fronts": fronts, "backs": backs})

    def undo(self) -> Event:
        """Take the last act of arranging back."""
        found = layout.undoable(ledger.events(self.batch))
        if not found:
            raise Impossible(_("There is nothing to undo."))
        return self.act("undo", {"event": found})

    def submit(self) -> Event:
        """Hand the batch to the examination: nobody arranges it meanwhile."""
        found = layout.fold(self.batch)
        if not found.documents:
            raise Impossible(_("The batch has no document yet."))
        if found.waiting:
            raise Impossible(
                _(
                    "Some files have not been looked at yet: wait a moment, or decide "
                    "what becomes of those that could not be looked at."
                )
            )
        return self.act("submit", {})

    def close(self) -> Event:
        """End the batch: nothing is unassigned, quarantined, or still to be filed."""
        found = layout.fold(self.batch)
        figures = found.figures
        open_ones = [one for one in found.documents if one.state != "filed"]
        if figures.unassigned or figures.quarantined or open_ones or found.waiting:
            raise Impossible(
                _(
                    "Not everything has its place: ${unassigned} pages unassigned, "
                    "${quarantined} in quarantine, ${documents} documents not filed, "
                    "${files} files not looked at."
                ),
                unassigned=str(figures.unassigned),
                quarantined=str(figures.quarantined),
                documents=str(len(open_ones)),
                files=str(len(found.waiting)),
            )
        event = self.act("close", {"figures": dict(vars(figures))})
        store.made(self.site).open.remove(self.batch.code)
        return event

    # What they have in common

    def act(
        self,
        type_: str,
        facts: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
    ) -> Event:
        """Write one event when it is permitted, possible, and nobody was faster."""
        events = self.check(type_)
        made = layout.drafted(events)
        number = self.batch.length + 1
        told = {**facts, "actor": self.actor, "at": self.now.isoformat()}
        layout.apply(made, type_, told, data or {}, number)
        made.check_whole()
        event = batches.append(self.batch, type_, self.actor, self.now, facts, data)
        if self.seen is not None:
            self.seen = event.number
        return event

    def check(self, type_: str) -> list[Event]:
        """Return the events so far; raise when this person cannot act so now."""
        if not batches.may_arrange(self.site, self.batch, self.actor, self.now):
            if batches.may_see(self.site, self.batch, self.actor, self.now):
                raise NotYours
            raise UnknownBatch
        told = (self.site, self.batch, self.actor, self.now)
        kept = type_ not in LENT and batches.is_assigned(*told)
        if kept and not batches.holds(self._unit, self.actor, self.now):
            raise NotYours
        events = ledger.events(self.batch)
        if self.seen is not None and any(
            event.type not in layout.PASSING for event in events[self.seen :]
        ):
            raise StaleBatch
        if layout.state(events) not in STATES.get(type_, ("open",)):
            raise Impossible
        return events

    @property
    def _unit(self) -> str:
        return self.batch.first.unit if self.batch.first else ""

    def _check_target(self, target: Target | None) -> None:
        if target is None:
            return
        found = layout.fold(self.batch, 1)
        if found.purpose == "papers":
            right = not target.dossier and 1 <= target.ordinal <= 9_999_999
        else:
            right = target.dossier in found.dossiers and not target.ordinal
            right = right and target.paper in papers.of_dossier(
                self.site, target.dossier
            )
        if not right:
            raise Missing(_("Choose a paper, or a number, of this batch."))


def _forget_readings(committed: bool) -> None:
    """Let go what may have been read of pages that are secret now."""
    if committed:
        recognition.forget_readings()
