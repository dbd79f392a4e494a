"""The PAS plugin that turns duties in force into groups."""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from Acquisition import aq_base
from motcua.base.vietnam import today
from motcua.organisation.delegations import received
from motcua.organisation.duties import DUTIES
from motcua.organisation.duties import DutyBook
from motcua.organisation.duties import groups_in_force
from motcua.organisation.duties import parse_group
from Products.PlonePAS.interfaces.group import IGroupIntrospection
from Products.PlonePAS.plugins.autogroup import VirtualGroup
from Products.PluggableAuthService.interfaces.plugins import IGroupEnumerationPlugin
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from Products.PluggableAuthService.PropertiedUser import PropertiedUser
from typing import Any
from typing import Final
from zope.interface import implementer


PLUGIN: Final = "motcua_duties"
INTERFACES: Final = (IGroupsPlugin, IGroupEnumerationPlugin, IGroupIntrospection)


@implementer(*INTERFACES)
class DutyGroups(BasePlugin):
    """Groups by duty: ``<department code>:<duty>``, decided at every request.

    Nothing is stored with the user or the session, so a duty that begins or ends
    acts without a new login. The plugin holds the tree of the duty book itself: a
    look-up loads at most its root and one bucket. It answers for every id of the
    form, whether or not somebody holds the duty, so that Plone finds the name taken
    and nobody can make a group or user of that name; it lists none.
    """

    meta_type = "motcua duty groups"
    #: The whole book, for what was delegated; None in a house made before that.
    _book: DutyBook | None = None

    def __init__(self, id: str, title: str = "") -> None:
        self._setId(id)
        self.title = title
        self._by_person = DutyBook().by_person

    def follow(self, book: DutyBook) -> None:
        """Read duties from this book from now on."""
        if self._by_person is not book.by_person:
            self._by_person = book.by_person
        if self._book is not book:
            self._book = book

    def getGroupsForPrincipal(
        self, principal: Any, request: Any = None
    ) -> tuple[str, ...]:
        """Return the groups of a person; groups themselves hold no duties.

        Plone asks for groups of groups with a bare PropertiedUser: a group that bears
        the name of a person must not pass that person's duties on to its members.
        """
        if type(aq_base(principal)) is PropertiedUser:
            return ()
        if getattr(principal, "isGroup", bool)():
            return ()
        person, day = principal.getId(), today()
        found = set(groups_in_force(self._by_person.get(person, ()), day))
        if self._book is not None:
            found |= {row.group for row in received(self._book, person, day)}
        return tuple(sorted(found))

    def enumerateGroups(
        self,
        id: Any = None,
        exact_match: bool = False,
        sort_by: Any = None,
        max_results: Any = None,
        **kw: Any,
    ) -> tuple[dict[str, str], ...]:
        """Answer for one exact id only, and for every id of the form."""
        if kw or not exact_match or not isinstance(id, str) or not parse_group(id):
            return ()
        return ({"id": id, "groupid": id, "title": id, "pluginid": self.getId()},)

    def getGroupById(self, group_id: str, default: Any = None) -> Any:
        """Return a group without members for an id of the form, else ``default``."""
        parsed = parse_group(group_id)
        if parsed is None:
            return default
        department, duty = parsed
        return VirtualGroup(group_id, title=f"{department}: {DUTIES[duty]}")

    def getGroups(self) -> list[Any]:
        """Return none: duties are managed in the duty book, not among groups."""
        return []

    def getGroupIds(self) -> list[str]:
        """Return none, see ``getGroups``."""
        return []

    def getGroupMembers(self, group_id: str) -> tuple[str, ...]:
        """Return none: who holds a duty is not shown through Plone's groups."""
        return ()


InitializeClass(DutyGroups)


def install(acl_users: Any, book: DutyBook) -> None:
    """Put the plugin into the user folder and switch it on; safe to run again."""
    if PLUGIN not in acl_users.objectIds():
        acl_users._setObject(PLUGIN, DutyGroups(PLUGIN, "motcua duties"))
    acl_users[PLUGIN].follow(book)
    for interface in INTERFACES:
        if PLUGIN not in acl_users.plugins.listPluginIds(interface):
            acl_users.plugins.activatePlugin(interface, PLUGIN)


def uninstall(acl_users: Any) -> None:
    """Switch the plugin off and remove it; nobody has a duty group from then on."""
    if PLUGIN in acl_users.objectIds():
        acl_users[PLUGIN].manage_activateInterfaces([])
        acl_users._delObject(PLUGIN)
