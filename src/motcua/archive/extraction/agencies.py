"""The agency that issued a document, from the lines at its top left corner.

Names stand there in capitals, the superior agency first. They are written as agencies
write themselves elsewhere: known words with their capitals, names of places with one
each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
import json
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import capitals
from motcua.archive.extraction.letters import joined
from motcua.archive.extraction.letters import likeness
from motcua.archive.extraction.letters import readable
import re
from typing import Any
from typing import Final
import unicodedata


#: A name this alike is a known one, misread.
_KNOWN: Final = 0.87
_LONGEST_PHRASE: Final = 9
#: Names joined by a dash in one line issue together.
_TOGETHER: Final = re.compile(r"\s+-\s+(?=B[ỘỌÔO]\s)")
#: Agencies whose names are fields of work rather than places.
_BUREAUS: Final = frozenset(
    {"Cục", "Vụ", "Tổng cục", "Viện", "Phòng", "Ban", "Chi cục"}
)
_NOISE: Final = re.compile(r"[^\w\s,.&()/'-]|_")


@dataclass(frozen=True)
class Agency:
    """An agency as it is written in a sentence, and how sure its reading is."""

    name: str
    sure: float
    superior: str = ""


@cache
def _data() -> dict[str, Any]:
    text = files("motcua.archive").joinpath("data/agencies.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _phrases() -> dict[str, str]:
    return {bare(phrase).replace(" ", ""): phrase for phrase in _data()["phrases"]}


def of_notation(notation: str) -> str:
    """Return the agency that the end of a notation names, "" when it is not known."""
    last = re.split(r"[-/]", notation)[-1]
    plain = re.match(r"(QH|UBTVQH)\d*\Z", last)
    letters = plain.group(1) if plain else last
    for name, known in _data()["central"].items():
        if known == letters:
            return str(name)
    return ""


def read(lines: list[str]) -> Agency | None:
    """Return who issued a document of which ``lines`` are the top left corner."""
    names: list[str] = []
    for line in lines:
        clean = re.sub(r"\s+", " ", _NOISE.sub(" ", line)).strip(" .,-'/")
        if not _is_name(clean):
            continue
        if names and not _begins(names[-1], clean):
            names[-1] = f"{names[-1]} {clean}"
        else:
            names.append(clean)
    if not names:
        return None
    name, sure = known(names[-1])
    superior = known(names[-2])[0] if len(names) > 1 else ""
    return Agency(name, sure, superior)


def _is_name(line: str) -> bool:
    letters = sum(letter.isalpha() for letter in line)
    return letters >= 3 and capitals(line) > 0.75 and readable(line) > 0.6


def _begins(before: str, line: str) -> bool:
    """Say whether a line begins another agency than the line before it."""
    if before.endswith(("-", ",")) or joined(before) in {
        joined(each) for each in _data()["open"]
    }:
        return False
    plain = bare(line)
    return any(
        plain == bare(each) or plain.startswith(f"{bare(each)} ")
        for each in _data()["beginnings"]
    )


def known(name: str) -> tuple[str, float]:
    """Return a name in capitals as sentences write it, and how sure that is."""
    parts = _TOGETHER.split(name)
    if len(parts) > 1:
        found = [known(part) for part in parts]
        return " - ".join(each for each, _sure in found), min(
            sure for _each, sure in found
        )
    best, alike = "", 0.0
    letters = joined(name)
    for each in _data()["central"]:
        if joined(each) == letters:
            return str(each), 1.0
        if abs(len(each) - len(name)) <= 3 and _begin_alike(str(each), name):
            now = likeness(each, name)
            best, alike = (each, now) if now > alike else (best, alike)
    if alike >= _KNOWN:
        return best, alike
    return _by_phrases(name)


def placed(name: str, place: str) -> str:
    """Return ``name`` with its place spelt as before the day, where it is the same.

    Recognitions lose marks rather than invent them, so the spelling with more of
    them is taken; where both have as many, the one in small letters.
    """
    words = place.split()
    for size in range(len(words), 0, -1):
        wanted = " ".join(words[-size:])
        last = " ".join(name.split()[-size:])
        if not wanted[:1].isupper() or bare(last) != bare(wanted):
            continue
        if _marks(wanted) >= _marks(last):
            return " ".join([*name.split()[:-size], wanted])
    return name


def _marks(text: str) -> int:
    return len(unicodedata.normalize("NFD", text)) - len(text)


def _begin_alike(one: str, other: str) -> bool:
    """Say whether two names begin with the same kind of agency (Bộ is not Sở)."""
    first, second = (bare(each).split()[0] for each in (one, other))
    return first == second or (len(first) > 3 and likeness(first, second) > 0.7)


def _by_phrases(name: str) -> tuple[str, float]:
    words = name.split()
    made: list[str] = []
    place = matched = 0
    after_phrase = True
    while place < len(words):
        size, phrase = _phrase(words[place:], after_phrase)
        if size:
            made.append(_at(phrase, not made))
            matched += size
        else:
            # The field of a bureau is written small, the name of a place is not.
            small = bool(made) and made[0] in _BUREAUS and not after_phrase
            word = words[place]
            made.append(word.lower() if small else _place_name(word))
            size = 1
        place += size
        after_phrase = bool(phrase)
    if not matched:
        return " ".join(made), 0.6
    return " ".join(made), 0.9 if made[0] not in _BUREAUS else 0.8


def _phrase(words: list[str], after_phrase: bool) -> tuple[int, str]:
    """Return how many words are a known phrase, and the phrase; (0, "") for none.

    One syllable alone is only taken for its like without marks where such a word
    is due: QUẢN within a name is no QUẬN.
    """
    for size in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        some = " ".join(words[:size])
        phrase = _phrases().get(bare(some).replace(" ", ""))
        if phrase is None or len(phrase.split()) != size:
            continue
        if size > 1 or some.lower() == phrase.lower() or after_phrase:
            return size, phrase
    return 0, ""


def _at(phrase: str, first: bool) -> str:
    return phrase[0].upper() + phrase[1:] if first else phrase


def _place_name(word: str) -> str:
    if word.strip(".,") in ("UBND", "HĐND", "TP", "BQL", "VP"):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
