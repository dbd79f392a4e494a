"""Days told elsewhere than in the head: at the end, in annexes, by signatures."""

from __future__ import annotations

from collections import Counter
from motcua.archive.extraction import dates
from motcua.archive.extraction.letters import bare
import re
from typing import Final


#: Pages from the last on which acts of the Assembly tell when they were passed.
_LAST_PAGES: Final = 3
_PASSED: Final = re.compile(r"thong qua\b.{0,30}?$", re.DOTALL)
_OWN: Final = re.compile(r"kem theo.{0,60}$", re.DOTALL)
#: A line that is place and day alone, as above a signature.
_PLACE: Final = re.compile(r"[\W_]*(?:[^\W\d_]+[\s.-]*){0,6},?\s*$")

Told = tuple[str, float, int, str]


def day(texts: list[str], number: str, kind: str) -> Told | None:
    """Return (day, how sure, page, source), None when no place tells it."""
    for search in (_annexes, _passed, _signature, _electronic):
        found = search(texts, number, kind)
        if found is not None:
            return found
    return None


def _annexes(texts: list[str], number: str, kind: str) -> Told | None:
    """Return the day that annexes give to the document by its number."""
    if not number:
        return None
    told: Counter[tuple[str, int]] = Counter()
    wanted = re.sub(r"\W", "", bare(number))
    for page, text in enumerate(texts[1:], start=2):
        for found in dates.written(text.replace("\n", " ")):
            before = bare(
                text.replace("\n", " ")[max(0, found.begin - 80) : found.begin]
            )
            if (
                _OWN.search(before)
                and wanted in re.sub(r"\W", "", before)
                and found.whole
            ):
                told[found.value, page] += 1
    if not told:
        return None
    (value, page), _times = told.most_common(1)[0]
    return value, 0.85, page, "annex"


def _passed(texts: list[str], number: str, kind: str) -> Told | None:
    """Return the day on which an assembly passed it."""
    if kind not in ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Hiến pháp"):
        return None
    first = max(0, len(texts) - _LAST_PAGES)
    for index in range(len(texts) - 1, first - 1, -1):
        flat = texts[index].replace("\n", " ")
        for found in dates.written(flat):
            if found.whole and _PASSED.search(bare(flat[: found.begin])):
                return found.value, 0.9 if found.sure > 0.9 else 0.75, index + 1, "end"
    return None


def _signature(texts: list[str], number: str, kind: str) -> Told | None:
    """Return the last day that stands with a place in a line of its own."""
    for index in range(len(texts) - 1, -1, -1):
        for line in reversed(texts[index].split("\n")):
            for found in dates.written(line):
                alone = not line[found.end :].strip(" .;,")
                if found.whole and alone and _PLACE.match(line[: found.begin]):
                    return found.value, 0.6, index + 1, "signature"
    return None


def _electronic(texts: list[str], number: str, kind: str) -> Told | None:
    """Return the day on which an electronic signature says it was signed."""
    for index, text in enumerate(texts):
        for line in text.split("\n"):
            if re.search(r"(?:thoi gian|ngay) ky", bare(line)):
                for found in dates.short(line):
                    return found.value, 0.35, index + 1, "electronic signature"
    return None
