"""Whether what the house has is the paper that a procedure asks for, by its name.

Procedures call the same paper alike, beside what they say about number and form. What
is called otherwise is not offered: an officer still takes it from the person's hands.
"""

from __future__ import annotations

from motcua.base.folding import fold
import re
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

_ASIDE: Final = re.compile(r"\([^()]*\)")
_WORD: Final = re.compile(r"[^\W_]+")
#: What stands before a name: how it is handed in.
_FORM: Final = re.compile(
    r"(?:\d+ )?ban (?:chinh|goc|sao|chup|dien tu)(?: (?:co|duoc) chung thuc)?"
    r"(?: cua)? (?=\w)"
)
#: What parts the results that one sentence names.
_PARTS: Final = re.compile(r"[;\n•]|\. |(?:^|\n)\s*[-–+]\s")
#: A shorter name means too many papers, as "Giấy tờ" does.
_LEAST: Final = 8


def plain(title: str) -> str:
    """Return a name as it is compared, "" for one that says too little."""
    words = " ".join(_WORD.findall(fold(_ASIDE.sub(" ", title))))
    found = _FORM.sub("", words, count=1) if _FORM.match(words) else words
    return found if len(found) >= _LEAST else ""


def named(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of papers in texts, each of which may tell of several."""
    parts = (part for text in texts for part in _PARTS.split(text))
    return frozenset(filter(None, map(plain, parts)))
