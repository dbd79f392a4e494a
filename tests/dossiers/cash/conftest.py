"""A counter with two cashiers, a treasurer and a dossier to take money for."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.cash import books
from motcua.dossiers.cash import shifts
from motcua.dossiers.intake import receive
from motcua.organisation import duties
from plone import api
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT


EVENING = MONDAY + timedelta(hours=8)
SYMBOL = "CL-26T"


def add_people():
    """Let a cashier and a treasurer sit beside the officer at the counter."""
    for name, duty in (("cashier", "cashier"), ("treasurer", "treasury")):
        api.user.create(
            email=f"{name}@example.org", username=name, password="Mot-cua-1!"
        )
        duties.assign(name, UNIT, duty, SINCE, deed="QĐ 02/QĐ-UBND")


@pytest.fixture
def till(province):
    add_people()
    return province


@pytest.fixture
def dossiers(till, version):
    return [receive(till, an_intake(version), "reception", MONDAY) for _ in range(3)]


@pytest.fixture
def book(till):
    return a_book(till)


def a_book(site, cashier="reception", first="0000101", last="0000150", **more):
    return books.register(
        site, UNIT, cashier, SYMBOL, first, last, "treasurer", MONDAY, **more
    )


def collect(
    dossier, amount=20000, method="cash", by="reception", now=MONDAY, **receipt
):
    data = {"amount": amount, "method": method, **receipt}
    return act(dossier, "collect_fee", by, data=data, now=now)


def make_void(dossier, event, by="reception", now=MONDAY):
    data = {"receipt": str(event.number), "reason": "Thu nhầm mức"}
    return act(dossier, "void_fee", by, data=data, now=now)


def written():
    """Let the rows follow, as they do after a commit."""
    from motcua.dossiers.cash.receipts import Receipts
    from motcua.storage.engines import register_engine

    projection = Receipts()
    site = api.portal.get()
    with register_engine().begin() as connection:
        for dossier in projection.truth(site):
            row = projection.row(dossier)
            if row is not None:
                projection.upsert(connection, row)


def close(site, cashier="reception", now=EVENING, reason="", actor=None, **counted):
    written()
    found = shifts.drawer(site, UNIT, cashier)
    expected = shifts.sums(found)
    given = {name: counted.get(name, expected[name]) for name in shifts.COUNTED}
    return shifts.close(
        site,
        UNIT,
        cashier,
        given,
        reason,
        actor or cashier,
        now,
        shifts.seal(found),
    )
