"""The content type Procedure and what is stored beside it."""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from datetime import date
from motcua.procedures.definitions import Version
from motcua.procedures.interfaces import IProcedure
from motcua.procedures.interfaces import ISourceRecord
from motcua.storage import projections
from persistent import Persistent
from plone.dexterity.content import Item
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
    forms: tuple[tuple[str, str, int, str, str], ...] = ()
    moves: int = 0
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
        """Return a number that grows with every adoption and transition."""
        return len(self.timeline) + self.moves

    def adopt(self, version: Version) -> bool:
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
        self.timeline = (*self.timeline, (version.effective_from, version.digest))
        self.title = version.title
        self.field = version.field
        self.level = version.level
        # What was just adopted is asked for again before the commit.
        self._v_adopted = version
        projections.after_commit(self)
        return True

    def version(self, digest: str) -> Version:
        """See IProcedure."""
        adopted = getattr(self, "_v_adopted", None)
        if adopted is not None and adopted.digest == digest:
            return adopted
        kept = self.kept.get(digest) if self.kept is not None else None
        if kept is None:
            raise KeyError(f"Procedure {self.id} keeps no version {digest}")
        return Version.from_json(kept.text)

    def latest(self) -> Version | None:
        """Return the version adopted last, in force or not; None on an empty one."""
        return self.version(self.timeline[-1][1]) if self.timeline else None

    def in_force(self, on: date) -> Version | None:
        """See IProcedure: the last adopted one that has begun, unless it has ended."""
        for begins, digest in reversed(self.timeline):
            if begins is None or begins <= on:
                version = self.version(digest)
                return version if version.in_force(on) else None
        return None
