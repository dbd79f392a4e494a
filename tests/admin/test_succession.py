"""A person moves: the screen shows first what it does then."""

from __future__ import annotations

from motcua.organisation import duties
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import house
from tests.desk.conftest import officer
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
import transaction


__all__ = ["house", "officer"]


@pytest.fixture
def keeper(house):
    app = browser()
    app.authorization = ("Basic", (SITE_OWNER_NAME, SITE_OWNER_PASSWORD))
    return app


def groups(house, person):
    transaction.begin()
    return duties.groups(person, site=house)


def form_of(page):
    return next(form for form in page.forms.values() if "deed" in form.fields)


def test_it_is_looked_at_first_and_then_done(house, keeper):
    form = form_of(keeper.get("/quan-tri/ban-giao?nguoi=handler"))
    form["successor"], form["deed"] = "nobody", "QĐ 77"
    assert "nobody" in form.submit(status=400).html.find(role="alert").text
    form["successor"] = "jurist"
    look = form.submit()
    assert groups(house, "jurist") == {f"{JUSTICE}:processing"}
    # Another successor than the one looked at is looked at anew.
    form = form_of(look)
    form["successor"] = "leader"
    form_of(form.submit())
    assert f"{LAND}:processing" in groups(house, "handler")
    form = form_of(look)
    form["successor"] = "jurist"
    form.submit().follow()
    assert f"{LAND}:processing" in groups(house, "jurist")
    assert groups(house, "handler") == frozenset()


def test_nobody_else_moves_people(house, officer):
    for person in ("reception", "supervisor", "leader", "stranger"):
        app = officer(person)
        app.get("/quan-tri/ban-giao?nguoi=handler", status=[302, 401, 403, 404])
        app.post("/quan-tri/ban-giao", {"nguoi": "handler"}, status=[302, 401, 403])
    assert f"{LAND}:processing" in groups(house, "handler")


def test_a_person_who_does_not_exist_is_named(keeper):
    page = keeper.get("/quan-tri/ban-giao?nguoi=x")
    assert page.html.find(role="alert")
    assert "deed" not in page.text
