"""Folders for millions of objects: wide, quiet and closed.

``/dossiers/<unit>/<year>/<leaf>/<code>``: 64 leaves per unit and year, made in
advance, a dossier in the leaf of its serial number modulo 64. Two dossiers
received at once lie in different leaves and so write no common object.
"""

from __future__ import annotations

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from BTrees.OOBTree import OOBTree
from motcua.storage.interfaces import IShard
from OFS.event import ObjectWillBeAddedEvent
from OFS.SimpleItem import SimpleItem
from Products.CMFPlone.interfaces import IHideFromBreadcrumbs
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import BadRequest
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectAddedEvent


if TYPE_CHECKING:
    from collections.abc import Iterator


LEAVES = 64
"""Leaves per unit and year. Paths contain the leaf: never change this number."""


class DuplicateId(BadRequest):
    """The shard holds an object with this id already."""


@implementer(IShard, IHideFromBreadcrumbs)
class Shard(SimpleItem):
    """See ``IShard``.

    Its own record holds an id and a tree and is written once. There is no count
    and no index by type: both would be written by every add. Every method that
    lists or changes contents in Zope's own protocol is answered here, or it
    would be acquired from the site and act there.
    """

    security = ClassSecurityInfo()
    # Walking through gives no right to anything; what lies inside is protected
    # by its own declarations.
    security.declareObjectPublic()
    security.setDefaultAccess("deny")

    meta_type = "motcua Shard"
    title = ""
    zmi_icon = "fas fa-archive"
    manage_options = ()

    def __init__(self, id: str) -> None:
        self.id = id
        self._tree: OOBTree = OOBTree()

    # Reaching a child

    def __getitem__(self, name: str) -> Any:
        return self._tree[name].__of__(self)

    def __getattr__(self, name: str) -> Any:
        # Zope's restricted traversal looks for attributes before items; names
        # with an underscore are asked for all the time and are never children.
        if not name.startswith("_"):
            tree = self.__dict__.get("_tree")
            if tree is not None and name in tree:
                return tree[name]
        raise AttributeError(name)

    def __contains__(self, name: str) -> bool:
        return name in self._tree

    def __bool__(self) -> bool:
        return True

    def get(self, name: str, default: Any = None) -> Any:
        """See ``IShard``."""
        return self[name] if name in self._tree else default

    def has_key(self, name: str) -> bool:
        """Return whether there is a child called `name`."""
        return name in self._tree

    def _getOb(self, name: str, default: Any = KeyError) -> Any:
        if name in self._tree:
            return self[name]
        if default is KeyError:
            raise KeyError(name)
        return default

    def walk(self) -> Iterator[Any]:
        """See ``IShard``."""
        for name in self._tree:
            yield self[name]

    def names(self) -> Iterator[str]:
        """Iterate over the ids of the children, which are not read."""
        yield from self._tree

    # Adding one

    def add(self, id: str, obj: Any) -> Any:
        """See ``IShard``."""
        if id in self._tree:
            raise DuplicateId(f"{'/'.join(self.getPhysicalPath())} holds {id!r}")
        notify(ObjectWillBeAddedEvent(obj, self, id))
        self._tree[id] = obj
        found = self[id]
        found.manage_fixupOwnershipAfterAdd()
        notify(ObjectAddedEvent(found, self, id))
        return found

    def _setObject(self, id: str, obj: Any, *args: Any, **options: Any) -> str:
        """Add in Zope's protocol; ownership by local role is not granted."""
        obj.id = id
        self.add(id, obj)
        return id

    def _checkId(self, id: str, allow_dup: int = 0) -> None:
        if not allow_dup and id in self._tree:
            raise DuplicateId(id)

    # What Zope's other tools see: nothing, and nothing to be done

    def objectIds(self, spec: Any = None) -> tuple[()]:
        """Show nothing to tools that walk the site."""
        return ()

    objectValues = objectItems = objectMap = objectIds
    contentIds = contentValues = contentItems = listFolderContents = objectIds
    keys = values = items = tpValues = objectIds

    def _refuse(self, *args: Any, **options: Any) -> None:
        """Refuse what would move or delete contents."""
        raise Forbidden(f"{'/'.join(self.getPhysicalPath())} keeps what it holds")

    _delObject = _delOb = manage_delObjects = _refuse
    manage_cutObjects = manage_copyObjects = manage_pasteObjects = _refuse
    manage_renameObject = manage_renameObjects = manage_clone = _refuse
    manage_importObject = manage_exportObject = invokeFactory = _refuse

    def cb_isCopyable(self) -> bool:
        """Shards are not copied."""
        return False

    def cb_isMoveable(self) -> bool:
        """Shards do not move."""
        return False

    def Title(self) -> str:
        """Return the id: a shard says nothing about what it holds."""
        return str(self.id)

    # Over the web

    def __before_publishing_traverse__(self, _self: Any, request: Any) -> None:
        """Answer 404 to everything but the way to a child.

        The publisher calls this before it looks for views or methods, so no
        page of Zope, Plone or an add-on opens on a shard, for anybody.
        """
        ahead = request["TraversalRequestNameStack"]
        if not ahead or ahead[-1] not in self._tree:
            raise NotFound(request.get("URL"))


InitializeClass(Shard)


def leaf_id(serial: int) -> str:
    """Return the id of the leaf for a serial number: ``00`` to ``63``."""
    return f"{serial % LEAVES:02d}"


def prepare(root: Any, unit: str, year: int) -> Shard:
    """Return the shard of a unit and year, with all its leaves.

    Called in advance, by the installation and by a job before each new year:
    creating is the one moment when two writers could meet.
    """
    of_unit = _child(root, unit)
    of_year = of_unit.get(str(year))
    if of_year is None:
        fresh = Shard(str(year))
        for number in range(LEAVES):
            fresh._tree[leaf_id(number)] = Shard(leaf_id(number))
        of_year = of_unit.add(str(year), fresh)
    return of_year  # type: ignore[no-any-return]


def leaf(root: Any, unit: str, year: int, serial: int) -> Shard:
    """Return the leaf for a serial number, made when nobody prepared it."""
    return prepare(root, unit, year)[leaf_id(serial)]  # type: ignore[no-any-return]


def walk(root: Any) -> Iterator[Any]:
    """Iterate over all objects below a shard that are no shards themselves."""
    for child in root.walk():
        if IShard.providedBy(child):
            yield from walk(child)
        else:
            yield child


def _child(parent: Any, id: str) -> Any:
    found = parent.get(id)
    if found is None:
        if IShard.providedBy(parent):
            return parent.add(id, Shard(id))
        parent._setObject(id, Shard(id))
        found = parent[id]
    return found
