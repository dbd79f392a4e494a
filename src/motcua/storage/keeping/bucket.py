"""One bucket of the file store: what is there, what ought to be, what to do about it.

Every file is read and compared with its name. One that is damaged or missing comes back
from the second copy, and the copy is completed. What nobody refers to is put away after
a week, and removed after another month in which nobody asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
import logging
from motcua.storage.interfaces import IDerivesFiles
from motcua.storage.interfaces import IRefersToFiles
from typing import Final
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from motcua.storage.files import FileStore


logger = logging.getLogger(__name__)

#: How long a file may wait for whoever refers to it: a form left open over a holiday.
ORPHAN_AFTER: Final = timedelta(days=7)
#: How long what was put away can still be asked for.
FORGOTTEN_AFTER: Final = timedelta(days=30)
#: Where more than this share of a bucket seems to be orphans, the references are at
#: fault rather than the files; small buckets are let through, for nothing is lost yet.
_MOST_ORPHANS: Final = 0.2
_SMALL: Final = 20


@dataclass(frozen=True)
class Look:
    """What was found in one bucket and done; tuples hold hashes."""

    bucket: str
    files: int
    #: Bytes of the files in the bucket.
    size: int
    #: Damaged and missing files that no copy could mend.
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    #: Files that came back from the second copy.
    mended: tuple[str, ...] = ()
    #: How many files the second copy got, and which of its own it had to replace.
    copied: int = 0
    recopied: tuple[str, ...] = ()
    #: Files put away, and whether there were too many to believe it.
    aside: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def faults(self) -> int:
        """How many files are lost as far as this house knows."""
        return len(self.damaged) + len(self.missing)


def referred(bucket: str) -> set[str]:
    """Return the hashes of a bucket that anything in the house refers to."""
    first, last = f"{bucket:0<64}", f"{bucket:f<64}"
    found: set[str] = set()
    for _name, utility in getUtilitiesFor(IRefersToFiles):
        found.update(utility.refers(first, last))
    return found


def is_referred(digest: str, *, derived: bool | None = None) -> bool:
    """Say whether anything in the house refers to a file.

    With ``derived`` only what was made of other files is asked, or only all else.
    """
    return any(
        digest in utility.refers(digest, digest)
        for _name, utility in getUtilitiesFor(IRefersToFiles)
        if derived in (None, IDerivesFiles.providedBy(utility))
    )


def look(bucket: str, store: FileStore, copy: FileStore | None) -> Look:
    """Go through one bucket and return what was found and done.

    Run again, it finds what it left: a round that was killed repeats its bucket.
    """
    with store.tended():
        return _look(bucket, store, copy)


def _look(bucket: str, store: FileStore, copy: FileStore | None) -> Look:
    kept = list(store.listed(bucket))
    wanted = referred(bucket)
    damaged: list[str] = []
    mended: list[str] = []
    recopied: list[str] = []
    copied = 0
    for each in kept:
        if not store.check(each.sha256):
            restored = _mend(each.sha256, store, copy)
            (mended if restored else damaged).append(each.sha256)
        elif copy is not None and each.sha256 in wanted:
            again = copy.exists(each.sha256)
            if not copy.check(each.sha256):
                copy.store(store.path(each.sha256))
                copied += not again
                recopied += [each.sha256] if again else []
    missing = []
    for sha256 in sorted(wanted - {each.sha256 for each in kept}):
        # One that was stored a moment ago, or put away, is not missing.
        if store.exists(sha256):
            store.path(sha256)
        elif _mend(sha256, store, copy):
            mended.append(sha256)
        else:
            missing.append(sha256)
    orphans = [each.sha256 for each in kept if each.sha256 not in wanted]
    doubtful = len(kept) > _SMALL and len(orphans) > _MOST_ORPHANS * len(kept)
    aside = [
        each for each in orphans if not doubtful and store.set_aside(each, ORPHAN_AFTER)
    ]
    return Look(
        bucket,
        files=len(kept),
        size=sum(each.size for each in kept),
        damaged=tuple(damaged),
        missing=tuple(missing),
        mended=tuple(mended),
        copied=copied,
        recopied=tuple(recopied),
        aside=tuple(aside),
        doubtful=doubtful,
    )


def _mend(sha256: str, store: FileStore, copy: FileStore | None) -> bool:
    """Bring a file back from the second copy; say whether it is whole again."""
    if copy is None or not copy.check(sha256):
        return False
    store.store(copy.path(sha256))
    logger.warning("File %s was damaged or missing; its copy took its place.", sha256)
    return store.check(sha256)
