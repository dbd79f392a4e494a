"""Where holdings are kept: on the root of all records, which has no address on the web.

Fonds, file lists and files have ledgers of their own, chained as those of dossiers
are. ``placed`` says in which file a record or a document lies; it is written with the
event that takes it in, so that nothing is ever in two files.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from motcua.archive import folder
from motcua.dossiers.interfaces import IKeepsLedgers
from motcua.dossiers.ledger.apart import Apart
from persistent import Persistent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import moduleProvides


if TYPE_CHECKING:
    from collections.abc import Iterator

moduleProvides(IKeepsLedgers)

_ATTRIBUTE: Final = "holdings"
_FONDS: Final = "P-"
_LIST: Final = "DM-"


class Fonds(Apart):
    """All archives of one agency (phông lưu trữ); its ledger is called ``P-<code>``."""

    @property
    def name(self) -> str:
        """The code of the fonds, with which the codes of its files begin."""
        return self.code.removeprefix(_FONDS)


class FileList(Apart):
    """The files an agency foresees for a year (danh mục hồ sơ): ``DM-<fonds>-<year>``.

    Not to be mixed with the inventory that is handed over (mục lục hồ sơ), nor with the
    list of the documents in one file (mục lục văn bản).
    """


class File(Apart):
    """What is kept, handed over and destroyed as one (hồ sơ lưu trữ).

    ``code`` is ``<fonds>.<year>.<number>`` for ever.
    """


class Shelf(Persistent):
    """All holdings: ``fonds`` by code, ``lists`` and ``files`` by code.

    ``makers`` maps the code of an agency to its fonds, ``placed`` the key of a record
    or a document (``record_key``, ``document_key``) to the code of its file.
    """

    def __init__(self) -> None:
        self.fonds = OOBTree()
        self.makers = OOBTree()
        self.lists = OOBTree()
        self.files = OOBTree()
        self.placed = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first fonds."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def fonds_code(code: str) -> str:
    """Return the name of the ledger of a fonds."""
    return f"{_FONDS}{code}"


def list_code(fonds: str, year: int) -> str:
    """Return the name of the ledger of a file list."""
    return f"{_LIST}{fonds}-{year}"


def record_key(code: str) -> str:
    """Return the key under which the record of a dossier is placed."""
    return f"r:{code}"


def document_key(code: str) -> str:
    """Return the key under which a document of the archive is placed."""
    return f"d:{code}"


def fonds(site: Any, code: str) -> Fonds | None:
    """Return the fonds with this code, None when there is none. Checks no rights."""
    kept = shelf(site)
    found: Fonds | None = kept.fonds.get(code) if kept is not None else None
    return found


def fonds_of(site: Any, agency: str) -> Fonds | None:
    """Return the fonds that an agency makes, None when there is none yet."""
    kept = shelf(site)
    code = kept.makers.get(agency) if kept is not None else None
    return fonds(site, code) if code else None


def file_list(site: Any, fonds: str, year: int) -> FileList | None:
    """Return the file list of a year, None when there is none. Checks no rights."""
    kept = shelf(site)
    code = list_code(fonds, year)
    found: FileList | None = kept.lists.get(code) if kept is not None else None
    return found


def lists_of(site: Any, fonds: str) -> Iterator[FileList]:
    """Yield the file lists of a fonds, one a year. Checks no rights."""
    kept = shelf(site)
    if kept is not None:
        begin, end = f"{_LIST}{fonds}-", f"{_LIST}{fonds}."
        yield from kept.lists.values(begin, end)


def file(site: Any, code: str) -> File | None:
    """Return the file with this code, None when there is none. Checks no rights."""
    kept = shelf(site)
    found: File | None = kept.files.get(code) if kept is not None else None
    return found


def place_of(site: Any, key: str) -> str:
    """Return the code of the file in which a record or document lies, "" for none."""
    kept = shelf(site)
    return str(kept.placed.get(key, "")) if kept is not None else ""


def every_fonds(site: Any) -> Iterator[Fonds]:
    """Yield every fonds; there are as many as agencies."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.fonds.values()


def every_list(site: Any) -> Iterator[FileList]:
    """Yield every file list."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.lists.values()


def every_file(site: Any) -> Iterator[File]:
    """Yield every file, for rebuilding and verification alone."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.files.values()


def every(site: Any) -> Iterator[Apart]:
    """Yield everything with a ledger, see ``IKeepsLedgers``."""
    yield from every_fonds(site)
    yield from every_list(site)
    yield from every_file(site)


def find(site: Any, code: str) -> Apart | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    kept = shelf(site)
    if kept is None:
        return None
    found: Apart | None = kept.files.get(code) or kept.lists.get(code)
    return found or kept.fonds.get(code.removeprefix(_FONDS))
