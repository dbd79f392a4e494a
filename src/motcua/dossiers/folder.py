"""Where dossiers live: ``/dossiers/<unit>/<year>/<leaf>/<code>``.

The tree has no address on the web: whoever traverses to it by URL gets "not
found", with or without a login, for existing and missing codes alike. Doors
reach a dossier by its code through ``find`` and ask for rights themselves.
"""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from motcua.base.codes import parse_dossier_code
from motcua.dossiers.interfaces import IDossier
from motcua.dossiers.interfaces import IDossiersFolder
from motcua.dossiers.rights import READER
from motcua.storage import shards
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import NotFound
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.dossiers.dossier import Dossier

FOLDER = "dossiers"
#: Undoing a transaction would unwrite ledger events, so nobody may.
_UNDO = "Undo changes"


@implementer(IDossiersFolder)
class DossiersFolder(shards.Shard):  # type: ignore[misc]
    """The root of all dossiers, and the end of every permission.

    Zope looks for the roles of a permission upwards and stops where it finds a
    tuple. Here it always does: reading is for those whom ``rights`` makes a
    reader, and every other permission, of the platform or of an add-on that
    nobody has written yet, is for nobody.
    """

    _View_Permission = (READER,)
    _Access_contents_information_Permission = (READER,)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name.endswith("_Permission"):
            return ()
        return super().__getattr__(name)

    def __before_publishing_traverse__(self, _self: Any, request: Any) -> None:
        """Answer "not found" to every URL that leads here or through."""
        raise NotFound(request.get("URL", ""))


InitializeClass(DossiersFolder)


def install(site: Any) -> None:
    """Create the folder and forbid undo; safe to run again."""
    if FOLDER not in site.objectIds():
        site._setObject(FOLDER, DossiersFolder(FOLDER))
    site.manage_permission(_UNDO, (), acquire=0)


def root(site: Any = None) -> Any:
    """Return the folder of all dossiers of ``site`` (the current one)."""
    return (site or api.portal.get())[FOLDER]


def place(site: Any, code: str) -> Any:
    """Return the leaf in which ``code`` lies or will lie, created when new."""
    parts = parse_dossier_code(code)
    return shards.leaf(root(site), str(parts.agency), parts.day.year, parts.serial)


def find(site: Any, code: str) -> Dossier | None:
    """Return the dossier with this code, None when there is none.

    Reads four objects whatever the number of dossiers; checks no rights.
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


def walk(site: Any = None) -> Iterator[Dossier]:
    """Yield every dossier, for rebuilding what is derived from them."""
    yield from shards.walk(root(site))
