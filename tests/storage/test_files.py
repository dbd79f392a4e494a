"""Files under their hash: written once, found again, removed only as orphans."""

from __future__ import annotations

from datetime import timedelta
import hashlib
from io import BytesIO
from motcua.storage import files
import os
from pathlib import Path
import pytest
import stat
import time


SCAN = b"%PDF-1.7 scanned page"
SHA = hashlib.sha256(SCAN).hexdigest()
WEEK = timedelta(days=7)


@pytest.fixture
def store(tmp_path):
    return files.FileStore(tmp_path / "files")


def grow_old(store, sha256, days=8):
    long_ago = time.time() - days * 86_400
    os.utime(store.path(sha256), (long_ago, long_ago))


def test_the_name_of_a_file_is_the_hash_of_its_bytes(store):
    assert store.store(SCAN) == files.FileRef(SHA, len(SCAN))
    assert store.path(SHA) == store.folder / SHA[:2] / SHA[2:4] / SHA
    with store.open(SHA) as stream:
        assert stream.read() == SCAN


def test_bytes_paths_and_streams_are_stored_alike(store, tmp_path):
    path = tmp_path / "Đơn đề nghị.pdf"
    path.write_bytes(SCAN)
    refs = {store.store(source) for source in (SCAN, path, str(path), BytesIO(SCAN))}
    assert refs == {files.FileRef(SHA, len(SCAN))}
    assert list(store.all()) == [SHA]


def test_an_empty_file_is_a_file(store):
    assert store.store(b"").size == 0
    assert store.check(hashlib.sha256(b"").hexdigest())


def test_stored_files_are_readable_by_owner_and_group_alone(store):
    store.store(SCAN)
    assert stat.S_IMODE(store.path(SHA).stat().st_mode) == 0o640


def test_nothing_is_left_behind(store):
    store.store(SCAN)
    assert list((store.folder / "drafts").iterdir()) == []


def test_a_file_is_on_the_disk_before_it_has_its_name(store, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), fsync(fd))[1])

    def rename(self, target):
        order.append("name")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", rename)
    store.store(SCAN)
    assert order[:2] == ["sync", "name"]
    # And so are the names in the folders on the way.
    assert order[2:] == ["sync"] * 3


class Endless:
    """A stream that counts what is read of it."""

    given = 0

    def read(self, size):
        self.given += size
        return b"\0" * size


def test_too_large_a_file_is_refused_early_and_not_kept(store):
    endless = Endless()
    with pytest.raises(files.FileTooLarge) as caught:
        store.store(endless, limit=3_000_000)
    assert caught.value.limit == 3_000_000
    assert endless.given < 5_000_000
    assert list(store.all()) == []
    assert list((store.folder / "drafts").iterdir()) == []


def test_a_file_of_just_the_limit_is_kept(store):
    assert store.store(SCAN, limit=len(SCAN)).size == len(SCAN)


def test_a_source_that_breaks_off_leaves_nothing(store):
    class Broken:
        def read(self, size):
            raise OSError("the client went away")

    with pytest.raises(OSError, match="went away"):
        store.store(Broken())
    assert list(store.folder.rglob("*-*")) == []


@pytest.mark.parametrize(
    "name",
    ["", "../../etc/passwd", SHA.upper(), SHA[:-1], SHA + "\n", "drafts", "g" * 64],
)
def test_only_hashes_lead_to_files(store, name):
    store.store(SCAN)
    assert not store.exists(name)
    assert not store.check(name)
    with pytest.raises(files.UnknownFile):
        store.path(name)
    with pytest.raises(files.UnknownFile):
        store.open(name)


def test_rotten_bytes_are_noticed_and_mended_by_storing_again(store):
    store.store(SCAN)
    assert store.check(SHA)
    place = store.path(SHA)
    place.chmod(0o640)
    place.write_bytes(SCAN[:-1] + b"X")
    assert not store.check(SHA)
    store.store(SCAN)
    assert store.check(SHA)


def test_what_is_old_can_be_put_away_and_nothing_else(store):
    orphan = store.store(b"orphan").sha256
    fresh = store.store(b"fresh").sha256
    grow_old(store, orphan)
    assert store.set_aside(orphan, WEEK)
    assert not store.set_aside(fresh, WEEK)
    assert list(store.all()) == [fresh]


def test_storing_again_renews_the_date(store):
    store.store(SCAN)
    grow_old(store, SHA)
    store.store(SCAN)
    assert not store.set_aside(SHA, WEEK)
    assert store.exists(SHA)


def test_what_was_put_away_comes_back_to_whoever_asks(store):
    store.store(SCAN)
    grow_old(store, SHA)
    store.set_aside(SHA, WEEK)
    assert store.exists(SHA)
    with store.open(SHA) as stream:
        assert stream.read() == SCAN
    assert list(store.all()) == [SHA]
    # And it is fresh again: the next round leaves it a week.
    assert not store.set_aside(SHA, WEEK)


def test_after_a_month_nobody_can_ask_any_more(store):
    store.store(SCAN)
    grow_old(store, SHA)
    store.set_aside(SHA, WEEK)
    assert store.forget(timedelta(days=30)) == 0
    aside = store.folder / files.ASIDE / SHA
    long_ago = time.time() - 31 * 86_400
    os.utime(aside, (long_ago, long_ago))
    assert store.forget(timedelta(days=30)) == 1
    assert not store.exists(SHA)
    with pytest.raises(files.UnknownFile):
        store.path(SHA)


def test_files_are_listed_by_bucket_with_their_sizes(store):
    kept = [store.store(f"{n}".encode()) for n in range(40)]
    bucket = kept[0].sha256[:2]
    found = [(each.sha256, each.size) for each in store.listed(bucket)]
    assert found == sorted(
        (each.sha256, each.size) for each in kept if each.sha256[:2] == bucket
    )


def test_drafts_of_dead_processes_go(store):
    store.store(SCAN)
    draft = store.folder / "drafts" / "1-abc"
    draft.write_bytes(b"half")
    store.forget(WEEK)
    assert draft.exists()
    long_ago = time.time() - 2 * 86_400
    os.utime(draft, (long_ago, long_ago))
    store.forget(WEEK)
    assert not draft.exists()


def test_the_house_keeps_its_files_where_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path / "elsewhere"))
    ref = files.store(SCAN)
    assert files.path(ref.sha256).is_relative_to(tmp_path / "elsewhere")
    assert files.exists(SHA) and files.check(SHA)
    with files.open(SHA) as stream:
        assert stream.read() == SCAN
