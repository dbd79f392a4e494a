"""The bytes of destroyed files go: those that nobody else refers to, and no others.

A digest is looked at when everybody who could have read it from the destroyed file has
come to an end (``SETTLED``), and when SQL has been brought up to the truth. Then:

* somebody refers to it, other than as something that was made of files: it stays;
* else what was made of it goes first, the archival copy, its text and their places in
  the index, and is doomed as well;
* then its bytes go, from the second copy and from the store, with pictures on screens
  and what was read of pages of any file.

Bytes that were stored again less than a week ago wait: whoever did that may be about to
refer to them, as with all that lies in the store. Done again after a crash, each step
finds what the last one left.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.archive import renditions
from motcua.archive.appraisal import erasure
from motcua.archive.appraisal import store
from motcua.archive.finding import picturecache
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.finding.documents import RENDITIONS
from motcua.archive.finding.documents import Texts
from motcua.archive.holdings import store as holdings
from motcua.archive.ocr import recognition
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.files import FileStore
from motcua.storage.housekeeping import VERIFY
from motcua.storage.jobs import JobFailed
from motcua.storage.keeping.bucket import is_referred
from motcua.storage.keeping.bucket import ORPHAN_AFTER
from motcua.storage.projections import after_commit
from motcua.storage.replay import replay
from motcua.storage.replay import Report
from motcua.storage.settings import settings
from plone import api
import sqlalchemy as sa
import transaction
from typing import Any
from typing import Final
from typing import Protocol


#: The job; its key is the hour.
KIND: Final = "archive-purge"
#: No request and no job reads longer than this from what it saw at its beginning.
SETTLED: Final = timedelta(minutes=30)
#: How old the last comparison of SQL with the database may be.
COMPARED: Final = timedelta(days=2)

GONE: Final = "gone"
SHARED: Final = "shared"
WAITS: Final = "waits"


class House(Protocol):
    """What purging asks of the house, so that it can be tried without one."""

    def referred(self, digest: str) -> bool:
        """Say whether anybody refers to it, but for what was made of files."""

    def derived(self, digest: str) -> bool:
        """Say whether it was made of a file that is still there."""

    def fresh(self, digest: str) -> bool:
        """Say whether it was stored again a short time ago."""

    def undo(self, digest: str) -> tuple[str, ...]:
        """Let what was made of a file go; return the digests of that."""

    def clear(self, digest: str) -> None:
        """Take what was made of a file out of SQL; may be done again."""

    def destroy(self, digest: str) -> bool:
        """Remove the bytes everywhere; say whether none are left."""

    def restore(self, digest: str) -> None:
        """Have made anew what was undone of a file that stays after all."""


def each_hour(now: datetime | None = None) -> bool:
    """Ask for this hour's look; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    return jobs.enqueue_now(KIND, f"{local:%Y-%m-%dT%H}", {})


def run(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Look at all that is due; see ``IJob``. One digest is one transaction."""
    site = api.portal.get()
    if next(_due(store.shelf(site), datetime.now(UTC)), None) is None:
        return
    _check_register(replay(site._p_jar.db(), register_engine()), datetime.now(UTC))
    done = 0
    for outcome in purge(lambda: api.portal.get(), TheHouse(), datetime.now(UTC)):
        done += outcome != WAITS
        progress(done, done + 1)
    progress(max(done, 1), max(done, 1), f"{done}")


def _check_register(report: Report, now: datetime) -> None:
    """Raise ``JobFailed`` unless SQL is known to agree with the database.

    A row that could not be computed is met once only, so what replays of other
    processes left out is told by the nightly comparison. What was written behind that
    is younger than ``ORPHAN_AFTER``, and its bytes wait for that reason.
    """
    if report.failed:
        named = ", ".join(report.failed[:20])
        raise JobFailed(f"không có dòng trong SQL / without a row in SQL: {named}")
    over = [one for one in jobs.listed(VERIFY) if one.finished_at is not None]
    last = max(over, key=lambda one: one.key, default=None)
    if last is None or last.finished_at is None:
        raise JobFailed("chưa đối chiếu SQL / SQL was never compared: register-verify")
    if last.state != jobs.DONE or last.finished_at < now - COMPARED:
        raise JobFailed(
            f"đối chiếu SQL gần nhất không dùng được / the last comparison of SQL is "
            f"of no use: {last.key}, {last.state}"
        )


def purge(
    site: Callable[[], Any],
    house: House,
    now: datetime,
    commit: Callable[[], None] = transaction.commit,
) -> Iterator[str]:
    """Look at every digest that is due; yield what became of each."""
    waiting: set[str] = set()
    while True:
        shelf = store.shelf(site())
        digest = next((one for one in _due(shelf, now) if one not in waiting), None)
        if shelf is None or digest is None:
            return
        outcome = step(shelf, digest, house, now, commit)
        if outcome == WAITS:
            waiting.add(digest)
        else:
            _ended(site(), shelf, digest, outcome, now)
            commit()
        yield outcome


def step(
    shelf: store.Shelf,
    digest: str,
    house: House,
    now: datetime,
    commit: Callable[[], None],
) -> str:
    """Look at one digest: ``GONE``, ``SHARED`` or ``WAITS``."""
    if house.referred(digest):
        house.restore(digest)
        return SHARED
    if house.fresh(digest):
        return WAITS
    made = house.undo(digest)
    if made:
        at, of = shelf.doomed[digest]
        for file in of:
            moment = datetime.fromisoformat(at)
            erasure.doom(shelf, set(made), file, moment)
    commit()
    house.clear(digest)
    if house.derived(digest):
        return SHARED
    return GONE if house.destroy(digest) else WAITS


def _due(shelf: store.Shelf | None, now: datetime) -> Iterator[str]:
    if shelf is not None:
        for digest, (at, _of) in shelf.doomed.items():
            if datetime.fromisoformat(at) <= now - SETTLED:
                yield digest


def _ended(
    site: Any, shelf: store.Shelf, digest: str, outcome: str, now: datetime
) -> None:
    """Count what became of a digest; the last one of a file ends its destruction."""
    _at, of = shelf.doomed.pop(digest)
    for file in of:
        gone, shared = shelf.counted.get(file, (0, 0))
        counted = (gone + (outcome == GONE), shared + (outcome == SHARED))
        shelf.counted[file] = counted
        shelf.awaiting.remove((file, digest))
        if next(iter(shelf.awaiting.keys((file, ""), (f"{file}\0",))), None) is None:
            del shelf.counted[file]
            ended(site, file, counted, now)


def ended(site: Any, code: str, counted: tuple[int, int], now: datetime) -> None:
    """Write down on the chain of a file that its bytes are gone."""
    one = holdings.file(site, code)
    if one is None or one.last is None:
        return
    # In the name and duty of who destroyed it.
    destroyed = next(each for each in ledger.events(one) if each.type == "destroy")
    ledger.append(
        one,
        "purge",
        actor=destroyed.actor,
        unit=destroyed.unit,
        now=now,
        facts={"gone": counted[0], "shared": counted[1]},
        data={},
    )
    after_commit(one)


class TheHouse:
    """See ``House``."""

    def __init__(self) -> None:
        second = settings().files_copy
        self.store = files.current()
        self.copy = FileStore(second) if second is not None else None

    def referred(self, digest: str) -> bool:
        """See ``House``."""
        return is_referred(digest, derived=False)

    def derived(self, digest: str) -> bool:
        """See ``House``."""
        return is_referred(digest, derived=True)

    def fresh(self, digest: str) -> bool:
        """See ``House``."""
        stored = self.store.stored_at(digest)
        late = datetime.now(UTC) - ORPHAN_AFTER
        return stored is not None and stored >= late.timestamp()

    def undo(self, digest: str) -> tuple[str, ...]:
        """See ``House``."""
        made = renditions.get(digest)
        if made is None:
            return ()
        renditions.drop(digest)
        return made.archival, made.text

    def clear(self, digest: str) -> None:
        """See ``House``; also what was made, should its original be undone by now.

        A crash behind that wrote down that it is undone leaves its rows in SQL.
        """
        made = sa.or_(RENDITIONS.c.archival == digest, RENDITIONS.c.text == digest)
        query = sa.select(RENDITIONS.c.sha256).where(made)
        with register_engine().begin() as connection:
            originals = connection.execute(query).scalars().all()
            for original in {digest, *originals}:
                if renditions.get(original) is None:
                    Texts().remove(connection, (original,))

    def destroy(self, digest: str) -> bool:
        """See ``House``."""
        with self.store.tended():
            if self.referred(digest) or self.derived(digest) or self.fresh(digest):
                return False
            if recognition.runs(digest):
                return False
            if self.copy is not None:
                # An empty folder where a disk is not mounted has no copy to destroy.
                if not self.copy.is_marked():
                    return False
                self.copy.destroy(digest, timedelta())
            gone = self.store.destroy(digest, ORPHAN_AFTER)
        if gone:
            # Before it is written down that the bytes are gone: who is killed here
            # comes back for all of this.
            recognition.forget(digest)
            recognition.forget_readings()
            picturecache.forget()
        return gone

    def restore(self, digest: str) -> None:
        """See ``House``."""
        if renditions.get(digest) is not None:
            return
        query = sa.select(DOCUMENTS.c.media, DOCUMENTS.c.pages).where(
            DOCUMENTS.c.sha256 == digest
        )
        with register_engine().connect() as connection:
            found = connection.execute(query).first()
        if found is not None:
            wanted = recognition.wanted(digest, *found)
            jobs.drop(wanted.kind, digest)
            jobs.enqueue_now(*wanted)
