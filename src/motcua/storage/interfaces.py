"""What the lowest Zope-aware layer promises to those above it."""

from __future__ import annotations

from plone.theme.interfaces import IDefaultPloneLayer
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import Interface


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from datetime import timedelta
    from motcua.storage.files import FileRef
    from motcua.storage.files import KeptFile
    from motcua.storage.files import Source
    from motcua.storage.jobs import Asked
    from pathlib import Path
    from sqlalchemy import Connection
    from typing import BinaryIO


class IMotcuaLayer(IDefaultPloneLayer):
    """Requests to a site on which motcua is installed.

    Every view of motcua is registered for this layer, so that another Plone
    site in the same process never sees one.
    """


class IUncatalogued(Interface):
    """Content that must never reach ``portal_catalog``.

    Dossiers and records are found through SQL, under rights that hold at the
    next request; the catalogue would copy their metadata under older rights.
    Objects that provide this marker are skipped by the indexing queue, have no
    key reference (and so no intid), no link-integrity data and are hidden from
    tools that walk the whole site.
    """


class IShard(Interface):
    """A folder that holds many objects and shows none of them.

    Adding a child writes the child and one node of a tree, never the folder or
    its parent. Children are reached by their id; listing them is for
    `walk` alone, which verification and rebuilding use. Over the web a shard
    answers 404 to everybody, whatever is asked of it, and so does a name it
    does not hold.
    """

    def add(id: str, obj: Any) -> Any:
        """Put `obj` under `id`, with the usual events, and return it wrapped.

        Raises ``DuplicateId`` when the id is taken: an acknowledged object is
        never replaced.
        """

    def get(name: str, default: Any = None) -> Any:
        """Return the child called `name`, or `default`."""

    def walk() -> Iterator[Any]:
        """Iterate over all children, in the order of their ids."""


class IProjection(Interface):
    """A table in SQL that repeats a part of the truth, registered by name.

    Called right after the commit that changed an object, by the replay for
    what a crash skipped, and by verification and rebuilding. Objects may come
    without acquisition (the replay loads them by their database id), so a row
    is computed from the object alone, and computing it changes nothing.
    """

    follows = Attribute("Dotted names of the classes whose objects have rows here.")

    table = Attribute("The ``sqlalchemy.Table`` that holds the rows.")

    def key(obj: Any) -> tuple[Any, ...]:
        """Return the primary key of the object's row, as a tuple of columns."""

    def row(obj: Any) -> Mapping[str, Any] | None:
        """Return the row as a mapping, or None where the object has none."""

    def upsert(connection: Connection, row: Mapping[str, Any]) -> bool:
        """Write `row` unless a newer one is there; return whether it was written.

        Rows arrive in any order and more than once: an older row (smaller
        length) never replaces a newer one.
        """

    def compare(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
        """Return the columns in which a stored row differs from the expected one."""

    def replace(connection: Connection, row: Mapping[str, Any]) -> None:
        """Write `row` over whatever stands there. Rebuilding alone calls this."""

    def remove(connection: Connection, key: tuple[Any, ...]) -> None:
        """Drop the row with this key, and what hangs on it. Rebuilding calls this."""

    def stored(
        connection: Connection,
    ) -> Iterator[tuple[tuple[Any, ...], Mapping[str, Any]]]:
        """Iterate over ``(key, row)`` of all that is stored, in the form of `row`."""

    def truth(site: Any) -> Iterator[Any]:
        """Iterate over all objects that ought to have a row."""


class IKnowsWhatIsNew(IProjection):
    """A projection of objects that remember what they come to.

    Asked right after a change instead of `row` and `jobs`, which read the whole
    object and are what the replay, verification and rebuilding go by.
    """

    def fresh(obj: Any, since: int) -> Any:
        """Return the ``projections.Fresh`` of an object with a new tail.

        `since` is the number of its first part that was not committed before. The
        row is the one that `row` returns, or None where nothing in it is new; the
        jobs are those of `jobs` that the tail calls for.
        """


class IDerivesJobs(Interface):
    """A projection whose objects also ask for long work."""

    def jobs(obj: Any) -> Iterable[Asked]:
        """Return ``(kind, key, data)`` of every job that the object calls for.

        Or ``jobs.Wanted``, where it is for a person who waits, or for nobody.

        Asked again and again; a job that is known already is not queued twice.
        """


class IIssuesNumbers(Interface):
    """A projection whose objects carry numbers that were allocated for them."""

    def numbers(obj: Any) -> Iterable[tuple[str, str, int]]:
        """Return ``(sequence, period, number)`` of every number that is in use."""


class IFileStore(Interface):
    """Files kept under the SHA-256 of their bytes; names are nobody's business.

    What is stored is on the disk before `store` returns, so that a transaction
    may refer to it. Nothing is changed in place. What nobody refers to is put away
    and forgotten; what was lawfully destroyed goes at once, through `destroy`.
    """

    def store(source: Source, limit: int | None = None) -> FileRef:
        """Keep the bytes of `source` (bytes, path or binary stream).

        Returns a ``FileRef``. Storing the same bytes again renews their date.
        Raises ``FileTooLarge`` beyond `limit` bytes, and keeps nothing then.
        """

    def open(sha256: str) -> BinaryIO:
        """Return a binary stream; raises ``UnknownFile``."""

    def path(sha256: str) -> Path:
        """Return where the file lies; raises ``UnknownFile``."""

    def exists(sha256: str) -> bool:
        """Return whether a file with this hash is kept."""

    def check(sha256: str) -> bool:
        """Read the file and return whether its bytes still have this hash."""

    def listed(bucket: str) -> Iterator[KeptFile]:
        """Iterate over the ``KeptFile`` of one bucket: two hexadecimal digits."""

    def set_aside(sha256: str, older_than: timedelta) -> bool:
        """Put away a file that nobody refers to; return whether it went.

        Only one whose date lies more than `older_than` back. Whoever asks for its
        bytes later brings it back.
        """

    def forget(older_than: timedelta) -> int:
        """Remove what was put away longer ago than that; return how many files."""

    def destroy(sha256: str, older_than: timedelta) -> bool:
        """Remove the bytes for good; return whether none are left.

        They stay when they were stored again less than `older_than` ago: somebody may
        be about to refer to them. The caller has asked who refers to them.
        """

    def destroyed(before: datetime) -> Iterator[str]:
        """Iterate over the hashes of what was destroyed before a moment, in order.

        Not what was lost or forgotten. What was stored again may be among it.
        """

    def tended() -> AbstractContextManager[None]:
        """Return a context in which nobody else mends or destroys files."""


class IRefersToFiles(Interface):
    """Whoever keeps hashes of stored files tells which; a utility with a name.

    Every package that stores files has one: what nobody refers to is an orphan.
    """

    def refers(first: str, last: str) -> Iterable[str]:
        """Return the hashes from `first` to `last`, both included, referred to."""


class IDerivesFiles(IRefersToFiles):
    """Refers to files that were made of others, and to those others.

    Such a reference lives as long as somebody else refers to the original: it keeps
    nothing from being destroyed.
    """


class IJob(Interface):
    """Long work of one kind, registered as a utility with the kind as its name."""

    def __call__(
        key: str, data: Mapping[str, Any], progress: Callable[..., None]
    ) -> None:
        """Do the work; what it changes is committed by the worker afterwards.

        Done at least once: a job that died half-way runs again, so its effect
        must be the same a second time. `data` holds ids, never objects.
        `progress(done, total, message="")` records how far it is and raises
        ``JobCancelled`` when the work is no longer wanted.
        """
