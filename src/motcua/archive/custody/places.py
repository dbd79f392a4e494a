"""Places for paper: a store has shelves, a shelf has boxes.

Events: ``open`` (barcode, kind, agency, inside; data: name), ``move`` (inside). To move
a box writes one event on the box, however many files lie in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua import _
from motcua.archive.custody import store
from motcua.archive.custody.errors import Doubled
from motcua.archive.custody.store import Place
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import ledger
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.dossiers.ledger import Event

STORE: Final = "store"
SHELF: Final = "shelf"
BOX: Final = "box"
KINDS: Final[dict[str, Any]] = {
    STORE: _("Store"),
    SHELF: _("Rack"),
    BOX: _("Box"),
}
#: In what each kind stands; a store stands in nothing.
_INSIDE: Final = {STORE: "", SHELF: STORE, BOX: SHELF}
_BARCODE: Final = re.compile(r"[A-Z0-9][A-Z0-9.-]{2,39}")


@dataclass(frozen=True)
class PlaceView:
    """A place as it stands; ``inside`` is the barcode of where it stands."""

    barcode: str
    kind: str
    agency: str
    inside: str
    name: str
    length: int
    events: tuple[Event, ...] = field(default=(), repr=False)


def view(one: Place) -> PlaceView:
    """Return what the chain of a place comes to."""
    chain = ledger.events(one)
    first = chain[0]
    return PlaceView(
        barcode=first.facts["barcode"],
        kind=first.facts["kind"],
        agency=first.facts["agency"],
        inside=chain[-1].facts["inside"],
        name=str(first.data.get("name", "")),
        length=len(chain),
        events=tuple(chain),
    )


def read(code: str) -> str:
    """Return a barcode as it is kept, from what a scanner or a person typed."""
    return code.strip().upper()


def open_place(
    site: Any,
    agency: str,
    kind: str,
    barcode: str,
    actor: str,
    now: datetime,
    *,
    inside: str = "",
    name: str = "",
) -> Place:
    """Open a store, shelf or box of the archive of an agency.

    Raises ``NotYours``, ``Missing`` for no code, ``Doubled``, ``Impossible`` for a
    place that does not stand in a place of that kind.
    """
    group = rights.check(rights.keeps(site, agency, actor, now))
    code = read(barcode)
    if kind not in KINDS or not _BARCODE.fullmatch(code):
        raise Missing(_("A barcode has 3 to 40 letters, digits, dots or hyphens."))
    kept = store.made(site)
    if code in kept.places or holdings.file(site, code) is not None:
        raise Doubled(code=code)
    inside = _check_inside(site, agency, kind, inside, actor, now)
    one = Place(store.ledger_code(code))
    facts = {"barcode": code, "kind": kind, "agency": agency, "inside": inside}
    data = {"name": name.strip()[:200]}
    rights.append(one, "open", actor, group, now, facts, data)
    kept.places[code] = one
    return one


def get(site: Any, barcode: str, person: str, now: datetime) -> Place:
    """Return a place of an archive that the person keeps; ``Unknown`` for others."""
    one = store.place(site, read(barcode))
    if one is None or not rights.keeps(site, view(one).agency, person, now):
        raise Unknown
    return one


def move(
    site: Any,
    one: Place,
    inside: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Put a shelf or box elsewhere, with all that is in it.

    Raises ``Unknown``, ``Stale``, ``Impossible``.
    """
    found = view(get(site, one.barcode, actor, now))
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    inside = _check_inside(site, found.agency, found.kind, inside, actor, now)
    return rights.append(one, "move", actor, group, now, {"inside": inside})


def _check_inside(
    site: Any, agency: str, kind: str, inside: str, actor: str, now: datetime
) -> str:
    wanted, code = _INSIDE[kind], read(inside)
    if not wanted and not code:
        return ""
    if wanted and code:
        outer = view(get(site, code, actor, now))
        if outer.kind == wanted and outer.agency == agency:
            return code
    raise Impossible(_("A shelf stands in a store, and a box on a shelf."))


def way(site: Any, barcode: str) -> tuple[PlaceView, ...]:
    """Return a place and what it stands in, the store first; checks no rights."""
    found: list[PlaceView] = []
    one = store.place(site, barcode)
    while one is not None and len(found) < len(KINDS):
        found.insert(0, view(one))
        one = store.place(site, found[0].inside)
    return tuple(found)
