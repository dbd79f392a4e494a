"""Whatever happens to a dossier, and to its agencies, it is one dossier."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.inbox import inbox
from motcua.dossiers.rights import groups_of
from motcua.organisation import duties
from motcua.organisation import units
from motcua.storage.engines import register_engine
from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
import transaction


HOUR = timedelta(hours=1)
NEW = "H99.05"
LAST_DAY = date(2026, 11, 4)
AFTER = MONDAY + timedelta(days=4)


@pytest.fixture
def site(functional_portal):
    empty_sql()
    build_province(functional_portal)
    return functional_portal


@pytest.fixture
def dossier(site):
    from motcua.dossiers.intake import receive

    found = receive(site, an_intake(build_procedure(site)), "reception", MONDAY)
    act(found, "forward", "reception", data={"to": LAND}, now=MONDAY + HOUR)
    transaction.commit()
    return found


def merge(site):
    """The land department goes into a new one, with other people."""
    login(site, TEST_USER_NAME)
    api.content.create(
        site["organisation"]["H99"],
        "Department",
        id=NEW,
        title="Phòng Nông nghiệp và Môi trường",
        code=NEW,
    )
    units.close(LAND, LAST_DAY, successor=NEW, deed="NQ 5/NQ-HĐND")
    duties.assign("jurist", NEW, "processing", SINCE)
    duties.assign("magistrate", NEW, "approval", SINCE)
    transaction.commit()


def rows():
    statement = sa.text("SELECT code, unit, state FROM dossiers")
    with register_engine().connect() as connection:
        return connection.execute(statement).all()


def test_correction_withdrawal_reopening_and_a_merger_leave_one_row(site, dossier):
    right = build_procedure(site, "1.004227")
    matter = {"procedure": right.code, "version": right.digest}
    changes = {"procedure": {**matter, "case": "1", "channel": "counter"}}
    why = {"reason_code": "other", "reason": "Ghi nhầm"}
    steps = (
        ("correct", "reception", {"reason": "Ghi nhầm", "changes": changes}),
        ("withdraw", "reception", why),
        ("reopen", "leader", why),
    )
    for number, (operation, person, data) in enumerate(steps, start=2):
        act(dossier, operation, person, data=data, now=MONDAY + number * HOUR)
        transaction.commit()
        assert len(rows()) == 1, operation
    merge(site)
    act(dossier, "forward", "reception", data={"to": NEW}, now=AFTER)
    transaction.commit()
    assert rows() == [(dossier.code, UNIT, "processing")]


def test_after_a_merger_its_people_go_on_and_the_former_ones_do_not(site, dossier):
    merge(site)
    assert dossier.holder == LAND
    assert permitted(dossier, "handler", AFTER) == frozenset()
    assert "propose" in permitted(dossier, "jurist", AFTER)
    listed = inbox(groups_of("jurist", AFTER.date()), now=AFTER)
    assert [row.code for row in listed] == [dossier.code]
    act(dossier, "propose", "jurist", data={"proposal": "Cấp"}, now=AFTER)
    act(dossier, "approve", "magistrate", now=AFTER + HOUR)
    assert dossier.state == "approved"


def test_before_the_last_day_the_successor_has_no_part(site, dossier):
    merge(site)
    assert permitted(dossier, "jurist", MONDAY + 2 * HOUR) == frozenset()
    assert "propose" in permitted(dossier, "handler", MONDAY + 2 * HOUR)
