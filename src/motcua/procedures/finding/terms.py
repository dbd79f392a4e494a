"""The words that find a procedure, and what each weighs where it stands."""

from __future__ import annotations

from functools import lru_cache
import itertools
import json
from motcua.base.folding import spelling_key
from motcua.base.folding import words
from motcua.procedures.definitions import Version
from typing import Final
import unicodedata


#: What a word in the title weighs in a title of usual length.
TITLE: Final = 4.0
#: Two neighbours in the title: most Vietnamese words have two syllables.
TITLE_PAIR: Final = 5.0
#: Field, agencies, result, keywords.
HEAD: Final = 1.0
#: Papers, steps, conditions, legal basis: found, but never before a title.
BODY: Final = 0.25
#: Words of the body stand under names of their own, or the common ones among them
#: would have to be read in every search.
BODY_MARK: Final = "~"
#: Syllables in a title of usual length; longer ones weigh less per word.
USUAL_TITLE: Final = 14
LONGEST_TITLE: Final = 40
#: How much of a long result text helps to find it.
RESULT_LENGTH: Final = 300
LONGEST_TERM: Final = 120


def tokens(text: str) -> list[str]:
    """Return the words of a text in the spelling that is searched for."""
    return words(spelling_key(text))


@lru_cache(maxsize=20_000)
def marks(word: str) -> str:
    """Return the letters of a word, then its marks in a fixed order.

    The place of a tone within the syllable (``hoà``, ``hòa``) makes no difference,
    nor do y and i where both are in use.
    """
    spread = unicodedata.normalize("NFD", word.lower()).replace("đ", "d\u0335")
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    signs = "".join(sorted(c for c in spread if unicodedata.combining(c)))
    return spelling_key(letters) + signs


def pairs(found: list[str]) -> list[str]:
    """Return neighbouring words as terms of two words."""
    return [f"{one} {two}" for one, two in itertools.pairwise(found)]


def terms_of(version: Version) -> dict[str, float]:
    """Return every term of a version with its weight, heaviest place first."""
    title = tokens(version.title)
    if title[:2] == ["thu", "tuc"]:
        # Half the titles begin with "Thủ tục"; it tells nothing about any.
        title = title[2:]
    scale = 1 / (0.6 + 0.4 * min(len(title), LONGEST_TITLE) / USUAL_TITLE)
    found = dict.fromkeys(title, TITLE * scale)
    found |= dict.fromkeys(pairs(title), TITLE_PAIR * scale)
    head = tokens(_head(version))
    for term in (*head, *pairs(head)):
        found.setdefault(term, HEAD)
    for term in tokens(_body(version)):
        found[BODY_MARK + term] = BODY
    found.setdefault(version.code.lower(), TITLE_PAIR)
    return {
        term: round(weight, 3)
        for term, weight in found.items()
        if len(term) <= LONGEST_TERM
    }


def grouped(terms: dict[str, float]) -> str:
    """Return the terms as they are kept in SQL: a list of (weight, terms) in JSON."""
    by_weight: dict[float, list[str]] = {}
    for term, weight in terms.items():
        by_weight.setdefault(weight, []).append(term)
    return json.dumps(
        list(by_weight.items()), ensure_ascii=False, separators=(",", ":")
    )


def count_of(text: str) -> int:
    """Return how many terms `grouped` put into a text."""
    return sum(len(terms) for _weight, terms in json.loads(text))


def _head(version: Version) -> str:
    return " . ".join(
        (
            version.field,
            *version.agencies,
            *version.competent,
            version.result[:RESULT_LENGTH],
            *version.keywords,
        )
    )


def _body(version: Version) -> str:
    papers = (paper for case in version.cases for paper in case.papers)
    return " . ".join(
        (
            version.steps,
            version.conditions,
            version.description,
            version.place,
            *(f"{paper.group} {paper.title}" for paper in papers),
            *(f"{act.title} {act.number}" for act in version.legal_basis),
            *version.notes,
        )
    )
