"""Jobs of a batch: asked for by its chain, done once, taken up where they stopped."""

from __future__ import annotations

from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import covers
from motcua.archive.capture import filing
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture import seeing
from motcua.archive.capture import store
from motcua.archive.capture import verification
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
from motcua.storage import jobs
import pytest
from tests.archive.capture import sheets
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


def nothing(_done, _total, _message=""):
    """Stand for the progress of a job."""


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def site(functional_portal):
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    receive(functional_portal, an_intake(version), "reception", MONDAY)
    transaction.commit()
    return functional_portal


@pytest.fixture
def codes(site, tmp_path):
    """A dossier, and the stack of its papers as it came from the feeder."""
    from motcua.dossiers.folder import walk

    dossier = next(iter(walk(site)))
    stack = batches.open_batch(
        site, UNIT, "counter", "reception", MONDAY, dossiers=[dossier.code]
    )
    own = sheets.printed(covers.of_dossier(site, dossier))
    path = sheets.stack(
        tmp_path / "quay.pdf",
        [own[0], sheets.text("Đơn"), own[1], sheets.text("Giấy"), sheets.text("Hai")],
    )
    arrivals.arrive(site, stack, sheets.sent(path), "quay.pdf", "reception", MONDAY)
    transaction.commit()
    return dossier.code, stack.code


def test_a_stack_is_looked_at_and_filed_and_a_killed_job_goes_on(
    site, codes, monkeypatch, tesseract
):
    code, stack = codes
    assert jobs.status(register.LOOK, f"{stack}:1").state == jobs.QUEUED
    seeing.look(f"{stack}:1", {}, nothing)
    transaction.commit()
    seeing.look(f"{stack}:1", {}, nothing)
    transaction.commit()
    batch = store.batch(site, stack)
    found = layout.fold(batch)
    assert found.length == 3, "the second look found its work done"
    assert [len(one.pages) for one in found.documents] == [1, 2]
    ids = [one.id for one in found.documents]
    event = filing.ask(site, batch, ids, "reception", MONDAY)
    key = f"{stack}:{event.number}"
    transaction.commit()
    assert jobs.status(register.FILE, key).state == jobs.QUEUED

    # Killed behind the first document, with the second one half done.
    commits = []
    commit = transaction.commit

    def killed():
        commits.append(1)
        if len(commits) == 2:
            raise Killed
        commit()

    monkeypatch.setattr(filing.transaction, "commit", killed)
    with pytest.raises(Killed):
        filing.file(key, {}, nothing)
    monkeypatch.undo()
    transaction.abort()
    states = [one.state for one in layout.fold(store.batch(site, stack)).documents]
    assert states == ["filed", "filing"]
    assert len(attachments(find(site, code))) == 1

    for _each in range(2):
        filing.file(key, {}, nothing)
        transaction.commit()
    found = layout.fold(store.batch(site, stack))
    assert [one.state for one in found.documents] == ["filed", "filed"]
    assert [one.paper for one in attachments(find(site, code))] == ["1", "2"]
    told = verification.verify(site)
    assert (told.arrived, told.placed, told.filed, told.faults) == (5, 5, 3, [])


def test_jobs_of_batches_that_are_gone_end(site):
    seeing.look("H99.01-2026-L0404:1", {}, nothing)
    filing.file("H99.01-2026-L0404:2", {}, nothing)
    transaction.abort()
