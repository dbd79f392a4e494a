"""The profile installs, and leaves when asked."""

from __future__ import annotations

from motcua.storage.interfaces import IMotcuaLayer
from plone.browserlayer.utils import registered_layers
import pytest


@pytest.fixture
def setup_tool(portal):
    return portal.portal_setup


def test_the_browser_layer_is_registered(portal):
    assert IMotcuaLayer in registered_layers()


def test_rest_is_installed_with_us(portal, installer):
    assert installer.is_product_installed("plone.restapi")


def test_uninstalling_takes_the_browser_layer_away(portal, setup_tool):
    setup_tool.runAllImportStepsFromProfile("profile-motcua:uninstall")
    assert IMotcuaLayer not in registered_layers()


def test_the_uninstall_profile_is_not_offered(portal, installer):
    assert installer.get_install_profile("motcua")["id"] == "motcua:default"
