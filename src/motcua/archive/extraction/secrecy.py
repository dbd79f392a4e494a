"""Stamps of secrecy (MẬT, TỐI MẬT, TUYỆT MẬT), told from words in running text.

A stamp that is overlooked does harm, one too many costs a look: a line in capitals
that holds nothing else counts, however the recognition spelt it.
"""

from __future__ import annotations

from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import capitals
from motcua.archive.extraction.letters import composed
import re
from typing import Final


SECRET: Final = "MẬT"
VERY_SECRET: Final = "TỐI MẬT"
TOP_SECRET: Final = "TUYỆT MẬT"

#: From the highest; letters alone, as ``bare`` leaves them.
_LEVELS: Final = (("tuyetmat", TOP_SECRET), ("toimat", VERY_SECRET), ("mat", SECRET))
#: What stands beside a stamp in the line of a recognition.
_HEAD: Final = re.compile(
    r"cong\s*h.?a\s*xa\s*hoi\s*chu\s*nghia\s*viet\s*nam|doc\s*lap\s*\W*\s*tu\s*do\s*\W*\s*"
    r"hanh\s*phuc|do\s*mat\s*:|ban\s*so\s*:?\s*\d*"
)
#: Words before or after "mật" in capitals that are no stamp.
_BEFORE: Final = frozenset(
    {"bi", "bao", "co", "can", "than", "duong", "do", "ni", "chi"}
)
_AFTER: Final = frozenset({"ma", "khau", "vu", "thiet", "do", "danh"})
#: Lines from the top of a page among which a stamp may share a line with a column.
_TOP: Final = 10


def found(text: str) -> str | None:
    """Return the highest level that a stamp in ``text`` tells, None without one."""
    levels = [name for _letters, name in _LEVELS]
    told = [
        level
        for number, line in enumerate(composed(text).split("\n"))
        if (level := _of_line(line, number < _TOP))
    ]
    return min(told, key=levels.index) if told else None


def _of_line(line: str, at_top: bool) -> str | None:
    plain = bare(line)
    if "m" not in plain or capitals(line) < 0.8:
        return None
    left, place = [], 0
    for head in _HEAD.finditer(plain):
        left.append(line[place : head.start()])
        place = head.end()
    left.append(line[place:])
    for part in left:
        letters = "".join(letter for letter in bare(part) if letter.isalpha())
        for level, name in _LEVELS:
            if letters == level and _as_stamp(part):
                return name
    return _beside(line) if at_top else None


def _as_stamp(part: str) -> bool:
    """Say whether the marks, where there are some, are not those of other words."""
    return capitals(part) == 1.0 and not re.search(r"MÁT|MÀT|MÃT|MẮT|MẤT", part)


def _beside(line: str) -> str | None:
    """Return the level of a stamp that ends or begins a line of a head."""
    words = re.findall(r"[^\W\d_]+", line)
    plain = [bare(word) for word in words]
    if len(words) < 2:
        return None
    if plain[-1] == "mat" and words[-1] in ("MẬT", "MÂT", "MẠT"):
        before = plain[-2]
        if before == "toi":
            return VERY_SECRET
        if before == "tuyet":
            return TOP_SECRET
        return None if before in _BEFORE else SECRET
    if plain[0] in ("toi", "tuyet") and plain[1] == "mat" and len(words) > 2:
        return VERY_SECRET if plain[0] == "toi" else TOP_SECRET
    if words[0] in ("MẬT", "MÂT", "MẠT") and plain[1] not in _AFTER:
        return SECRET
    return None
