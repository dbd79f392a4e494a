"""The one site of a house: created in one go, Vietnamese first."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.setup.demo import create_demo as fill
import secrets
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import setSite


SITE_ID = "motcua"
PROFILE = "profile-motcua:default"
LANGUAGES = ("vi", "en")
TIMEZONE = "Asia/Ho_Chi_Minh"
TITLE = "Cổng dịch vụ một cửa"
DEMO_KEY = "motcua.demo"
"""Annotation of a site that carries demo content; production refuses it."""

KEEPER = "admin"
"""Login of the first user, who keeps the house; the password is made up or given."""


class Login(NamedTuple):
    """A login to print after creation."""

    login: str
    password: str
    description: str


@dataclass(frozen=True)
class Site:
    """What creation made: the portal, and the logins that nobody knows yet."""

    portal: Any
    logins: tuple[Login, ...]


class SiteError(Exception):
    """The site cannot be created; the message says why."""


def create_site(app: Any, demo: bool, password: str = "") -> Site:
    """Create ``/motcua`` below the application root, and its keeper.

    ``password`` is the keeper's; empty means a random one, which is returned.
    With ``demo``, the demo province is added and the site is marked as a demo.
    The caller commits: until then nothing of the site exists. Raises
    ``SiteError`` when there is a site already.
    """
    from plone.distribution.api import site as distributions  # noqa: F401
    from Products.CMFPlone.factory import addPloneSite

    if SITE_ID in app.objectIds():
        message = (
            f"/{SITE_ID} đã có; không tạo lại.\n"
            f"/{SITE_ID} exists already; nothing was changed."
        )
        raise SiteError(message)
    keeper = create_keeper(app, password)
    portal = addPloneSite(
        app,
        SITE_ID,
        title=TITLE,
        distribution_name="classic",
        default_language=LANGUAGES[0],
        portal_timezone=TIMEZONE,
        setup_content=False,
    )
    setSite(portal)
    # The Classic distribution ignores extension profiles: ours is run here.
    portal.portal_setup.runAllImportStepsFromProfile(PROFILE)
    set_locale(portal)
    logins = [keeper]
    if demo:
        logins += create_demo(portal)
    return Site(portal=portal, logins=tuple(logins))


def create_keeper(app: Any, password: str) -> Login:
    """Add the Manager at the root of the database, or give it a new password."""
    password = password or secrets.token_urlsafe(12)
    users = app.acl_users
    if users.getUser(KEEPER) is None:
        users._doAddUser(KEEPER, password, ["Manager"], [])
    elif hasattr(users, "users"):
        # An earlier site turned the root's user folder into a pluggable one.
        users.users.updateUserPassword(KEEPER, password)
    else:
        users._doChangeUser(KEEPER, password, ["Manager"], [])
    return Login(KEEPER, password, "quản trị hệ thống / keeper of the house")


def set_locale(portal: Any) -> None:
    """Set both languages and the time zone; Classic knows one language and UTC."""
    from plone import api

    with api.env.adopt_roles(["Manager"]):
        registry = api.portal.get_tool("portal_registry")
        registry["plone.available_languages"] = list(LANGUAGES)
        registry["plone.default_language"] = LANGUAGES[0]
        registry["plone.portal_timezone"] = TIMEZONE
        registry["plone.available_timezones"] = [TIMEZONE, "UTC"]
    portal.setLanguage(LANGUAGES[0])


def create_demo(portal: Any) -> list[Login]:
    """Mark the site as a demo and fill it; return the logins of its persons."""
    IAnnotations(portal)[DEMO_KEY] = True
    return [Login(*entry) for entry in fill(portal)]


def is_demo(portal: Any) -> bool:
    """Return whether the site carries demo content."""
    return bool(IAnnotations(portal).get(DEMO_KEY))
