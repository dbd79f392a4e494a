"""The paper of a file is put into a box, lent, and taken back.

All is written on the chain of the file, see ``holdings.lying``: acts on a file see at
once that it is out, and two persons who scan the same file at the same moment write the
same object, so that the second is told.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive.custody import places
from motcua.archive.custody.errors import Lent
from motcua.archive.custody.errors import NotLent
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Gone
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Transferred
from motcua.archive.holdings.interfaces import IKeepsBack
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event


def put(
    site: Any,
    one: File,
    box: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write that the paper of a file lies in a box, of the same archive.

    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Gone``, ``Transferred``, ``Lent``,
    ``Impossible`` for no box, or when it lies there already.
    """
    found, group = _allowed(site, one, actor, now, seen)
    if found.lying.loan is not None:
        raise Lent(code=found.code, day=f"{found.lying.loan.until:%d/%m/%Y}")
    place = places.view(places.get(site, box, actor, now))
    keeper = files.keeper_of(site, found.fonds)
    if place.kind != places.BOX or place.agency != keeper:
        raise Impossible(_("${code} is no box of this archive."), code=place.barcode)
    if place.barcode == found.lying.box:
        raise Impossible(_("File ${code} lies in this box already."), code=found.code)
    return rights.append(one, "shelve", actor, group, now, {"box": place.barcode})


def lend(
    site: Any,
    one: File,
    to: str,
    purpose: str,
    until: date | None,
    actor: str,
    now: datetime,
    seen: int | None = None,
    *,
    department: str = "",
) -> Event:
    """Give the paper of a file to a person until a day; ``department`` is theirs.

    Raises as ``put`` does, and ``Missing``. Name and purpose are payload.
    """
    found, group = _allowed(site, one, actor, now, seen)
    if found.lying.loan is not None:
        raise Lent(code=found.code, day=f"{found.lying.loan.until:%d/%m/%Y}")
    today = now.astimezone(VIETNAM).date()
    if not to.strip() or not purpose.strip() or until is None or until < today:
        raise Missing(_("Say who borrows it, what for, and a day that is not over."))
    facts = {"department": department, "until": until.isoformat()}
    data = {"to": to.strip()[:200], "purpose": purpose.strip()[:500]}
    return rights.append(one, "lend", actor, group, now, facts, data)


def give_back(
    site: Any,
    one: File,
    actor: str,
    now: datetime,
    seen: int | None = None,
    *,
    condition: str = "",
) -> Event:
    """Take the paper of a file back; ``condition`` says what is wrong with it.

    Raises as ``put`` does, and ``NotLent``.
    """
    found, group = _allowed(site, one, actor, now, seen)
    if found.lying.loan is None:
        raise NotLent(code=found.code)
    data = {"condition": condition.strip()[:500]}
    return rights.append(one, "give_back", actor, group, now, {}, data)


def _allowed(
    site: Any, one: File, actor: str, now: datetime, seen: int | None
) -> tuple[FileView, str]:
    """Return the file and the group in which the archive of its agency acts."""
    files.get(site, one.code, actor, now)
    found = files.view(one)
    keeper = files.keeper_of(site, found.fonds)
    group = rights.check(rights.keeps(site, keeper, actor, now))
    rights.check_seen(one, seen)
    if found.destroyed is not None:
        day = f"{found.destroyed.at.astimezone(VIETNAM):%d/%m/%Y}"
        raise Gone(code=found.code, day=day, deed=found.destroyed.deed)
    if found.keeping == handed.HISTORICAL:
        raise Transferred(code=found.code, list=found.handed_by)
    if not found.on_paper:
        raise Impossible(_("File ${code} is digital and has no paper."), code=one.code)
    return found, group


def overdue(found: FileView, day: date) -> bool:
    """Say whether the paper should be back by now."""
    return found.lying.loan is not None and found.lying.loan.until < day


@implementer(IKeepsBack)
class KeepsBack:
    """The term of a file on loan does not move while somebody has it."""

    def why(self, site: Any, found: FileView) -> Any:
        """See ``IKeepsBack``."""
        return _("Its paper is on loan") if found.lying.loan is not None else ""
