"""What dossiers and lists look like as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from motcua.dossiers.standing import WORKINGS
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.inbox import Row
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.states import DossierView

SERVICE = "@dossiers"


def address(site: Any, code: str) -> str:
    """Return the address of a dossier on the endpoint."""
    return f"{site.absolute_url()}/{SERVICE}/{code}"


def etag(length: int, head: bytes) -> str:
    """Return the entity tag of a dossier: length and head of its ledger.

    It names the state of the dossier, not the bytes of one answer.
    """
    return f'"{length}-{head.hex()}"'


def plain(value: Any) -> Any:
    """Return ``value`` with moments as ISO 8601 in UTC and tuples as lists."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def line(site: Any, row: Row, now: datetime) -> dict[str, Any]:
    """Return a line of a list: nothing personal."""
    return {
        "@id": address(site, row.code),
        **plain(asdict(row)),
        "late": row.late(now),
    }


def whole(
    site: Any, view: DossierView, operations: frozenset[str], now: datetime
) -> dict[str, Any]:
    """Return all of a dossier, for a person who may view it.

    ``operations`` are the steps open to that person now.
    """
    return {
        "@id": address(site, view.code),
        "@type": "Dossier",
        **plain({n: v for n, v in asdict(view).items() if n not in WORKINGS}),
        "late": view.late(now),
        "operations": sorted(operations),
    }


def done(site: Any, dossier: Any, event: Event) -> dict[str, Any]:
    """Return that a step is done, for who may not view the dossier any more."""
    return {
        "@id": address(site, dossier.code),
        "code": dossier.code,
        "event": event.number,
        "type": event.type,
        "at": event.at.isoformat(),
        "state": event.facts["state"],
        "head": event.hash.hex(),
    }
