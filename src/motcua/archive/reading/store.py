"""Where requests of readers and covered copies are kept: on the root of all records.

Each has a chain of events of its own. Links of readers are found by the digest of
their token; the token itself is kept nowhere.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
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

_ATTRIBUTE: Final = "reading"
REQUEST: Final = "YD"
TWIN: Final = "BC"


class Request(Apart):
    """What a reader asks for (yêu cầu đọc, sao): ``YD-H99-2026-1``."""


class Twin(Apart):
    """A covered copy of a document (bản che): ``BC-<code of the document>``."""


class Shelf(Persistent):
    """Requests and covered copies by code; ``links`` by the digest of their token."""

    def __init__(self) -> None:
        self.requests = OOBTree()
        self.twins = OOBTree()
        self.links = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first request."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def request(site: Any, code: str) -> Request | None:
    """Return the request with this code, None for none. Checks no rights."""
    kept = shelf(site)
    found: Request | None = kept.requests.get(code) if kept is not None else None
    return found


def twin(site: Any, document: str) -> Twin | None:
    """Return the covered copy of a document, None for none. Checks no rights."""
    kept = shelf(site)
    found: Twin | None = kept.twins.get(document) if kept is not None else None
    return found


def linked(site: Any, digest: str) -> Request | None:
    """Return the request that a link opens, None for none. Checks no rights."""
    kept = shelf(site)
    code = kept.links.get(digest) if kept is not None else None
    return request(site, code) if code else None


def every_request(site: Any) -> Iterator[Request]:
    """Yield every request."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.requests.values()


def every_twin(site: Any) -> Iterator[Twin]:
    """Yield every covered copy."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.twins.values()


def every(site: Any) -> Iterator[Apart]:
    """Yield everything with a ledger, see ``IKeepsLedgers``."""
    yield from every_request(site)
    yield from every_twin(site)


def find(site: Any, code: str) -> Apart | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    return request(site, code) or twin(site, code.removeprefix(f"{TWIN}-"))
