"""How ``/organisation`` comes to be, and what of it goes at uninstall."""

from __future__ import annotations

from motcua.base.calendars import STATUTE
from motcua.base.calendars import vietnam
from motcua.organisation import calendars
from motcua.organisation import groups
from motcua.organisation import logins
from motcua.organisation.units import FOLDER
from motcua.organisation.units import MANAGE
from plone.dexterity.utils import createContent
from typing import Any
from typing import Final


MANAGERS: Final = ("Manager", "Site Administrator")

#: Below /organisation these are for administrators, whoever made the unit.
PERMISSIONS: Final = (
    MANAGE,
    "Add portal content",
    "Copy or Move",
    "Delete objects",
    "Manage properties",
    "Modify portal content",
    "Sharing page: Delegate roles",
)
TITLE: Final = "Tổ chức"
PUBLIC: Final = ("Access contents information", "View")


def install(site: Any) -> None:
    """Make the folder, its permissions, the Vietnamese calendar and the PAS plugins.

    Idempotent: a second run changes nothing that is in place. A calendar that was
    edited stays as edited.
    """
    if FOLDER not in site.objectIds():
        # The profile builds the site; there is no user yet who could hold the right.
        site._setObject(FOLDER, createContent("Organisation", id=FOLDER, title=TITLE))
    folder = site[FOLDER]
    for permission in PERMISSIONS:
        _set(folder, permission, MANAGERS)
    for permission in PUBLIC:
        _set(folder, permission, ("Anonymous", *MANAGERS))
    if calendars.SEED not in folder.objectIds():
        sheet = createContent(
            "AgencyCalendar",
            id=calendars.SEED,
            title=vietnam().name,
            text=calendars.as_text(vietnam()),
            deed=STATUTE,
        )
        folder._setObject(calendars.SEED, sheet)
    groups.install(site.acl_users, folder._duties)
    logins.install(site.acl_users)


def uninstall(site: Any) -> None:
    """Remove the PAS plugins; units, calendars and the duty book stay."""
    groups.uninstall(site.acl_users)
    logins.uninstall(site.acl_users)


def _set(folder: Any, permission: str, roles: tuple[str, ...]) -> None:
    """Write the permission only where it differs."""
    known = {x["name"] for x in folder.rolesOfPermission(permission) if x["selected"]}
    if known != set(roles) or folder.acquiredRolesAreUsedBy(permission):
        folder.manage_permission(permission, roles, acquire=0)
