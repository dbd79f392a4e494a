"""A house in which many things are decided at once, with its worker at hand."""

from __future__ import annotations

from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from motcua.storage import worker
from plone.app.testing import logout
import pytest
from tests.desk.conftest import counter
from tests.desk.conftest import house
from tests.desk.conftest import officer
from tests.desk.conftest import receive as receive_at
import transaction
from zope.component.hooks import setSite


__all__ = ["counter", "house", "officer"]


@pytest.fixture
def supervisor(officer):
    """The browser of who supervises the one-stop unit."""
    return officer("supervisor")


@pytest.fixture
def carry_out(house):
    """Let the worker do what was asked of it."""

    def drain():
        transaction.begin()
        setSite(house)
        done = worker.drain()
        logout()
        transaction.begin()
        return done

    return drain


def receive(house, **changes):
    """Receive a dossier without a screen, also after somebody's request."""
    setSite(house)
    return receive_at(house, **changes)


def state(house, code):
    """Return a dossier as it is now."""
    transaction.begin()
    return fold(find(house, code))


def rows(page):
    """Return the rows of the list of a page: cells as text without blanks."""
    return [
        [" ".join(cell.text.split()) for cell in row.select("td")]
        for row in page.html.select("table.list tbody tr")
    ]


def codes(page):
    """Return the codes of the dossiers of the list of a page."""
    return [each.text.strip() for each in page.html.select("table.list tbody .code")]


def again(app, page):
    """Return the same page as it is now."""
    return app.get(f"/desk{page.request.url.partition('/desk')[2]}")
