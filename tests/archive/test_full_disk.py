"""The disk is full beside a confined program: the work waits, and is done later.

The disk is a small one in memory, so that the programs meet what they would meet. What
they do not know of is as bad as what they fail at: where they get to the end, the
result is the one that a large disk gives.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
import pytest
import shutil
import subprocess
import sys
from tests.archive import crowded
from tests.archive.conftest import LINES
from tests.archive.conftest import page
from tests.archive.pdf.test_pdfa import born_digital


APART = ["unshare", "--map-root-user", "--mount"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def apart():
    """Skip where a process may not have disks of its own."""
    tried = [*APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if shutil.which("unshare") is None or subprocess.run(tried, check=False).returncode:
        pytest.skip("missing: the right to disks of one's own (unshare --mount)")


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Two scanned pages, and a PDF with text."""
    folder = tmp_path_factory.mktemp("sources")
    sheets = [
        page((*LINES, f"Trang số {number}"), size=(827, 900), dpi=100).convert("1")
        for number in range(crowded.PAGES)
    ]
    scan = folder / "hai trang.tif"
    sheets[0].save(scan, save_all=True, append_images=sheets[1:], dpi=(100, 100))
    return {"scan": scan, "text": born_digital(folder / "chữ.pdf")}


@pytest.fixture
def work(tmp_path, apart):
    """Do a piece of work on a disk of so many kibibytes, 0 for the large one."""

    def done(name, source, kibibytes):
        place = tmp_path / f"{name}-{kibibytes}"
        place.mkdir()
        command = [sys.executable, "-m", "tests.archive.crowded", name, str(source)]
        path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
        told = subprocess.run(
            [*(APART if kibibytes else []), *command, str(place), str(kibibytes)],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    return done


@pytest.mark.parametrize(
    ("name", "source", "sizes"),
    [
        ("look", "scan", (16, 32, 64)),
        ("assemble", "scan", (8, 16, 32)),
        ("draw", "text", (8, 16)),
    ],
)
def test_work_without_room_waits_and_is_done_when_there_is(
    tesseract, work, sources, name, source, sizes
):
    before = sources[source].read_bytes()
    rightly = work(name, sources[source], 0)
    told = {size: work(name, sources[source], size) for size in sizes}
    assert not told[sizes[0]].get("done"), "the disk is too small for it"
    for size, found in told.items():
        assert found == rightly or found.get("waits"), (size, found)
    assert sources[source].read_bytes() == before


@pytest.mark.ocr
@pytest.mark.parametrize("size", [64, 256])
def test_reading_without_room_is_no_fault_of_the_file_and_leaves_no_page_out(
    tesseract, work, sources, size
):
    found = work("read", sources["scan"], size)
    if "done" not in found:
        assert found["waits"], found["said"]
    else:
        assert found == work("read", sources["scan"], 0)
