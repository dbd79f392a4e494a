"""What the catalogue says of a document, as a text to be searched and shown."""

from __future__ import annotations

from motcua.archive.capture.fields import FIELDS
from motcua.base.folding import normalise
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.capture.documents import DocumentView

#: Data that say what a document is about; terms and states say nothing of it.
_TOLD: Final = ("agency", "abstract", "keywords", "information_sign", "note")


def text(found: DocumentView) -> str:
    """Return kind, number, date, agency, abstract and code, as people write them."""
    told = found.fields
    head = " ".join(part for part in (_said(told, "type"), number(told)) if part)
    parts = [head, *written(_said(told, "date"))]
    parts += [_said(told, name) for name in _TOLD]
    return normalise(". ".join(part for part in (*parts, found.file_code) if part))


def number(told: Mapping[str, Any]) -> str:
    """Return number and notation as they stand on the document: 20/QĐ-UBND."""
    return "/".join(
        part for part in (_said(told, "number"), _said(told, "notation")) if part
    )


def written(date: str) -> list[str]:
    """Return a date as it is written, with leading noughts and without.

    2019-05-07 is 07/05/2019 and 7/5/2019.
    """
    parts = list(reversed(date.split("-"))) if date else []
    ways = ("/".join(parts), "/".join(part.lstrip("0") for part in parts))
    return [way for way in dict.fromkeys(ways) if way]


def _said(told: Mapping[str, Any], name: str) -> str:
    return str(told.get(name) or "")[: FIELDS[name].longest]
