"""The number and notation of a document: ``20/2020/QĐ-TTg``."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua.archive.extraction import kinds
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import digits
import re
from typing import Final


@dataclass(frozen=True)
class Number:
    """What a line says; ``ordinal`` is "" where a blank was left for it."""

    ordinal: str
    year: str
    notation: str
    #: How sure the reading of the line is, 0 to 1.
    sure: float

    @property
    def whole(self) -> str:
        """The number as people write it."""
        return "/".join(filter(None, (self.ordinal, self.year, self.notation)))


#: Before the number; written "Số:", and what recognitions make of it.
_WORD: Final = re.compile(
    r"(?:^|[^a-z])(?P<law>luat|phap\s?lenh|nghi\s?quyet|lenh|bo\s?luat)?\s*"
    r"(?:s[o06][^\w\s]?\s*[:;.,]?|s[ae]\s?:)\s*(?=[\d/.…_oil|s(-])"
)
_NUMBER: Final = re.compile(
    r"(?P<ordinal>[\dOolI|SZB]{1,6}[a-zA-ZĐ]?)?[\s.…_]{0,40}"
    r"(?:/\s?(?P<year>(?:1[9g]|2[0Oo])[\dOolIZ]{2})(?!\d))?\s?"
    r"(?P<slash>/?)\s?"
    r"(?P<notation>[A-ZĐ][A-Za-zĐđƯưƠơÂâÊêÔôĂă\d!.&]*"
    r"(?:\s?[-/]\s?[A-ZĐ][A-Za-zĐđƯưƠơÂâÊêÔôĂă\d!.&]*)*)"
)
#: Names in notations that hold letters which recognitions like to flatten.
_PARTS: Final = {
    bare(part): part
    for part in [
        "UBND",
        "HĐND",
        "BLĐTBXH",
        "BGDĐT",
        "BTNMT",
        "BGTVT",
        "BNNPTNT",
        "BNNMT",
        "BKHĐT",
        "BKHCN",
        "BTTTT",
        "BVHTTDL",
        "BTC",
        "BTP",
        "BNV",
        "BCA",
        "BQP",
        "BYT",
        "BXD",
        "BCT",
        "BNG",
        "BDTTG",
        "TTCP",
        "TTg",
        "CP",
        "CTN",
        "UBTVQH",
        "HĐTP",
        "NHNN",
        "VPCP",
        "VPQH",
        "TANDTC",
        "VKSNDTC",
        "KTNN",
        "TCCT",
        "SGDĐT",
        "SLĐTBXH",
        "SKHĐT",
        "SNNMT",
    ]
}
#: First parts that recognitions write for the letters of a kind.
_MISREAD: Final = {
    **dict.fromkeys(("QD", "OĐ", "QB", "QÐ", "GĐ", "0Đ", "QĐÐ", "ỌĐ", "OD"), "QĐ"),
    **dict.fromkeys(("ND", "NB", "NÐ", "MĐ"), "NĐ"),
    **dict.fromkeys(("TI", "T1", "1T", "IT", "TTT"), "TT"),
    **dict.fromkeys(("KII", "KI1", "RH"), "KH"),
    **dict.fromkeys(("N0", "NO", "NỌ"), "NQ"),
    **dict.fromkeys(("8C", "BO"), "BC"),
    **dict.fromkeys(("T8", "1B"), "TB"),
    **dict.fromkeys(("TTR", "TTt"), "TTr"),
}


def mended(notation: str) -> str:
    """Return a notation without blanks, known parts spelt as they are."""
    tight = re.sub(r"\s*([-/])\s*", r"\1", notation).strip(" .,-/")
    found = re.split(r"([-/])", tight)
    first = found[0]
    session = re.match(r"(QH|UBTVQH)([\dIlOo!SZ]{1,2})\Z", first)
    if session:
        number = digits(session.group(2).replace("!", "1"))
        found[0] = f"{session.group(1)}{number}" if number is not None else first
    else:
        found[0] = _MISREAD.get(first, first)
    return "".join(_PARTS.get(bare(part), part) for part in found)


def read(line: str, announced: bool = True) -> Number | None:
    """Return the number in ``line``; without ``announced`` the word "Số" may lack."""
    plain = bare(line)
    word = _WORD.search(plain)
    if word is None and announced:
        return None
    found = _NUMBER.match(line, word.end()) if word else _NUMBER.search(line)
    if found is None:
        return None
    made = _made(found, bool(word))
    if (
        made
        and word
        and not word["law"]
        and re.search(r"[a-z]{2,}\s*$", plain[: word.start()])
    ):
        # "Quyết định số ..." speaks of another document.
        return replace(made, sure=made.sure * 0.45)
    return made


def _made(found: re.Match[str], word: bool) -> Number | None:
    written, year = found["ordinal"] or "", found["year"] or ""
    notation = mended(found["notation"])
    ordinal, certain = written, 1.0
    if written and not written.isdigit():
        tail = written[-1] if re.fullmatch(r"\d+[a-hkmnp]", written) else ""
        number = digits(written.removesuffix(tail))
        if number is None:
            return None
        ordinal = str(number).zfill(len(written) - len(tail)) + tail
        certain = 0.95 if tail else 0.6
    if year and not year.isdigit():
        number = digits(year.replace("g", "9"))
        year, certain = (str(number), 0.6) if number else ("", 0.4)
    slashed = bool(found["slash"] or year)
    if not word and not (ordinal and slashed):
        return None
    if not slashed and not re.search(r"[-/]", notation):
        return None
    known = bool(kinds.of_notation(notation)) or notation.split("-")[0] in (
        "UBND",
        "HĐND",
        "VP",
        "VPCP",
    )
    sure = certain * (0.97 if word else 0.8) * (1.0 if known else 0.93)
    if not found["slash"]:
        sure *= 0.7
    if not ordinal:
        sure *= 0.5
    return Number(ordinal, year, notation, sure)
