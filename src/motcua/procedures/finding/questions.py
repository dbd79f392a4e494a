"""A question in a citizen's words, taken apart into terms that can be looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as data
import itertools
from motcua.base.folding import fold
from motcua.base.folding import spelling_key
from motcua.procedures.finding.keystrokes import decoded
from motcua.procedures.finding.keystrokes import is_syllable
from motcua.procedures.finding.places import Place
from motcua.procedures.finding.places import places
from motcua.procedures.finding.terms import marks
from motcua.procedures.finding.terms import pairs
from motcua.procedures.finding.terms import tokens
from motcua.procedures.finding.words import Phrase
from motcua.procedures.finding.words import SearchWords
from motcua.procedures.finding.words import Synonym
import re
from typing import Final
import unicodedata


#: Longer questions are cut: nobody reads further, and time must stay bounded.
LONGEST: Final = 400
MOST_TOKENS: Final = 60
#: What words are worth that only frame a question, or hardly tell things apart.
FRAME: Final = 0.05
WEAK: Final = 0.08
PERHAPS_WEAK: Final = 0.2
#: What is left of everyday words when their official ones stand in.
EXPLAINED: Final = 0.35
OFFICIAL: Final = 0.8
OFFICIAL_PAIR: Final = 0.9
PAIR: Final = 0.8
#: What the meanings of words count that stand in titles as they are.
ALSO: Final = 0.5

#: A synonym with the places of its words in a question.
Spoken = tuple[tuple[int, ...], Synonym]

_CODE: Final = re.compile(
    r"(?<![\w.])(\d\.\d{3,9}(?:-\w+)?)(?:\.(?:\d{2,3}\.)*[a-z]\d{1,3})?(?![\w.]*\w)"
)
_BARE_CODE: Final = re.compile(r"\d{7}")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Question:
    """What is looked up. `terms` are words and pairs with what each is worth.

    `code` is set when the question names a national code; `marked` are the words
    typed with marks, by which equal titles are told apart. `special` says of each
    turn of phrase that narrows a title to a special case whether it is asked for;
    `leanings` are facets that the asker seems to belong to.
    """

    terms: dict[str, float]
    code: str = ""
    marked: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    special: dict[Phrase, bool] = data(default_factory=dict)
    leanings: tuple[tuple[str, str], ...] = ()


class Vocabulary:
    """What is known of the procedures' words: nothing. The index knows more."""

    def knows(self, _term: str) -> bool:
        """Say whether a word, or two neighbours, stand anywhere."""
        return False

    def common(self, _word: str) -> bool:
        """Say whether a word stands in so many titles that it is several words."""
        return False


def understand(
    text: str, words: SearchWords, vocabulary: Vocabulary | None = None
) -> Question:
    """Take a question apart. Never raises; nothing usable gives no terms.

    Words typed without an input method are read only where the vocabulary knows
    nothing of them.
    """
    text = text[:LONGEST]
    known = vocabulary or Vocabulary()
    found = tokens(text)[:MOST_TOKENS]
    if vocabulary is not None:
        found = typed(found, words, known.knows)
    spelt = spelling(text, found)
    worth = [
        _weakened(token, marked, words, known)
        for token, marked in zip(found, spelt, strict=True)
    ]
    named = places(found, known.knows)
    framed: set[int] = set()
    for frame in words.frames:
        for place in _places(found, frame):
            framed.update(range(place, place + len(frame)))
    for number in framed:
        worth[number] = min(worth[number], FRAME)
    for each in named:
        worth[each.first : each.last] = [0.0] * (each.last - each.first)
    spoken = _spoken(found, spelt, words, known)
    # "kiện" does not go to court in "điều kiện".
    spoken = [each for each in spoken if not framed.issuperset(each[0])]
    official = _explain(spoken, worth, known)
    terms: dict[str, float] = {}
    for token, value in zip(found, worth, strict=True):
        _raise(terms, token, value)
    for (one, value), (two, other) in itertools.pairwise(
        zip(found, worth, strict=True)
    ):
        _raise(terms, f"{one} {two}", PAIR * min(value, other))
    for phrase, share in official:
        for token in phrase:
            weak = WEAK if token in words.weak else OFFICIAL
            _raise(terms, token, share * weak)
        for pair in pairs(list(phrase)):
            _raise(terms, pair, share * OFFICIAL_PAIR)
    terms = {term: value for term, value in terms.items() if value > 0}
    return Question(
        terms,
        code_in(text),
        marked_words(text),
        tuple(found),
        tuple(named),
        {phrase: _asks(phrase, terms) for phrase in words.special},
        tuple(
            (lean.facet, lean.value)
            for lean in words.leanings
            if any(_places(found, say) for say in lean.say)
        ),
    )


def _weakened(token: str, marked: str, words: SearchWords, known: Vocabulary) -> float:
    """Return what a single word is worth.

    Marks tell "đầu" from "đâu". Without them a word is weak only as far as it is no
    word of many titles.
    """
    if token not in words.weak:
        return 1.0
    if marked != token:
        return WEAK if marked in words.weak_spelt else 1.0
    return PERHAPS_WEAK if known.common(token) else WEAK


def spelling(text: str, found: list[str]) -> list[str]:
    """Return the words of a question with their marks, one for each in `found`."""
    written = iter(_WORD.findall(unicodedata.normalize("NFC", text.lower())))
    spelt: list[str] = []
    waiting: list[str] = []
    for token in found:
        match = token
        waiting = [*waiting, *itertools.islice(written, max(0, 3 - len(waiting)))]
        for place, word in enumerate(waiting):
            if spelling_key(word) == token:
                match = marks(word)
                waiting = waiting[place + 1 :]
                break
        spelt.append(match)
    return spelt


def typed(
    found: list[str], words: SearchWords, knows: Callable[[str], bool]
) -> list[str]:
    """Return the words with those that an input method left undone put right."""
    right: list[str] = []
    for word in found:
        if is_syllable(word) or word in words.spoken or knows(word):
            right.append(word)
        elif meant := decoded(word):
            right.append(meant)
        else:
            right += _apart(word, words, knows)
    return right[:MOST_TOKENS]


def _apart(word: str, words: SearchWords, knows: Callable[[str], bool]) -> list[str]:
    """Return the two words that a blank was left out between, or the word itself."""
    for place in range(2, len(word) - 1):
        one, two = word[:place], word[place:]
        if not (is_syllable(one) and is_syllable(two)):
            continue
        if knows(f"{one} {two}") or (one, two) in words.says:
            return [one, two]
    return [word]


def _asks(phrase: Phrase, terms: dict[str, float]) -> bool:
    """Say whether a turn of phrase is among the terms of a question."""
    if len(phrase) == 1:
        return phrase[0] in terms
    return all(pair in terms for pair in pairs(list(phrase)))


def _explain(
    spoken: list[Spoken], worth: list[float], known: Vocabulary
) -> list[tuple[Phrase, float]]:
    """Return the official words for everyday ones, which then count for less.

    The longest phrase wins: in "mất sổ đỏ" nobody asks about "sổ đỏ" alone. Words
    that titles use themselves keep what they are worth, and what they also mean
    counts for less.
    """
    explained: set[int] = set()
    official: list[tuple[Phrase, float]] = []
    for span, synonym in spoken:
        say = synonym.say
        if not explained.isdisjoint(span):
            continue
        explained.update(span)
        in_titles = not synonym.gap and all(map(known.knows, pairs(list(say)) or say))
        for number in span:
            worth[number] *= 1.0 if in_titles else EXPLAINED
        official += [(mean, ALSO if in_titles else 1.0) for mean in synonym.means]
    return official


def _spoken(
    found: list[str], spelt: list[str], words: SearchWords, known: Vocabulary
) -> list[Spoken]:
    """Return everyday phrases in a question with their places, longest first."""
    unmarked = spelt == found
    spoken = []
    for place, word in enumerate(found):
        for synonym in words.starting.get(word, ()):
            span = synonym.places(found, place)
            if not span:
                continue
            if len(synonym.say) == 1 and unmarked:
                # "cho" may be a market, and is hardly ever.
                if synonym.spelt[0] != word and known.common(word):
                    continue
            elif not _sounds(synonym, [spelt[n] for n in span]):
                continue
            spoken.append((span, synonym))
    return sorted(spoken, key=lambda each: (-len(each[0]), each[1].gap, each[0]))


def _sounds(synonym: Synonym, spelt: list[str]) -> bool:
    """Say whether the marks typed let a phrase be what is meant.

    One wrong tone is forgiven in a phrase, none in a single word.
    """
    if len(spelt) == 1:
        return spelt[0] == synonym.spelt[0]
    wrong = sum(
        written not in (meant, word)
        for written, meant, word in zip(spelt, synonym.spelt, synonym.say, strict=True)
    )
    return wrong < 2


def _places(found: list[str], phrase: tuple[str, ...]) -> list[int]:
    size = len(phrase)
    if not size or phrase[0] not in found:
        return []
    return [
        place
        for place in range(len(found) - size + 1)
        if tuple(found[place : place + size]) == phrase
    ]


def _raise(terms: dict[str, float], term: str, value: float) -> None:
    terms[term] = max(value, terms.get(term, 0.0))


def code_in(text: str) -> str:
    """Return the national code that the text names, or "".

    The code of the agency that owns a local copy may follow it
    ("1.001193.000.00.00.H56"); seven digits alone ("1001193") are a code too.
    """
    plain = fold(text[:LONGEST]).strip()
    if _BARE_CODE.fullmatch(plain):
        return f"{plain[0]}.{plain[1:]}"
    named = _CODE.search(plain)
    return named[1] if named else ""


def marked_words(text: str) -> frozenset[str]:
    """Return the words that carry marks, each as letters and set of marks.

    The place of a tone within the syllable (``hoà``, ``hòa``) makes no difference.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text.lower()))
    return frozenset(marks(word) for word in words if fold(word) != word)
