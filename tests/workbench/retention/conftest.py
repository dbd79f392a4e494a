"""A fonds with closed files of several terms, at the browsers of those who keep it."""

from __future__ import annotations

from motcua.archive import retention
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.retention import rules
import pytest
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.terms.conftest import a_file
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def kept(house):  # noqa: F811
    """The codes of closed files: two that expired, two that will, one that waits."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        made = [
            a_file(house, "5-years", ended=2018, sheets=3500),
            a_file(house, "10-years", ended=2012, by=rules.FILE, sheets=200),
            a_file(house, "10-years", ended=2020, sheets=7000),
            a_file(house, "10-years", ended=2024, size=2_500_000_000),
            a_file(house, "5-years", start=retention.WORKS),
        ]
        transaction.commit()
    return [one.code for one in made]


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
