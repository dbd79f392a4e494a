"""A store with two shelves, a box, and two closed files of paper, at the browsers."""

from __future__ import annotations

from motcua.archive.holdings import fonds as fonds_module
import pytest
from tests.archive.custody.conftest import opened
from tests.archive.handover.conftest import a_file
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def papers(house):  # noqa: F811
    """The codes of two closed files of paper."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        codes = [a_file(house).code, a_file(house, title="Hồ sơ thứ hai").code]
        transaction.commit()
    return codes


@pytest.fixture
def stored(house, papers):  # noqa: F811
    """The same codes; there is a store with two shelves, and a box on the first."""
    with site(house):
        opened(house, "store", "KHO-1", name="Kho tầng 2")
        opened(house, "shelf", "GIA-1", "KHO-1")
        opened(house, "shelf", "GIA-2", "KHO-1")
        opened(house, "box", "HOP-1", "GIA-1")
        transaction.commit()
    return papers


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
