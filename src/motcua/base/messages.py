"""Short messages to telephones: letters every telephone shows, numbers that ring.

A short message of 160 letters is one only in the basic alphabet of GSM (3GPP TS
23.038, 7 bits a letter); one Vietnamese letter with a mark makes it three. So texts go
unaccented, as offices in Vietnam send them.
"""

from __future__ import annotations

import re
from typing import Final
import unicodedata


#: Letters of one short message.
LONGEST: Final = 160
#: The letters of the basic alphabet that are in ASCII: one each on every network.
#: Of the others, none is needed once marks are gone.
ALPHABET: Final = frozenset(
    "\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
    "abcdefghijklmnopqrstuvwxyz"
)
#: What stands for letters outside the alphabet; any other one becomes a blank.
_INSTEAD: Final = str.maketrans(
    {
        **dict.fromkeys("đðɖ", "d"),
        **dict.fromkeys("ĐÐƉ", "D"),
        **dict.fromkeys("[{", "("),
        **dict.fromkeys("]}", ")"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014~", "-"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2018\u2019`^", "'"),
        **dict.fromkeys("|\\", "/"),
        "\u20ab": "d",
        "\u2026": "...",
    }
)
#: Numbers of Vietnamese mobile networks behind +84 (plan of 2018: 03, 05, 07, 08, 09).
_MOBILE: Final = re.compile(r"[35789]\d{8}")
_SEPARATORS: Final = re.compile(r"[\s.()\-\u2010-\u2013]+")


def plain(text: str) -> str:
    """Return a text in the alphabet of short messages: no marks, đ as d."""
    bare = unicodedata.normalize("NFKD", text.translate(_INSTEAD)).translate(_INSTEAD)
    kept = (
        one if one in ALPHABET else " "
        for one in bare
        if unicodedata.category(one) not in ("Mn", "Me", "Cf")
    )
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(filter(None, lines))


def short(text: str) -> str:
    """Return ``plain(text)``, cut behind a word where it would be two messages."""
    found = plain(text)
    if len(found) <= LONGEST:
        return found
    cut = found[: LONGEST + 1].rsplit(None, 1)[0]
    return cut if len(cut) <= LONGEST else found[:LONGEST]


def mobile(number: str) -> str:
    """Return a Vietnamese mobile number as networks write it, "" for any other one.

    "0912 345 678", "84912345678" and "(+84) 912.345.678" are "+84912345678". Fixed
    lines, numbers of other countries and numbers of the old plan get no message.
    """
    bare = _SEPARATORS.sub("", number.strip())
    for prefix in ("+84", "0084", "84", "0"):
        rest = bare.removeprefix(prefix)
        if rest != bare and rest.isascii() and _MOBILE.fullmatch(rest):
            return f"+84{rest}"
    return ""
