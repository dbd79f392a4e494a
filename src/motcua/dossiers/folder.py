"""Where dossiers live: ``/dossiers/<unit>/<year>/<leaf>/<code>``.

The tree has no address on the web: whoever traverses to it by URL gets "not
found", with or without a login, for existing and missing codes alike. Doors
reach a dossier by its code through ``find`` and ask for rights themselves.
"""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from motcua.dossiers.interfaces import IDossiersFolder
from motcua.dossiers.rights import READER
from motcua.storage import shards
from motcua.storage.vault import Vault
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from typing import TypeVar
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.dossiers.dossier import Dossier

FOLDER = "dossiers"
_Kept = TypeVar("_Kept")
#: Undoing a transaction would unwrite ledger events, so nobody may.
_UNDO = "Undo changes"


@implementer(IDossiersFolder)
class DossiersFolder(Vault):
    """The vault of all dossiers; reading is for those whom ``rights`` lets."""

    _View_Permission = (READER,)
    _Access_contents_information_Permission = (READER,)


InitializeClass(DossiersFolder)


def install(site: Any) -> None:
    """Create the folder and forbid undo; safe to run again."""
    if FOLDER not in site.objectIds():
        site._setObject(FOLDER, DossiersFolder(FOLDER))
    site.manage_permission(_UNDO, (), acquire=0)


def root(site: Any = None) -> Any:
    """Return the vault of all dossiers of ``site`` (the current one)."""
    return (site or api.portal.get())[FOLDER]


def place(site: Any, code: str) -> Any:
    """Return the leaf in which ``code`` lies or will lie."""
    return root(site).place(code)


def find(site: Any, code: str) -> Dossier | None:
    """Return the dossier with this code, None when there is none.

    Checks no rights.
    """
    return root(site).find(code)  # type: ignore[no-any-return]


def kept(site: Any, name: str, kind: type[_Kept]) -> _Kept | None:
    """Return what hangs on the vault by this name, None before it is made.

    It is no content: it has no address, and nobody can list it.
    """
    found = getattr(root(site).aq_base, name, None)
    return found if isinstance(found, kind) else None


def made(site: Any, name: str, kind: type[_Kept]) -> _Kept:
    """Return what hangs on the vault by this name, made when there is nothing."""
    found = kept(site, name, kind)
    if found is None:
        found = kind()
        setattr(root(site), name, found)
    return found


def walk(site: Any = None) -> Iterator[Dossier]:
    """Yield every dossier, for rebuilding what is derived from them."""
    yield from shards.walk(root(site))
