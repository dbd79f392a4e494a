"""Who may pack what, what is in the way, and the package itself.

SIP and AIP are for who keeps the archive of the fonds, a DIP also for its head. Packing
changes nothing; that it was done is in the journal of access where access is limited.
"""

from __future__ import annotations

from motcua.archive.capture import store as capture
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Unknown
from motcua.archive.packages import contents
from motcua.archive.packages import kinds
from motcua.archive.packages import packing
from motcua.archive.packages.errors import Blocked
from motcua.archive.packages.kinds import Sort
from motcua.organisation import units
from motcua.storage import journal
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.packages.contents import Content
    from motcua.archive.packages.packing import Made
    from pathlib import Path

#: Documents that are packed while somebody waits; more are left to the command line.
MOST_WAITED: Final = 500


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


def obstacles(found: Content, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what keeps this from being packed: (key of ``OBSTACLES``, code)."""
    if found.state == files.OPEN:
        yield "open", found.code
    elif found.state != files.CLOSED:
        yield "gone", found.code
        return
    if not found.count:
        yield "empty", found.code
    for item in found.items():
        # For keeping and use at home a result on paper does not need what SIPs need.
        passes = item.obstacle == "unsigned-result" and kind != kinds.SIP
        if item.obstacle and not passes:
            yield item.obstacle, item.code


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
    note(found, kind, person, now, ground)
    return make(site, found, kind, folder, request=request, number=number)


def _ground(site: Any, found: Content, kind: str, person: str, now: datetime) -> str:
    """Return the group by which the person packs; ``Unknown`` for none."""
    file = store.file(site, found.code)
    if file is not None and not files.may_see(site, files.view(file), person, now):
        raise Unknown
    if kind not in kinds_for(site, found, person, now):
        raise Unknown
    keeps = rights.keeps(site, found.keeper, person, now)
    return keeps or rights.heads(site, found.keeper, person, now)


def note(found: Content, kind: str, person: str, now: datetime, ground: str) -> None:
    """Write down that bytes leave, unless everybody may read them.

    Raises ``journal.Unrecorded``.
    """
    if found.fields.get("mode") != "01":
        look = journal.Look(now, person, journal.PAPER, found.code, kind, ground)
        journal.note(look)


def make(
    site: Any,
    found: Content,
    kind: str,
    folder: Path,
    *,
    request: Mapping[str, str] | None = None,
    number: int = 0,
) -> Made:
    """Pack without asking for rights, as the command line does.

    Raises ``Blocked``, ``DamagedPiece``, ``OSError``.
    """
    in_the_way = tuple(obstacles(found, kind))
    if in_the_way:
        raise Blocked(in_the_way)
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
