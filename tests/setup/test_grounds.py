"""Tests that stand on one ground do not see what the others did there."""

from __future__ import annotations

from motcua.procedures import versions
from motcua.storage import engines
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
import pytest
import sqlalchemy as sa
from tests.desk.conftest import house  # noqa: F401
from tests.dossiers.conftest import province  # noqa: F401
import transaction
from typing import Any


CODE = "1.001193"


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_commits_is_gone_for_the_next(house: Any, turn: int) -> None:  # noqa: F811
    assert house.title != "Changed"
    assert versions.current(CODE, site=house) is not None
    house.title = "Changed"
    transaction.commit()


def test_the_rows_lie_in_the_folder_of_the_test(house: Any, tmp_path: Any) -> None:  # noqa: F811
    names = sa.inspect(engines.register_engine()).get_table_names()
    assert names
    assert engines.register_engine().url.database.startswith(str(tmp_path))


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_leaves_undone_is_gone_for_the_next(province: Any, turn: int) -> None:  # noqa: F811
    assert province.title != "Changed"
    assert "H99" in province["organisation"].objectIds()
    province.title = "Changed"


def test_the_others_stand_on_the_empty_site(functional_portal: Any) -> None:
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    assert "H99" not in functional_portal["organisation"].objectIds()
