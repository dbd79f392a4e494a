"""The portal takes the root of the site when installed, and gives it back."""

from __future__ import annotations

from motcua.portal.interfaces import IPortalSettings
from plone import api


def root_type():
    return api.portal.get_tool("portal_types")["Plone Site"]


def test_the_root_shows_the_home_page(portal):
    assert root_type().default_view == "motcua-home"
    assert portal.getLayout() == "motcua-home"
    assert portal.getDefaultPage() is None


def test_settings_start_empty(portal):
    assert api.portal.get_registry_record("feedback_office", IPortalSettings) in (
        None,
        "",
    )


def test_uninstalling_gives_the_root_back(portal):
    portal.portal_setup.runAllImportStepsFromProfile("profile-motcua:uninstall")
    assert root_type().default_view == "listing_view"
    assert "motcua-home" not in root_type().view_methods
    registry = api.portal.get_tool("portal_registry")
    assert not [name for name in registry.records if "IPortalSettings" in name]
