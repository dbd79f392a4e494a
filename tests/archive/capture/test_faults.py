"""The disk is full, or the process is killed, at every point at which files change.

An audit hook of Python sees each file that is opened for writing, linked, renamed or
removed and each folder that is made. Every one of them is once the point of the fault.
Afterwards the work is done again: nothing is lost, nothing is there twice.
"""

from __future__ import annotations

import errno
from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import filing
from motcua.archive.capture import layout
from motcua.archive.capture import seeing
from motcua.archive.capture import store
from motcua.archive.capture import verification
from motcua.archive.capture import watching
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.pages import Target
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.intake import receive
from motcua.storage import confined
from motcua.storage import room
import os
from pathlib import Path
import pytest
import sys
from tests.archive.conftest import blank_pdf
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import time
import transaction


class Killed(BaseException):
    """The process ends here."""


def full():
    return OSError(errno.ENOSPC, "No space left on device")


FAULTS = pytest.mark.parametrize("fault", [full, Killed], ids=["full", "killed"])
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_EVENTS = {"os.mkdir", "os.rename", "os.link", "os.remove"}


class Points:
    """Counts the points at which files change; at one of them the fault happens."""

    def __init__(self):
        self.at, self.seen, self.fault = -1, 0, None

    def __call__(self, event, arguments):
        """See one event of the interpreter."""
        if self.at < 0 or not self._changes(event, arguments):
            return
        self.seen += 1
        if self.seen == self.at:
            raise self.fault()

    def _changes(self, event, arguments):
        if event == "open":
            path, mode, flags = arguments
            writes = set("wax+") & set(mode or "") or (flags or 0) & _WRITING
            return bool(writes) and isinstance(path, str | Path)
        return event in _EVENTS

    def run(self, work, at=0, fault=None):
        """Do the work with a fault at one point (0: none); return the points met."""
        self.at, self.seen, self.fault = at, 0, fault
        try:
            work()
        finally:
            self.at = -1
        return self.seen


POINTS = Points()
sys.addaudithook(POINTS)


def nothing(_done, _total, _message=""):
    """Stand for the progress of a job."""


@pytest.fixture
def site(functional_portal, tmp_path, monkeypatch):
    """A province with one dossier; no parser is started for its blank files."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    receive(functional_portal, an_intake(version), "reception", MONDAY)
    transaction.commit()
    watching._met.clear()
    monkeypatch.setattr(confined, "run", parsed)
    return functional_portal


def parsed(task, arguments, *, scratch=None, **_how):
    """Stand for the confined process, which has tests of its own."""
    if task.endswith(":inspect"):
        return {"pages": 2, "signed": False, "active": []}
    if task.endswith(":measure"):
        return [{"blank": 0.0}, {"blank": 0.0}]
    page = {"rotation": 0, "covers": [], "dossiers": [], "patch": False}
    page |= {"torn": False, "others": 0, "secrecy": "", "width": 9, "height": 9}
    for name in ("thumbs", "pictures"):
        (Path(arguments["folder"]) / name).write_bytes(b"jpeg")
    return {"pages": [{**page, "thumb": [0, 2], "picture": [2, 2]}] * 2}


def opened(site, purpose="papers", **how):
    who = "reception" if purpose == "counter" else "archivist"
    batch = batches.open_batch(site, UNIT, purpose, who, MONDAY, **how)
    transaction.commit()
    return batch.code


def at_every_point(prepare, work, fault, check):
    """Let the fault happen at each point in turn; return how many there were."""
    subject = prepare(0)
    total = POINTS.run(lambda: work(subject))
    check(subject)
    for at in range(1, total + 1):
        subject = prepare(at)
        try:
            POINTS.run(lambda one=subject: work(one), at, fault)
        except (Killed, OSError, UploadRefused) as error:
            assert isinstance(error, Killed) or room.is_short(error)
        transaction.abort()
        work(subject)
        check(subject)
    return total


def whole(site):
    told = verification.verify(site)
    assert told.faults == []
    return told


@FAULTS
def test_a_file_of_a_scanner_is_taken_once_or_stays_in_its_folder(
    site, tmp_path, fault, record_property
):
    code = opened(site, scanner="may-1")
    watching.take(site)
    folder = watching.root() / "may-1"

    def prepare(at):
        path = blank_pdf(folder / f"{at}.pdf", 2, (500 + at, 842))
        moment = time.time() - 3600
        os.utime(path, (moment, moment))
        return path

    def work(path):
        for one in watching.take(site):
            # On a full disk the file stays, and it is said why.
            assert one.outcome in ("taken", "again", "no-room"), one
            assert path.exists() or one.outcome != "no-room"

    def check(path):
        assert not path.exists()
        came = [one.name for one in layout.fold(store.batch(site, code)).arrivals]
        assert came.count(path.name) == 1

    total = at_every_point(prepare, work, fault, check)
    record_property("points", total)
    assert total >= 5
    told = whole(site)
    assert told.arrived == 2 * (total + 1)


@FAULTS
def test_an_upload_comes_in_once_or_is_refused_by_name(
    site, tmp_path, fault, record_property
):
    code = opened(site)

    def prepare(at):
        return blank_pdf(tmp_path / f"{at}.pdf", 2, (500 + at, 842))

    def work(path):
        batch = store.batch(site, code)
        with path.open("rb") as stream:
            [taken] = arrivals.arrive_all(
                site, batch, [(stream, path.name)], "archivist", MONDAY
            )
        transaction.commit()
        if not taken.arrival:
            raise UploadRefused("no-room", path.name)

    def check(path):
        came = [one.name for one in layout.fold(store.batch(site, code)).arrivals]
        assert came.count(path.name) == 1

    total = at_every_point(prepare, work, fault, check)
    record_property("points", total)
    assert total >= 3
    assert whole(site).arrived == 2 * (total + 1)


@FAULTS
def test_a_look_is_done_once_whatever_happened_to_it_before(
    site, tmp_path, fault, record_property
):
    code = opened(site)

    def prepare(at):
        path = blank_pdf(tmp_path / f"{at}.pdf", 2, (500 + at, 842))
        batch = store.batch(site, code)
        with path.open("rb") as stream:
            arrivals.arrive(site, batch, stream, path.name, "archivist", MONDAY)
        transaction.commit()
        return len(layout.fold(store.batch(site, code)).arrivals)

    def work(number):
        seeing.look(f"{code}:{number}", {}, nothing)
        transaction.commit()

    def check(number):
        arrival = layout.fold(store.batch(site, code)).arrival(number)
        # A full disk is no fault of the file: it was seen in the end.
        assert seeing.seen_of(arrival)["pages"]

    total = at_every_point(prepare, work, fault, check)
    record_property("points", total)
    assert total >= 5
    whole(site)


@FAULTS
def test_a_document_is_filed_once_whatever_happened_before(
    site, tmp_path, fault, record_property
):
    code = next(iter(walk(site))).code

    def prepare(at):
        stack = opened(site, "counter", dossiers=[code])
        path = blank_pdf(tmp_path / f"{at}.pdf", 2, (500 + at, 842))
        batch = store.batch(site, stack)
        with path.open("rb") as stream:
            arrivals.arrive(site, batch, stream, path.name, "reception", MONDAY)
        acting = Acting(site, batch, "reception", MONDAY, None)
        acting.move(["a1.1", "a1.2"], "new")
        document = layout.fold(batch).documents[0].id
        acting.assign(document, Target(code, "1"))
        transaction.commit()
        return stack, document

    def work(subject):
        stack, document = subject
        batch = store.batch(site, stack)
        if layout.fold(batch).document(document).state == "open":
            # First, or given back because there was no room.
            filing.ask(site, batch, [document], "reception", MONDAY)
        transaction.commit()
        asked = [one for one in layout_events(batch) if one.type == "filing"][-1]
        filing.file(f"{stack}:{asked.number}", {}, nothing)
        transaction.commit()

    def check(subject):
        stack, document = subject
        found = layout.fold(store.batch(site, stack))
        assert found.document(document).state == "filed"
        filed = found.document(document).filed["sha256"]
        held = [one.sha256 for one in attachments(find(site, code))]
        assert held.count(filed) == 1

    total = at_every_point(prepare, work, fault, check)
    record_property("points", total)
    assert total >= 5
    whole(site)


def layout_events(batch):
    from motcua.dossiers import ledger

    return ledger.events(batch)
