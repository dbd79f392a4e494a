"""What was sent: a package on its way to another archive, and what it answered.

=========== ===================================================================
send        code, of (file or document), kind, agency, channel, sha256, size, name,
            identifier
receipt     verdict (taken or refused), accession, head; data: reason
destroy     file -- the package is gone with what was in it
=========== ===================================================================

The package is kept as it was sent; a receipt is of this very package or is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
import json
from motcua import _
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.packages import exporting
from motcua.archive.packages import kinds
from motcua.archive.packages import store
from motcua.archive.packages.interfaces import ITransport
from motcua.archive.packages.store import Delivery
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.storage import files
from motcua.storage import numbers
from pathlib import Path
from plone import api
from tempfile import TemporaryDirectory
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import queryUtility


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.dossiers.ledger import Event

#: The job that hands packages to their channel; keys are codes of deliveries.
KIND: Final = "packages-send"
SENT: Final = "sent"
TAKEN: Final = "taken"
REFUSED: Final = "refused"
STATES: Final[dict[str, Any]] = {
    SENT: _("Sent: no answer yet"),
    TAKEN: _("Taken in by the other side"),
    REFUSED: _("Refused by the other side"),
}
_SEQUENCE: Final = "delivery"


@dataclass(frozen=True)
class DeliveryView:
    """What was sent, as it stands."""

    code: str
    of: str
    kind: str
    agency: str
    channel: str
    sha256: str
    name: str
    state: str
    length: int
    at: datetime
    accession: str = ""
    reason: str = ""
    destroyed: bool = False
    events: tuple[Event, ...] = field(default=(), repr=False)


def view(one: Delivery) -> DeliveryView:
    """Return what the chain of a delivery comes to."""
    chain = ledger.events(one)
    facts = chain[0].facts
    last = next((one for one in chain[::-1] if one.type != "destroy"), chain[0])
    answered = last.type == "receipt"
    return DeliveryView(
        code=one.code,
        **{name: facts[name] for name in ("of", "kind", "agency", "channel")},
        **{name: facts[name] for name in ("sha256", "name")},
        state=last.facts["verdict"] if answered else SENT,
        length=len(chain),
        at=chain[0].at,
        accession=str(last.facts["accession"]) if answered else "",
        reason=str(last.data.get("reason", "")) if answered else "",
        destroyed=chain[-1].type == "destroy",
        events=tuple(chain),
    )


def send(
    site: Any,
    code: str,
    channel: str,
    actor: str,
    now: datetime,
    *,
    kind: str = kinds.SIP,
    request: Mapping[str, str] | None = None,
    number: int = 0,
) -> Delivery:
    """Pack a file or document and have a job hand it to a channel.

    Raises as ``exporting.export`` does, ``Missing`` for an unknown channel and
    ``Impossible`` when this very package is on its way or was taken in.
    """
    if queryUtility(ITransport, name=channel) is None:
        raise Missing(_("There is no channel called “${name}”."), name=channel[:40])
    shelf = store.made(site)
    with TemporaryDirectory(prefix="motcua-package-") as folder:
        place = Path(folder)
        made = exporting.export(
            site, code, kind, place, actor, now, request=request, number=number
        )
        kept = files.store(made.path)
    before = shelf.sent.get(kept.sha256)
    if before and view(shelf.deliveries[before]).state != REFUSED:
        raise Impossible(_("This package was sent already: ${code}."), code=before)
    keeper = exporting.content(site, code).keeper
    group = rights.check(rights.keeps(site, keeper, actor, now))
    year = now.astimezone(VIETNAM).year
    number = numbers.allocate(_SEQUENCE, str(year))
    one = Delivery(f"{store.DELIVERY}-{year}-{number:04}")
    facts = {
        "code": one.code,
        "of": code,
        "kind": kind,
        "agency": keeper,
        "channel": channel,
        "sha256": kept.sha256,
        "size": kept.size,
        "name": f"{one.code}_{made.name}",
        "identifier": made.identifier,
    }
    rights.append(one, "send", actor, group, now, facts)
    shelf.deliveries[one.code] = one
    shelf.sent[kept.sha256] = one.code
    return one


def run(key: str, _data: Mapping[str, Any], _progress: Callable[..., None]) -> None:
    """Hand a package to its channel; see ``IJob``."""
    one = store.delivery(api.portal.get(), key)
    if one is None:
        return
    found = view(one)
    way = queryUtility(ITransport, name=found.channel)
    if way is None:
        raise OSError(f"{found.channel}: không có kênh này / no such channel")
    if found.state == SENT:
        way.send(found.name, files.path(found.sha256))


def answered(site: Any, name: str, receipt: bytes, now: datetime) -> Event | None:
    """Write a receipt down; None for one that is of no package of ours, or known.

    ``name`` is the name under which the package was sent: the same bytes may have
    been sent before, and each sending has an answer of its own.
    Raises ``ValueError`` for what is no receipt.
    """
    told = _told(receipt)
    shelf = store.shelf(site)
    code = shelf.sent.get(told["package"]) if shelf is not None else None
    if shelf is None or code is None:
        return None
    one: Delivery = shelf.deliveries[code]
    found = view(one)
    if found.state != SENT or found.name != name:
        return None
    facts = {
        "verdict": told["verdict"],
        "accession": told["accession"][:64],
        "head": told["head"][:64],
        "receipt": files.store(receipt).sha256,
    }
    sent = found.events[0]
    data = {"reason": told["reason"][:2000]}
    group = f"{sent.unit}:archive"
    # The other side acts; it is written down in the duty of who sent.
    return rights.append(one, "receipt", sent.actor, group, now, facts, data)


def _told(receipt: bytes) -> dict[str, str]:
    """Return what a receipt says; ``ValueError`` for what is none."""
    try:
        told = json.loads(receipt)
        names = ("package", "verdict", "accession", "head")
        found = {name: str(told[name]) for name in names}
        found["reason"] = str(told.get("reason", ""))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no receipt") from error
    if found["verdict"] not in (TAKEN, REFUSED):
        raise ValueError(f"unknown verdict {found['verdict'][:40]!r}")
    return found
