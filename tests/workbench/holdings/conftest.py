"""A fonds with a list in force and a file, at the browsers of those who keep it."""

from __future__ import annotations

from motcua.archive.holdings import filelists
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
import pytest
from tests.archive.holdings.conftest import document
from tests.archive.holdings.conftest import ENTRIES
from tests.archive.holdings.conftest import GIVEN
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.conftest import YEAR
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def kept(house):  # noqa: F811
    """The code of a file with two documents; its list is in force."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        one = filelists.draft(house, PROVINCE, YEAR, "archivist", MONDAY)
        for entry in ENTRIES:
            filelists.put(house, one, entry, "archivist", MONDAY)
        filelists.propose(house, one, "archivist", MONDAY)
        filelists.approve(house, one, "leader", MONDAY)
        filelists.issue(house, one, "QĐ 12/QĐ-UBND", "archivist", MONDAY)
        file = filing.open_file(
            house,
            PROVINCE,
            YEAR,
            "archivist",
            MONDAY,
            heading="k3",
            given={**GIVEN, "title": ""},
        )
        for number in (1, 2):
            document(house, file.code, number, number=f"{number}", date="2026-03-05")
        filing.take_documents(house, file, "archivist", MONDAY)
        transaction.commit()
    return file.code


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
from tests.workbench.conftest import pdf  # noqa: E402, F401
from tests.workbench.conftest import read  # noqa: E402, F401
from tests.workbench.conftest import received  # noqa: E402, F401
from tests.workbench.conftest import scan  # noqa: E402, F401
