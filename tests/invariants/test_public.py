"""What anybody may see, and why; found where the site itself looks for views."""

from __future__ import annotations

from motcua.storage.interfaces import IMotcuaLayer
from zope.component import getGlobalSiteManager
from zope.interface import Interface


#: Every view of ours that needs no login: (name, what it is for): reason.
REASONS = {
    ("motcua-home", "IPloneSiteRoot"): "the home page of citizens",
    ("vi", "IPloneSiteRoot"): "public pages in Vietnamese: published procedures only",
    ("en", "IPloneSiteRoot"): "public pages in English: published procedures only",
    ("portal-style", "IPloneSiteRoot"): "looks of public pages, the same for all",
    ("staff-style", "IPloneSiteRoot"): "looks of the staff's pages, the same for all",
    ("index.html", "NotFound"): "says that there is nothing at an address",
    ("index.html", "TooManyRequests"): "tells who guesses passwords to wait",
    ("@procedures", "IPloneSiteRoot"): "search of published procedures, for programs",
    ("@track", "IPloneSiteRoot"): "a dossier for who has code and second factor",
    ("@short-message", "IPloneSiteRoot"): "for the gateway, which has a secret",
    ("@openapi", "IPloneSiteRoot"): "description of the endpoints",
    ("@search", "Interface"): "search of content: everybody finds what is theirs",
}


def views():
    """Yield (name, what for, factory) of all views for requests to our sites."""
    for one in getGlobalSiteManager().registeredAdapters():
        if one.name and len(one.required) >= 2:
            layers = [each for each in one.required if _is_layer(each)]
            if layers:
                for_ = str(one.required[0].__name__).rpartition(".")[2]
                yield one.name, for_, one.factory


def _is_layer(required):
    return isinstance(required, type(Interface)) and required.isOrExtends(IMotcuaLayer)


def anonymous(factory, site):
    """Say whether somebody without a login may call the view."""
    from AccessControl.PermissionRole import rolesForPermissionOn

    roles = getattr(factory, "__roles__", None)
    if roles is None:
        return True
    if hasattr(roles, "rolesForPermissionOn"):
        roles = roles.rolesForPermissionOn(site)
    elif isinstance(roles, str):
        roles = rolesForPermissionOn(roles, site)
    return "Anonymous" in (roles or ())


def short(name):
    """Return a service's name without its method and media type."""
    return name.rpartition("_")[2] if "@" in name else name


def test_nothing_is_public_without_a_reason(portal):
    found = {
        (short(name), for_)
        for name, for_, factory in views()
        if anonymous(factory, portal)
    }
    assert found - set(REASONS) == set()


def test_no_reason_outlives_its_view(portal):
    there = {(short(name), for_) for name, for_, _factory in views()}
    assert set(REASONS) - there == set()


def test_the_walk_meets_views_that_are_not_public(portal):
    closed = {
        short(name) for name, _for, factory in views() if not anonymous(factory, portal)
    }
    assert {"@dossiers", "bao-cao", "quan-tri"} <= closed
