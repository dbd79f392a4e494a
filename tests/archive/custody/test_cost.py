"""What lists of custody cost: an index is read, never a table of a hundred thousand."""

from __future__ import annotations

from contextlib import contextmanager
from motcua.archive.custody import looking
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.archive.custody.conftest import opened
from tests.archive.custody.conftest import WHO
from tests.archive.custody.conftest import written
from tests.archive.handover.conftest import a_file
from tests.dossiers.conftest import MONDAY


LISTS = {
    "stores": lambda: looking.stores(["H99"]),
    "shelves of a store": lambda: looking.within("KHO-1", limit=51),
    "room of shelves": lambda: looking.filled(["GIA-1", "GIA-2"]),
    "room of a store": lambda: looking.room("KHO-1"),
    "files of boxes": lambda: looking.lies_in(["HOP-1"]),
    "files of a box": lambda: looking.in_box("HOP-1", {"H99:archive"}, limit=51),
    "is it empty": lambda: looking.inside("HOP-1"),
    "on loan": lambda: looking.lent(["H99"], {"H99:archive"}, limit=51),
    "overdue": lambda: looking.count_lent(["H99"], {"H99:archive"}, MONDAY.date()),
    "borrowed": lambda: looking.borrowed("handler"),
    "written last": lambda: looking.latest(WHO),
    "labels": lambda: looking.spans(["HOP-1"]),
    "stocktaking": lambda: looking.papers_of_boxes(["HOP-1"]),
    "scanned": lambda: looking.papers_of(["H99.2026.1"]),
}


@contextmanager
def statements():
    """Collect what is sent to SQL: (statement, parameters)."""
    found = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        found.append((statement, parameters))

    engine = register_engine()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def filled(house):
    """Some thousand boxes beside the few of a test."""
    one = a_file(house)
    paper.put(house, one, "HOP-1", WHO, MONDAY)
    paper.lend(house, one, "B", "Xem", None, WHO, MONDAY, login="handler")
    opened(house, places.BOX, "HOP-2", "GIA-2")
    written(house)
    table = looking.PLACES
    with register_engine().begin() as connection:
        row = dict(
            connection.execute(sa.select(table).where(table.c.barcode == "HOP-1"))
            .mappings()
            .one()
        )
        many = [
            {**row, "barcode": f"X-{n:05}", "inside": f"Y-{n % 40}", "moved_by": "x"}
            for n in range(3000)
        ]
        connection.execute(table.insert(), many)
    yield house
    with register_engine().begin() as connection:
        connection.execute(table.delete())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_an_index(filled, name):
    with statements() as sent:
        LISTS[name]()
    assert sent
    with register_engine().connect() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("plans are read of SQLite alone")
        for statement, parameters in sent:
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            steps = [row[3] for row in plan]
            scans = [step for step in steps if step.startswith("SCAN custody")]
            assert scans == [], steps


def test_a_read_without_an_index_would_be_found(filled):
    query = sa.select(looking.PLACES).where(looking.PLACES.c.name == "x")
    with register_engine().connect() as connection:
        told = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}")
        assert any(row[3].startswith("SCAN custody") for row in plan)
