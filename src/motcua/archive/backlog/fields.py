"""What a plan of digitisation says, Circular 05/2025/TT-BNV article 5."""

from __future__ import annotations

from motcua import _
from motcua.archive.capture.fields import Field
from motcua.archive.holdings import fields
from motcua.archive.holdings.errors import Missing
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping

#: Amounts are whole numbers; money is in VND.
AMOUNTS: Final = ("boxes", "files", "sheets", "budget", "price")
_DIGITS: Final = 13
PLAN: Final = {
    field.name: field
    for field in (
        Field("title", _("Name of the project"), longest=300),
        Field("purpose", _("Purpose"), longest=2000),
        Field("scope", _("Papers that are digitised, and why these"), longest=2000),
        Field("boxes", _("Boxes"), longest=_DIGITS),
        Field("files", _("Files on paper"), longest=_DIGITS),
        Field("sheets", _("Sheets"), longest=_DIGITS),
        Field("begin", _("Begins on"), "date"),
        Field("end", _("Ends on"), "date"),
        Field("budget", _("Money, in VND"), longest=_DIGITS),
        Field("price", _("Price of a page, in VND"), longest=_DIGITS),
        Field("people", _("Who does it"), longest=2000),
        Field("place", _("Place, transport and equipment"), longest=2000),
        Field("safety", _("Safety of the papers and of the data"), longest=2000),
    )
}
#: Without these nothing is approved.
NEEDED: Final = ("title", "purpose", "scope", "begin", "end", "people", "safety")


def checked(given: Mapping[str, str]) -> dict[str, str]:
    """Return the values as a ledger keeps them; "" takes one away.

    Raises ``Missing`` for what cannot be the value of a field.
    """
    plain = dict(given)
    for name in AMOUNTS:
        text = plain.get(name, "").strip()
        digits = text.replace(".", "").replace(" ", "")
        if text and not (digits.isascii() and digits.isdigit()):
            raise Missing(
                _("“${value}” cannot be the value of “${title}”."),
                value=text[:40],
                title=PLAN[name].title,
            )
        if name in plain:
            plain[name] = digits.lstrip("0")
    return fields.checked(PLAN, plain)


def lacking(told: Mapping[str, str]) -> list[Field]:
    """Return the fields that an approved plan needs and that have no value."""
    return [PLAN[name] for name in NEEDED if not told.get(name)]
