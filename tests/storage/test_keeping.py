"""Files stay what they were: read again, mended from a second copy, cleared."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.vietnam import VIETNAM
from motcua.storage.files import FileStore
from motcua.storage.jobs import JobFailed
from motcua.storage.keeping import bucket
from motcua.storage.keeping import rounds
from motcua.storage.keeping import space
import os
import pytest
import time


def now():
    return datetime(2026, 11, 27, 2, 0, tzinfo=VIETNAM)


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A house with a second copy on another disk."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_FILES_COPY", str(tmp_path / "copy"))
    monkeypatch.delenv("MOTCUA_FILES", raising=False)
    return tmp_path / "var"


@pytest.fixture
def store(var):
    return FileStore(var / "files")


@pytest.fixture
def copy(tmp_path):
    return FileStore(tmp_path / "copy")


@pytest.fixture
def referred(monkeypatch):
    """The hashes that the house refers to; a test adds its own."""
    found = set()
    monkeypatch.setattr(
        bucket,
        "referred",
        lambda name: {each for each in found if each.startswith(name)},
    )
    return found


def spoil(store, sha256):
    place = store.path(sha256)
    place.chmod(0o640)
    place.write_bytes(b"rotten")


def grow_old(store, sha256, days=8):
    long_ago = time.time() - days * 86_400
    os.utime(store.path(sha256), (long_ago, long_ago))


def a_round():
    return rounds.go_on(now)


def test_a_round_reads_every_file_and_completes_the_second_copy(store, copy, referred):
    kept = {store.store(f"trang {n}".encode()).sha256 for n in range(30)}
    referred |= kept
    found = a_round()
    assert (found.files, found.faults, found.copied) == (30, 0, 30)
    assert found.size == sum(store.path(each).stat().st_size for each in kept)
    assert set(copy.all()) == kept
    assert a_round().copied == 0


def test_a_damaged_file_comes_back_from_the_copy(store, copy, referred):
    sha256 = store.store(b"ban an").sha256
    referred.add(sha256)
    a_round()
    spoil(store, sha256)
    found = a_round()
    assert found.mended == [sha256]
    assert found.faults == 0
    assert store.check(sha256)


def test_a_missing_file_comes_back_from_the_copy(store, copy, referred):
    sha256 = store.store(b"ban an").sha256
    referred.add(sha256)
    a_round()
    store.path(sha256).unlink()
    assert a_round().mended == [sha256]
    assert store.check(sha256)


def test_a_rotten_copy_is_replaced_by_the_original(store, copy, referred):
    sha256 = store.store(b"ban an").sha256
    referred.add(sha256)
    a_round()
    spoil(copy, sha256)
    assert a_round().recopied == [sha256]
    assert copy.check(sha256)


def test_what_no_copy_can_mend_is_told_by_name(store, referred, monkeypatch):
    monkeypatch.delenv("MOTCUA_FILES_COPY")
    damaged = store.store(b"ban an").sha256
    missing = "ab" * 32
    referred |= {damaged, missing}
    spoil(store, damaged)
    with pytest.raises(JobFailed) as failure:
        rounds.check("2026-11-27", {}, lambda *_: None)
    assert f"damaged 1: {damaged}" in str(failure.value)
    assert f"missing 1: {missing}" in str(failure.value)
    assert rounds.ended()[0].faults == 2


def test_both_copies_rotten_is_a_loss_and_nothing_is_overwritten(store, copy, referred):
    sha256 = store.store(b"ban an").sha256
    referred.add(sha256)
    a_round()
    spoil(store, sha256)
    spoil(copy, sha256)
    assert a_round().damaged == [sha256]
    assert store.path(sha256).read_bytes() == b"rotten"


def test_what_nobody_refers_to_is_put_away_after_a_week(store, referred):
    old, young = (store.store(each).sha256 for each in (b"old", b"young"))
    grow_old(store, old)
    assert a_round().aside == [old]
    assert list(store.all()) == [young]
    assert store.path(old).exists()


def test_a_file_that_waits_for_its_transaction_is_left_alone(store, copy, referred):
    store.store(b"just uploaded")
    found = a_round()
    assert (found.aside, found.copied) == ([], 0)


def test_when_most_seems_to_belong_to_nobody_the_references_are_doubted(
    store, referred, monkeypatch
):
    monkeypatch.setattr(bucket, "_SMALL", 0)
    sha256 = store.store(b"ban an").sha256
    grow_old(store, sha256)
    found = a_round()
    assert found.doubtful == [sha256[:2]]
    assert found.aside == []
    assert store.exists(sha256)


def test_put_away_and_referred_to_again_is_brought_back(store, referred):
    sha256 = store.store(b"ban an").sha256
    grow_old(store, sha256)
    a_round()
    referred.add(sha256)
    assert a_round().faults == 0
    assert list(store.all()) == [sha256]


def test_a_round_that_was_cut_off_goes_on_where_it_was(store, referred):
    referred |= {store.store(f"{n}".encode()).sha256 for n in range(300)}
    steps = []
    while not steps or steps[-1].done < 256:
        steps.append(rounds.go_on(now, until=time.monotonic() - 1))
    assert [each.done for each in steps] == list(range(1, 257))
    assert steps[-1].files == 300
    assert rounds.going() is None
    assert [each.files for each in rounds.ended()] == [300]


def test_a_round_cut_off_in_the_middle_of_a_write_begins_anew(store, referred):
    rounds.go_on(now, until=0)
    (rounds.folder() / "round.json").write_text('{"began": "2026-')
    assert rounds.go_on(now, until=0).done == 1


def test_a_full_disk_takes_no_upload(store, monkeypatch, tmp_path):
    from motcua.archive.errors import UploadRefused
    from motcua.archive.incoming.uploads import check

    scan = tmp_path / "trang.pdf"
    scan.write_bytes(b"%PDF-1.7")
    monkeypatch.setenv("MOTCUA_LEAST_FREE_GB", "1000000")
    with pytest.raises(UploadRefused) as refusal:
        check(scan, "trang.pdf")
    assert refusal.value.reason == "no-room"


def test_a_night_is_noted_once(store):
    space.note(date(2026, 11, 27))
    space.note(date(2026, 11, 27))
    space.note(date(2026, 11, 28))
    assert [each.day.day for each in space.nights()] == [27, 28]


def nights(frees, total=1000):
    first = date(2026, 11, 1)
    return [
        space.Night(first + timedelta(days=n), free, total)
        for n, free in enumerate(frees)
    ]


def test_the_day_of_the_full_disk_follows_from_the_pace():
    known = nights([500 - 10 * n for n in range(20)])
    # 310 are left on the last night, 100 stay free: 21 nights of 10.
    assert space.full_on(known, 100) == known[-1].day + timedelta(days=21)


def test_a_disk_that_does_not_fill_has_no_day():
    assert space.full_on(nights([500] * 20), 100) is None
    assert space.full_on(nights(range(100, 120)), 100) is None
    assert space.full_on([], 100) is None


def test_a_few_nights_tell_nothing():
    assert space.full_on(nights([500, 400, 300]), 100) is None


def test_nights_of_another_disk_are_left_out():
    before = nights([900 - 40 * n for n in range(20)], total=2000)
    assert space.full_on([*before, *nights([500] * 3)], 100) is None


@given(st.lists(st.integers(0, 10**12), min_size=7, max_size=60), st.integers(0, 10**9))
def test_a_forecast_never_lies_in_the_past(frees, reserve):
    known = nights(frees, total=10**12)
    day = space.full_on(known, reserve)
    assert day is None or day >= known[-1].day
