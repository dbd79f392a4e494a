"""Destroying what was decided on: a job, one file a transaction, done again harmlessly.

Each file is looked at once more: one that is held, or is not as it was, is spared and
leaves the list. A hold that is placed in the same moment conflicts on the file; the one
that comes second meets what the first one wrote. When the last file is done, papers of
the destruction become a file of the fonds, which is kept ``keep_years``.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive.appraisal import deciding
from motcua.archive.appraisal import dossier
from motcua.archive.appraisal import erasure
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import store
from motcua.archive.appraisal.errors import Late
from motcua.archive.appraisal.register import DESTROY
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Missing
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from plone import api
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.appraisal.store import DisposalList
    from motcua.dossiers.ledger import Event

KIND: Final = DESTROY
#: How often one file is tried when others write it at the same moment.
_TURNS: Final = 5


def begin(
    site: Any,
    one: DisposalList,
    actor: str,
    now: datetime,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Event:
    """Ask for the destruction; the archive does it, within the term of the decision.

    After the term ``reason`` says why it is late. Raises ``Unknown``, ``NotYours``,
    ``Stale``, ``Impossible``, ``Late``, ``Missing`` when nothing is to be destroyed.
    """
    found, group = listing.allowed(site, one, actor, now, seen, "decided")
    last = deciding.destroy_by(found)
    late = last is not None and now.astimezone(VIETNAM).date() > last
    if late and last is not None and not reason.strip():
        raise Late(day=f"{last:%d/%m/%Y}")
    if not found.approved and not found.kept and not found.spared:
        raise Missing(_("Nothing is to be destroyed."))
    data = {"reason": reason.strip()} if reason.strip() else {}
    return rights.append(one, "destroy", actor, group, now, {"late": late}, data)


def run(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Destroy the files of list "<code>:<number of event>"; see ``IJob``.

    A job that was killed goes on with the files that are still there.
    """
    code, _colon, number = key.rpartition(":")
    one = store.disposal_list(api.portal.get(), code)
    if one is None:
        return
    asked = ledger.events(one)[int(number) - 1]
    found = lists.view(one)
    total = len(found.approved)
    for done, file in enumerate(found.approved, start=1):
        _tried(code, file, asked)
        progress(done, total + 1)
    transaction.begin()
    if lists.view(_list(code)).state == "destroying":
        now = datetime.now(UTC)
        drawn = dossier.drawn(api.portal.get(), _list(code), now)
        transaction.begin()
        dossier.finish(api.portal.get(), _list(code), drawn, asked, now)
        transaction.commit()
    progress(total + 1, total + 1, f"{total}")


def _list(code: str) -> DisposalList:
    one = store.disposal_list(api.portal.get(), code)
    assert one is not None
    return one


def _tried(code: str, file: str, asked: Event) -> None:
    """Destroy one file in a transaction; again when somebody else wrote it."""
    for turn in range(_TURNS):
        transaction.begin()
        try:
            one(api.portal.get(), _list(code), file, asked, datetime.now(UTC))
            transaction.commit()
        except TransientError:
            transaction.abort()
            if turn == _TURNS - 1:
                raise
        except BaseException:
            transaction.abort()
            raise
        else:
            return


def one(site: Any, list_: DisposalList, code: str, asked: Event, now: datetime) -> bool:
    """Destroy one file of a list, or spare it; say whether it was destroyed now.

    Raises ``Behind``. What was destroyed or spared before is left as it is.
    """
    found, file = lists.view(list_), holdings.file(site, code)
    if file is None or code in found.spared:
        return False
    told = files.view(file)
    if told.destroyed is not None:
        return False
    group = f"{asked.unit}:{rights.ARCHIVE}"
    why = _spared(told, found)
    if why:
        _spare(site, list_, code, why, asked, now)
        return False
    facts = {
        "list": found.code,
        "deed": found.deed,
        "retention": told.fields.get("retention", ""),
        "until": told.until.isoformat() if told.until else "",
    }
    erasure.erase(site, file, told, facts, asked.actor, group, now)
    return True


def _spared(told: files.FileView, found: ListView) -> str:
    """Return why a file is not destroyed, "" when it is."""
    if told.holds:
        return "held"
    as_decided = told.state == files.CLOSED and told.appraisal == found.code
    here = not told.inventory and told.keeping != handed.HISTORICAL
    at_hand = told.lying.loan is None
    return "" if as_decided and here and at_hand else "changed"


def _spare(
    site: Any, list_: DisposalList, code: str, why: str, asked: Event, now: datetime
) -> None:
    group = f"{asked.unit}:{rights.ARCHIVE}"
    facts = {"file": code, "why": why}
    rights.append(list_, "spare", asked.actor, group, now, facts)
    listing.let_go(site, code, list_.code, asked.actor, group, now)
