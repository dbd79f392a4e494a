"""An inter-agency dossier of commune, department and province is one dossier.

It goes through correction, withdrawal and reopening, and a department on its way is
merged into another; whoever counts, by unit or by agency, finds it once.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.intake import receive
from motcua.dossiers.processes import book
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.organisation import units
from motcua.reports import register_book
from motcua.storage.engines import register_engine
from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
import pytest
import sqlalchemy as sa
from tests.dossiers.clocks.test_ways import a_process
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
import transaction


COMMUNE, COUNTER, NEW = "H99.31", "H99.31.01", "H99.05"
NOVEMBER = register_book.Period(date(2026, 11, 1), date(2026, 11, 30))
WHY = {"reason_code": "other", "reason": "Ghi nhầm"}


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=HANOI)


@pytest.fixture
def site(functional_portal):
    """The province with a commune below it that has a counter of its own."""
    empty_sql()
    build_province(functional_portal)
    province = functional_portal["organisation"]["H99"]
    commune = api.content.create(
        province, "Agency", id=COMMUNE, title="UBND xã", code=COMMUNE, level="commune"
    )
    api.content.create(
        commune, "OneStopUnit", id=COUNTER, title="Bộ phận Một cửa", code=COUNTER
    )
    for person, duty in (("reception", "reception"), ("supervisor", "supervision")):
        duties.assign(person, COUNTER, duty, SINCE, deed="QĐ 2")
    return functional_portal


@pytest.fixture
def dossier(site, monkeypatch):
    """Received by the commune; province and department work side by side."""
    process = a_process()
    book.keep(site, process)
    monkeypatch.setattr(book, "in_force", lambda *_: process)
    intake = an_intake(build_procedure(site), unit=COUNTER)
    found = receive(site, intake, "reception", at("02T08:30"))
    transaction.commit()
    return found


def merge(site):
    """The land department goes into a new one, with other people."""
    login(site, TEST_USER_NAME)
    api.content.create(
        site["organisation"]["H99"], "Department", id=NEW, title="Phòng mới", code=NEW
    )
    units.close(LAND, date(2026, 11, 9), successor=NEW, deed="NQ 5/NQ-HĐND")
    duties.assign("jurist", NEW, "processing", SINCE)
    duties.assign("magistrate", NEW, "approval", SINCE)
    transaction.commit()


def figures(moment):
    """Return what the book of each unit counts, and all rows of the house."""
    told = {}
    for unit in (COUNTER, UNIT, LAND, JUSTICE, NEW):
        found = register_book.totals(unit, NOVEMBER, moment)
        assert found.balance, unit
        told[unit] = (found.received, found.resolved, found.pending)
    with register_engine().connect() as connection:
        rows = connection.execute(sa.text("SELECT count(*) FROM dossiers")).scalar()
    return rows, told


def test_one_dossier_of_three_agencies_is_counted_once(site, dossier):
    dates = clock.plan_of(site, dossier)
    told = {leg.leg.key: leg.due for leg in dates.way.legs}
    assert told == {
        "commune": at("02T14:30"),
        "province": at("04T14:30"),
        "department": at("05T14:30"),
    }
    assert fold(dossier).due == dates.overall.due == at("06T14:30")
    print({leg: f"{due:%d-%m %H:%M}" for leg, due in told.items()})  # noqa: T201
    steps = (
        ("complete", "reception", "02T10:00", {}),
        ("complete", "handler", "03T09:00", {}),
        (
            "correct",
            "reception",
            "03T10:00",
            {"reason": "Ghi nhầm", "changes": {"received": "2026-11-02T08:00"}},
        ),
        ("withdraw", "reception", "04T09:00", WHY),
        ("reopen", "leader", "05T09:00", {**WHY, "back_to": "check"}),
        ("complete", "jurist", "05T10:00", {"step": "opinion"}),
    )
    for operation, person, moment, data in steps:
        act(dossier, operation, person, data=data, now=at(moment))
        transaction.commit()
        rows, counted = figures(at(moment))
        ended = operation == "withdraw"
        assert rows == 1, operation
        for unit in (COUNTER, LAND, JUSTICE):
            assert counted[unit] == (1, int(ended), int(not ended)), (operation, unit)
        assert counted[UNIT] == counted[NEW] == (0, 0, 0)
    merge(site)
    act(dossier, "complete", "jurist", data={"step": "check"}, now=at("10T09:00"))
    act(dossier, "approve", "magistrate", now=at("10T10:00"))
    transaction.commit()
    rows, counted = figures(at("10T11:00"))
    print({"rows": rows, "received, resolved, pending": counted})  # noqa: T201
    assert (dossier.state, rows) == ("finished", 1)
    for unit in (COUNTER, LAND, JUSTICE, NEW):
        assert counted[unit] == (1, 1, 0), unit
    assert counted[UNIT] == (0, 0, 0)
