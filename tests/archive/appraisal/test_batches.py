"""Pages in batches go with the files that were filed from them, and no sooner."""

from __future__ import annotations

from motcua.archive.capture import batches
from motcua.archive.capture import erasing
from motcua.archive.capture import layout
from motcua.dossiers import ledger
import pytest
from tests.archive.appraisal.conftest import words
from tests.archive.capture.conftest import arrived
from tests.archive.capture.conftest import looked
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


STACK, SEEN = "a" * 64, "0" * 64
COVERS = {
    "a1.1": ("cover", ["", "", 1], "", ""),
    "a1.3": ("cover", ["", "", 2], "", ""),
}


@pytest.fixture
def batch(province):
    """A batch of one stack with two covers, filed as two documents."""
    one = batches.open_batch(province, UNIT, "papers", "archivist", MONDAY)
    arrived(one, 4, sha256=STACK)
    looked(one, 1, COVERS)
    for number, document in enumerate(layout.fold(one).documents, start=1):
        told = {"document": document.id}
        said = {"fields": {"abstract": f"Nguyễn Văn Đức {number}"}}
        batches.append(one, "describe", "archivist", MONDAY, told, said)
        facts = {**told, "sha256": f"{number}" * 64, "as": {"document": f"F.{number}"}}
        batches.append(one, "file", "archivist", MONDAY, facts)
    return one


def erase(batch, *targets):
    return erasing.erase(batch, "F", set(targets), "archivist", UNIT, MONDAY)


def test_the_stack_stays_as_long_as_a_page_of_it_is_wanted(batch):
    assert erase(batch, "F.1") == {"1" * 64}
    assert erasing.files_of(batch) == {STACK, SEEN, "2" * 64}
    assert "Đức 1" not in words(batch)
    assert "Đức 2" in words(batch)
    assert "x.pdf" in words(batch)


def test_the_stack_goes_with_its_last_document(batch):
    erase(batch, "F.1")
    assert erase(batch, "F.2") == {STACK, SEEN, "2" * 64}
    assert erasing.files_of(batch) == set()
    assert "Đức" not in words(batch)
    assert "x.pdf" not in words(batch)


def test_the_chain_verifies_and_every_page_keeps_its_place(batch):
    before = layout.fold(batch)
    erase(batch, "F.1", "F.2")
    after = layout.fold(batch)
    assert ledger.verify(batch) == []
    assert after.figures == before.figures
    assert after.astray() == before.astray()


def test_done_again_it_writes_nothing(batch):
    erase(batch, "F.1")
    length = batch.length
    assert erase(batch, "F.1") == set()
    assert batch.length == length


def test_a_page_that_nobody_filed_keeps_its_stack(province):
    one = batches.open_batch(province, UNIT, "papers", "archivist", MONDAY)
    arrived(one, 2, sha256=STACK)
    looked(one, 1, {"a1.1": ("cover", ["", "", 1], "", "")})
    document = layout.fold(one).documents[0]
    facts = {"document": document.id, "sha256": "1" * 64, "as": {"document": "F.1"}}
    batches.append(one, "file", "archivist", MONDAY, facts)
    arrived(one, 1, sha256="b" * 64)
    assert erase(one, "F.1") == {STACK, SEEN, "1" * 64}
    assert erasing.files_of(one) == {"b" * 64}
