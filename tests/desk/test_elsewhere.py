"""A unit receives for an agency elsewhere: who has paper and money stands in a list."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.handovers import lists
from motcua.organisation import duties
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import receive
from tests.dossiers.conftest import SINCE
import transaction
from zope.component.hooks import setSite


HERE = "/desk/tiep-nhan-ho"


@pytest.fixture
def commune(house):
    """An agency elsewhere with a department that processes dossiers."""
    login(house, TEST_USER_NAME)
    setRoles(house, TEST_USER_ID, ["Manager"])
    folder = house["organisation"]
    agency = api.content.create(
        folder, "Agency", id="H98", title="Xã Bãi Ngang", code="H98", level="commune"
    )
    api.content.create(
        agency, "Department", id="H98.01", title="Phòng Kinh tế", code="H98.01"
    )
    api.user.create(email="far@example.org", username="far", password="Mot-cua-1!")
    duties.assign("far", "H98.01", "processing", SINCE, deed="QĐ 02")
    transaction.commit()
    logout()
    return house


def rows(page, name):
    section = page.html.select_one(f"section[aria-labelledby={name}]")
    return [row.get_text(" ", strip=True) for row in section.select("tbody tr")]


def test_it_stands_in_the_list_of_who_received_it(commune, counter):
    code = receive(commune, competent="H98")
    own = receive(commune)
    (row,) = rows(counter.get(HERE), "ours")
    assert code in row and "Xã Bãi Ngang" in row
    assert own not in counter.get(HERE).text


def test_the_agency_knows_that_something_comes_and_no_code(commune, officer):
    code = receive(commune, competent="H98")
    page = officer("far").get(HERE)
    assert code not in page.text
    assert "<b>1</b> hồ sơ nữa" in page.text
    setSite(commune)
    act(find(commune, code), "forward", "reception", data={"to": "H98.01"})
    transaction.commit()
    page = officer("far").get(HERE)
    assert code in rows(page, "theirs")[0]
    assert "hồ sơ nữa" not in page.text


def test_paper_on_its_way_is_on_a_list(commune, counter):
    code = receive(commune, competent="H98")
    act(find(commune, code), "forward", "reception", data={"to": "H98.01"})
    args = (commune, "dossiers-handover", "H99.01", [code], "reception")
    one = lists.issue(*args, datetime.now(UTC), to="H98.01")
    transaction.commit()
    assert one.code in rows(counter.get(HERE), "ours")[0]
    setSite(commune)
    lists.acknowledge(commune, one, [], "far", datetime.now(UTC))
    transaction.commit()
    (row,) = rows(counter.get(HERE), "ours")
    assert one.code not in row and "Phòng Kinh tế" in row


def test_money_stays_where_it_was_collected(commune, counter):
    code = receive(commune, competent="H98")
    paid = {"amount": 50000, "method": "cash"}
    act(find(commune, code), "collect_fee", "reception", data=paid)
    transaction.commit()
    assert "50.000 đồng" in rows(counter.get(HERE), "ours")[0]


def test_the_agency_that_decides_comes_first_among_where_it_may_go(commune, counter):
    code = receive(commune, competent="H98")
    groups = counter.get(f"/desk/ho-so/{code}").html.select(
        "#field-forward-to optgroup"
    )
    assert groups[0]["label"] == "Xã Bãi Ngang"


def test_strangers_have_empty_lists(commune, officer):
    receive(commune, competent="H98")
    page = officer("jurist").get(HERE)
    assert rows(page, "ours") == rows(page, "theirs") == []
