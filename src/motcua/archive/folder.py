"""Where the archive lies: ``/records/<unit>/<year>/<leaf>/<code>``.

Like the dossiers, records have no address on the web: whoever traverses to one
by URL gets "not found". Renditions hang on the folder in a tree of their own,
by the digest of their original.
"""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from BTrees.OOBTree import OOBTree
from motcua.archive.interfaces import IArchiveFolder
from motcua.base.codes import parse_dossier_code
from motcua.storage import shards
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import NotFound
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.records import Record

FOLDER = "records"
#: Undoing or reading by generic screens: granted to no role.
_NOBODY: tuple[str, ...] = ()


@implementer(IArchiveFolder)
class ArchiveFolder(shards.Shard):  # type: ignore[misc]
    """The root of all records; holds the renditions."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._renditions: OOBTree = OOBTree()

    def __before_publishing_traverse__(self, _self: Any, request: Any) -> None:
        """Answer "not found" to every URL that leads here or through."""
        raise NotFound(request.get("URL", ""))


InitializeClass(ArchiveFolder)


def install(site: Any) -> None:
    """Create the folder and shut every generic door; safe to run again."""
    if FOLDER not in site.objectIds():
        site._setObject(FOLDER, ArchiveFolder(FOLDER))
    folder = site[FOLDER]
    for permission in folder.ac_inherited_permissions(all=True):
        folder.manage_permission(permission[0], _NOBODY, acquire=0)


def root(site: Any = None) -> Any:
    """Return the folder of all records of ``site`` (the current one)."""
    return (site or api.portal.get())[FOLDER]


def place(site: Any, code: str) -> Any:
    """Return the leaf in which the record of a dossier lies or will lie."""
    parts = parse_dossier_code(code)
    return shards.leaf(root(site), str(parts.agency), parts.day.year, parts.serial)


def find(site: Any, code: str) -> Record | None:
    """Return the record of the dossier with this code, None when there is none.

    Checks no rights: who may see a dossier may see its record, and doors ask
    the rights of the dossier.
    """
    try:
        parts = parse_dossier_code(code)
    except ValueError:
        return None
    found: Any = root(site)
    path = (str(parts.agency), str(parts.day.year), shards.leaf_id(parts.serial))
    for name in (*path, str(parts)):
        found = found.get(name)
        if found is None:
            return None
    return found  # type: ignore[no-any-return]


def walk(site: Any = None) -> Iterator[Record]:
    """Yield every record."""
    yield from shards.walk(root(site))
