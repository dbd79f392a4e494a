"""A backup is taken while papers are scanned; what comes back is whole and goes on."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
import json
from motcua.setup import backup
from motcua.setup import instance
from motcua.setup.testing import live
from pathlib import Path
import pytest
import queue
import shutil
import sqlite3
import subprocess
import sys
from tests.archive.capture.scanning import without_reading
from tests.dossiers.test_races import ROOT
from tests.dossiers.test_races import var  # noqa: F401 (the fixture)
import threading
import time


PATIENCE = 300
#: Stacks that are acknowledged before the backup begins.
BEFORE = 2
SCANNING = ("-m", "tests.archive.capture.scanning")


@contextmanager
def process(var, *words):  # noqa: F811
    """A process of the running house, ended without warning."""
    with (var / "work.log").open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=live.environment(var, MOTCUA_STORAGE="zeo", PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield running
        finally:
            running.kill()
            running.wait()


class Told:
    """What a process tells, as it tells it."""

    def __init__(self, running):
        self.known, self.coming = [], queue.Queue()
        threading.Thread(target=self._listen, args=(running,), daemon=True).start()

    def _listen(self, running):
        for line in running.stdout:
            if line.startswith("> "):
                self.coming.put(json.loads(line[2:]))

    def more(self, enough=1):
        """Wait for so many more."""
        self.known += [self.coming.get(timeout=PATIENCE) for _each in range(enough)]

    def now(self):
        """Return all that was told until now."""
        while not self.coming.empty():
            self.known.append(self.coming.get())
        return list(self.known)


def done(var):  # noqa: F811
    """Return how many jobs the worker has done."""
    path = f"file:{var / 'sql' / 'jobs.sqlite'}?mode=ro"
    with sqlite3.connect(path, uri=True) as jobs:
        [(found,)] = jobs.execute("select count(*) from jobs where state = 'done'")
    jobs.close()
    return found


def goes_on(var, feeder):  # noqa: F811
    """Wait until another stack was scanned and another job was done."""
    feeder.now()
    enough, until = done(var) + 1, time.monotonic() + PATIENCE
    feeder.more()
    while done(var) < enough:
        assert time.monotonic() < until, "the worker stands still"
        time.sleep(0.05)


@contextmanager
def between_steps(work):
    """Have something done behind each step of a backup."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_copy_new", "_copy_sql", "_repozo"):
            real = getattr(backup, name)

            def step(*arguments, real=real):
                found = real(*arguments)
                work()
                return found

            patch.setattr(backup, name, step)
        yield


def a_house(var):  # noqa: F811
    made = instance.load(live.environment(var, MOTCUA_STORAGE="file"))
    instance.make_folders(made)
    return made


def proved(var):  # noqa: F811
    """Do in a house that stands still what is left to do; return what it tells."""
    found = subprocess.run(
        [sys.executable, *SCANNING, "prove"],
        cwd=ROOT,
        env=live.environment(var, MOTCUA_STORAGE="file"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    lines = [one for one in found.stdout.splitlines() if one.startswith("> ")]
    return json.loads(lines[-1][2:])


def command(var, *words):  # noqa: F811
    found = subprocess.run(
        [sys.executable, "-m", "motcua.setup.cli", *words],
        env=live.environment(var, MOTCUA_STORAGE="file"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_a_house_that_was_taken_along_at_work_is_whole_and_goes_on(
    var,  # noqa: F811
    tmp_path,
    record_property,
):
    scans, folder = tmp_path / "scans", tmp_path / "backup"
    scans.mkdir()
    folder.mkdir()
    with (
        without_reading(tmp_path),
        process(var, *SCANNING, "feed", str(scans)) as feeding,
        process(var, "-m", "motcua.setup.cli", "worker"),
    ):
        feeder = Told(feeding)
        # It is ready; then two things are told of each stack.
        feeder.more(1 + 2 * BEFORE)
        acknowledged = [one for one in feeder.now() if "path" in one]
        with between_steps(lambda: goes_on(var, feeder)):
            backup.take(a_house(var), folder, var / "files")
        during = [one for one in feeder.now() if "path" in one][len(acknowledged) :]
    assert len(acknowledged) >= BEFORE and during
    assert backup.faults(folder) == []

    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(var / "secret", again / "secret")
    restored = json.loads(command(again, "backup", "restore", str(folder)))
    with without_reading(again):
        told = proved(again)
    record_property("acknowledged", len(acknowledged))
    record_property("during", len(during))
    record_property("restored", json.dumps(restored))
    record_property("told", json.dumps({**told, "arrived": len(told["arrived"])}))
    for one in acknowledged:
        content = Path(one["path"]).read_bytes()
        digest = sha256(content).hexdigest()
        assert told["arrived"].count(digest) == 1
        kept = again / "files" / digest[:2] / digest[2:4] / digest
        assert kept.read_bytes() == content
    assert told["faults"] == {"register": [], "ledgers": [], "batches": [], "files": 0}
    assert told["dangling"] == []
    # What the jobs had not done, or not yet as far as the database knows, they do.
    assert told["unlooked"] == told["unfiled"] == told["unread"] == []
    assert told["filed"] >= len(acknowledged)
    assert set(told["states"]) == {"done"}
