"""What descriptions of a package become here: data of a file, data of a document.

What cannot be a value here is left out: the description is kept as it came beside it.
"""

from __future__ import annotations

from collections import Counter
from motcua.archive import retention
from motcua.archive.capture import fields as capture_fields
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import fields as holding_fields
from motcua.archive.packages import fields
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY: Final = ("startDate", "endDate")


def of_file(ead: Mapping[str, str]) -> dict[str, str]:
    """Return the data of a file as holdings keep them."""
    every = retention.classes().items()
    # "07" stands for two terms: which is meant, a person says.
    once = Counter(one.code for _key, one in every)
    classes = {one.code: key for key, one in every if once[one.code] == 1}
    conditions = {code: key for key, code in fields.CONDITIONS.items()}
    told = {
        "title": ead.get("title", ""),
        "retention": classes.get(ead.get("maintenance", ""), ""),
        "access": fields.key_of(ead.get("mode", ""), holding_fields.ACCESS)
        or "conditional",
        "language": ead.get("language", ""),
        **{
            name: fields.day_back(ead.get(given, ""))
            for name, given in zip(("begin", "end"), _DAY, strict=True)
        },
        "keywords": ead.get("keyword", ""),
        "sheets": ead.get("numberOfPaper", ""),
        "pages": ead.get("numberOfPage", ""),
        "condition": conditions.get(ead.get("format", ""), ""),
        "information_sign": ead.get("inforSign", ""),
        "reliability": fields.key_of(
            ead.get("confidenceLevel", ""), holding_fields.RELIABILITY
        ),
        "paper_code": ead.get("paperFileCode", ""),
        "note": ead.get("description", ""),
        "medium": "digital",
    }
    plain = {name: " ".join(text.split()) for name, text in told.items()}
    kept = {name: text for name, text in plain.items() if text and _fits(name, text)}
    if not _checked({name: kept.get(name, "") for name in ("begin", "end")}):
        del kept["end"]
    return kept


def _fits(name: str, text: str) -> bool:
    return _checked({name: text})


def _checked(told: Mapping[str, str]) -> bool:
    try:
        holding_fields.checked(holding_fields.FILE, told)
    except ArchiveError:
        return False
    return True


def of_document(ead: Mapping[str, str]) -> dict[str, str]:
    """Return the data of a document as the catalogue keeps them."""
    told = {
        "type": fields.type_name(ead.get("typeName", "")),
        "number": ead.get("codeNumber", ""),
        "notation": ead.get("codeNotation", ""),
        "date": fields.day_back(ead.get("issuedDate", "")),
        "agency": ead.get("organName", ""),
        "abstract": ead.get("subject", ""),
        "language": ead.get("language", ""),
        "keywords": ead.get("keyword", ""),
        "access": fields.key_of(ead.get("mode", ""), holding_fields.ACCESS),
        "note": ead.get("description", ""),
    }
    plain = {name: " ".join(text.split()) for name, text in told.items()}
    known = capture_fields.FIELDS
    return {
        name: text
        for name, text in plain.items()
        if text and capture_fields.fits(known[name], text)
    }
