"""Former names of communes, read from tables of the merger of 1 July 2025.

Two kinds of tables are understood. A *map* is CSV with the columns province, new
commune, and former communes ("Xã Đông Yên, Thị trấn Thứ Ba"); a former commune that
was split says so in brackets. *Units before* is JSON: provinces with districts with
wards, from which the district of each former commune is known where its name is the
only one in its former provinces.

Nothing of these tables is shipped: an office loads what its own decision says.
"""

from __future__ import annotations

from collections.abc import Iterable
import csv
from dataclasses import dataclass
import io
import json
from motcua.base import vietnam
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.organisation import units
from motcua.organisation.places import words_of
import re
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


#: A comma parts two names unless it stands in brackets.
_NEXT = re.compile(r",\s*(?![^(]*\))")


class UnusableTable(ValueError):
    """The file is no such table; the message says what was expected."""


@dataclass(frozen=True)
class Outcome:
    """What an import changed: names per unit, and communes nobody has here."""

    changed: dict[str, tuple[str, ...]]
    unchanged: int
    unknown: tuple[str, ...]


def read_map(data: bytes, province: str) -> dict[str, tuple[str, ...]]:
    """Return the former names by the name of the commune of today.

    Raises `UnusableTable` for another encoding or other columns, and where the
    province is not in the table.
    """
    rows = list(csv.reader(io.StringIO(_text(data))))
    if not rows or any(len(row) != 3 for row in rows if row):
        raise UnusableTable(
            "cần ba cột: tỉnh, xã mới, xã cũ / three columns are needed: province, "
            "new commune, former communes"
        )
    wanted = words_of(province)
    found = {
        normalise(new).strip(): tuple(
            name.strip() for name in _NEXT.split(normalise(old)) if name.strip()
        )
        for row in rows[1:]
        if row and words_of(row[0]) == wanted
        for _province, new, old in (row,)
    }
    if not found:
        raise UnusableTable(
            f"{province}: không có trong bảng / the table does not name this province"
        )
    return found


def read_districts(data: bytes) -> dict[str, tuple[str, ...]]:
    """Return the districts in which communes of a name lay, by the folded name."""
    try:
        provinces = json.loads(_text(data))
        found: dict[str, set[str]] = {}
        for province in provinces:
            for district in province["District"]:
                for ward in district["Ward"] or ():
                    found.setdefault(fold(ward["FullName"]), set()).add(
                        district["FullName"]
                    )
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableTable(
            "cần JSON gồm tỉnh, huyện (District), xã (Ward) / JSON of provinces with "
            f"District and Ward is needed ({error!r})"
        ) from error
    return {name: tuple(sorted(districts)) for name, districts in found.items()}


def with_district(name: str, districts: dict[str, tuple[str, ...]]) -> str:
    """Return the name with its district, where only one comes into question."""
    known = districts.get(fold(name), ())
    if "(" in name or len(known) != 1:
        return name
    return f"{name} ({known[0][:1].lower()}{known[0][1:]})"


def apply(
    former: dict[str, tuple[str, ...]],
    districts: dict[str, tuple[str, ...]],
    site: Any = None,
    dry_run: bool = False,
) -> Outcome:
    """Add former names to the communes of today that have the name of the table.

    Names that are there stay. The current user must manage the organisation.
    """
    units.check_manager(site)
    communes = _communes(units.all("agency", vietnam.today(), site))
    changed: dict[str, tuple[str, ...]] = {}
    unknown, unchanged = [], 0
    for new, names in former.items():
        unit = communes.get(words_of(new))
        if unit is None:
            unknown.append(new)
            continue
        given = (with_district(name, districts) for name in names)
        merged = tuple(dict.fromkeys((*unit.former_names, *given)))
        if merged == unit.former_names:
            unchanged += 1
            continue
        changed[unit.code] = merged
        if not dry_run:
            content = units.find(unit.code, site)
            content.former_names = merged
            notify(ObjectModifiedEvent(content))
    return Outcome(changed, unchanged, tuple(unknown))


def _communes(agencies: Iterable[units.Unit]) -> dict[tuple[str, ...], units.Unit]:
    """Return communes by their names; where two share one, neither is guessed."""
    found: dict[tuple[str, ...], list[units.Unit]] = {}
    for unit in agencies:
        if unit.level == "commune":
            found.setdefault(words_of(unit.name), []).append(unit)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableTable("cần UTF-8 / UTF-8 is needed") from error
