"""Filling a house: whole dossiers, marked rows, going on, and refusals."""

from __future__ import annotations

from datetime import date
from motcua.dossiers import ledger
from motcua.dossiers.folder import walk
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import MARK
from motcua.dossiers.register import PARTICIPANTS
from motcua.organisation import waivers
from motcua.setup.load import loading
from motcua.setup.site import DEMO_KEY
from motcua.storage.engines import register_engine
from motcua.storage.verification import verify
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
import transaction
from zope.annotation.interfaces import IAnnotations


UNTIL = date(2026, 11, 20)


@pytest.fixture
def demo_site(functional_portal):
    empty_sql()
    IAnnotations(functional_portal)[DEMO_KEY] = True
    transaction.commit()
    return functional_portal


def fill(site, number, objects=40, seed=1):
    return loading.load(site, number, objects, seed, UNTIL, lambda text: None)


def marked():
    query = sa.select(sa.func.count()).where(DOSSIERS.c.head == MARK)
    with register_engine().connect() as connection:
        return connection.execute(query).scalar_one()


def test_a_house_is_filled_goes_on_and_verifies(demo_site, monkeypatch):
    monkeypatch.setattr(loading, "LEAST", 40)
    first = fill(demo_site, 300)
    assert (first.played, first.copied) == (40, 260)
    assert len(first.logins) == 3
    assert waivers.combined(UNTIL, demo_site) == []
    dossiers = list(walk(demo_site))
    assert len(dossiers) == 40
    assert not any(ledger.verify(dossier) for dossier in dossiers)
    assert any(dossier.state == "closed" for dossier in dossiers)

    again = fill(demo_site, 500)
    assert (again.played, again.copied) == (0, 200)
    assert marked() == 460

    found = verify(demo_site, register_engine())
    assert found.differences == []
    assert found.pretended == {"dossiers": 460, "people": 460}
    with register_engine().connect() as connection:
        alone = sa.select(sa.func.count()).where(
            ~sa.exists().where(PARTICIPANTS.c.code == DOSSIERS.c.code)
        )
        assert connection.execute(alone).scalar_one() == 0

    # What is pretended in a house to be measured is a difference in production.
    monkeypatch.setenv("MOTCUA_PROFILE", "production")
    assert len(verify(demo_site, register_engine()).differences) == 2 * 460
    with pytest.raises(loading.LoadError, match="demo"):
        fill(demo_site, 600)
    monkeypatch.delenv("MOTCUA_PROFILE")
    with pytest.raises(loading.LoadError, match="SEED=1"):
        fill(demo_site, 600, seed=2)


def test_a_house_with_dossiers_of_somebody_is_left_alone(demo_site, monkeypatch):
    from motcua.dossiers.intake import receive

    monkeypatch.setattr(loading, "INVENTED", ("H98",))
    build_province(demo_site)
    receive(demo_site, an_intake(build_procedure(demo_site)), "reception", MONDAY)
    transaction.commit()
    with pytest.raises(loading.LoadError, match=r"H99\.01"):
        fill(demo_site, 300)


def test_a_register_with_rows_of_somebody_is_left_alone(demo_site, monkeypatch):
    monkeypatch.setattr(loading, "INVENTED", ("H98",))
    monkeypatch.setattr(loading, "root", lambda site: _Empty())
    row = {column.name: 0 for column in DOSSIERS.columns if not column.nullable}
    row |= {"code": "H05.01-261102-0001", "unit": "H05.01", "head": b"x"}
    row |= {"received_at": MONDAY, "open": True, "late": False}
    with register_engine().begin() as connection:
        connection.execute(sa.insert(DOSSIERS), [row])
    with pytest.raises(loading.LoadError, match=r"H05\.01"):
        fill(demo_site, 300)


def test_only_a_demo_site_is_filled(functional_portal):
    with pytest.raises(loading.LoadError, match="demo"):
        fill(functional_portal, 300)


class _Empty:
    def walk(self):
        return iter(())
