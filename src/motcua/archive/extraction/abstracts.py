"""The abstract (trích yếu): what a document is about, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from motcua.archive.extraction import kinds
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import capitals
from motcua.archive.extraction.letters import joined
from motcua.archive.extraction.letters import likeness
from motcua.archive.extraction.letters import readable
from motcua.archive.extraction.sheet import Piece
from motcua.archive.extraction.sheet import Row
import re
from typing import Final


#: The longest abstract that data of records can hold (Circular 05/2025/TT-BNV).
LONGEST: Final = 500
_MOST_ROWS: Final = 9
#: A gap between rows so many times the height of a line ends the heading.
_WIDE: Final = 3.2
_READABLE: Final = 0.62
_END: Final = re.compile(
    r"\W*(?:can\s?cu\b|xet\b|theo de nghi|kinh\W{0,3}gui|dieu [1il\]]\b|chuong [i1l\]]|"
    r"phan (?:thu|[i1l])|muc [i1l]\b|thuc hien (?:cong van|quyet dinh|nghi quyet|"
    r"ke hoach|chi thi|chuong trinh|thong bao|luat|nghi dinh)|hom nay|thi hanh|"
    r"noi nhan|ngay \d{1,2} thang|(?:[ivx]{1,4}|\d{1,2})\s?[.)]\s|[a-z]\)\s|"
    r"quoc hoi ban hanh|chinh phu ban hanh|cong hoa xa hoi|doc lap)"
)
#: Who decides stands in capitals between the abstract and the grounds.
_AUTHORITY: Final = re.compile(
    r"\W*(?:chu tich|bo truong|giam doc|cuc truong|tong cuc|thu truong|vien truong|"
    r"uy ban (?:nhan dan|thuong vu)|hoi dong nhan dan|chinh phu|thu tuong|quoc hoi|"
    r"chanh|truong phong|hieu truong|thong doc|tong giam doc|ban thuong|ban chap hanh|"
    r"tong thanh tra|chi cuc truong|truong ban)\b"
)
#: Words of acts as recognitions like to misread them; the left is no word.
_MISREAD: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\bchỉ tiết\b", "chi tiết"),
        (r"\bb[oôốồỗỏ] sung\b", "bổ sung"),
        (r"\bsửa đ[ôốồơ]i\b", "sửa đổi"),
        (r"\bt[ôốồỗ] chức\b", "tổ chức"),
        (r"\bthông tỉn\b", "thông tin"),
        (r"\bk[êếề]t n[ôồ]i\b", "kết nối"),
        (r"\bđữ liệu\b", "dữ liệu"),
        (r"\bvê việc\b", "về việc"),
        (r"\bquy đính\b", "quy định"),
        (r"\bLuậi\b", "Luật"),
    )
)
_SUBJECT: Final = re.compile(
    r"^\W*(?:v\s?[/1lIi]\s?v|vỉv|ví?/v|về việc)\b[:.]?\s*", re.I
)
_STAMP: Final = re.compile(r"^.{0,8}ĐẾN\s*(?:ngày|số|giờ)[^A-ZĐ]*(?=[A-ZĐÀ-Ỹ])", re.I)
_GROUNDS: Final = re.compile(r"\bC[aă]n c[uứ] (?:Luật|Hiến|Nghị|Pháp|Bộ luật|Quyết)")
_PREAMBLE: Final = re.compile(
    r"\bban hanh (?P<kind>nghi dinh|quyet dinh|thong tu(?: lien tich)?|nghi quyet|luat|"
    r"bo luat|phap lenh|chi thi)\s+(?P<rest>.{8,900}?)(?:\.\s*(?:\n|$)|[.;:]?\s*\n\W*"
    r"(?:chuong|dieu|phan|muc)\s+[\dil\]ivx])",
    re.DOTALL,
)


@dataclass(frozen=True)
class Abstract:
    """What was read, and how sure that is."""

    text: str
    sure: float
    source: str


def below(rows: list[Row], start: int, rest: str = "") -> str:
    """Return the abstract from the rows below the heading of the kind.

    ``start`` is the row behind the heading, ``rest`` what followed in its line.
    """
    kept = [rest] if rest else []
    last: Row | None = rows[start - 1] if start else None
    for row in rows[start : start + 2 * _MOST_ROWS]:
        if len(kept) >= _MOST_ROWS or _ends(row, bool(kept), last):
            break
        text = " ".join(piece.text for piece in row.pieces if not _at_side(piece, row))
        text, grounds = _without_neighbours(text)
        if text and _reads(text):
            kept.append(text)
            last = row
        if grounds:
            break
    return tidy(" ".join(kept))


def _without_neighbours(line: str) -> tuple[str, bool]:
    """Return a line without a stamp before and grounds behind, and if there were any.

    Where nobody knows the places of words, a recognition may join all three.
    """
    line = _STAMP.sub("", line)
    grounds = _GROUNDS.search(line)
    kept = line[: grounds.start()] if grounds else line
    return kept.strip(" -_\"'“”«»|"), grounds is not None


def _reads(text: str) -> bool:
    """Say whether a line is words: a single short one among scribbles is none."""
    return readable(text) >= _READABLE and sum(letter.isalpha() for letter in text) > 3


def _at_side(piece: Piece, row: Row) -> bool:
    """Say whether a piece belongs to a stamp in the left margin."""
    return piece.x1 is not None and piece.x1 < 0.33 and len(row.pieces) > 1


def _ends(row: Row, begun: bool, last: Row | None) -> bool:
    text = row.text
    plain = bare(text)
    if _END.match(plain):
        return True
    if not begun:
        return False
    if re.fullmatch(r"[\W_]{3,}", text) and set(text) & set("-_—="):
        return True
    if _AUTHORITY.match(plain) and capitals(text) > 0.85:
        return True
    if last is None or row.y is None or last.y is None or not last.height:
        return _is_sentence(text)
    return row.y - last.y > _WIDE * max(last.height, row.height)


def _is_sentence(line: str) -> bool:
    """Say whether a line that nobody knows the place of begins the text itself."""
    words = line.strip(" -_\"'“”")
    return words[:1].isupper() and words[-1:] in ".:;" and capitals(words) < 0.5


def subject(rows: list[Row]) -> str:
    """Return what a letter is about: the lines behind "V/v" at its left."""
    for index, row in enumerate(rows):
        for piece in row.pieces:
            if _SUBJECT.match(piece.text):
                return _letter(rows, index, piece)
    return ""


def _letter(rows: list[Row], index: int, first: Piece) -> str:
    kept = [_SUBJECT.sub("", first.text)]
    for row in rows[index + 1 : index + 6]:
        left = [
            piece for piece in row.pieces if piece.middle is None or piece.middle < 0.5
        ]
        text = " ".join(piece.text for piece in left)
        if re.match(r"\W*k[ií]nh\s*g[uử]i", text, re.I) or "kinh gui" in bare(row.text):
            break
        text = re.split(r"[^,]{2,30}, ngày ", text)[0].strip(" -_|")
        if re.search(r"ngày.{1,8}tháng", text) or not text:
            continue
        if readable(text) < _READABLE or capitals(text) > 0.8:
            continue
        kept.append(text)
    words = tidy(" ".join(kept))
    return f"Về việc {words[:1].lower()}{words[1:]}" if words else ""


def preamble(text: str, kind: str) -> str:
    """Return the abstract as the sentence of enactment says it, "" without one."""
    plain = bare(text)
    for found in _PREAMBLE.finditer(plain):
        if joined(kind) not in (joined(found["kind"]), ""):
            continue
        words = tidy(text[slice(*found.span("rest"))])
        return words[:1].upper() + words[1:]
    return ""


def tidy(text: str) -> str:
    """Return ``text`` in one line, at most as long as an abstract may be."""
    flat = re.sub(r"\s+", " ", text).strip(" -_.;|\"'")
    flat = re.sub(r"\s+([,;.)])", r"\1", flat)
    for misread, word in _MISREAD:
        flat = misread.sub(partial(_cased, word), flat)
    if len(flat) > LONGEST:
        flat = flat[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return flat


def _cased(word: str, found: re.Match[str]) -> str:
    """Return ``word`` with the capitals that the misread one had."""
    if found[0].isupper():
        return word.upper()
    return word[0].upper() + word[1:] if found[0][0].isupper() else word


def choose(title: str, enacted: str) -> Abstract | None:
    """Return the better of a heading and the sentence of enactment."""
    if not title and not enacted:
        return None
    if not enacted:
        return Abstract(_sentence(title), 0.55 + 0.35 * readable(title), "heading")
    if not title:
        return Abstract(enacted, 0.75 * readable(enacted) + 0.1, "preamble")
    alike = likeness(_without_about(title), _without_about(enacted))
    if alike >= 0.93:
        # A stamp upon a heading takes words from it.
        whole = len(title) >= 0.97 * len(enacted)
        better = title if whole and readable(title) >= readable(enacted) else enacted
        return Abstract(_sentence(better), 0.96, "heading and preamble")
    if readable(title) > 0.9 and len(title) >= 0.8 * len(enacted):
        return Abstract(_sentence(title), 0.6 + 0.3 * alike, "heading")
    return Abstract(enacted, 0.6 + 0.25 * alike, "preamble")


def _without_about(text: str) -> str:
    return re.sub(r"^(?:về việc|về|quy định)\s+", "", text, flags=re.I)


def _sentence(text: str) -> str:
    """Return a heading as a sentence: capitals throughout become small letters."""
    if capitals(text) < 0.8:
        return text
    lower = text.lower()
    for kind in kinds.KINDS:
        lower = re.sub(rf"\b{kind.lower()}\b", kind, lower)
    return lower[:1].upper() + lower[1:]
