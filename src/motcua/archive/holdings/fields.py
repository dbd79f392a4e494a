"""Data of a file and of a fonds, Circular 05/2025/TT-BNV article 4(1)(a) and (b).

What the house knows by itself is not asked: code, number of documents, who made it.
Lengths are those that packages have room for (appendix I of the circular).
"""

from __future__ import annotations

from motcua import _
from motcua.archive import retention
from motcua.archive.capture.fields import Field
from motcua.archive.capture.fields import fits
from motcua.archive.capture.fields import SECRET
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Secret
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping

#: Levels of access and their codes in packages; 03 (secret) is never kept here.
ACCESS: Final[dict[str, tuple[str, Any]]] = {
    "open": ("01", _("Open access")),
    "conditional": ("02", _("Conditional access")),
}
#: Languages and their codes in packages.
LANGUAGES: Final[dict[str, Any]] = {
    "01": _("Vietnamese"),
    "02": _("English"),
    "03": _("French"),
    "04": _("Russian"),
    "05": _("Chinese"),
    "06": _("Vietnamese and English"),
    "07": _("Vietnamese and Russian"),
    "08": _("Vietnamese and French"),
    "09": _("Sino-Nom"),
    "10": _("Vietnamese and Chinese"),
    "11": _("Another language"),
}
#: What a file consists of: only paper is counted in sheets and gets a certificate.
MEDIA: Final[dict[str, Any]] = {
    "paper": _("On paper"),
    "digital": _("Digital"),
    "mixed": _("Paper and digital"),
}
#: Levels of reliability and their codes in packages.
RELIABILITY: Final[dict[str, tuple[str, Any]]] = {
    "born-digital": ("01", _("Born digital")),
    "digitised": ("02", _("Digitised from paper")),
    "mixed": ("03", _("Partly digitised, partly born digital")),
}
CONDITIONS: Final[dict[str, Any]] = {
    "good": _("Good"),
    "fair": _("Fair"),
    "damaged": _("Damaged"),
}
YES: Final = "yes"


def _class_choices() -> tuple[tuple[str, Any], ...]:
    return tuple((one.key, one.title) for one in retention.classes().values())


#: Of a file, in the order of the circular; what is behind ``note`` is of Decree 30.
FILE: Final = {
    field.name: field
    for field in (
        Field("title", _("Title of the file"), longest=1000),
        Field("retention", _("Term of keeping"), "choice", _class_choices()),
        Field(
            "access",
            _("Level of access"),
            "choice",
            tuple((key, words) for key, (_code, words) in ACCESS.items()),
        ),
        Field("language", _("Language"), "choice", tuple(LANGUAGES.items())),
        Field("begin", _("Begins on"), "date"),
        Field("end", _("Ends on"), "date"),
        Field("keywords", _("Keywords"), longest=100),
        Field("sheets", _("Number of sheets"), "number"),
        Field("pages", _("Number of pages"), "number"),
        Field(
            "condition", _("Physical condition"), "choice", tuple(CONDITIONS.items())
        ),
        Field("information_sign", _("Information sign"), longest=30),
        Field(
            "reliability",
            _("Level of reliability"),
            "choice",
            tuple((key, words) for key, (_code, words) in RELIABILITY.items()),
        ),
        Field("paper_code", _("Code of the paper file"), longest=100),
        Field("backup_regime", _("Whether a backup copy is to be made"), longest=30),
        Field("backup_state", _("State of the backup copy"), longest=30),
        Field("note", _("Note"), longest=2000),
        Field("notation", _("Number and notation in the file list"), longest=50),
        Field("medium", _("Paper or digital"), "choice", tuple(MEDIA.items())),
        Field("numbered", _("Sheets are numbered"), "choice", ((YES, _("Yes, done")),)),
        Field("listed", _("Has a document list"), "choice", ((YES, _("Yes, done")),)),
    )
}
#: Of a fonds, beside its code, name and state.
FONDS: Final = {
    field.name: field
    for field in (
        Field("title", _("Name of the fonds"), longest=500),
        Field("history", _("History of its maker"), longest=4000),
        Field("begin", _("Documents from"), "date"),
        Field("end", _("Documents until"), "date"),
        Field("scheme", _("How it is arranged, or its main groups"), longest=2000),
        Field("language", _("Language"), "choice", tuple(LANGUAGES.items())),
        Field("backup_regime", _("Whether a backup copy is to be made"), longest=30),
        Field("note", _("Note"), longest=2000),
    )
}


def checked(known: Mapping[str, Field], given: Mapping[str, str]) -> dict[str, str]:
    """Return the values as a ledger keeps them; "" takes one away.

    Raises ``Secret`` for the access level of state secrets, ``Missing`` for an unknown
    field and for what cannot be its value.
    """
    found = {}
    for name, value in given.items():
        field = known.get(name)
        if field is None:
            raise Missing(_("There is no field called “${name}” here."), name=name[:40])
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
    begin, end = found.get("begin", ""), found.get("end", "")
    both = min(len(begin), len(end))
    # Days may be known to the month or the year alone: that far they are compared.
    if begin[:both] > end[:both]:
        raise Missing(_("It would end before it begins."))
    return found


def altered(old: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Return what differs from what stands there; ``Missing`` when nothing does."""
    changed = {
        name: value for name, value in told.items() if value != old.get(name, "")
    }
    if not changed:
        raise Missing(_("Nothing was changed."))
    return changed


def merged(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Return the values after a change; those that are "" now are gone."""
    return {name: value for name, value in {**old, **new}.items() if value}
