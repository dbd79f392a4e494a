"""What happens to the indexes and the duty book when something changes."""

from __future__ import annotations

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import timedelta
from motcua.base.vietnam import today
from motcua.organisation import registry
from motcua.organisation.delegations import forget_receiver
from motcua.organisation.duties import close_department
from motcua.organisation.duties import forget_person
from motcua.organisation.duties import parse_group
from motcua.organisation.duties import reserved
from motcua.organisation.errors import ReservedLogin
from motcua.organisation.interfaces import IOrganisation
from motcua.organisation.units import FOLDER
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from zope.component.hooks import getSite


if TYPE_CHECKING:
    from motcua.organisation.content import Organisation
    from Products.PluggableAuthService.interfaces.events import IPASEvent
    from zope.lifecycleevent.interfaces import IObjectModifiedEvent
    from zope.lifecycleevent.interfaces import IObjectMovedEvent


def unit_moved(unit: Any, event: IObjectMovedEvent) -> None:
    """A unit was added, moved or removed, itself or with a unit above it."""
    if registry.folder_of(unit) is not None and event.newParent is not None:
        registry.put(unit)


def unit_going(unit: Any, event: IObjectMovedEvent) -> None:
    """A unit is about to be removed."""
    folder = registry.folder_of(unit)
    if folder is not None and event.newParent is None:
        registry.forget(unit, folder)


def unit_modified(unit: Any, event: IObjectModifiedEvent) -> None:
    """A unit was edited; one that was closed ends the duties in it."""
    folder = registry.folder_of(unit)
    if folder is None:
        return
    before = folder._units.get(unit.getId(), {}).get("valid_to")
    registry.put(unit)
    if unit.valid_to is not None and unit.valid_to != before:
        actor = api.user.get_current().getId() or ""
        close_department(
            folder._duties, unit.code, unit.valid_to, unit.end_deed or "", actor
        )


def calendar_moved(sheet: Any, event: IObjectMovedEvent) -> None:
    """A calendar was added, moved or removed; not when the unit around it was."""
    if aq_base(event.object) is aq_base(sheet):
        for container in (event.oldParent, event.newParent):
            if container is not None:
                _put_calendars(container)


def calendar_modified(sheet: Any, event: IObjectModifiedEvent) -> None:
    """A calendar was edited."""
    _put_calendars(aq_parent(aq_inner(sheet)))


def principal_created(event: IPASEvent) -> None:
    """A user or group was made: never with the name of a duty group or a kept word."""
    principal = event.principal
    name = principal if isinstance(principal, str) else principal.getId()
    if reserved(name):
        raise ReservedLogin(name)
    if parse_group(name) is not None:
        raise ValueError(
            f"Tên {name} dành cho nhóm nhiệm vụ; hãy chọn tên khác. / "
            f"The name {name} is kept for duties; choose another one."
        )


def principal_deleted(event: IPASEvent) -> None:
    """An account was deleted: its duties ended the day before."""
    folder = _organisation()
    if folder is not None:
        yesterday = today() - timedelta(days=1)
        actor = api.user.get_current().getId() or ""
        forget_person(folder._duties, event.principal, yesterday, actor)
        forget_receiver(folder._duties, event.principal, yesterday, actor)


def _put_calendars(container: Any) -> None:
    folder = registry.folder_of(container)
    if folder is not None:
        owner = "" if IOrganisation.providedBy(container) else container.code
        registry.put_calendars(folder, owner, container)


def _organisation() -> Organisation | None:
    """Return the organisation of the current site, if there is a site with one."""
    return getattr(aq_base(getSite()), FOLDER, None)
