"""A site with sample procedures, and a visitor who stands at its front door."""

from __future__ import annotations

from motcua.setup import frontdoor
from plone import api
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
import pytest
from tests.portal.samples import fill
import transaction
from webtest import TestApp
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


TestApp.__test__ = False


def build_catalogue(portal):
    """Ten published procedures and one draft."""
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        fill(portal)


@pytest.fixture
def filled(catalogue_ground, functional_portal, tmp_path, monkeypatch):
    """The site with ten published procedures and one draft, seen by nobody."""
    # SQL is not rolled back between tests as the database of content is.
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    catalogue_ground.copy_data(tmp_path)
    logout()
    return functional_portal


@pytest.fixture
def visitor(functional, filled, monkeypatch):
    """A browser without a login, in front of the whole house."""
    app = functional["app"]
    if "virtual_hosting" not in app.objectIds():
        manage_addVirtualHostMonster(app, "virtual_hosting")
        transaction.commit()
    monkeypatch.setattr(frontdoor, "SITE_PATH", f"/{filled.getId()}")
    return TestApp(frontdoor.FrontDoor(HTTPExceptionHandler(publish_module)))
