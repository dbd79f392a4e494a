"""A closed file with an open document and a conditional one, at the browsers."""

from __future__ import annotations

from motcua.archive.holdings import files as holdings_files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.reading import making
from motcua.archive.reading import requests
from motcua.archive.reading import store
import pytest
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.reading.conftest import a_file
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def papers(house, tmp_path):  # noqa: F811
    """The codes of the two documents."""
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        one = a_file(house, tmp_path)
        codes = holdings_files.view(one).documents
        transaction.commit()
    return codes


@pytest.fixture
def worker(house):  # noqa: F811
    """Let the jobs run that requests ask for."""

    def run():
        transaction.begin()
        with site(house):
            for one in list(store.every_request(house)):
                for event in requests.view(one).events:
                    making.make(f"{one.code}:{event.number}", {}, lambda *_: None)
            for one in list(store.every_twin(house)):
                code = one.code.removeprefix("BC-")
                making.cover(f"{code}:{one.length}", {}, lambda *_: None)
            transaction.commit()

    return run


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
