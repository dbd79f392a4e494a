"""A fonds of the province, at the browsers of its archive and its head."""

from __future__ import annotations

from motcua.archive.holdings import fonds as fonds_module
import pytest
from tests.archive.backlog.conftest import running
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def opened(house):  # noqa: F811
    """The province with a fonds."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        transaction.commit()
    return house


@pytest.fixture
def project(opened):
    """The code of a project that runs, also on the day of the test."""
    with site(opened):
        one = running(opened, end="2099-12-31")
        transaction.commit()
    return one.code


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
