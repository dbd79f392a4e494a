"""Legal holds: files that a court, an agency or an inspection still needs.

A hold is placed by the archive or the head, with who asked for it, why and by which
document, and is released by another person or the head. It stands on the chain of the
FILE itself: placed in the minute in which the file is destroyed, one of both meets a
conflict in the database and is told what became of the other. Several holds may lie on
a file; it is destroyed when none is left.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.appraisal.errors import OwnHold
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Gone
from motcua.archive.holdings.errors import Held
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.interfaces import IKeepsBack
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Who asks for a hold.
KINDS: Final[dict[str, Any]] = {
    "court": _("Court"),
    "inspection": _("Inspection or audit"),
    "police": _("Investigating body"),
    "agency": _("Another agency"),
}
#: Files that are held by one act, and letters of its words.
MOST: Final = 200
_LONGEST: Final = 500
_WORDS: Final = ("owner", "reason", "deed")


def place(
    site: Any,
    one: File,
    kind: str,
    told: Mapping[str, str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Hold a file; ``told`` has owner, reason and deed.

    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Missing``, and ``Gone`` for a file
    that was destroyed.
    """
    found, group = _allowed(site, one, actor, now, seen)
    data = _checked(kind, told)
    number = 1 + sum(event.type == "hold" for event in found.events)
    facts = {"hold": number, "kind": kind}
    return rights.append(one, "hold", actor, group, now, facts, data)


def place_all(
    site: Any,
    codes: Sequence[str],
    kind: str,
    told: Mapping[str, str],
    actor: str,
    now: datetime,
) -> int:
    """Hold several files, all of them or none; return how many.

    ``codes`` name files or dossiers that lie in files. Raises as ``place`` does, and
    ``Missing`` naming the code that is none.
    """
    wanted = list(dict.fromkeys(filter(None, (code.strip() for code in codes))))
    if not 0 < len(wanted) <= MOST:
        raise Missing(_("Name 1 to 200 files or dossiers, one a line."))
    held = []
    for code in wanted:
        one = of_code(site, code)
        if one is None or not files.may_see(site, files.view(one), actor, now):
            raise Missing(_("There is no file with code ${code}."), code=code[:80])
        held.append(one)
    _checked(kind, told)
    for one in held:
        place(site, one, kind, told, actor, now)
    return len(held)


def of_code(site: Any, code: str) -> File | None:
    """Return the file with this code, or in which the dossier with it lies."""
    found = store.file(site, code)
    return found or store.file(site, store.place_of(site, store.record_key(code)))


def release(
    site: Any,
    one: File,
    number: int,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Release one hold with the reason; not by who placed it, unless it is the head.

    Raises ``Unknown``, ``NotYours``, ``OwnHold``, ``Stale``, ``Missing``, ``Gone``.
    """
    found, group = _allowed(site, one, actor, now, seen)
    hold = next((each for each in found.holds if each.number == number), None)
    if hold is None:
        raise Missing(_("This hold was released already."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    head = rights.heads(site, files.keeper_of(site, found.fonds), actor, now)
    if hold.placed_by == actor and not head:
        raise OwnHold
    data = {"reason": reason.strip()[:_LONGEST]}
    return rights.append(one, "release", actor, group, now, {"hold": number}, data)


def check_free(found: FileView) -> None:
    """Raise ``Held`` when a hold lies on the file."""
    if found.holds:
        raise Held(code=found.code, owner=found.holds[0].owner)


def may(site: Any, found: FileView, person: str, now: datetime) -> str:
    """Return the group by which the person holds files of a fonds, "" for none."""
    keeper = files.keeper_of(site, found.fonds)
    kept = rights.keeps(site, keeper, person, now)
    return kept or rights.heads(site, keeper, person, now)


def _allowed(
    site: Any, one: File, actor: str, now: datetime, seen: int | None
) -> tuple[FileView, str]:
    found = files.view(one)
    if not files.may_see(site, found, actor, now):
        raise Unknown
    group = rights.check(may(site, found, actor, now))
    if found.destroyed is not None:
        day = f"{found.destroyed.at.astimezone(VIETNAM):%d/%m/%Y}"
        raise Gone(code=found.code, day=day, deed=found.destroyed.deed)
    rights.check_seen(one, seen)
    return found, group


def _checked(kind: str, told: Mapping[str, str]) -> dict[str, str]:
    data = {name: " ".join(told.get(name, "").split()) for name in _WORDS}
    if kind not in KINDS or not all(data.values()):
        raise Missing(
            _("Say who asks for the hold, why, and by which document: number and date.")
        )
    if any(len(text) > _LONGEST for text in data.values()):
        raise Missing(_("A text here has 500 characters at most."))
    return data


@implementer(IKeepsBack)
class KeepsBack:
    """Terms of held files, and of files on disposal lists, do not move."""

    def why(self, site: Any, found: FileView) -> Any:
        """See ``IKeepsBack``."""
        if found.holds:
            return _("A legal hold lies on it")
        return _("It stands on a disposal list") if found.appraisal else ""
