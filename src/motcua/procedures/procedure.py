"""The content type Procedure and what is stored beside it."""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import date
import functools
from motcua.procedures.definitions import Version
from motcua.procedures.interfaces import IProcedure
from motcua.procedures.interfaces import ISourceRecord
from motcua.storage import projections
from persistent import Persistent
from plone.dexterity.content import Item
from typing import Any
import zlib
from zope.interface import implementer


TYPE = "Procedure"
WORKFLOW = "procedure_workflow"
DRAFT = "draft"
Timeline = tuple[tuple[date | None, str], ...]


class KeptText(Persistent):
    """A long text in a database record of its own, compressed; never changed.

    Lists and the catalogue never load it.
    """

    def __init__(self, text: str) -> None:
        self.packed = zlib.compress(text.encode(), 6)

    @property
    def text(self) -> str:
        """Return the text as it was given."""
        return zlib.decompress(self.packed).decode()


@implementer(ISourceRecord)
class SourceRecord(KeptText):
    """See ISourceRecord."""

    def __init__(self, kind: str, text: str, digest: str, flags: tuple[str, ...]):
        super().__init__(text)
        self.kind = kind
        self.digest = digest
        self.flags = flags


@dataclass(frozen=True)
class Approval:
    """Somebody has said that what depends on a version suits it now."""

    need: str
    on: date
    person: str
    deed: str


@dataclass(frozen=True)
class Readiness:
    """What has to be approved before a version may hold, and what has been.

    `needs` are names of `IDependent` adapters.
    """

    needs: tuple[str, ...]
    approvals: tuple[Approval, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the needs that nobody has approved yet."""
        done = {approval.need for approval in self.approvals}
        return tuple(need for need in self.needs if need not in done)

    @property
    def since(self) -> date | None:
        """Return the day of the last approval; None while something is missing."""
        return None if self.missing else max(one.on for one in self.approvals)


@dataclass(frozen=True)
class Ending:
    """A procedure was repealed: its last day, the deed, and what comes instead.

    `replaced_by` are codes of procedures.
    """

    last_day: date
    deed: str
    replaced_by: tuple[str, ...] = ()
    reason: str = ""


@functools.lru_cache(maxsize=128)
def _read(packed: bytes) -> Version:
    """Return the version of a kept text; versions never change, so some are kept."""
    return Version.from_json(zlib.decompress(packed).decode())


@implementer(IProcedure)
class Procedure(Item):
    """See IProcedure. Big texts live in records of their own."""

    title: str = ""
    field: str = ""
    level: str = ""
    timeline: Timeline = ()
    source: SourceRecord | None = None
    kept: OOBTree | None = None
    #: Rows of ``forms.Form``; the bytes lie in the store of files.
    forms: tuple[tuple[Any, ...], ...] = ()
    moves: int = 0
    readiness: OOBTree | None = None
    ending: Ending | None = None
    #: Closed drafts, oldest first: how each version came to be.
    closed: tuple[Any, ...] = ()
    #: Decisions on the procedure as a whole (`drafts.LogEntry`), oldest first.
    acts: tuple[Any, ...] = ()
    #: Its periodic reviews (`reviews.Reviews`), None before the first one.
    reviews: Any = None
    _v_adopted: Version | None = None

    @property
    def code(self) -> str:
        """Return the national code, which is the id."""
        return self.id

    @property
    def state(self) -> str:
        """Return the state in the workflow; needs no acquisition."""
        history = (getattr(self, "workflow_history", None) or {}).get(WORKFLOW)
        return str(history[-1]["review_state"]) if history else DRAFT

    @property
    def length(self) -> int:
        """Return a number that grows with every adoption, approval and transition."""
        return len(self.timeline) + self.moves

    def adopt(
        self,
        version: Version,
        since: date | None = None,
        needs: tuple[str, ...] = (),
    ) -> bool:
        """See IProcedure."""
        if version.code != self.id:
            raise ValueError(
                f"Procedure {self.id} cannot adopt a version of {version.code}"
            )
        if self.timeline and self.timeline[-1][1] == version.digest:
            return False
        if self.kept is None:
            self.kept = OOBTree()
        if version.digest not in self.kept:
            self.kept[version.digest] = KeptText(version.to_json())
        begins = version.effective_from or since
        self.timeline = (*self.timeline, (begins, version.digest))
        if needs:
            if self.readiness is None:
                self.readiness = OOBTree()
            self.readiness[version.digest] = Readiness(needs)
        self.title = version.title
        self.field = version.field
        self.level = version.level
        # What was just adopted is asked for again before the commit.
        self._v_adopted = version
        projections.after_commit(self)
        return True

    def approve(
        self, digest: str, need: str, on: date, person: str, deed: str
    ) -> Readiness:
        """See IProcedure."""
        readiness = self.ready(digest)
        if readiness is None or need not in readiness.missing:
            raise ValueError(
                f"{self.id}: {need!r} không chờ duyệt / is not waiting for approval"
            )
        assert self.readiness is not None
        approvals = (*readiness.approvals, Approval(need, on, person, deed))
        readiness = Readiness(readiness.needs, approvals)
        self.readiness[digest] = readiness
        self.touch()
        return readiness

    def ready(self, digest: str) -> Readiness | None:
        """Return what a version waits or waited for; None when nothing depends."""
        found = self.readiness.get(digest) if self.readiness is not None else None
        return found if isinstance(found, Readiness) else None

    def repeal(self, ending: Ending | None) -> None:
        """See IProcedure."""
        self.ending = ending
        self.touch()

    def touch(self) -> None:
        """Let SQL follow what has just been changed here."""
        self.moves += 1
        projections.after_commit(self)

    def holding(self) -> Timeline:
        """Return the rows of the timeline that are ready, oldest adoption first.

        A version that had to wait holds from the day of its last approval.
        """
        rows = []
        for begins, digest in self.timeline:
            readiness = self.ready(digest)
            if readiness is not None:
                if readiness.since is None:
                    continue
                begins = max(begins or date.min, readiness.since)
            rows.append((begins, digest))
        return tuple(rows)

    def waiting(self, on: date) -> list[tuple[Version, Readiness]]:
        """Return the versions whose day has come and that still wait, oldest first."""
        found = []
        for begins, digest in self.timeline:
            readiness = self.ready(digest)
            due = begins is None or begins <= on
            if readiness is not None and readiness.missing and due:
                found.append((self.version(digest), readiness))
        return found

    def version(self, digest: str) -> Version:
        """See IProcedure."""
        adopted = getattr(self, "_v_adopted", None)
        if adopted is not None and adopted.digest == digest:
            return adopted
        kept = self.kept.get(digest) if self.kept is not None else None
        if kept is None:
            raise KeyError(f"Procedure {self.id} keeps no version {digest}")
        return _read(kept.packed)

    def latest(self) -> Version | None:
        """Return the version adopted last, in force or not; None on an empty one."""
        return self.version(self.timeline[-1][1]) if self.timeline else None

    def in_force(self, on: date) -> Version | None:
        """See IProcedure: the last adopted one that has begun, unless it has ended."""
        if self.ending is not None and on > self.ending.last_day:
            return None
        for begins, digest in reversed(self.holding()):
            if begins is None or begins <= on:
                version = self.version(digest)
                return version if version.in_force(on) else None
        return None
