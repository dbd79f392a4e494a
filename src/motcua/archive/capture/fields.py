"""Data of an archival document, Circular 05/2025/TT-BNV article 4(1)(c).

What the house knows by itself is not asked: identifier, archive code, number of pages,
file, and how a document was processed (that is for documents born digital).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import Secret
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Field:
    """One datum; ``kind`` is text, date, number or choice.

    ``choices`` are keys with their words; ``longest`` is what packages have room for
    (appendix II of the circular).
    """

    name: str
    title: Any
    kind: str = "text"
    choices: tuple[tuple[str, Any], ...] = ()
    longest: int = 2000


#: A level of the circular that is never kept here: chosen, it tells the way out.
SECRET: Final = "secret"
#: In the order of the circular.
FIELDS: Final = {
    field.name: field
    for field in (
        Field("retention", _("Term of keeping"), longest=100),
        Field("type", _("Type of document"), longest=100),
        Field("number", _("Number of the document"), longest=11),
        Field("notation", _("Notation"), longest=30),
        Field("date", _("Date of issue"), "date"),
        Field("agency", _("Issued by"), longest=200),
        Field("abstract", _("Abstract of its content"), longest=500),
        Field("language", _("Language"), longest=100),
        Field("sheets", _("Number of sheets"), "number"),
        Field("information_sign", _("Information sign"), longest=30),
        Field("keywords", _("Keywords"), longest=100),
        Field(
            "access",
            _("Level of access"),
            "choice",
            (
                ("open", _("Open access")),
                ("conditional", _("Conditional access")),
                (SECRET, _("State secret")),
            ),
        ),
        Field(
            "reliability",
            _("Level of reliability"),
            "choice",
            (
                ("digitised", _("Digitised from paper")),
                ("mixed", _("Partly digitised, partly born digital")),
            ),
        ),
        Field("autograph", _("Handwriting on it")),
        Field(
            "condition",
            _("Physical condition"),
            "choice",
            (("good", _("Good")), ("fair", _("Fair")), ("damaged", _("Damaged"))),
        ),
        Field("backup_regime", _("Whether a backup copy is to be made")),
        Field("backup_state", _("State of the backup copy")),
        Field("note", _("Note")),
        # Not of the circular: what a scan of it is measured by.
        Field(
            "kind",
            _("Kind of paper"),
            "choice",
            (("document", _("Written document")), ("map", _("Map or drawing"))),
        ),
    )
}
#: Terms of keeping are counted from a year; a later one is a typing error.
LAST_YEAR: Final = 2999
_DATE: Final = re.compile(r"\d{4}(-\d{2}){0,2}\Z", re.ASCII)
#: What the circular does not know: it serves the scanning and ends with it.
TECHNICAL: Final = frozenset({"kind"})
#: Without these a plain paper is not filed: nobody would find it again.
REQUIRED: Final = ("type", "abstract")


def checked(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as a ledger keeps them; "" takes a value away.

    Raises ``Secret`` for the access level of state secrets, ``Missing`` for an unknown
    field and for what cannot be its value.
    """
    found = {}
    for name, value in fields.items():
        field = FIELDS.get(name)
        if field is None:
            raise Missing(
                _("A document has no field called “${name}”."), name=name[:40]
            )
        text = " ".join(str(value).split())
        if name == "access" and text == SECRET:
            raise Secret
        if text and not fits(field, text):
            raise Missing(
                _("“${value}” cannot be the value of “${title}”."),
                value=text[:40],
                title=field.title,
            )
        found[name] = text
    return found


def fits(field: Field, text: str) -> bool:
    """Say whether a text can be the value of a field."""
    if len(text) > field.longest:
        return False
    if field.kind == "choice":
        return text in dict(field.choices)
    if field.kind == "number":
        return text.isascii() and text.isdigit() and 0 < int(text) <= 100_000
    return field.kind != "date" or is_date(text)


def is_date(text: str) -> bool:
    """Say whether it is 2026-11-27, 2026-11 or 2026: old papers lack the day."""
    if not _DATE.match(text) or int(text[:4]) > LAST_YEAR:
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def lasting(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data that a document keeps in the archive and in packages."""
    return {name: value for name, value in fields.items() if name not in TECHNICAL}


def missing(fields: Mapping[str, Any]) -> list[Field]:
    """Return the required fields that have no value yet."""
    return [FIELDS[name] for name in REQUIRED if not fields.get(name)]
