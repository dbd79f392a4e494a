"""The QR code of a Vietnamese identity card (căn cước), as a scanner types it.

The card of 2021 (CCCD) says ``number|old number|name|birth|sex|address|issued``; a
holder without an old number has an empty field there, and some issues leave the
field out. The card of 2024 (căn cước) says the same and adds fields behind it. Dates
are written ddmmyyyy. No issue is described by a law; this reads what the cards carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.base.folding import normalise
import re
from typing import Final


#: Characters of the longest text that is looked at.
LONGEST: Final = 1000
#: Fields without which it is no card: number, name, birth, sex.
FEWEST: Final = 4
#: What tells such a text from all that people type: twelve digits and a bar.
_BEGIN: Final = re.compile(r"[0-9]{12}\|")
_OLD: Final = re.compile(r"(?:[0-9]{9}|[0-9]{12})?")
_DATE: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_NAME: Final = re.compile(r"[^\W\d_][^\d_|]*")


@dataclass(frozen=True)
class CitizenCard:
    """What a card says of its holder.

    ``birth`` is yyyy-mm-dd, or yyyy-mm or yyyy where day or month are not known.
    """

    id_number: str
    name: str
    birth: str
    address: str = ""


def holds_one(text: str) -> bool:
    """Say whether a text was meant to be that of a card, readable or not."""
    return bool(_BEGIN.search(text[:LONGEST])) or text.count("|") >= FEWEST


def split(text: str) -> tuple[str, CitizenCard]:
    """Return what stood in a field before the scan, and the card that was scanned.

    Raises ``ValueError`` where no card can be read.
    """
    found = _BEGIN.search(text[:LONGEST])
    if found is None:
        raise ValueError("no number of twelve digits with a bar behind it")
    return text[: found.start()], read(text[found.start() :])


def read(text: str) -> CitizenCard:
    """Return the card; raises ``ValueError`` for what is none."""
    fields = [" ".join(normalise(each).split()) for each in text[:LONGEST].split("|")]
    if not _BEGIN.match(text):
        raise ValueError("a card begins with twelve digits")
    number, *rest = fields
    if _OLD.fullmatch(rest[0]):
        rest = rest[1:]
    if len(rest) < FEWEST - 1:
        raise ValueError(f"a card has {FEWEST} fields or more")
    name, birth, _sex, *address = rest
    if not _NAME.fullmatch(name):
        raise ValueError("no name where a card has one")
    return CitizenCard(number, name, _birth(birth), address[0] if address else "")


def _birth(text: str) -> str:
    """Return a date of birth; day, or day and month, may be zero on a card."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("no date of birth where a card has one")
    day, month, year = match.groups()
    date(int(year), int(month) or 1, int(day) or 1)
    if month == "00":
        return year
    return f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}"
