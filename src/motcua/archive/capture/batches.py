"""Opening batches, finding them, and who may do what with them.

A batch belongs to a one-stop unit. Whoever holds the duty ``archive`` there arranges
all its batches; the stack of one dossier (purpose ``counter``) is also for everybody
who may scan papers of that dossier now, and a batch of plain papers may be given to one
person (``interfaces.IAssigns``). Nobody else learns that a batch exists.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.capture.interfaces import IAssigns
from motcua.archive.capture.pages import PURPOSES
from motcua.archive.capture.store import Batch
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.dossiers.folder import find as find_dossier
from motcua.organisation import units
from motcua.storage import numbers
from motcua.storage.projections import after_commit
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.capture.pages import Layout
    from motcua.dossiers.ledger import Event

DUTY: Final = "archive"
SCAN: Final = "attach_scan"
#: Pages that a batch may be declared with; a typing error beyond.
MOST_DECLARED: Final = 100_000
#: Dossiers of one batch.
MOST_DOSSIERS: Final = 200
_FILE_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,63}\Z")
_SCANNER: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


def open_batch(
    site: Any,
    unit: str,
    purpose: str,
    actor: str,
    now: datetime,
    *,
    dossiers: Sequence[str] = (),
    declared: int = 0,
    scanner: str = "",
    file_code: str = "",
    note: str = "",
) -> Batch:
    """Open a batch and return it.

    ``purpose`` is one of ``PURPOSES``: ``counter`` takes one dossier, ``dossiers`` one
    or more, ``papers`` none. ``declared`` is how many pages somebody counted, 0 for
    uncounted. ``scanner`` is the watched folder that feeds the batch, "" for none.
    ``file_code`` is the code of the file (mã hồ sơ) that plain papers belong to; the
    code of the batch stands in for it. Raises ``Missing``, ``NotYours``.
    """
    codes = list(dict.fromkeys(dossiers))
    _check_purpose(site, unit, purpose, codes, actor, now)
    if not 0 <= declared <= MOST_DECLARED:
        raise Missing(_("The number of pages is between 0 and 100000."))
    if scanner and not _SCANNER.match(scanner):
        raise Missing(
            _("A scanner is called by small letters, digits and hyphens: “quay-1”.")
        )
    if file_code and not _FILE_CODE.match(file_code):
        raise Missing(
            _("The code of the file has letters, digits, dots and hyphens only.")
        )
    year = f"{now.astimezone(VIETNAM):%Y}"
    shelf = store.made(site)
    code = _code(shelf, unit, year)
    batch = Batch(code)
    facts = {
        "code": code,
        "purpose": purpose,
        "dossiers": codes,
        "file_code": file_code or code,
        "declared": declared,
        "scanner": scanner,
    }
    append(batch, "open", actor, now, facts, {"note": note}, unit=unit)
    shelf.batches[code] = batch
    shelf.places.insert((unit, batch.last.at.isoformat(), code))  # type: ignore[union-attr]
    shelf.open.insert(code)
    return batch


def _check_purpose(
    site: Any, unit: str, purpose: str, codes: list[str], actor: str, now: datetime
) -> None:
    if purpose not in PURPOSES:
        raise Missing(_("Choose what the batch is for."))
    try:
        units.get(unit, site)
    except KeyError as error:
        raise Missing(_("Choose the unit that the batch belongs to.")) from error
    archivist = holds(unit, actor, now)
    fits = {
        "counter": len(codes) == 1,
        "dossiers": 1 <= len(codes) <= MOST_DOSSIERS,
        "papers": not codes,
    }
    if not archivist and purpose != "counter":
        raise NotYours
    for code in codes:
        dossier = find_dossier(site, code)
        open_to = actions.permitted(dossier, actor, now) if dossier else frozenset()
        if dossier is None or rights.VIEW not in open_to or dossier.unit != unit:
            raise Missing(
                _("There is no dossier ${code} among those of the unit."),
                code=code[:40],
            )
        if SCAN not in open_to:
            raise Missing(
                _("Papers of dossier ${code} cannot be scanned by you now."), code=code
            )
    if not fits[purpose]:
        raise Missing(
            _(
                "A stack of the counter has one dossier, a batch of dossiers 1 to 200, "
                "a batch of plain papers none."
            )
        )


def _code(shelf: store.Shelf, unit: str, year: str) -> str:
    """Return the next code; those in use after a restore are passed over."""
    while True:
        number = numbers.allocate(f"batch:{unit}", year)
        code = f"{unit}-{year}-L{number:04d}"
        if code not in shelf.batches:
            return code


def holds(unit: str, person: str, now: datetime) -> bool:
    """Say whether the person keeps the archive of a unit."""
    return f"{unit}:{DUTY}" in rights.groups_of(person, now.astimezone(VIETNAM).date())


def may_arrange(
    site: Any, batch: Batch, person: str, now: datetime, found: Layout | None = None
) -> bool:
    """Say whether the person arranges this batch now.

    Who keeps the archive of its unit does, unless it is the stack of a dossier that is
    restricted to others. Of several dossiers only the pages of such a one are shut.
    """
    event = batch.first
    if event is None:
        return False
    facts = found or layout.fold(batch, 1)
    keeps = holds(event.unit, person, now)
    if facts.purpose != "counter":
        return keeps or is_assigned(site, batch, person, now)
    dossier = find_dossier(site, facts.dossiers[0])
    if dossier is None or (keeps and not dossier.restricted):
        return keeps
    wanted = rights.VIEW if keeps else SCAN
    return wanted in actions.permitted(dossier, person, now)


def is_assigned(site: Any, batch: Batch, person: str, now: datetime) -> bool:
    """Say whether a batch of plain papers is given to this person alone."""
    event = batch.first
    if event is None or event.facts["purpose"] != "papers":
        return False
    every = getUtilitiesFor(IAssigns)
    return any(one.assigned(site, batch, person, now) for _name, one in every)


def may_see(site: Any, batch: Batch, person: str, now: datetime) -> bool:
    """Say whether the person may look at this batch: who may arrange it, or opened it.

    Who opened the stack of a dossier sees how it ends although the dossier went on,
    as long as they may view the dossier.
    """
    if may_arrange(site, batch, person, now):
        return True
    facts = layout.fold(batch, 1)
    if facts.opened_by != person or facts.purpose != "counter":
        return False
    dossier = find_dossier(site, facts.dossiers[0])
    return dossier is not None and rights.VIEW in actions.permitted(
        dossier, person, now
    )


def is_shut(site: Any, batch: Batch, person: str, now: datetime) -> bool:
    """Say whether it is the stack of a dossier that is restricted to others."""
    facts = layout.fold(batch, 1)
    dossier = find_dossier(site, facts.dossiers[0]) if facts.dossiers else None
    if facts.purpose != "counter" or dossier is None or not dossier.restricted:
        return False
    return rights.VIEW not in actions.permitted(dossier, person, now)


def get(site: Any, code: str, person: str, now: datetime) -> Batch:
    """Return a batch that the person may see; ``UnknownBatch`` for every other."""
    batch = store.batch(site, code)
    if batch is None or not may_see(site, batch, person, now):
        raise UnknownBatch
    return batch


def append(
    batch: Batch,
    type_: str,
    actor: str,
    now: datetime,
    facts: Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
    *,
    unit: str = "",
) -> Event:
    """Chain one event; the caller has checked that it is possible and permitted."""
    place = unit or batch.first.unit  # type: ignore[union-attr]
    told = {**facts, **rights.behalf(actor, f"{place}:{DUTY}", now)}
    event = ledger.append(
        batch,
        type_,
        actor=actor,
        unit=place,
        now=now,
        facts=told,
        data=dict(data or {}),
    )
    after_commit(batch, event.number)
    return event
