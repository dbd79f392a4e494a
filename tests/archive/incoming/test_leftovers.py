"""What a killed process left is cleared away once nobody can come for it."""

from __future__ import annotations

from datetime import datetime
from motcua.archive.incoming import leftovers
from motcua.archive.ocr import recognition
from motcua.base.vietnam import VIETNAM
from motcua.storage import engines
import os
import pytest
import signal
import subprocess
import sys
import tempfile
import time


#: Takes an upload in and dies while it is checked.
UPLOADER = """
from io import BytesIO
from motcua.archive.incoming import uploads
import os, signal
uploads.check = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with uploads.received(BytesIO(b"%PDF-1.7"), "a.pdf"):
    pass
"""


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The common folder for temporary files, and the one of the house."""
    common, own = tmp_path / "common", tmp_path / "var" / "tmp"
    common.mkdir()
    own.mkdir(parents=True)
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    for name in ("MOTCUA_FILES", "MOTCUA_SQL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(common))
    yield common, own
    engines.dispose()


def sweep():
    told = []
    leftovers.sweep("2026-03-02", {}, lambda *said: told.append(said))
    return told[-1][0]


def aged(path, age):
    moment = time.time() - age.total_seconds()
    os.utime(path, (moment, moment), follow_symlinks=False)


def test_the_copy_of_an_upload_goes_a_day_after_its_process_was_killed(places):
    common, _own = places
    path = os.pathsep.join(filter(None, sys.path))
    died = subprocess.run(
        [sys.executable, "-c", UPLOADER],
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(common)},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    [left] = common.iterdir()
    assert left.read_bytes() == b"%PDF-1.7"
    assert sweep() == 0, "it might still be under way"
    aged(left, leftovers.UPLOAD * 1.1)
    assert sweep() == 1
    assert not list(common.iterdir())


def test_nothing_of_others_is_touched(places):
    common, own = places
    kept = own.parent / "kept"
    kept.mkdir()
    (kept / "scan").write_bytes(b"x")
    link = common / "motcua-upload-link"
    link.symlink_to(kept)
    folder, other = common / "motcua-upload-folder", common / "other"
    folder.mkdir()
    other.write_bytes(b"x")
    within = own / "form-link"
    within.symlink_to(kept)
    for one in (link, folder, other, within, kept):
        aged(one, leftovers.WORK * 2)
    assert sweep() == 1, "the link in our own folder, and not where it leads"
    assert sorted(common.iterdir()) == sorted((link, folder, other))
    assert (kept / "scan").exists()


def test_work_in_between_goes_after_two_days(places):
    _common, own = places
    for name, age in (("ocr-old", 1.1), ("form-old", 1.1), ("look-new", 0.5)):
        (own / name).mkdir()
        (own / name / "page").write_bytes(b"x")
        aged(own / name, leftovers.WORK * age)
    assert sweep() == 2
    assert [one.name for one in own.iterdir()] == ["look-new"]


def test_readings_go_when_nobody_asked_for_them(places):
    _common, _own = places
    folder = recognition.shared_readings() / "ab"
    folder.mkdir(parents=True)
    for name, age in (("abcd", 1.1), ("abef", 0.9)):
        (folder / name).write_bytes(b"x")
        aged(folder / name, leftovers.READING * age)
    assert sweep() == 1
    assert [one.name for one in folder.iterdir()] == ["abef"]


def test_it_is_asked_for_once_a_night(places):
    night = datetime(2026, 3, 2, 2, 30, tzinfo=VIETNAM)
    assert not leftovers.each_night(night.replace(hour=1))
    assert leftovers.each_night(night)
    assert not leftovers.each_night(night.replace(hour=5))
