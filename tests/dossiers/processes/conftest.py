"""People who keep processes, in the small province of the tests of dossiers."""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.organisation import duties
from motcua.procedures import creation
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Version
from plone import api
import pytest
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT


CODE = "1.001193"


@pytest.fixture
def house(province):
    """A published procedure, a writer, a publisher, and an administrator."""
    for name, duty in (("writer", "catalogue"), ("publisher", "publication")):
        api.user.create(
            email=f"{name}@example.org", username=name, password="Mot-cua-1!"
        )
        duties.assign(name, UNIT, duty, SINCE, deed="QĐ 01/QĐ-UBND")
    api.user.create(
        email="boss@example.org",
        username="boss",
        password="Mot-cua-1!",
        roles=("Manager",),
    )
    channel = Channel("counter", Term.parse("5 working days"))
    version = Version(
        code=CODE,
        title="Đăng ký biến động đất đai",
        level="province",
        cases=(Case("1", channels=(channel,)),),
    )
    creation.create(province["procedures"], version, "published")
    return province
