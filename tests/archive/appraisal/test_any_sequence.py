"""Whatever is shared, held, destroyed: bytes exist iff somebody refers to them."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive.appraisal import erasure
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import purging
from motcua.archive.appraisal.store import Shelf
from motcua.archive.holdings import files
from motcua.archive.holdings.errors import HoldingsError
from motcua.storage import files as stored
from motcua.storage.files import FileStore
import os
from pathlib import Path
import secrets
import tempfile
from tests.archive.appraisal.conftest import decided
from tests.archive.appraisal.conftest import destroy
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import purge
from tests.archive.appraisal.conftest import put
from tests.dossiers.conftest import MONDAY
import transaction


CONTENTS = (b"a", b"b", b"c")
PLACES = 3


class Toy:
    """A house of a few files: who refers to what, and what was made of what."""

    def __init__(self, folder):
        self.store = FileStore(folder)
        self.refers = {place: set() for place in range(PLACES)}
        self.made = {}
        self.aq_base = self
        self.appraisal = Shelf()

    def __getitem__(self, _name):
        return self

    def put(self, content, old=True):
        digest = self.store.store(content).sha256
        if old:
            os.utime(self.store.path(digest), (1_500_000_000, 1_500_000_000))
        return digest

    def share(self, place, content):
        """Refer to bytes, as who brings a scan does; it is read after that."""
        digest = self.put(content)
        self.refers[place].add(digest)
        if digest not in self.made:
            self.made[digest] = (self.put(b"copy of " + content), self.put(content * 2))

    def live(self):
        originals = set().union(*self.refers.values())
        return originals | {one for each in originals for one in self.made[each]}

    # What purging asks

    def referred(self, digest):
        return any(digest in each for each in self.refers.values())

    def derived(self, digest):
        return any(digest in (key, *made) for key, made in self.made.items())

    def fresh(self, digest):
        at = self.store.stored_at(digest)
        return at is not None and at > 1_600_000_000

    def undo(self, digest):
        return self.made.pop(digest, ())

    def clear(self, digest):
        pass

    def destroy(self, digest):
        return self.store.destroy(digest, timedelta(days=7))

    def restore(self, digest):
        pass


STEPS = st.tuples(
    st.sampled_from(["share", "destroy", "crash", "purge"]),
    st.integers(0, PLACES - 1),
    st.integers(0, len(CONTENTS) - 1),
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_bytes_exist_as_long_as_somebody_refers_to_them(steps):
    with tempfile.TemporaryDirectory() as folder:
        toy = Toy(Path(folder))
        for at, (what, place, number) in enumerate(steps):
            now = MONDAY + timedelta(days=at)
            match what:
                case "share":
                    toy.share(place, CONTENTS[number])
                case "destroy":
                    gone, toy.refers[place] = toy.refers[place], set()
                    erasure.doom(toy.appraisal, gone, f"f{place}", now)
                case "crash":
                    # Killed behind its first digest; what it had done stays done.
                    later = now + timedelta(hours=1)
                    next(purging.purge(lambda t=toy: t, toy, later, int), None)
                case "purge":
                    later = now + timedelta(hours=1)
                    list(purging.purge(lambda t=toy: t, toy, later, int))
            assert toy.live() <= set(toy.store.all())
        list(purging.purge(lambda: toy, toy, MONDAY + timedelta(days=99), int))
        assert set(toy.store.all()) == toy.live()
        assert not toy.appraisal.doomed
        assert not toy.appraisal.awaiting


ACTS = st.tuples(
    st.sampled_from(["hold", "release", "destroy", "purge"]), st.integers(0, 2)
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    shares=st.lists(st.sets(st.integers(0, 2), min_size=1), min_size=3, max_size=3),
    acts=st.lists(ACTS, max_size=7),
)
def test_a_held_file_keeps_its_bytes_and_a_destroyed_one_none(house, shares, acts):
    # Of this example alone: the house stays from one to the next.
    seed = secrets.token_hex(8)
    used = set().union(*shares)
    digests = {number: put(f"{seed}{number}".encode()) for number in used}
    held = [old_file(house, *(digests[n] for n in sorted(one))) for one in shares]
    for what, which in acts:
        one = held[which]
        with suppress(HoldingsError):
            match what:
                case "hold":
                    holds.place(house, one, *HELD, "archivist", MONDAY)
                case "release":
                    number = files.view(one).holds[-1:]
                    for each in number:
                        holds.release(house, one, each.number, "x", "leader", MONDAY)
                case "destroy" if files.view(one).destroyed is None:
                    before = files.view(one)
                    destroy(house, decided(house, one))
                    gone = files.view(one).destroyed is not None
                    assert gone is not bool(before.holds)
                case "purge":
                    purge(house)
        transaction.commit()
    purge(house)
    live = {
        digests[number]
        for one, share in zip(held, shares, strict=True)
        if files.view(one).destroyed is None
        for number in share
    }
    assert {one for one in digests.values() if stored.exists(one)} == live
