"""Whether every file lies in a box that there is, and every place stands somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from typing import Any


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    places: int = 0
    boxed: int = 0
    lent: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold everything and compare it."""
    told = Verified()
    for place in store.every(site):
        found = places.view(place)
        told.places += 1
        if found.barcode != place.barcode:
            told.faults.append((place.barcode, f"mã khác / code: {found.barcode}"))
        if found.inside and store.place(site, found.inside) is None:
            told.faults.append((place.barcode, f"không có / no place: {found.inside}"))
    for file in holdings.every_file(site):
        lying = files.view(file).lying
        told.lent += lying.loan is not None
        told.boxed += bool(lying.box)
        box = store.place(site, lying.box) if lying.box else None
        if lying.box and (box is None or places.view(box).kind != places.BOX):
            told.faults.append((file.code, f"không có hộp / no box: {lying.box}"))
    return told
