"""What lists and search show of a procedure, for every day on which it differs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from motcua.base.folding import fold
from motcua.procedures.definitions import Version
from motcua.procedures.finding.terms import terms_of
from motcua.procedures.naming import names
from motcua.procedures.spans import spans
import re
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.procedure import Procedure


@dataclass(frozen=True)
class Entry:
    """One version from `begins` to `ends`, both included; None is without limit."""

    digest: str
    begins: date | None
    ends: date | None
    title: str
    field: str
    level: str
    facets: tuple[tuple[str, str], ...]
    words: int
    terms: dict[str, float] = dataclasses.field(
        compare=False, repr=False, default_factory=dict
    )

    def compared(self) -> tuple[object, ...]:
        """Return what two entries are compared by; the terms follow from it."""
        return tuple(v for name, v in vars(self).items() if name != "terms")


def entries_of(procedure: Procedure) -> tuple[Entry, ...]:
    """Return the entries of a procedure, one for each of its spans."""
    return tuple(
        entry_of(span.version, span.begins, span.ends) for span in spans(procedure)
    )


def entry_of(version: Version, begins: date | None, ends: date | None) -> Entry:
    """Return the entry of one version that holds between two days."""
    terms = terms_of(version)
    return Entry(
        digest=version.digest,
        begins=begins,
        ends=ends,
        title=version.title,
        field=names.current().name("field", version.field, date.max),
        level=version.level,
        facets=facets_of(version),
        words=len(terms),
        terms=terms,
    )


def facets_of(version: Version) -> tuple[tuple[str, str], ...]:
    """Return (facet, value) pairs, sorted.

    Agencies, target groups, one-stop units, ways of handing in, how much of it is
    done online, and whether it is settled on the spot.
    """
    book = names.current()
    named = version.agencies or version.competent
    # All renamings that are on record count, or rows would change by themselves.
    agencies = {book.name("agency", agency_name(name), date.max) for name in named}
    found = {("agency", name) for name in agencies if name}
    found |= {("audience", group) for group in version.audience}
    found |= {("unit", code) for code in version.units}
    found |= {("receipt", level) for level in version.receipt}
    found |= {("channel", kind) for case in version.cases for kind in case.kinds}
    if version.online:
        found.add(("online", version.online))
    if version.on_the_spot:
        found.add(("spot", "yes"))
    return tuple(sorted(found))


def agency_name(text: str) -> str:
    """Return one spelling for the many ways of writing an agency's name.

    ``UBND``, ``Uỷ ban`` and ``ủy ban Nhân dân`` are one; dashes stand between
    blanks; the first letter is a capital.
    """
    name = re.sub(r"\bUBND\b", "Ủy ban nhân dân", text)
    name = re.sub(r"\b[Uuủỷ][ỷủy]? ban nhân dân\b", "ủy ban nhân dân", name, flags=re.I)
    name = re.sub(r"\s*[-–]\s+|\s+[-–]\s*", " - ", name)
    name = re.sub(r"\bcấp (Tỉnh|Xã|Huyện|Bộ)\b", lambda m: m[0].lower(), name)
    name = " ".join(name.split()).strip(" .,;-")
    return name[:1].upper() + name[1:] if fold(name) else ""
