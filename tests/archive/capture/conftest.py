"""Batches for the tests of capture."""

from __future__ import annotations

from datetime import timedelta
import hashlib
from motcua.archive.capture import batches
from motcua.archive.capture.arranging import Acting
import pytest
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


def arrived(batch, pages, now=MONDAY, **facts):
    """Write the event of a file with so many pages, without a file."""
    given = {
        "sha256": hashlib.sha256(f"{batch.length}".encode()).hexdigest(),
        "size": 1000 * pages,
        "media": "application/pdf",
        "pages": pages,
        "signed": False,
        "side": "all",
        "via": "screen",
        **facts,
    }
    return batches.append(batch, "arrive", "archivist", now, given, {"name": "x.pdf"})


def looked(batch, arrival, marks=None, rotations=None, now=MONDAY):
    """Write the event of a look: ``marks`` are (kind, target, reason, level)."""
    facts = {
        "arrival": arrival,
        "sha256": "0" * 64,
        "marks": {page: list(mark) for page, mark in (marks or {}).items()},
        "rotations": rotations or {},
    }
    return batches.append(batch, "look", "archivist", now, facts)


@pytest.fixture
def batch(province):
    """An empty batch of plain papers."""
    return batches.open_batch(province, UNIT, "papers", "archivist", MONDAY)


@pytest.fixture
def acting(province, batch):
    """The archivist at the batch, who has seen everything."""

    def act(seen=None, who="archivist", one=batch):
        return Acting(province, one, who, MONDAY + timedelta(minutes=5), seen)

    return act
