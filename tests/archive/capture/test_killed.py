"""Processes are killed in the middle of scanning: nothing is lost, twice or half.

The processes are real ones over one database server, and so is the signal.
"""

from __future__ import annotations

import os
import pytest
from tests.archive.capture.scanning import two_pages
from tests.archive.capture.scanning import without_reading
from tests.dossiers.test_races import Process
from tests.dossiers.test_races import var  # noqa: F401 (the fixture)
import time


LOOK, FILE = "capture-look", "capture-file"
#: Work, and the moments at which its process is killed. ``MOTCUA_KILLS=all`` has each
#: die at every moment.
SOME = {
    "take": ("written",),
    "look": ("page",),
    "file": ("written", "stored"),
}
EVERY = ("written", "voting", "stored", "row")
DEATHS = [
    (work, moment)
    for work, moments in SOME.items()
    for moment in dict.fromkeys(
        (*moments, *(EVERY if os.environ.get("MOTCUA_KILLS") == "all" else ()))
    )
]


class Scanner(Process):
    """A process that scans and files."""

    module = "tests.archive.capture.scanning"


@pytest.fixture(scope="module")
def unread(tmp_path_factory):
    """Nothing is read here, for that takes long and is not what is asked."""
    with without_reading(tmp_path_factory.mktemp("silent")):
        yield


@pytest.fixture(scope="module")
def start(unread, var):  # noqa: F811
    """Start processes, each while the one before is used; all end with the module."""
    log = (var / "scanners.log").open("wb")
    started = [Scanner(var, log)]

    def next_one():
        started.append(Scanner(var, log))
        found = started[-2]
        assert found.hear() == {"ready": True}, (var / "scanners.log").read_text()
        return found

    yield next_one
    for process in started:
        process.end()
    log.close()


@pytest.fixture(scope="module")
def survivor(start):
    """The process that goes on with what others left."""
    return start()


@pytest.fixture(scope="module")
def scanner(survivor):
    """The batch that a scanner feeds."""
    return survivor.ask("open", scanner="may-1")["batch"]


def killed(start, moment, work, **command):
    """Have a process do some work, of which it dies."""
    victim = start()
    victim.ask("die", moment=moment)
    assert victim.ask(work, **command) is None
    assert victim.process.returncode == -9


def whole(process, batch):
    """Hold that nothing is lost or half; return what became of the batch."""
    stands = process.ask("stands", batch=batch)
    assert stands["faults"] == [] and stands["damaged"] == []
    return stands


def laid(var, moment):  # noqa: F811
    """Lay a file into the folder of the scanner, whole for an hour."""
    path = two_pages(var / "scanners" / "may-1" / f"{moment}.pdf", 400 + len(moment))
    then = time.time() - 3600
    os.utime(path, (then, then))
    return path


def taken(start, survivor, var, scanner, moment):  # noqa: F811
    path = laid(var, moment)
    killed(start, moment, "take")
    assert path.exists(), "it leaves its folder only behind the commit that has it"
    [outcome] = survivor.ask("take")["outcomes"]
    assert outcome == ("taken" if moment in ("written", "voting") else "again")
    assert not path.exists()
    assert whole(survivor, scanner)["names"].count(path.name) == 1


def looked(start, survivor, var, scanner, moment):  # noqa: F811
    path = two_pages(var / f"look-{moment}.pdf", 500 + len(moment))
    found = survivor.ask("stack", path=str(path))
    killed(start, moment, "work")
    survivor.ask("work")
    stands = whole(survivor, found["batch"])
    assert stands["looked"] == [True]
    assert stands["events"].count("look") == 1
    job = survivor.ask("job", kind=LOOK, key=f"{found['batch']}:1")
    assert job == {"state": "done", "attempts": 2}


def filed(start, survivor, var, scanner, moment):  # noqa: F811
    path = two_pages(var / f"file-{moment}.pdf", 600 + len(moment))
    found = survivor.ask("stack", path=str(path))
    survivor.ask("work")
    key = survivor.ask("ask", **found)["key"]
    killed(start, moment, "work")
    survivor.ask("work")
    stands = whole(survivor, found["batch"])
    assert stands["documents"] == ["filed"]
    assert stands["events"].count("file") == 1
    assert stands["attached"] == [1]
    job = survivor.ask("job", kind=FILE, key=key)
    assert job == {"state": "done", "attempts": 2}


WORK = {"take": taken, "look": looked, "file": filed}


@pytest.mark.parametrize(("work", "moment"), DEATHS)
def test_what_a_killed_process_was_at_is_done_once(
    start,
    survivor,
    var,  # noqa: F811
    scanner,
    work,
    moment,
):
    WORK[work](start, survivor, var, scanner, moment)
