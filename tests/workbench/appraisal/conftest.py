"""Files whose term is over, at the browsers of archive, council and head."""

from __future__ import annotations

from motcua.archive.holdings import fonds as fonds_module
import pytest
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import put
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def old(house):  # noqa: F811
    """Codes of two closed files whose term is over."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        transaction.commit()
        return [old_file(house, put(b"%d" % number)).code for number in range(2)]


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
from tests.workbench.conftest import received  # noqa: E402, F401
