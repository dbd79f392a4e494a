"""Places for paper: a store has shelves, a shelf has boxes.

Events: ``open`` (barcode, kind, agency, inside, size; data: name), ``move`` (inside,
and ``undoes`` -- the number of a move that was a mistake), ``describe`` (size; data:
name), ``retire`` (data: reason), ``restore``. To move a box writes one event on the
box, however many files lie in it. ``size`` is in millimetres: the length of the boards
of a shelf, the thickness of a box; 0 is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from motcua import _
from motcua.archive.custody import store
from motcua.archive.custody.errors import Doubled
from motcua.archive.custody.errors import OutOfUse
from motcua.archive.custody.store import Place
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import ledger
from motcua.storage import numbers
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.custody.store import Shelf
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
INSIDE: Final = {STORE: "", SHELF: STORE, BOX: SHELF}
#: Sizes of the national standards: a box is 125 mm thick (TCVN 9252:2012), a shelf has
#: five boards of 1230 mm between posts of 40 mm (TCVN 9253:2012).
SIZES: Final = {STORE: 0, SHELF: 5 * (1230 - 2 * 40), BOX: 125}
LARGEST: Final = 1_000_000
#: Places that are opened by one act.
MOST: Final = 100
#: What codes that the house gives are counted by, their letter and digits.
SEQUENCE: Final = "custody"
LETTERS: Final = {STORE: ("K", 2), SHELF: ("G", 4), BOX: ("H", 6)}
_BARCODE: Final = re.compile(r"[A-Z0-9][A-Z0-9.-]{2,39}")
_SERIAL: Final = re.compile(r"-([KGH])(\d{1,9})\Z", re.ASCII)
_NAME: Final = 200


@dataclass(frozen=True)
class PlaceView:
    """A place as it stands; ``inside`` is the barcode of where it stands.

    ``moved`` is the number of the event that put it there.
    """

    barcode: str
    kind: str
    agency: str
    inside: str
    name: str
    size: int
    length: int
    retired: bool = False
    moved: int = 1
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def before(self) -> str | None:
        """Where it stood before its last move, None when it was never moved."""
        found = [one.facts for one in self.events if one.type in ("open", "move")]
        # What undoes a move is no move that could be undone.
        if len(found) < 2 or "undoes" in found[-1]:
            return None
        return str(found[-2]["inside"])


def view(one: Place) -> PlaceView:
    """Return what the chain of a place comes to."""
    chain = ledger.events(one)
    first = chain[0]
    found = PlaceView(
        barcode=first.facts["barcode"],
        kind=first.facts["kind"],
        agency=first.facts["agency"],
        inside=first.facts["inside"],
        name=str(first.data.get("name", "")),
        size=int(first.facts["size"]),
        length=len(chain),
        events=tuple(chain),
    )
    for event in chain[1:]:
        found = _apply(found, event)
    return found


def _apply(found: PlaceView, event: Event) -> PlaceView:
    match event.type:
        case "move":
            return replace(found, inside=event.facts["inside"], moved=event.number)
        case "describe":
            name = str(event.data.get("name", ""))
            return replace(found, name=name, size=int(event.facts["size"]))
        case "retire":
            return replace(found, retired=True)
        case "restore":
            return replace(found, retired=False)
    return found


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
    size: int | None = None,
) -> Place:
    """Open a store, shelf or box of the archive of an agency.

    Without ``barcode`` the house gives one, without ``size`` it is that of the
    standard. Raises ``NotYours``, ``Missing`` for no code, ``Doubled``, ``OutOfUse``,
    ``Impossible`` for a place that does not stand in a place of that kind.
    """
    group = rights.check(rights.keeps(site, agency, actor, now))
    if kind not in KINDS:
        raise Missing
    inside = _check_inside(site, agency, kind, inside, actor, now)
    kept = store.made(site)
    code = read(barcode) or _next_code(kept, agency, kind)
    if not _BARCODE.fullmatch(code):
        raise Missing(_("A barcode has 3 to 40 letters, digits, dots or hyphens."))
    _check_free(site, code, actor, now)
    one = Place(store.ledger_code(code))
    facts = {
        "barcode": code,
        "kind": kind,
        "agency": agency,
        "inside": inside,
        "size": _size(kind, size),
    }
    data = {"name": name.strip()[:_NAME]}
    rights.append(one, "open", actor, group, now, facts, data)
    kept.places[code] = one
    return one


def open_many(
    site: Any,
    agency: str,
    kind: str,
    number: int,
    actor: str,
    now: datetime,
    *,
    inside: str = "",
    size: int | None = None,
) -> list[Place]:
    """Open so many places with codes that the house gives; raises as ``open_place``."""
    if not 0 < number <= MOST:
        raise Missing(_("Open 1 to 100 at a time."))
    told = (site, agency, kind, "", actor, now)
    return [open_place(*told, inside=inside, size=size) for _number in range(number)]


def _size(kind: str, size: int | None) -> int:
    if size is None:
        return SIZES[kind]
    if not 0 <= size <= LARGEST:
        raise Missing(_("A size is given in millimetres, up to one kilometre."))
    return size


def _next_code(kept: Shelf, agency: str, kind: str) -> str:
    letter, digits = LETTERS[kind]
    code = ""
    while not code or code in kept.places:
        number = numbers.allocate(f"{SEQUENCE}:{agency}:{kind}", "")
        code = f"{agency.upper()}-{letter}{number:0{digits}}"
    return code


def serial(found: PlaceView) -> int:
    """Return the number in a code that the house gave, 0 for one of another form."""
    named = _SERIAL.search(found.barcode)
    letter = LETTERS[found.kind][0]
    own = named is not None and named[1] == letter
    own = own and found.barcode.startswith(f"{found.agency.upper()}-")
    return int(named[2]) if own and named is not None else 0


def _check_free(site: Any, code: str, actor: str, now: datetime) -> None:
    """Raise ``Doubled``, which names where the other one is for who may know it."""
    if holdings.file(site, code) is not None:
        raise Doubled(code=code)
    one = store.place(site, code)
    if one is None:
        return
    found = view(one)
    if not rights.keeps(site, found.agency, actor, now):
        raise Doubled(code=code)
    raise Doubled(
        _(
            "Barcode ${code} is in use already: ${kind} at ${where}. Move that one, or "
            "print a new label with another code."
        ),
        code=code,
        kind=KINDS[found.kind],
        where=named(site, code),
    )


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

    Raises ``Unknown``, ``Stale``, ``OutOfUse``, ``Impossible``.
    """
    found, group = allowed(site, one, actor, now, seen)
    if found.retired:
        raise OutOfUse(code=found.barcode)
    inside = _check_inside(site, found.agency, found.kind, inside, actor, now)
    if inside == found.inside:
        raise Impossible(_("${code} stands there already."), code=found.barcode)
    return rights.append(one, "move", actor, group, now, {"inside": inside})


def undo_move(site: Any, one: Place, number: int, actor: str, now: datetime) -> Event:
    """Put a shelf or box back where it stood before its last move, event ``number``.

    Raises ``Unknown``, ``Stale`` when something was written since, ``Impossible``.
    """
    found, group = allowed(site, one, actor, now, number)
    if found.before is None:
        raise Impossible(
            _("${code} was not moved; nothing is undone."), code=found.barcode
        )
    facts = {"inside": found.before, "undoes": number}
    return rights.append(one, "move", actor, group, now, facts)


def describe(
    site: Any,
    one: Place,
    name: str,
    size: int,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write what a place is called and how large it is; raises as ``move`` does."""
    found, group = allowed(site, one, actor, now, seen)
    facts = {"size": _size(found.kind, size)}
    data = {"name": name.strip()[:_NAME]}
    return rights.append(one, "describe", actor, group, now, facts, data)


def allowed(
    site: Any, one: Place, actor: str, now: datetime, seen: int | None
) -> tuple[PlaceView, str]:
    """Return the place and the group in which its archive acts."""
    found = view(get(site, one.barcode, actor, now))
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    return found, group


def _check_inside(
    site: Any, agency: str, kind: str, inside: str, actor: str, now: datetime
) -> str:
    wanted, code = INSIDE[kind], read(inside)
    if not wanted and not code:
        return ""
    if wanted and code:
        outer = get(site, code, actor, now)
        found = view(outer)
        if found.kind == wanted and found.agency == agency:
            check_used(outer, found)
            return code
    raise Impossible(_("A shelf stands in a store, and a box on a shelf."))


def check_used(one: Place, found: PlaceView) -> None:
    """Raise ``OutOfUse`` for a place into which nothing is put any more.

    Whoever takes it out of use in the same moment conflicts with who puts something.
    """
    if found.retired:
        raise OutOfUse(code=found.barcode)
    if one._p_jar is not None:
        one._p_jar.readCurrent(one)


def named(site: Any, barcode: str) -> str:
    """Return where a place stands, the store first: "KHO-1 › GIA-1 › HOP-1"."""
    return " › ".join(one.barcode for one in way(site, barcode))


def way(site: Any, barcode: str) -> tuple[PlaceView, ...]:
    """Return a place and what it stands in, the store first; checks no rights."""
    found: list[PlaceView] = []
    one = store.place(site, barcode)
    while one is not None and len(found) < len(KINDS):
        found.insert(0, view(one))
        one = store.place(site, found[0].inside)
    return tuple(found)
