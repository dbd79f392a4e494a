"""The job destroys file by file, goes on after a kill, and leaves papers behind."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import erasure
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import papers
from motcua.archive.appraisal import verification
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings import verification as holdings_verification
from motcua.dossiers import ledger
from motcua.storage import files as stored
from motcua.storage import jobs
from motcua.storage.jobs import JobCancelled
import pytest
from tests.archive.appraisal.conftest import decided
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import MONDAY
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import put
from tests.archive.appraisal.conftest import WEEKS
from tests.archive.appraisal.conftest import words
import transaction


def begun(site, *files_):
    """Return a list whose destruction was asked for, and the key of the job."""
    one = decided(site, *files_)
    event = destroying.begin(site, one, "archivist", MONDAY + WEEKS)
    transaction.commit()
    return one, f"{one.code}:{event.number}"


def killed(most):
    """Return a progress that ends the job behind so many files."""

    def progress(done, total, message=""):
        if done >= most:
            raise JobCancelled

    return progress


def test_destruction_is_a_job_that_the_ledger_asks_for(house):
    _one, key = begun(house, old_file(house, put(b"x")))
    assert jobs.status(destroying.KIND, key).state == "queued"


def test_a_job_that_was_killed_goes_on_with_what_is_left(house):
    held = [old_file(house, put(b"%d" % number)) for number in range(3)]
    one, key = begun(house, *held)
    with pytest.raises(JobCancelled):
        destroying.run(key, {}, killed(2))
    transaction.abort()
    done = [file for file in held if files.view(file).destroyed is not None]
    assert len(done) == 2
    lengths = [file.length for file in done]
    destroying.run(key, {}, killed(9))
    assert [file.length for file in done] == lengths
    assert all(files.view(file).destroyed is not None for file in held)
    assert lists.view(one).state == "done"
    destroying.run(key, {}, killed(9))
    assert lists.view(one).state == "done"


def test_the_papers_of_a_destruction_become_a_file_kept_twenty_years(house):
    first, second = old_file(house, put(b"x")), old_file(house, put(b"y"))
    one, key = begun(house, first, second)
    holds.place(house, second, *HELD, "archivist", datetime.now(UTC))
    transaction.commit()
    destroying.run(key, {}, killed(9))
    found = lists.view(one)
    assert found.spared == {second.code: "held"}
    kept = holdings.file(house, found.kept_in)
    told = files.view(kept)
    assert told.fields["retention"] == "20-years"
    abstracts = []
    for _number, document in files.documents_of(house, told):
        assert stored.check(document.sha256)
        abstracts.append(document.fields["abstract"])
        assert documents.view(capture.document(house, document.code)).pages >= 1
    assert abstracts == [
        papers.TITLES[kind]
        for kind in (papers.LIST, papers.COUNCIL, papers.DESTRUCTION)
    ]
    assert verification.verify(house).faults == []
    assert holdings_verification.verify(house).faults == []


@pytest.mark.parametrize("kind", list(papers.KINDS))
def test_papers_are_printed_at_every_state(house, kind):
    one = decided(house, old_file(house, put(b"x")))
    made = papers.pdf(house, lists.view(one), kind)
    assert made.startswith(b"%PDF-")


def test_a_hold_that_comes_first_spares_the_file_of_a_running_job(house, monkeypatch):
    one = old_file(house, put(b"x"))
    list_, key = begun(house, one)
    erase, database = erasure.erase, house._p_jar.db()

    def interrupted(*told):
        """Let another person hold the file between look and commit, once."""
        monkeypatch.setattr(erasure, "erase", erase)
        manager = transaction.TransactionManager()
        connection = database.open(manager)
        there = connection.get(one._p_oid)
        ledger.append(
            there,
            "hold",
            actor="leader",
            unit="H99",
            now=MONDAY + WEEKS,
            facts={"hold": 1, "kind": "court"},
            data=dict(HELD[1]),
        )
        manager.commit()
        connection.close()
        return erase(*told)

    monkeypatch.setattr(erasure, "erase", interrupted)
    destroying.run(key, {}, killed(9))
    found = files.view(one)
    assert (found.state, len(found.holds)) == (files.CLOSED, 1)
    assert lists.view(list_).spared == {one.code: "held"}
    assert words(capture.document(house, found.documents[0])) != "{}"


def test_of_a_restricted_file_papers_tell_the_code_and_what_becomes_of_it(house):
    one = decided(house, old_file(house, put(b"x")), old_file(house, put(b"y")))
    hidden, open_ = lists.view(one).files
    rows = papers.filled(house, lists.view(one), lambda told: told.code == open_)
    by_code = {row["code"]: row for row in rows["rows"]}
    told = by_code[hidden]
    assert told["title"] == "(hồ sơ hạn chế tiếp cận)" and told["said"] == "Hủy"
    assert not any(told[name] for name in ("term", "documents", "pages", "note"))
    assert all(by_code[open_][name] for name in ("title", "term", "documents"))
