"""Where the archive lies: ``/records/<unit>/<year>/<leaf>/<code>``.

Like the dossiers, records have no address on the web: whoever traverses to one
by URL gets "not found". Renditions hang on the folder in a tree of their own,
by the digest of their original.
"""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from BTrees.OOBTree import OOBTree
from motcua.archive.interfaces import IArchiveFolder
from motcua.storage import shards
from motcua.storage.vault import Vault
from persistent import Persistent
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from typing import TypeVar
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.records import Record

FOLDER = "records"

Shelf = TypeVar("Shelf", bound=Persistent)


@implementer(IArchiveFolder)
class ArchiveFolder(Vault):
    """The vault of all records; holds the renditions."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._renditions: OOBTree = OOBTree()

    @property
    def form_copies(self) -> OOBTree:
        """PDFs of forms by the digest of the form; empty where none was made."""
        found = self.__dict__.get("_form_copies")
        return found if found is not None else OOBTree()

    def keep_form_copy(self, original: str, copy: tuple[str, int, int]) -> None:
        """Remember the PDF of a form; the first one stays."""
        if "_form_copies" not in self.__dict__:
            self._form_copies: OOBTree = OOBTree()
        self._form_copies.setdefault(original, copy)


InitializeClass(ArchiveFolder)


def install(site: Any) -> None:
    """Create the folder; safe to run again."""
    if FOLDER not in site.objectIds():
        site._setObject(FOLDER, ArchiveFolder(FOLDER))


def root(site: Any = None) -> Any:
    """Return the vault of all records of ``site`` (the current one)."""
    return (site or api.portal.get())[FOLDER]


def shelf(site: Any, name: str, kind: type[Shelf]) -> Shelf | None:
    """Return what hangs on the root under ``name``, None before the first use."""
    found = getattr(root(site).aq_base, name, None)
    return found if isinstance(found, kind) else None


def made_shelf(site: Any, name: str, kind: type[Shelf]) -> Shelf:
    """Return what hangs on the root under ``name``, made when there is nothing."""
    found = shelf(site, name, kind)
    if found is None:
        found = kind()
        setattr(root(site), name, found)
    return found


def place(site: Any, code: str) -> Any:
    """Return the leaf in which the record of a dossier lies or will lie."""
    return root(site).place(code)


def find(site: Any, code: str) -> Record | None:
    """Return the record of the dossier with this code, None when there is none.

    Checks no rights: who may see a dossier may see its record, and doors ask
    the rights of the dossier.
    """
    return root(site).find(code)  # type: ignore[no-any-return]


def walk(site: Any = None) -> Iterator[Record]:
    """Yield every record."""
    yield from shards.walk(root(site))
