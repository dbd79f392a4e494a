"""Values that are known already and are offered while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from motcua.organisation import units
from motcua.procedures import forms
from motcua.procedures.definitions import Version
from motcua.procedures.finding import browse
from motcua.procedures.finding.browse import Filters
from motcua.storage.engines import register_engine
from typing import Any
from typing import Final


Pairs = list[tuple[str, str]]
#: More than that helps nobody who types.
MOST: Final = 300
CURRENCIES: Final = ("VND", "USD", "EUR")


def lists(
    wanted: Iterable[str], version: Version, content: Any, on: date, site: Any
) -> dict[str, Pairs]:
    """Return id -> (value, words) of the lists that are wanted."""
    made = {
        "known-fields": lambda: _facet("field", on),
        "known-agencies": lambda: _facet("agency", on),
        "known-units": lambda: _units(on, site),
        "known-procedures": lambda: _neighbours(version, on),
        "known-forms": lambda: _forms(content),
        "known-currencies": lambda: [(one, "") for one in CURRENCIES],
    }
    return {name: made[name]() for name in sorted(wanted)}


def _facet(name: str, on: date) -> Pairs:
    with register_engine().connect() as connection:
        counted = browse.kept_facets(connection, Filters(), on)[name]
    return [(value, "") for value, _number in counted[:MOST]]


def _units(on: date, site: Any) -> Pairs:
    found = units.all(kind="one-stop-unit", on=on, site=site)
    return [(unit.code, unit.name) for unit in found[:MOST]]


def _neighbours(version: Version, on: date) -> Pairs:
    """Procedures of the same field: what is done in one go mostly lies there."""
    filters = Filters(field=version.field or None)
    with register_engine().connect() as connection:
        _total, rows = browse.page(connection, filters, on, MOST, 0)
    return [(row.code, row.title) for row in rows if row.code != version.code]


def _forms(content: Any) -> Pairs:
    return [] if content is None else [(one.name, "") for one in forms.listed(content)]
