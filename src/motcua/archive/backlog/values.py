"""What is written in cells, as the archive keeps it: days, terms, access, encodings."""

from __future__ import annotations

from datetime import date
from functools import cache
from motcua.archive import retention
from motcua.base.folding import fold
import re
from typing import Final


FIRST_YEAR: Final = 1800
_DAY: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\Z", re.A)
_MONTH: Final = re.compile(r"(\d{1,2})[/.\-](\d{4})\Z", re.A)
_YEAR: Final = re.compile(r"(\d{4})\Z", re.A)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\Z", re.A)
#: Between begin and end in one cell; a hyphen parts them with blanks, or two years.
_BETWEEN: Final = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*|\s+(?:den|to)\s+")
_NEGATIVE: Final = re.compile(r"-[\d.,]+\s*\Z", re.A)
_YEARS: Final = re.compile(r"(\d{4})\s*-\s*(\d{4})\Z", re.A)
#: Letters of TCVN3 and VNI beside plain ones, and UTF-8 that was read as Latin.
_OLD_FONT: Final = re.compile(r"(?<=\w)[®¬µ¸¶·¹¨©ª«¦§¡]|[®¬µ¸¶·¹¨©ª«¦§¡](?=\w)")
_DAMAGED: Final = re.compile("\ufffd|á»|áº|Ã[¡-¿ ]|Ä[‘\u0091]|Æ[¡°]")
#: Levels of state secrets as offices write them, folded.
_SECRETS: Final = frozenset(
    {"mat", "toi mat", "tuyet mat", "a", "b", "c", "03", "secret", "top secret"}
    | {"bi mat", "bi mat nha nuoc", "state secret", "han che - mat"}
)
_ACCESS: Final = {
    "open": frozenset({"01", "1", "cong khai", "open", "khong mat", "thuong"}),
    "conditional": frozenset(
        {"02", "2", "co dieu kien", "tiep can co dieu kien", "conditional", "han che"}
        | {"su dung han che", "noi bo"}
    ),
}
_CONDITIONS: Final = {
    "good": frozenset({"tot", "con tot", "binh thuong", "good"}),
    "fair": frozenset({"trung binh", "kha", "fair"}),
    "damaged": frozenset({"hong", "rach", "rach nat", "hu hong", "xau", "damaged"}),
}


def day(text: str) -> str | None:
    """Return a day, a month or a year as the archive keeps it, None for neither.

    "05/01/1998" is 1998-01-05, "1/1998" is 1998-01. Only years from 1800 on.
    """
    text = text.strip()
    for form, order in ((_DAY, (3, 2, 1)), (_ISO, (1, 2, 3)), (_MONTH, (2, 1))):
        if match := form.match(text):
            parts = [int(match[at]) for at in order if match[at]]
            break
    else:
        match = _YEAR.match(text)
        if match is None:
            return None
        parts = [int(match[1])]
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return None
    if parts[0] < FIRST_YEAR:
        return None
    return "-".join(str(part).zfill(2) for part in parts)


def span(text: str) -> tuple[str, str]:
    """Return begin and end of one cell as they are written, the same for one day."""
    years = _YEARS.match(text.strip())
    if years:
        return years[1], years[2]
    plain = fold(text) if " den " in fold(text) else text
    parts = [part for part in _BETWEEN.split(plain.strip()) if part]
    return (parts[0], parts[1]) if len(parts) == 2 else (text, text)


def later(one: str, other: str) -> bool:
    """Say whether a day is later than another one, as far as both are known."""
    both = min(len(one), len(other))
    return one[:both] > other[:both]


@cache
def _terms() -> dict[str, str]:
    found = {}
    for one in retention.classes().values():
        found[fold(one.title)] = found[one.key] = one.key
        if one.years:
            for form in ("{}", "{}n", "{} nam", "{} years", "{} year"):
                found.setdefault(form.format(one.years), one.key)
    return found | {"vv": "permanent", "v.v": "permanent"}


def term(text: str) -> str:
    """Return the key of a term of keeping, "" for one that is not in force."""
    return _terms().get(fold(text), "")


def terms() -> str:
    """Return the terms in force in words."""
    return ", ".join(one.title for one in retention.classes().values())


def is_secret(text: str) -> bool:
    """Say whether it is a level of state secrets."""
    return fold(text) in _SECRETS


def access(text: str) -> str:
    """Return the key of a level of access, "" for none."""
    return _key(_ACCESS, text)


def condition(text: str) -> str:
    """Return the key of a physical condition, "" for other words."""
    return _key(_CONDITIONS, text)


def _key(known: dict[str, frozenset[str]], text: str) -> str:
    plain = fold(text)
    return next((key for key, words in known.items() if plain in words), "")


def is_old_font(text: str) -> bool:
    """Say whether a text is written for an old font, or was damaged on its way."""
    return bool(_DAMAGED.search(text) or len(_OLD_FONT.findall(text)) > 1)


def is_formula(text: str) -> bool:
    """Say whether a cell is one, or an office program would compute it."""
    plain = text.lstrip(" ")
    if plain.startswith(("=", "+", "@", "\t", "\r")):
        return True
    computed = len(plain) > 1 and plain[0] == "-" and not plain[1].isspace()
    return computed and not _NEGATIVE.match(plain)
