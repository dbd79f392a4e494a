"""The duty book is read cheaply and written by two at once."""

from __future__ import annotations

from datetime import date
from motcua.organisation.duties import Duty
from motcua.organisation.duties import DutyBook
from motcua.organisation.groups import DutyGroups
import pytest
import transaction
from ZODB import DB
from ZODB.FileStorage import FileStorage


START = date(2025, 7, 1)


class Principal:
    """As much of a user as the plugin looks at."""

    def __init__(self, name):
        self.name = name

    def getId(self):
        return self.name


def duty(person, department="H99.01"):
    return Duty(person, department, "processing", START, deed="QĐ 12")


@pytest.fixture
def database(tmp_path):
    """A database with a book of 2,000 officers and the plugin that reads it."""
    db = DB(FileStorage(str(tmp_path / "book.fs")))
    with db.transaction() as connection:
        book = DutyBook()
        for number in range(2000):
            person = f"person-{number:04}"
            book.write(person, (duty(person),))
        plugin = DutyGroups("motcua_duties")
        plugin.follow(book)
        connection.root.book = book
        connection.root.plugin = plugin
    yield db
    db.close()


@pytest.mark.parametrize("number", [0, 777, 1999])
def test_the_groups_of_a_person_cost_four_reads_at_most(database, number):
    database.cacheMinimize()
    connection = database.open()
    plugin = connection.root.plugin
    assert plugin.getId() == "motcua_duties"
    connection.getTransferCounts(clear=True)
    found = plugin.getGroupsForPrincipal(Principal(f"person-{number:04}"))
    loads, _stores = connection.getTransferCounts()
    assert found == ("H99.01:processing",)
    # A leaf of each tree and its root: own duties, and what was delegated.
    assert 1 <= loads <= 4
    connection.close()


def test_a_stranger_costs_no_more(database):
    connection = database.open()
    plugin = connection.root.plugin
    plugin.getId()
    connection.getTransferCounts(clear=True)
    assert plugin.getGroupsForPrincipal(Principal("stranger")) == ()
    assert connection.getTransferCounts()[0] <= 2
    connection.close()


def test_reading_writes_nothing(database):
    with database.transaction() as connection:
        connection.root.plugin.getGroupsForPrincipal(Principal("person-0001"))
        assert connection._registered_objects == []


def test_two_administrators_assign_to_two_persons_at_once(database):
    managers = [transaction.TransactionManager() for _ in range(2)]
    connections = [database.open(manager) for manager in managers]
    persons = ("person-0001", "person-0002")
    for connection, person in zip(connections, persons, strict=True):
        book = connection.root.book
        book.write(person, (*book.rows(person), duty(person, "H99.02")))
    for manager in managers:
        manager.commit()
    for connection in connections:
        connection.close()
    with database.transaction() as connection:
        book = connection.root.book
        assert len(book.rows("person-0001")) == len(book.rows("person-0002")) == 2
        assert book.persons("H99.02:processing") == list(persons)
