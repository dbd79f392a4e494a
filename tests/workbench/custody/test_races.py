"""Two archivists in the same moment: the second is told, and nothing is lost."""

from __future__ import annotations

from motcua.archive.custody import disuse
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.dossiers import ledger
import pytest
from tests.dossiers.conftest import MONDAY
import transaction
from ZODB.POSException import ConflictError
from zope.component.hooks import site


@pytest.fixture
def other(house):
    """What the other archivist has open: gives objects as he sees them."""
    transaction.begin()
    manager = transaction.TransactionManager()
    connection = house._p_jar.db().open(manager)
    manager.begin()
    yield manager, lambda one: connection.get(one._p_oid)
    manager.abort()
    connection.close()


def write(one, type_, **facts):
    """Chain an event as the other archivist."""
    told = {"actor": "other", "unit": "", "now": MONDAY, "data": {}}
    ledger.append(one, type_, facts=facts, **told)


def test_a_file_that_both_scan_is_put_into_one_box(house, stored, other):
    manager, seen = other
    one = holdings.file(house, stored[0])
    there = seen(one)
    assert files.view(there).lying.box == ""
    with site(house):
        paper.put(house, one, "HOP-1", "archivist", MONDAY)
        transaction.commit()
    write(there, "shelve", box="HOP-2")
    with pytest.raises(ConflictError):
        manager.commit()
    transaction.begin()
    assert files.view(one).lying.box == "HOP-1"


def test_nothing_is_put_into_a_box_that_is_given_up_in_that_moment(
    house, stored, other
):
    manager, seen = other
    one, box = holdings.file(house, stored[0]), store.place(house, "HOP-1")
    there = seen(box)
    # Before he writes the file, the other one looked whether the box is in use.
    places.check_used(there, places.view(there))
    write(seen(one), "shelve", box="HOP-1")
    with site(house):
        disuse.retire(house, box, "Hỏng", "archivist", MONDAY)
        transaction.commit()
    with pytest.raises(ConflictError):
        manager.commit()
    transaction.begin()
    assert files.view(one).lying.box == ""
