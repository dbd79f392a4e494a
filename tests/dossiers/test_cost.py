"""What one receipt and one step write, and that writers do not meet.

Counted in database records and bytes, not in time: these are the figures that
decide how a province with a million dossiers a year behaves.
"""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from threading import Barrier
from threading import Thread
import transaction
from ZODB.POSException import ConflictError
from zope.component.hooks import setSite


WRITERS = 4
EACH = 15


@pytest.fixture
def site(sql, functional_portal):
    """A province whose folders exist: the first receipt of a year makes them."""
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    receive(functional_portal, an_intake(version), "reception", MONDAY)
    transaction.commit()
    return functional_portal


def written(site, act_):
    """Commit what ``act_`` does; return (records, bytes) of that transaction."""
    transaction.begin()
    act_()
    transaction.commit()
    changes = site._p_jar.db().storage.changes
    last = list(changes.iterator())[-1]
    sizes = [len(record.data) for record in last]
    return len(sizes), sum(sizes)


def current_version(site):
    from motcua.procedures import versions

    return versions.current("1.001193", site=site)


def test_a_receipt_writes_at_most_eight_objects_and_five_kilobytes(site):
    version = current_version(site)
    figures = [
        written(site, lambda: receive(site, an_intake(version), "reception", MONDAY))
        for _ in range(5)
    ]
    assert max(records for records, _ in figures) <= 8, figures
    assert max(size for _, size in figures) <= 5_000, figures


def test_a_step_writes_two_objects_whatever_the_history(site):
    code = receive(site, an_intake(current_version(site)), "reception", MONDAY).code
    transaction.commit()
    figures = []
    now = MONDAY

    def step(person, to):
        act(find(site, code), "forward", person, data={"to": to}, now=now)

    figures.append(written(site, lambda: step("reception", LAND)))
    for number in range(40):
        now += timedelta(minutes=1)
        person, to = (("handler", JUSTICE), ("jurist", LAND))[number % 2]
        figures.append(written(site, lambda p=person, t=to: step(p, t)))
    assert {records for records, _ in figures} == {2}
    assert max(size for _, size in figures[2:]) - figures[2][1] <= 16, figures


def test_four_writers_at_once_meet_no_conflict(site):
    version = current_version(site)
    database = site._p_jar.db()
    path = site.getPhysicalPath()
    conflicts: list[Exception] = []
    codes: list[str] = []
    start = Barrier(WRITERS)

    def writer():
        connection = database.open()
        try:
            portal = connection.root()["Application"].unrestrictedTraverse(path)
            setSite(portal)
            start.wait()
            for _ in range(EACH):
                transaction.begin()
                try:
                    code = receive(portal, an_intake(version), "reception", MONDAY).code
                    transaction.commit()
                    codes.append(code)
                except ConflictError as error:
                    transaction.abort()
                    conflicts.append(error)
        finally:
            transaction.abort()
            connection.close()

    threads = [Thread(target=writer) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert conflicts == []
    assert len(set(codes)) == WRITERS * EACH
    transaction.begin()
    assert all(find(site, code) is not None for code in codes)


def test_two_acts_at_once_on_one_dossier_conflict_and_one_wins(site):
    code = receive(site, an_intake(current_version(site)), "reception", MONDAY).code
    transaction.commit()
    database = site._p_jar.db()
    path = site.getPhysicalPath()
    first, second = transaction.TransactionManager(), transaction.TransactionManager()
    portals = [
        manager_connection.root()["Application"].unrestrictedTraverse(path)
        for manager_connection in (database.open(first), database.open(second))
    ]
    events = []
    for portal, target in zip(portals, (LAND, JUSTICE), strict=True):
        setSite(portal)
        events.append(
            act(
                find(portal, code),
                "forward",
                "reception",
                data={"to": target},
                now=MONDAY,
            )
        )
    transaction.abort()
    first.commit()
    with pytest.raises(ConflictError):
        second.commit()
    second.abort()
    for portal in portals:
        portal._p_jar.close()
    setSite(site)
    transaction.begin()
    assert find(site, code).holder == LAND
    assert find(site, code).length == 2
