"""Closed files of a department, on their way to the archive of the agency."""

from __future__ import annotations

from motcua.archive.handover import listing
from motcua.archive.handover import store
from motcua.archive.handover.register import Due
from motcua.archive.handover.register import HoldBacks
from motcua.archive.handover.register import Holders
from motcua.archive.handover.register import Inventories
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.register import Files
from motcua.storage.engines import register_engine
import pytest
from tests.archive.holdings.conftest import fonds  # noqa: F401
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
import transaction


#: Of a closed file of paper; its work ended on 10-9-2026.
PAPER = {
    "title": "Hồ sơ giao đất xã Cửa Lớn",
    "retention": "10-years",
    "access": "open",
    "language": "01",
    "begin": "2026-01-05",
    "end": "2026-09-10",
    "medium": "paper",
    "sheets": "120",
    "numbered": "yes",
}
DIGITAL = {**PAPER, "medium": "digital", "sheets": "", "numbered": ""}


def a_file(site, department=LAND, *, close=True, **changes):
    """Return a file that its department has closed."""
    one = filing.open_file(
        site,
        PROVINCE,
        2026,
        "archivist",
        MONDAY,
        department=department,
        given={**PAPER, **changes},
    )
    if close:
        shut(site, one)
    return one


def shut(site, one):
    """Close a file; what a file of its kind lacks is not asked for."""
    group = f"{files.view(one).department}:processing"
    closing.write(site, one, files.view(one), "handler", group, MONDAY)


def submitted(site, *made):
    """Return an inventory with these files, before the archive."""
    one = listing.draft(site, LAND, "handler", MONDAY)
    for file in made:
        listing.take(site, one, file.code, "handler", MONDAY)
    listing.submit(site, one, "handler", MONDAY)
    return one


def rows(site):
    """Write the rows of what the test's transaction holds."""
    with register_engine().begin() as connection:
        for one in holdings.every_file(site):
            for projection in (Due(), Files(), Holders()):
                projection.upsert(connection, projection.row(one))
        for one in store.every_inventory(site):
            projection = Inventories()
            projection.upsert(connection, projection.row(one))
        for one in store.every_holdback(site):
            projection = HoldBacks()
            projection.upsert(connection, projection.row(one))


@pytest.fixture
def kept(province, fonds, monkeypatch):  # noqa: F811
    """The province with a fonds; jobs commit by writing rows."""
    empty_sql()
    monkeypatch.setattr(transaction, "begin", lambda: None)
    monkeypatch.setattr(transaction, "abort", lambda: None)
    monkeypatch.setattr(transaction, "commit", lambda: rows(province))
    return province
