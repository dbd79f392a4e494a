"""A house is taken along whole and comes back equal, or the backup says why not."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
import json
from motcua.setup import backup
from motcua.setup.backup import BackupError
from motcua.setup.instance import Instance
from motcua.setup.instance import make_folders
from motcua.storage.files import FileStore
from pathlib import Path
import pytest
import sqlite3
import time
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage


def house(var: Path) -> Instance:
    made = Instance(
        home=Path(__file__).parents[2],
        var=var,
        port=8119,
        profile="development",
        storage="zeo",
    )
    make_folders(made)
    return made


@pytest.fixture
def instance(tmp_path):
    """A house with a database, one table and a file."""
    made = house(tmp_path / "var")
    write(made, "first")
    return made


def write(instance, value):
    """Let the house write something to each of its places."""
    with (
        closing(DB(FileStorage(str(instance.data_fs)))) as db,
        db.transaction() as connection,
    ):
        connection.root()[value] = value * 100
    (instance.var / "sql").mkdir(exist_ok=True)
    with closing(sqlite3.connect(instance.var / "sql" / "register.sqlite")) as sql:
        sql.execute("pragma journal_mode=wal")
        sql.execute("create table if not exists dossiers (code text)")
        sql.execute("insert into dossiers values (?)", (value,))
        sql.commit()
    FileStore(instance.var / "files").store(value.encode())
    (instance.var / "blobstorage" / f"{value}.blob").write_bytes(b"blob")


def read(instance):
    """Return what the database, the table and the files hold."""
    with (
        closing(DB(FileStorage(str(instance.data_fs), read_only=True))) as db,
        closing(db.open(transaction.TransactionManager())) as connection,
    ):
        zodb = sorted(connection.root())
    with closing(sqlite3.connect(instance.var / "sql" / "register.sqlite")) as sql:
        rows = [row for (row,) in sql.execute("select code from dossiers")]
    store = FileStore(instance.var / "files")
    kept = sorted(store.path(each).read_text() for each in store.all())
    blobs = sorted(path.stem for path in (instance.var / "blobstorage").iterdir())
    return zodb, rows, kept, blobs


def take(instance, folder):
    folder.mkdir(exist_ok=True)
    return backup.take(instance, folder, instance.var / "files")


def bring_back(folder, var):
    made = house(var)
    backup.restore(folder, made, made.var / "files")
    return made


def next_second():
    """Wait for the next second: its name is that of an increment."""
    now = int(time.time())
    while int(time.time()) == now:
        pass


def test_what_comes_back_is_what_was_taken(instance, tmp_path):
    manifest = take(instance, tmp_path / "backup")
    assert backup.faults(tmp_path / "backup") == []
    assert (manifest.files, manifest.blobs, manifest.damaged) == (1, 1, [])
    assert read(bring_back(tmp_path / "backup", tmp_path / "again")) == read(instance)


def test_a_second_backup_adds_what_is_new_and_copies_nothing_twice(instance, tmp_path):
    take(instance, tmp_path / "backup")
    store = FileStore(tmp_path / "backup" / "files")
    [first] = store.listed(next(store.all())[:2])
    next_second()
    write(instance, "second")
    assert take(instance, tmp_path / "backup").files == 2
    assert first in list(store.listed(first.sha256[:2]))
    increments = {path.suffix for path in (tmp_path / "backup/zodb").iterdir()}
    assert ".deltafsz" in increments
    assert read(bring_back(tmp_path / "backup", tmp_path / "again")) == read(instance)
    assert len(list((tmp_path / "backup").glob("sql-*"))) == 1


def test_a_backup_cut_short_leaves_the_one_before_in_force(
    instance, tmp_path, monkeypatch
):
    take(instance, tmp_path / "backup")
    before = read(instance)
    next_second()
    write(instance, "second")

    def die(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "_copy_files", die)
    with pytest.raises(KeyboardInterrupt):
        take(instance, tmp_path / "backup")
    monkeypatch.undo()
    assert backup.faults(tmp_path / "backup") == []
    zodb, rows, _files, _blobs = read(
        bring_back(tmp_path / "backup", tmp_path / "again")
    )
    assert (zodb, rows) == before[:2]


def test_what_is_ticked_off_while_a_backup_is_taken_is_not_so_in_it(
    instance, tmp_path, monkeypatch
):
    def tick(statement):
        with closing(sqlite3.connect(instance.var / "sql" / "jobs.sqlite")) as jobs:
            jobs.execute(statement)
            jobs.commit()

    tick("create table jobs as select 'look' as kind, 'queued' as state")
    (instance.var / "anchors").mkdir()
    real = backup._repozo

    def at_work(*arguments):
        # What the database gets while it is copied, or a moment later, is not in it.
        real(*arguments)
        tick("update jobs set state = 'done'")
        (instance.var / "anchors" / "2026-03-02.jsonl").write_text("{}")

    monkeypatch.setattr(backup, "_repozo", at_work)
    manifest = take(instance, tmp_path / "backup")
    monkeypatch.undo()
    assert set(manifest.sql) == {"jobs.sqlite", "register.sqlite"}
    again = bring_back(tmp_path / "backup", tmp_path / "again").var
    with closing(sqlite3.connect(again / "sql" / "jobs.sqlite")) as jobs:
        assert jobs.execute("select state from jobs").fetchall() == [("queued",)]
    assert not (again / "anchors" / "2026-03-02.jsonl").exists()


def test_what_goes_while_it_is_copied_is_left_out(instance, tmp_path, monkeypatch):
    place = instance.var / "blobstorage"
    (place / "tmp").mkdir()
    (place / "tmp" / "of a transaction").write_bytes(b"not committed")
    walk = backup._walk
    monkeypatch.setattr(
        backup, "_walk", lambda folder: [*walk(folder), folder / "packed away"]
    )
    manifest = take(instance, tmp_path / "backup")
    monkeypatch.undo()
    assert manifest.blobs == 1
    assert backup.faults(tmp_path / "backup") == []


@pytest.mark.parametrize("what", ["files", "sql", "zodb", "blobstorage"])
def test_damage_is_found_and_nothing_is_restored(instance, tmp_path, what):
    folder = tmp_path / "backup"
    manifest = take(instance, folder)
    place = folder / (manifest.databases if what == "sql" else what)
    for path in place.rglob(SPOILT[what]):
        if path.is_dir():
            continue
        path.chmod(0o600)
        if what == "blobstorage":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    found = backup.faults(folder)
    assert [each.partition("/")[0].partition(":")[0] for each in found] == [what]
    with pytest.raises(BackupError, match="damaged"):
        bring_back(folder, tmp_path / "again")
    assert not (tmp_path / "again" / "filestorage" / "Data.fs").exists()


SPOILT = {
    "files": "[0-9a-f]*[0-9a-f]",
    "sql": "*.sqlite",
    "zodb": "*.fsz",
    "blobstorage": "*.blob",
}


def test_a_house_with_data_is_never_overwritten(instance, tmp_path):
    take(instance, tmp_path / "backup")
    with pytest.raises(BackupError, match="holds data already"):
        backup.restore(tmp_path / "backup", instance, instance.var / "files")


def test_a_file_that_rotted_in_the_house_is_told_and_not_taken(instance, tmp_path):
    store = FileStore(instance.var / "files")
    sha256 = next(store.all())
    store.path(sha256).chmod(0o600)
    store.path(sha256).write_bytes(b"rotten")
    manifest = take(instance, tmp_path / "backup")
    assert manifest.damaged == [sha256]
    assert manifest.files == 0
    assert list(FileStore(tmp_path / "backup" / "files").all()) == []


def test_a_folder_without_a_backup_says_so(instance, tmp_path):
    with pytest.raises(BackupError, match="no complete backup"):
        backup.faults(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(BackupError, match="format 99"):
        backup.faults(tmp_path)


def test_postgresql_is_left_to_its_own_tools(instance, tmp_path):
    with pytest.raises(BackupError, match="pg_dump"):
        take(replace(instance, storage="postgresql"), tmp_path / "backup")


def test_an_empty_data_folder_has_nothing_to_take(tmp_path):
    with pytest.raises(BackupError, match="nothing to take"):
        take(house(tmp_path / "empty"), tmp_path / "backup")


def test_what_was_destroyed_in_the_house_leaves_its_backup(instance, tmp_path):
    folder, store = tmp_path / "backup", FileStore(instance.var / "files")
    secret = store.store(b"destroyed by law").sha256
    lost = store.store(b"lost with a disk").sha256
    take(instance, folder)
    assert store.destroy(secret, -timedelta(days=1))
    store.path(lost).unlink()
    next_second()
    manifest = take(instance, folder)
    copies = FileStore(folder / "files")
    assert not copies.exists(secret)
    assert copies.exists(lost), "a backup is where a lost file comes back from"
    assert manifest.going == [secret]
    assert backup.faults(folder) == []
    again = FileStore(bring_back(folder, tmp_path / "again").var / "files")
    assert not again.exists(secret) and again.exists(lost)


def test_a_kill_behind_the_manifest_brings_nothing_destroyed_back(instance, tmp_path):
    folder, store = tmp_path / "backup", FileStore(instance.var / "files")
    secret = store.store(b"destroyed by law").sha256
    take(instance, folder)
    assert store.destroy(secret, -timedelta(days=1))
    next_second()
    take(instance, folder)
    # As if the process had ended before the file went.
    FileStore(folder / "files").store(b"destroyed by law")
    again = bring_back(folder, tmp_path / "again")
    assert not FileStore(again.var / "files").exists(secret)


def test_what_is_stored_again_stays_in_the_backup(instance, tmp_path):
    folder, store = tmp_path / "backup", FileStore(instance.var / "files")
    shared = store.store(b"the same again").sha256
    take(instance, folder)
    assert store.destroy(shared, -timedelta(days=1))
    store.store(b"the same again")
    next_second()
    assert take(instance, folder).going == []
    assert FileStore(folder / "files").exists(shared)


def test_two_never_work_on_one_backup(instance, tmp_path, monkeypatch):
    folder = tmp_path / "backup"
    take(instance, folder)
    before = (folder / "manifest.json").read_bytes()
    refused = []

    def meanwhile(*_arguments):
        for second in (
            lambda: take(instance, folder),
            lambda: bring_back(folder, tmp_path / "again"),
        ):
            with pytest.raises(BackupError, match="another process") as caught:
                second()
            refused.append(str(caught.value))
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "_copy_new", meanwhile)
    with pytest.raises(KeyboardInterrupt):
        take(instance, folder)
    monkeypatch.undo()
    assert len(refused) == 2
    assert (folder / "manifest.json").read_bytes() == before
    assert backup.faults(folder) == []
