"""Where projects are kept: on the root of all records, which has no address on the web.

A project has a ledger of its own. ``taken`` says which file a row of an inventory
became; it is written with the file, so that the same table can be sent again.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
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

_ATTRIBUTE: Final = "backlog"


class Project(Apart):
    """Old holdings of a fonds that are digitised (dự án số hóa): ``DA-H99-2026-1``."""


class Shelf(Persistent):
    """Projects by code; ``taken`` maps (project, number of the file) to its code.

    ``batches`` maps the code of a batch of scans to its project, ``engaged`` holds
    (person, project) of everybody who was ever let in by a contractor.
    """

    #: A shelf of before there were people of contractors has none.
    engaged: OOTreeSet | None = None

    def __init__(self) -> None:
        self.projects = OOBTree()
        self.taken = OOBTree()
        self.batches = OOBTree()
        self.engaged = OOTreeSet()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first project."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def code_of(fonds: str, year: int, number: int) -> str:
    """Return the name of a project."""
    return f"DA-{fonds}-{year}-{number}"


def project(site: Any, code: str) -> Project | None:
    """Return the project with this code, None for none. Checks no rights."""
    kept = shelf(site)
    found: Project | None = kept.projects.get(code) if kept is not None else None
    return found


def taken(site: Any, project: str, number: str) -> str:
    """Return the code of the file that a row became, "" for none."""
    kept = shelf(site)
    return str(kept.taken.get((project, number), "")) if kept is not None else ""


def every_taken(site: Any, project: str) -> Iterator[tuple[str, str]]:
    """Yield (number, code of the file) of the rows of a project that became files."""
    kept = shelf(site)
    if kept is not None:
        for (_of, number), code in kept.taken.items((project, ""), (f"{project}\0",)):
            yield number, code


def of_batch(site: Any, batch: str) -> str:
    """Return the project of a batch of scans, "" for none."""
    kept = shelf(site)
    return str(kept.batches.get(batch, "")) if kept is not None else ""


def note_engaged(site: Any, person: str, code: str) -> None:
    """Remember that a project let a person of a contractor in."""
    kept = made(site)
    if kept.engaged is None:
        kept.engaged = OOTreeSet()
    kept.engaged.insert((person, code))


def engaging(site: Any, person: str) -> list[str]:
    """Return the projects that ever let a person of a contractor in."""
    kept = shelf(site)
    if kept is None or kept.engaged is None:
        return []
    return [code for _who, code in kept.engaged.keys((person, ""), (f"{person}\0",))]


def every(site: Any) -> Iterator[Project]:
    """Yield every project, see ``IKeepsLedgers``."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.projects.values()


def find(site: Any, code: str) -> Project | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    return project(site, code)
