"""A closed file at the browsers of those who keep it, and packages that come."""

from __future__ import annotations

from motcua.archive.holdings import closing
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
import pytest
from tests.archive.packages.conftest import GIVEN
from tests.archive.packages.conftest import keep_document
from tests.archive.packages.conftest import LATER
from tests.archive.packages.conftest import PROVINCE
from tests.archive.packages.conftest import YEAR
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction
from zope.component.hooks import site


@pytest.fixture
def kept(house, tmp_path):  # noqa: F811
    """The code of a closed file with two signed documents."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        file = filing.open_file(
            house, PROVINCE, YEAR, "archivist", MONDAY, department=UNIT, given=GIVEN
        )
        for ordinal in (1, 2):
            keep_document(house, tmp_path, ordinal, file=file.code)
        filing.take_documents(house, file, "archivist", LATER)
        closing.close(house, file, "archivist", LATER)
        transaction.commit()
    return file.code


from tests.archive.packages.conftest import remade  # noqa: E402, F401
from tests.archive.packages.conftest import sent  # noqa: E402, F401
from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
