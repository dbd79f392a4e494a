"""All files that wait are taken over in one act: a job, one file a transaction.

The event on the inventory decides; the job writes it on each file and passes over what
is written already, so that it goes on after a kill. A file that is not as it was goes
back to its maker, and the inventory says so.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive.handover import accepting
from motcua.archive.handover import lists
from motcua.archive.handover import store
from motcua.archive.handover.register import ACCEPT
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Missing
from motcua.dossiers import ledger
from plone import api
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.archive.handover.store import Inventory
    from motcua.dossiers.ledger import Event

KIND: Final = ACCEPT
#: How often one file is tried when others write it at the same moment.
_TURNS: Final = 5


def accept_rest(
    site: Any, one: Inventory, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Take over all that wait; raises as ``accepting.accept`` does, and ``Stale``."""
    found, group, facts = accepting.receiving(site, one, actor, now)
    rights.check_seen(one, seen)
    waiting = list(found.at(lists.WAITS))
    if not waiting:
        raise Missing(_("No file of this inventory waits any more."))
    facts |= accepting.check_own(site, found, waiting, actor, now)
    told = {"files": waiting, **facts}
    return rights.append(one, "accept_rest", actor, group, now, told)


def run(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Write the files of event "<code>:<number>", once; see ``IJob``."""
    code, _colon, number = key.rpartition(":")
    one = store.inventory(api.portal.get(), code)
    if one is None or int(number) not in lists.view(one).resting:
        return
    asked = ledger.events(one)[int(number) - 1]
    wanted = asked.facts["files"]
    for done, file in enumerate(wanted, start=1):
        _tried(code, file, asked)
        progress(done, len(wanted))
    transaction.begin()
    finish(_list(code), asked, datetime.now(UTC))
    transaction.commit()


def _list(code: str) -> Inventory:
    one = store.inventory(api.portal.get(), code)
    assert one is not None
    return one


def _tried(code: str, file: str, asked: Event) -> None:
    """Write one file in a transaction; again when somebody else wrote it."""
    for turn in range(_TURNS):
        transaction.begin()
        try:
            one(api.portal.get(), code, file, asked, datetime.now(UTC))
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


def one(site: Any, list_: str, code: str, asked: Event, now: datetime) -> bool:
    """Write on one file that it was taken over; say whether that was done now."""
    file = holdings.file(site, code)
    told = files.view(file) if file is not None else None
    if told is not None and told.handed_by == list_:
        return False
    group = f"{asked.unit}:{rights.ARCHIVE}"
    fit = told is not None and told.inventory == list_ and told.state == files.CLOSED
    fit = fit and told is not None and told.lying.loan is None
    if file is None or not fit:
        _skip(site, list_, code, asked, group, now)
        return False
    rights.append(file, "hand_over", asked.actor, group, now, {"list": list_})
    return told is not None and told.keeping == handed.MAKER


def _skip(
    site: Any, list_: str, code: str, asked: Event, group: str, now: datetime
) -> None:
    inventory = store.inventory(site, list_)
    assert inventory is not None
    found = lists.view(inventory)
    if asked.number in found.resting and found.items[code] == lists.ACCEPTED:
        facts = {"file": code, "why": lists.CHANGED}
        rights.append(inventory, "skip", asked.actor, group, now, facts)


def finish(one: Inventory, asked: Event, now: datetime) -> None:
    """Write on the inventory that the job is through."""
    if asked.number in lists.view(one).resting:
        group = f"{asked.unit}:{rights.ARCHIVE}"
        facts = {"event": asked.number}
        rights.append(one, "rested", asked.actor, group, now, facts)
