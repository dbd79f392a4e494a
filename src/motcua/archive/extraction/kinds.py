"""Kinds of documents: by the name on the paper and by the letters of the notation."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import joined
from motcua.archive.extraction.letters import likeness
import re
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


#: Name -> letters in the notation. Decree 30/2020, annex III, and the acts of law
#: with kinds of their own.
KINDS: Final[dict[str, str]] = {
    "Hiến pháp": "",
    "Bộ luật": "",
    "Luật": "",
    "Pháp lệnh": "PL",
    "Lệnh": "L",
    "Nghị quyết liên tịch": "NQLT",
    "Nghị quyết": "NQ",
    "Nghị định": "NĐ",
    "Thông tư liên tịch": "TTLT",
    "Thông tư": "TT",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Giấy xác nhận": "",
    "Giấy chứng nhận": "",
    "Giấy chứng tử": "",
    "Giấy khai sinh": "",
    "Trích lục": "",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Thư công": "",
    "Công văn": "",
}

LETTER: Final = "Công văn"
_BY_LETTERS: Final = {letters: name for name, letters in KINDS.items() if letters}
#: Kinds whose own name is followed by what they rule, in the same capitals.
_NAMED: Final = frozenset({"Luật", "Bộ luật", "Trích lục"})
#: Behind these words a kind is spoken of, not announced.
_OF: Final = frozenset({"cua", "theo", "so", "ve", "danh", "ban", "ke", "kem", "sung"})
_CLEAR: Final = 0.86
#: A word, or signs and figures between words.
_PIECE: Final = re.compile(r"(?P<word>[^\W\d_]+)|(?P<sign>[^\s\-])")


@dataclass(frozen=True)
class Heading:
    """The name of a kind as a heading; ``rest`` follows it in the same line."""

    kind: str
    likeness: float
    rest: str = ""


def of_notation(notation: str) -> str:
    """Return the kind that a notation (``QĐ-UBND``, ``QH15``) stands for, or ""."""
    if re.match(r"QH\d*\Z", notation):
        return "Luật"
    first = re.split(r"[-/]", notation)[0]
    return _BY_LETTERS.get(first, "")


def letters_of(kind: str) -> str:
    """Return the letters that stand for a kind in a notation, "" without any."""
    return KINDS.get(kind, "")


def heading(line: str) -> Heading | None:
    """Return the kind that ``line`` announces in capitals, None for none.

    Scribbles beside it do not matter; other words in capitals do.
    """
    best: Heading | None = None
    for run in _runs(line):
        found = _in_capitals(run)
        if found and (best is None or found.likeness > best.likeness):
            best = found
    return best


def _runs(line: str) -> Iterator[list[str]]:
    """Yield the words in capitals that follow each other in a line.

    Not those that another word speaks of (theo QUYẾT ĐỊNH); a sign or a figure in
    between parts two runs.
    """
    run: list[str] = []
    before = ""
    for found in _PIECE.finditer(line):
        word = found["word"]
        if word and word.isupper() and len(word) > 1:
            if not run and joined(before) in _OF:
                before = word
                continue
            run.append(word)
            continue
        if word and len(word) == 1:
            continue
        if run:
            yield run
        run, before = [], word or ""
    if run:
        yield run


def _in_capitals(words: list[str]) -> Heading | None:
    whole = "".join(joined(word) for word in words)
    best: Heading | None = None
    for kind in KINDS:
        name = joined(kind)
        if whole == name:
            return Heading(kind, 1.0)
        if kind in _NAMED and bare(words[0]) == bare(kind.split()[0]):
            size = len(kind.split())
            if "".join(joined(word) for word in words[:size]) == name:
                return Heading(kind, 1.0, " ".join(words[size:]))
        alike = likeness(whole, name) if abs(len(whole) - len(name)) <= 2 else 0.0
        if (
            len(name) > 5
            and alike >= _CLEAR
            and (best is None or alike > best.likeness)
        ):
            best = Heading(kind, alike)
    return best
