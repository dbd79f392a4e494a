"""A file that nobody could look at holds no batch up: there is a way out, both ways."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import filing
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture import stuck
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import StaleBatch
from motcua.archive.capture.errors import UnknownBatch
from motcua.storage import jobs
from motcua.storage.jobs import Urgency
import pytest
import sqlalchemy as sa
from tests.archive.capture.conftest import arrived
from tests.archive.capture.conftest import looked
from tests.dossiers.conftest import MONDAY


COVER = ("cover", ["", "", 1], "", "")


def job(code, arrival, state, asked=0, message="TaskFailed: crash"):
    """Set how the job of a look stands."""
    key = register.look_key(code, arrival, asked)
    jobs.enqueue_now(register.LOOK, key, {}, Urgency.SOON)
    with jobs.jobs_engine().begin() as connection:
        connection.execute(
            sa.update(jobs.table)
            .where(jobs.table.c.key == key)
            .values(state=state, message=message)
        )


@pytest.fixture
def failed(batch):
    """A batch with a file that was looked at, and one whose job failed for good."""
    arrived(batch, 2)
    looked(batch, 1, {"a1.1": COVER})
    arrived(batch, 3)
    job(batch.code, 2, jobs.FAILED)
    return batch


def numbers(batch):
    return [one.arrival.number for one in stuck.files(layout.fold(batch))]


def adds_up(batch):
    found = layout.fold(batch)
    return found.figures.adds_up and found.astray() == []


@pytest.mark.parametrize("state", [jobs.QUEUED, jobs.RUNNING])
def test_what_may_still_come_is_waited_for(batch, acting, state):
    arrived(batch, 2)
    job(batch.code, 1, state)
    assert numbers(batch) == []
    for act in (stuck.look_again, stuck.give_up):
        with pytest.raises(Impossible):
            act(acting(), 1)
    with pytest.raises(Impossible):
        stuck.refuse_file(acting(), 1, "Tệp hỏng")


@pytest.mark.parametrize("state", [jobs.FAILED, jobs.CANCELLED, jobs.DONE])
def test_what_will_not_come_by_itself_is_named_with_the_reason(batch, state):
    arrived(batch, 2)
    job(batch.code, 1, state, message="Tiến trình xử lý bị dừng nhiều lần.")
    [one] = stuck.files(layout.fold(batch))
    assert (one.waiting, one.message) == (True, "Tiến trình xử lý bị dừng nhiều lần.")


def test_a_stuck_file_keeps_the_batch_until_somebody_decides(failed, acting):
    with pytest.raises(Impossible) as refused:
        acting().submit()
    assert "decide" in str(refused.value)
    with pytest.raises(Impossible):
        acting().close()
    stuck.give_up(acting(), 2)
    acting().submit()


def test_its_pages_are_placed_by_hand_and_that_is_taken_back(failed, acting):
    stuck.give_up(acting(), 2)
    found = layout.fold(failed)
    assert {found.unassigned[page] for page in ("a2.1", "a2.2", "a2.3")} == {"unseen"}
    assert not found.waiting and adds_up(failed)
    assert [(one.arrival.number, one.waiting) for one in stuck.files(found)] == [
        (2, False)
    ]
    acting().move(["a2.1", "a2.2", "a2.3"], "new")
    assert numbers(failed) == [], "who placed the pages has decided"
    acting().undo()
    acting().undo()
    assert [one.number for one in layout.fold(failed).waiting] == [2]
    assert numbers(failed) == [2] and adds_up(failed)


def test_a_signed_file_that_nobody_has_seen_says_so(batch, acting):
    arrived(batch, 2, signed=True)
    facts = {"arrival": 1, "sha256": "", "failed": "memory"}
    facts |= {"marks": {}, "rotations": {}}
    batches.append(batch, "look", "archivist", MONDAY, facts)
    assert numbers(batch) == [1]
    stuck.look_again(acting(), 1)
    looked(batch, 1, {"a1.1": ("", None, "", "MẬT")})
    assert set(layout.fold(batch).quarantined) == {"a1.1", "a1.2"}


def test_a_refused_file_is_kept_with_the_reason_and_that_is_taken_back(failed, acting):
    with pytest.raises(Missing):
        stuck.refuse_file(acting(), 2, "  ")
    event = stuck.refuse_file(acting(), 2, " Quét sai máy ")
    assert event.data == {"reason": "Quét sai máy"}
    found = layout.fold(failed)
    assert set(found.rejected.values()) == {"file-refused"}
    assert found.figures.rejected == 3 and len(found.arrivals) == 2
    assert numbers(failed) == [] and adds_up(failed)
    acting().submit()
    acting().act("refuse", {}, {"reason": "Quét lại"})
    acting().restore(["a2.1"])
    assert layout.fold(failed).unassigned["a2.1"] == "restored"


def test_refusing_is_undone_like_any_act(failed, acting):
    stuck.refuse_file(acting(), 2, "Quét sai máy")
    acting().undo()
    found = layout.fold(failed)
    assert found.rejected == {} and [one.number for one in found.waiting] == [2]


def test_pages_are_looked_at_again_under_a_job_of_their_own(failed, acting):
    event = stuck.look_again(acting(), 2)
    found = layout.fold(failed)
    assert found.arrivals[1].asked == event.number
    assert numbers(failed) == [], "it is on its way"
    wanted = [one for one in register._jobs(failed, 1) if one.kind == register.LOOK]
    assert wanted[-1].key == f"{failed.code}:2:{event.number}"
    looked(failed, 2, {"a2.1": ("cover", ["", "", 2], "", "")})
    found = layout.fold(failed)
    assert [one.pages for one in found.documents] == [("a1.2",), ("a2.2", "a2.3")]
    assert adds_up(failed) and numbers(failed) == []


def test_a_second_failure_is_told_again(failed, acting):
    event = stuck.look_again(acting(), 2)
    job(failed.code, 2, jobs.FAILED, event.number)
    assert numbers(failed) == [2]
    stuck.look_again(acting(), 2)
    assert numbers(failed) == []


def test_a_file_that_cannot_be_read_may_be_looked_at_again(batch, acting):
    """As when the program that reads was missing, and is there now."""
    arrived(batch, 2)
    facts = {"arrival": 1, "sha256": "", "failed": "crash", "marks": {}}
    batches.append(batch, "look", "archivist", MONDAY, {**facts, "rotations": {}})
    assert [one.waiting for one in stuck.files(layout.fold(batch))] == [False]
    with pytest.raises(Impossible):
        stuck.give_up(acting(), 1)
    stuck.look_again(acting(), 1)
    looked(batch, 1, {"a1.1": COVER})
    assert layout.fold(batch).documents[0].pages == ("a1.2",)


def test_what_a_person_placed_stays_when_the_look_comes_after_all(failed, acting):
    stuck.give_up(acting(), 2)
    acting().move(["a2.2", "a2.1"], "new")
    stuck.look_again(acting(), 2)
    looked(failed, 2, {"a2.1": ("cover", ["", "", 2], "", "")})
    found = layout.fold(failed)
    assert found.documents[-1].pages == ("a2.2", "a2.1")
    assert found.unassigned["a2.3"] == "by-hand" and adds_up(failed)


def test_another_look_hinders_nobody_who_arranges(failed, acting):
    seen = failed.length
    stuck.look_again(acting(), 2)
    acting(seen).move(["a1.2"], "new")


def test_of_two_who_decide_the_slower_is_told(failed, acting):
    seen = failed.length
    stuck.give_up(acting(seen), 2)
    with pytest.raises(StaleBatch):
        stuck.refuse_file(acting(seen), 2, "Quét sai máy")


@pytest.mark.parametrize("who", ["reception", "stranger", "supervisor"])
def test_others_decide_nothing(failed, acting, who):
    length = failed.length
    for act in (stuck.look_again, stuck.give_up):
        with pytest.raises(UnknownBatch):
            act(acting(who=who), 2)
    with pytest.raises(UnknownBatch):
        stuck.refuse_file(acting(who=who), 2, "Quét sai máy")
    assert failed.length == length


def test_pages_in_quarantine_are_not_refused_with_their_file(failed, acting):
    acting().secret(["a2.1"], "MẬT")
    with pytest.raises(Impossible):
        stuck.refuse_file(acting(), 2, "Quét sai máy")
    assert adds_up(failed)


@pytest.mark.parametrize("number", [0, 3, 1_000_000])
def test_a_file_that_is_not_there_is_refused(failed, acting, number):
    with pytest.raises(Impossible):
        stuck.give_up(acting(), number)


def filing_of(province, batch, acting):
    """Ask for the document of the first file; return it and the key of the job."""
    acting().submit()
    acting().act("accept", {})
    document = layout.fold(batch).documents[0]
    acting().act("filing", {"documents": [document.id]})
    key = f"{batch.code}:{batch.length}"
    jobs.enqueue_now(register.FILE, key, {})
    return document, key


def test_a_document_whose_filing_stands_still_is_taken_back(province, batch, acting):
    arrived(batch, 2)
    looked(batch, 1, {"a1.1": COVER})
    document, key = filing_of(province, batch, acting)
    assert stuck.documents(batch, layout.fold(batch)) == []
    with pytest.raises(Impossible):
        stuck.take_back(acting(), document.id)
    jobs.cancel(register.FILE, key)
    assert [one.id for one in stuck.documents(batch, layout.fold(batch))] == [
        document.id
    ]
    stuck.take_back(acting(), document.id)
    again = layout.fold(batch).document(document.id)
    assert (again.state, again.problem) == ("open", "stopped")
    # The job that comes back to life finds nothing to do.
    length = batch.length
    filing.file_one(province, batch, document.id, "no-pdf", "archivist")
    assert batch.length == length
