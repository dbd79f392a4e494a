"""Who may pack what, what is in the way, and the package itself.

SIP and AIP are for who keeps the archive of the fonds, a DIP also for its head. Packing
changes nothing; that it was done is in the journal of access, unless everybody may read
all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.capture import store as capture
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.fields import ACCESS
from motcua.archive.packages import contents
from motcua.archive.packages import kinds
from motcua.archive.packages import packing
from motcua.archive.packages.errors import AT_HOME
from motcua.archive.packages.errors import Blocked
from motcua.archive.packages.kinds import Sort
from motcua.organisation import units
from motcua.storage import journal
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.packages.contents import Content
    from motcua.archive.packages.packing import Made
    from pathlib import Path

#: Documents that are packed while somebody waits, and bytes of files; more is left to
#: the command line.
MOST_WAITED: Final = 500
MOST_BYTES_WAITED: Final = 2 << 30
OPEN_ACCESS: Final = ACCESS["open"][0]


def content(site: Any, code: str) -> Content:
    """Return what would be packed under a code of a file or document.

    Raises ``Unknown``. Checks no rights.
    """
    file = store.file(site, code)
    if file is not None:
        return contents.of_file(site, file)
    document = capture.document(site, code)
    if document is None:
        raise Unknown
    return contents.of_document(site, document)


@dataclass(frozen=True)
class Looked:
    """What one walk over the documents found.

    ``in_the_way`` are (key of ``OBSTACLES``, code) of a SIP; ``watched`` says that a
    document is not open to everybody; ``size`` are bytes of files.
    """

    in_the_way: tuple[tuple[str, str], ...]
    watched: bool
    size: int

    def blocks(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Return what keeps a package of this kind from being made."""
        if kind == kinds.SIP:
            return self.in_the_way
        # For keeping and use at home what SIPs need is not needed.
        return tuple(one for one in self.in_the_way if one[0] not in AT_HOME)


def look(found: Content) -> Looked:
    """Walk over what would be packed, once."""
    met: list[tuple[str, str]] = []
    if found.state == files.OPEN:
        met.append(("open", found.code))
    elif found.state != files.CLOSED:
        return Looked((("gone", found.code),), True, 0)
    if not found.count:
        met.append(("empty", found.code))
    watched, size = found.restricted, 0
    for item in found.items():
        if item.obstacle:
            met.append((item.obstacle, item.code))
        watched = watched or item.fields.get("mode") != OPEN_ACCESS
        size += item.original.size + (item.archival.size if item.archival else 0)
    return Looked(tuple(met), watched, size)


def obstacles(found: Content, kind: str) -> tuple[tuple[str, str], ...]:
    """Return what keeps this from being packed: (key of ``OBSTACLES``, code)."""
    return look(found).blocks(kind)


def kinds_for(site: Any, found: Content, person: str, now: datetime) -> tuple[str, ...]:
    """Return the kinds of packages that the person may make of this."""
    if rights.keeps(site, found.keeper, person, now):
        return tuple(kinds.KINDS)
    headed = rights.heads(site, found.keeper, person, now)
    return (kinds.DIP,) if headed else ()


def export(
    site: Any,
    code: str,
    kind: str,
    folder: Path,
    person: str,
    now: datetime,
    *,
    request: Mapping[str, str] | None = None,
    number: int = 0,
) -> Made:
    """Pack a file or document for a person, into ``folder``.

    Raises ``Unknown`` for what the person may not see or not pack, ``Blocked``,
    ``DamagedPiece``, ``OSError``.
    """
    found = content(site, code)
    ground = _ground(site, found, kind, person, now)
    looked = look(found)
    _check(looked, kind)
    note(found, looked, kind, person, now, ground)
    return _packed(site, found, kind, folder, request, number)


def _ground(site: Any, found: Content, kind: str, person: str, now: datetime) -> str:
    """Return the group by which the person packs; ``Unknown`` for none."""
    file = store.file(site, found.code)
    if file is not None and not files.may_see(site, files.view(file), person, now):
        raise Unknown
    if kind not in kinds_for(site, found, person, now):
        raise Unknown
    keeps = rights.keeps(site, found.keeper, person, now)
    return keeps or rights.heads(site, found.keeper, person, now)


def note(
    found: Content, looked: Looked, kind: str, person: str, now: datetime, ground: str
) -> None:
    """Write down that bytes leave, unless everybody may read all of them.

    With a SIP or AIP ledgers go along that name persons. Raises
    ``journal.Unrecorded``.
    """
    free = found.fields.get("mode") == OPEN_ACCESS and not looked.watched
    if kind != kinds.DIP or not free:
        seen = journal.Look(now, person, journal.PAPER, found.code, kind, ground)
        journal.note(seen)


def make(
    site: Any,
    found: Content,
    kind: str,
    folder: Path,
    *,
    request: Mapping[str, str] | None = None,
    number: int = 0,
) -> Made:
    """Pack without asking for rights, for tests and measurements.

    Raises ``Blocked``, ``DamagedPiece``, ``OSError``.
    """
    _check(look(found), kind)
    return _packed(site, found, kind, folder, request, number)


def _check(looked: Looked, kind: str) -> None:
    in_the_way = looked.blocks(kind)
    if in_the_way:
        raise Blocked(in_the_way)


def _packed(
    site: Any,
    found: Content,
    kind: str,
    folder: Path,
    request: Mapping[str, str] | None,
    number: int,
) -> Made:
    names = {found.keeper: _name(site, found)}
    sort = Sort(kind, found.level)
    return packing.pack(
        found, sort, folder, names=names, request=request, number=number
    )


def _name(site: Any, found: Content) -> str:
    try:
        return units.get(found.keeper, site).name
    except KeyError:
        one = store.fonds(site, found.fonds)
        return fonds_module.view(one).title if one is not None else found.fonds
