"""The house with one dossier, for everybody who should not get at it."""

from __future__ import annotations

import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import counter
from tests.desk.conftest import house
from tests.desk.conftest import officer
from tests.desk.conftest import received


__all__ = ["browser", "counter", "house", "officer", "received"]

PERSONAL = ("Nguyễn", "0912", "030957")


@pytest.fixture
def stranger(house):
    """The browser of nobody in particular."""
    return browser()
