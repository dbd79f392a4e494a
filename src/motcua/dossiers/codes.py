"""Dossier codes: allotted once, never used twice.

A code is ``<agency>-<yyMMdd>-<NNNN>`` with a serial per receiving unit and day
(Circular 01/2018/TT-VPCP, Article 19, and its successors). The serial comes
from an atomic counter outside the Zope transaction: a receipt that fails
leaves a gap, which is fine, and never a duplicate.
"""

from __future__ import annotations

from datetime import date
from motcua.base.codes import format_dossier_code
from motcua.base.codes import parse_dossier_code
from motcua.storage import numbers


_PREFIX = "dossier:"


def sequence(unit: str, day: date) -> tuple[str, str]:
    """Return (sequence, period) of the counter that a unit has on a day."""
    return _PREFIX + unit, f"{day:%y%m%d}"


def allot(unit: str, day: date) -> str:
    """Return the next code of a unit on a day (of Vietnam)."""
    serial = numbers.allocate(*sequence(unit, day))
    return format_dossier_code(unit, day, serial)


def reserve(unit: str, day: date, count: int) -> list[str]:
    """Return the next ``count`` codes of a unit on a day, which nobody else gets."""
    last = numbers.allocate(*sequence(unit, day), count=count)
    serials = range(last - count + 1, last + 1)
    return [format_dossier_code(unit, day, serial) for serial in serials]


def number_of(code: str) -> tuple[str, str, int]:
    """Return (sequence, period, serial), for raising counters after a restore."""
    parts = parse_dossier_code(code)
    return *sequence(str(parts.agency), parts.day), parts.serial
