"""What a crash skipped arrives; what was tampered with is named and mended."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import codes
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.register import Register
from motcua.storage import numbers
from motcua.storage import replay
from motcua.storage import verification
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
import transaction


@pytest.fixture
def site(sql, functional_portal):
    """A province with six dossiers, two of them forwarded."""
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    for number in range(6):
        now = MONDAY + timedelta(minutes=number)
        dossier = receive(functional_portal, an_intake(version), "reception", now)
        if number % 3 == 0:
            act(dossier, "forward", "reception", data={"to": LAND}, now=now)
    transaction.commit()
    return functional_portal


def verified(site):
    """Return (rows compared, differences) for the register of dossiers."""
    found = verification.verify(site, register_engine())
    return found.compared["dossiers"], len(of_dossiers(found))


def of_dossiers(found):
    return [one for one in found.differences if one.projection == "dossiers"]


def rebuilt(site):
    return of_dossiers(verification.rebuild(site, register_engine()))


def spoil(statement):
    with register_engine().begin() as connection:
        connection.execute(statement)


def test_an_honest_register_has_no_difference(site):
    assert verified(site) == (6, 0)


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        (
            "a deleted row",
            sa.delete(DOSSIERS).where(DOSSIERS.c.code.like("%-0002")),
        ),
        (
            "an altered due date",
            sa.update(DOSSIERS)
            .where(DOSSIERS.c.code.like("%-0003"))
            .values(due_at=MONDAY + timedelta(days=300)),
        ),
        (
            "a row that was declared closed",
            sa.update(DOSSIERS)
            .where(DOSSIERS.c.code.like("%-0003"))
            .values(state="closed", open=False),
        ),
        (
            "a participant that vanished",
            sa.delete(PARTICIPANTS).where(PARTICIPANTS.c.department == LAND),
        ),
        (
            "a participant that was smuggled in",
            sa.insert(PARTICIPANTS).values(
                code="H99.01-261102-0002", department="H99.77"
            ),
        ),
    ],
)
def test_tampering_is_found_and_exactly_that_is_mended(site, what, statement):
    spoil(statement)
    _compared, differences = verified(site)
    assert differences >= 1, what
    assert len(rebuilt(site)) == differences
    assert verified(site)[1] == 0


def test_a_row_without_a_dossier_is_removed(site):
    with register_engine().begin() as connection:
        row = dict(
            connection.execute(
                sa.select(DOSSIERS).where(DOSSIERS.c.code.like("%-0001"))
            )
            .mappings()
            .one()
        )
        connection.execute(sa.insert(DOSSIERS), [{**row, "code": "H99.01-261102-0099"}])
    assert verified(site)[1] == 1
    rebuilt(site)
    assert verified(site) == (6, 0)


def test_rebuilding_from_nothing_gives_the_same_register(site):
    with register_engine().begin() as connection:
        before = list(connection.execute(sa.select(DOSSIERS).order_by("code")))
        connection.execute(sa.delete(PARTICIPANTS))
        connection.execute(sa.delete(DOSSIERS))
    rebuilt(site)
    with register_engine().connect() as connection:
        assert list(connection.execute(sa.select(DOSSIERS).order_by("code"))) == before


def test_after_a_lost_counter_no_code_is_given_twice(site):
    sequence, period, _serial = codes.number_of("H99.01-261102-0001")
    empty = numbers.counters.delete()
    from motcua.storage.engines import numbers_engine

    with numbers_engine().begin() as connection:
        connection.execute(empty)
    rebuilt(site)
    assert numbers.allocate(sequence, period) == 7


def test_a_write_that_failed_after_the_commit_arrives_by_replay(site, monkeypatch):
    from motcua.procedures import versions

    def broken(self, connection, row):
        raise sa.exc.OperationalError("x", {}, Exception("killed"))

    replay.replay(site._p_jar.db(), register_engine())
    with monkeypatch.context() as patch:
        patch.setattr(Register, "upsert", broken)
        version = versions.current("1.001193", site=site)
        receive(site, an_intake(version), "reception", MONDAY + timedelta(hours=1))
        transaction.commit()
    assert verified(site)[1] == 1
    replay.replay(site._p_jar.db(), register_engine())
    assert verified(site) == (7, 0)
