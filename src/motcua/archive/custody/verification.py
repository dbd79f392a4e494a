"""Whether every file lies in a box that there is, and every place stands somewhere.

And whether SQL says the same of every place and every file.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.custody.register import PAPERS
from motcua.archive.custody.register import Papers
from motcua.archive.custody.register import PLACES
from motcua.archive.custody.register import Places
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import store as holdings
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.store import File


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    places: int = 0
    boxed: int = 0
    lent: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, code: str, what: str) -> None:
        """Tell what is wrong with something."""
        self.faults.append((code, what))


def verify(site: Any) -> Verified:
    """Fold everything and compare it."""
    told = Verified()
    rows = _rows(PLACES, "barcode")
    projection = Places()
    for place in store.every_place(site):
        told.places += 1
        _place(site, told, place)
        _row(told, place.barcode, projection.row(place), rows.pop(place.barcode, None))
    for code in rows:
        told.fault(code, "SQL có, dữ liệu gốc không / in SQL alone")
    rows = _rows(PAPERS, "code")
    papers = Papers()
    for file in holdings.every_file(site):
        _file(site, told, file)
        _row(told, file.code, papers.row(file), rows.pop(file.code, None))
    for code in rows:
        told.fault(code, "SQL có, dữ liệu gốc không / in SQL alone")
    return told


def _rows(table: sa.Table, key: str) -> dict[str, Any]:
    with register_engine().connect() as connection:
        found = connection.execute(sa.select(table)).mappings()
        return {row[key]: dict(row) for row in found}


def _row(told: Verified, code: str, expected: Any, found: Any) -> None:
    if (expected or None) != (found or None):
        told.fault(code, "SQL khác dữ liệu gốc / SQL differs")


def _place(site: Any, told: Verified, place: store.Place) -> None:
    found = places.view(place)
    if found.barcode != place.barcode:
        told.fault(place.barcode, f"mã khác / code: {found.barcode}")
    outer = store.place(site, found.inside) if found.inside else None
    if found.inside and outer is None:
        told.fault(place.barcode, f"không có / no place: {found.inside}")
    elif outer is not None and not found.retired and places.view(outer).retired:
        told.fault(place.barcode, f"nơi đã bỏ / out of use: {found.inside}")


def _file(site: Any, told: Verified, file: File) -> None:
    found = files.view(file)
    if found.destroyed is not None or found.keeping == handed.HISTORICAL:
        return
    told.lent += found.lying.loan is not None
    told.boxed += bool(found.lying.box)
    if not found.lying.box:
        return
    box = store.place(site, found.lying.box)
    place = places.view(box) if box is not None else None
    if place is None or place.kind != places.BOX:
        told.fault(file.code, f"không có hộp / no box: {found.lying.box}")
    elif place.retired:
        told.fault(file.code, f"hộp đã bỏ / box out of use: {found.lying.box}")
