"""A store with two shelves and a box, and rows in SQL of what a test wrote."""

from __future__ import annotations

from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.custody.register import Counts
from motcua.archive.custody.register import Papers
from motcua.archive.custody.register import Places
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.register import Files
from motcua.storage.engines import register_engine
import pytest
from tests.archive.handover.conftest import kept  # noqa: F401
from tests.archive.holdings.conftest import fonds  # noqa: F401
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY


WHO = "archivist"


def opened(site, kind, code, inside="", **told):
    """Open a place of the province."""
    return places.open_place(
        site, PROVINCE, kind, code, WHO, MONDAY, inside=inside, **told
    )


def lying(one):
    """Return where the paper of a file is."""
    return files.view(one).lying


def stands(site, code):
    """Return in what a place stands."""
    return places.view(store.place(site, code)).inside


def written(site):
    """Write the rows of what the test's transaction holds."""
    told = (
        (Places(), store.every_place(site)),
        (Counts(), store.every_count(site)),
        (Papers(), holdings.every_file(site)),
        (Files(), holdings.every_file(site)),
    )
    with register_engine().begin() as connection:
        for projection, objects in told:
            for one in objects:
                if (row := projection.row(one)) is not None:
                    projection.upsert(connection, row)


@pytest.fixture
def house(kept):  # noqa: F811
    """A store with two shelves, and a box on the first."""
    opened(kept, places.STORE, "KHO-1")
    opened(kept, places.SHELF, "GIA-1", "KHO-1")
    opened(kept, places.SHELF, "GIA-2", "KHO-1")
    opened(kept, places.BOX, "HOP-1", "GIA-1")
    return kept
