"""A small province for the tests of the organisation."""

from __future__ import annotations

from datetime import date
from motcua.organisation import units
from plone import api
import pytest


@pytest.fixture
def manager(portal):
    """Work as somebody who may manage the organisation."""
    with api.env.adopt_roles(["Manager"]):
        yield portal


@pytest.fixture
def province(manager):
    """A province with a department, a centre with a tax counter, a commune."""
    units.create(
        "agency",
        "H99",
        "Ủy ban nhân dân tỉnh Minh Hải",
        level="province",
        old_code="000.00.00.H99",
    )
    units.create(
        "department",
        "H99.01",
        "Sở Tư pháp",
        "H99",
        old_code="000.00.01.H99",
        phone="0999 111 222",
    )
    units.create(
        "one-stop-unit",
        "H99.90",
        "Trung tâm Phục vụ hành chính công",
        "H99",
        receives_for=("H99.01", "G12.99"),
    )
    units.create("counter", "H99.90.T1", "Quầy thuế", "H99.90", served_agency="G12.99")
    units.create(
        "agency",
        "H99.50",
        "Ủy ban nhân dân huyện Cửa Biển",
        "H99",
        level="district",
        valid_to=date(2025, 6, 30),
        successor="H99.61",
    )
    units.create(
        "agency",
        "H99.61",
        "Ủy ban nhân dân xã Cửa Biển",
        "H99",
        level="commune",
        valid_from=date(2025, 7, 1),
        former_codes=("H99.50.03", "H99.50.04"),
    )
    return manager


@pytest.fixture
def lan(portal):
    """A member of the site."""
    with api.env.adopt_roles(["Manager"]):
        return api.user.create(email="lan@example.org", username="lan")
