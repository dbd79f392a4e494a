"""Fixtures for all tests.

``portal``, ``app`` ... (integration, rolled back) and ``functional_portal`` ...
(commits into a throw-away storage) come from pytest-plone over our layers.
"""

from __future__ import annotations

from motcua.setup.testing.layers import FUNCTIONAL
from motcua.setup.testing.layers import INTEGRATION
import os
from pathlib import Path
import pytest
from pytest_plone import fixtures_factory


LAYERS = ((INTEGRATION, "integration"), (FUNCTIONAL, "functional"))

globals().update(fixtures_factory(LAYERS, keep_session=False))


@pytest.fixture(scope="session", autouse=True)
def _plone_once(request: pytest.FixtureRequest) -> None:
    """Set each Plone layer up once, and only when a collected test needs it."""
    names = {n for item in request.session.items for n in item.fixturenames}
    for _layer, prefix in LAYERS:
        if {f"{prefix}_session", prefix, f"{prefix}_class"} & names:
            request.getfixturevalue(f"{prefix}_session")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside test data; tests that need it skip without it."""
    named = os.environ.get("MOTCUA_SHARED")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("shared: the outside test data is not here")
    return folder
