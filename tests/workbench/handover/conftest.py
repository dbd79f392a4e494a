"""An inventory with three files before the archive, at the browsers of both sides."""

from __future__ import annotations

from motcua.archive.holdings import fonds as fonds_module
import pytest
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import DIGITAL
from tests.archive.handover.conftest import submitted
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def closed(house):  # noqa: F811
    """The codes of three closed files of a department: two of paper, one digital."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        made = [a_file(house), a_file(house, sheets="30"), a_file(house, **DIGITAL)]
        transaction.commit()
    return [one.code for one in made]


@pytest.fixture
def before(house, closed):  # noqa: F811
    """The code of an inventory with these files, submitted."""
    from motcua.archive.holdings import store

    with site(house):
        one = submitted(house, *(store.file(house, code) for code in closed))
        transaction.commit()
    return one.code


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
