"""The province with its officers, each of whom sits at a browser of their own."""

from __future__ import annotations

from motcua.dossiers import intake
from motcua.setup import frontdoor
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
import transaction
from webtest import TestApp
from webtest import Upload
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


TestApp.__test__ = False
PASSWORD = "Mot-cua-1!"


def build_desk(portal):
    """A province with one procedure, behind the front door."""
    app = portal.getPhysicalRoot()
    if "virtual_hosting" not in app.objectIds():
        manage_addVirtualHostMonster(app, "virtual_hosting")
    build_province(portal)
    api.user.get("reception").setMemberProperties({"fullname": "Trần Thị Lụa"})
    build_procedure(portal)


@pytest.fixture
def house(desk_ground, functional_portal, tmp_path, monkeypatch):
    """The committed site with one procedure, seen through the front door."""
    # SQL is not rolled back between tests as the database of content is.
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    desk_ground.copy_data(tmp_path)
    logout()
    monkeypatch.setattr(frontdoor, "SITE_PATH", f"/{functional_portal.getId()}")
    yield functional_portal
    login(functional_portal, TEST_USER_NAME)


def browser():
    """Return a browser without a login."""
    return TestApp(frontdoor.FrontDoor(HTTPExceptionHandler(publish_module)))


@pytest.fixture
def officer(house):
    """Give the browser of an officer by login name."""

    def sit(name):
        app = browser()
        app.authorization = ("Basic", (name, PASSWORD))
        return app

    return sit


@pytest.fixture
def counter(officer):
    """The browser of the officer at the counter."""
    return officer("reception")


@pytest.fixture
def received(house):
    """The code of a dossier that was received a moment ago."""
    return receive(house)


def receive(site, **changes):
    """Receive a dossier without a screen and return its code."""
    from motcua.procedures import versions

    version = versions.current("1.001193", site=site)
    dossier = intake.receive(site, an_intake(version, **changes), "reception")
    transaction.commit()
    return dossier.code


def step(app, code, operation, file=None, status=None, **fields):
    """Take one step on the page of a dossier and return the page that follows."""
    page = app.get(f"/desk/ho-so/{code}")
    form = next(
        form
        for form in page.forms.values()
        if "operation" in form.fields and form["operation"].value == operation
    )
    if "reason_code" in form.fields:
        fields.setdefault("reason_code", "other")
    for name, value in fields.items():
        form[name] = value
    if file is not None:
        form["file"] = Upload(*file)
    return form.submit(status=status).maybe_follow()


def choices(page):
    """Return the operations that a page of a dossier offers."""
    return {
        form["operation"].value
        for form in page.forms.values()
        if "operation" in form.fields
    }
