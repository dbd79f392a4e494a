"""A worker dies while it reads: the next one goes on, and nothing is there twice."""

from __future__ import annotations

from motcua.archive import renditions
from motcua.archive.capture import assembling
from motcua.archive.capture import seeing
from motcua.archive.errors import ConversionFailed
from motcua.archive.ocr import recognition
from motcua.storage import engines
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage import room
import os
from pathlib import Path
import pytest
import shutil
import signal
import subprocess
import sys
from tests.archive import reading_worker
from tests.archive.conftest import LINES
from tests.archive.conftest import page
import time


WORKER = Path(reading_worker.__file__)
PAGES = 6
#: The worker is killed when so many pages are read.
KILLS = (1, 3, 5)
PATIENCE = 900


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house without a site, and a tesseract that notes which pages it reads."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    for name in ("MOTCUA_FILES", "MOTCUA_SQL"):
        monkeypatch.delenv(name, raising=False)
    real, bin_, noted = shutil.which("tesseract"), tmp_path / "bin", tmp_path / "noted"
    bin_.mkdir()
    fake = bin_ / "tesseract"
    fake.write_text(
        f'#!/bin/sh\ncase "$*" in *hocr*) echo "$*" >> {noted};; esac\n'
        f'exec {real} "$@"\n'
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    yield noted
    engines.dispose()


def a_file(folder):
    """A TIFF of pages that say different things."""
    sheets = [
        page((*LINES, f"Trang số {number + 1}"), size=(827, 900), dpi=150).convert("1")
        for number in range(PAGES)
    ]
    path = folder / "sáu trang.tif"
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(150, 150))
    return path


def start(data):
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(data)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def killed(running, key, enough):
    """Kill the worker when so many pages are read; say how many really were."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = jobs.status(recognition.KIND, key)
        if state.done >= enough and state.state == jobs.RUNNING:
            running.send_signal(signal.SIGKILL)
            running.wait()
            return state.done
        assert running.poll() is None, "it ended before it was killed"
        time.sleep(0.05)
    raise AssertionError(f"{enough} pages were not read in time")


@pytest.mark.parametrize(
    ("reason", "kept"), [("no-room", True), ("crash", True), ("input", False)]
)
def test_what_was_read_is_forgotten_only_where_the_file_is_at_fault(
    tmp_path, monkeypatch, reason, kept
):
    readings = tmp_path / "readings"
    readings.mkdir()

    def make(*_arguments, **_how):
        raise ConversionFailed(reason, "why")

    monkeypatch.setattr(recognition.pdfa, "make", make)
    monkeypatch.setattr(recognition.files, "path", tmp_path.joinpath)
    told = {"media": "image/tiff", "pages": 9}
    with pytest.raises((ConversionFailed, jobs.JobFailed)) as failed:
        recognition._made("0" * 64, told, lambda *_: None, tmp_path, readings)
    assert readings.exists() is kept
    assert room.is_short(failed.value) is (reason == "no-room")


@pytest.mark.parametrize("prefix", ["ocr-", "readings-", "look-"])
def test_a_folder_that_another_lane_removes_meanwhile_hinders_nobody(
    tmp_path, monkeypatch, prefix
):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    (tmp_path / "tmp").mkdir()
    # Listed, and not there any more when it is looked at.
    (tmp_path / "tmp" / f"{prefix}gone").symlink_to(tmp_path / "nowhere")
    assert recognition._scratch() == tmp_path / "tmp"
    assert seeing.scratch("look-") == tmp_path / "tmp"


@pytest.mark.ocr
def test_a_file_whose_worker_is_killed_again_and_again_is_read_once(
    tesseract, house, tmp_path
):
    data = tmp_path / "Data.fs"
    key = files.store(a_file(tmp_path)).sha256
    jobs.enqueue_now(recognition.KIND, key, {"media": "image/tiff", "pages": PAGES})
    for enough in KILLS:
        running = start(data)
        killed(running, key, enough)
        kept = tmp_path / "var" / "tmp" / f"readings-{key}"
        assert len(list(kept.glob("*.hocr"))) >= enough
    last = start(data)
    assert last.wait(PATIENCE) == 1, "the one job"

    state = jobs.status(recognition.KIND, key)
    assert (state.state, state.attempts) == (jobs.DONE, len(KILLS) + 1)
    read = len(house.read_text("utf-8").splitlines())
    assert PAGES <= read <= PAGES + len(KILLS), "at most the page under the pen again"
    assert not kept.exists(), "readings are forgotten when they are written for good"
    with reading_worker.house(data) as archive:
        assert list(archive._renditions) == [key]
        found = renditions.get(key)
        assert (found.pages, found.method) == (PAGES, "read")
        texts = found.texts()
    assert [f"số {number + 1}" in texts[number] for number in range(PAGES)] == [
        True
    ] * PAGES
    stored = [
        each for each in (tmp_path / "var" / "files").rglob("*") if each.is_file()
    ]
    assert len([each for each in stored if len(each.name) >= 60]) == 3, (
        "the original, its archival form and its text, each once"
    )
    again = start(data)
    assert again.wait(PATIENCE) == 0, "nothing is left to do"


@pytest.mark.ocr
def test_a_document_put_together_of_pages_that_were_read_is_not_read_again(
    tesseract, house, tmp_path
):
    data = tmp_path / "Data.fs"
    source = files.store(a_file(tmp_path)).sha256
    jobs.enqueue_now(recognition.KIND, source, {"media": "image/tiff", "pages": PAGES})
    assert start(data).wait(PATIENCE) == 1
    assert len(house.read_text("utf-8").splitlines()) == PAGES
    house.unlink()

    chosen, target = (4, 2), tmp_path / "document.pdf"
    assembling.assemble(
        pages=[
            {
                "path": str(files.path(source)),
                "media": "image/tiff",
                "number": number,
                "rotation": 0,
                "part": None,
            }
            for number in chosen
        ],
        target=str(target),
        folder=str(tmp_path),
        progress=lambda *_: None,
    )
    key = files.store(target).sha256
    told = {"media": "application/pdf", "pages": len(chosen)}
    jobs.enqueue_now(recognition.KIND, key, told)
    assert start(data).wait(PATIENCE) == 1
    assert not house.exists(), "no page is read a second time"
    with reading_worker.house(data):
        of_source, of_document = (renditions.get(one) for one in (source, key))
        assert of_document.method == "read"
        before = of_source.texts()
        assert of_document.texts() == [before[number - 1] for number in chosen]


def test_the_folder_of_long_work_is_touched_with_every_page(tmp_path):
    before = time.time() - 3 * 24 * 3600
    os.utime(tmp_path, (before, before))
    seen = []
    progress = recognition._living(
        lambda *told: seen.append(told), tmp_path, tmp_path / "not yet"
    )
    progress(1, 9)
    assert seen == [(1, 9)]
    assert tmp_path.stat().st_mtime > before + 60
