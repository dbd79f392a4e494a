"""Everyday words that a site explains itself, kept as a log of who changed what.

They lie in the content, on ``/procedures``: a change acts at the next request in every
process, is in every backup, and nothing of it is ever overwritten. The last change of
a phrase counts; one without meaning takes the phrase back, be it shipped or own.
"""

from __future__ import annotations

from Acquisition import aq_base
from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.base.folding import normalise
from motcua.procedures.finding.terms import tokens
from motcua.procedures.folder import FOLDER
from persistent import Persistent
from typing import Any
from typing import Final
from zope.component.hooks import getSite


#: Phrase as typed, and its meanings; no meaning takes the phrase back.
Meanings = tuple[tuple[str, tuple[str, ...]], ...]

ATTRIBUTE: Final = "own_synonyms"
LONGEST_PHRASE: Final = 80
MOST_WORDS: Final = 8
MOST_MEANINGS: Final = 5
LONGEST_MEANING: Final = 120
#: Changes that a site keeps; a search reads them all.
MOST_CHANGES: Final = 3_000


class SynonymError(ValueError):
    """A synonym cannot be taken; ``message`` says why in the reader's language."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Change:
    """One change: who said when that `say` means `means` (nothing: taken back)."""

    at: datetime
    by: str
    say: str
    means: tuple[str, ...]


class OwnSynonyms(Persistent):
    """The log of a site, oldest change first."""

    def __init__(self) -> None:
        self.rows: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()

    @property
    def changes(self) -> list[Change]:
        """Return the changes, oldest first."""
        return [
            Change(datetime.fromisoformat(at), by, say, means)
            for at, by, say, means in self.rows
        ]

    def add(self, change: Change) -> None:
        """Append a change; SynonymError when the log is full."""
        if len(self.rows) >= MOST_CHANGES:
            raise SynonymError(_("There are too many synonyms of your own."))
        row = (change.at.isoformat(), change.by, change.say, change.means)
        self.rows = (*self.rows, row)

    def in_force(self) -> dict[tuple[str, ...], Change]:
        """Return the last change of each phrase, by its folded words."""
        return {tuple(tokens(change.say)): change for change in self.changes}


def own(site: Any = None) -> OwnSynonyms | None:
    """Return the log of a site; None before the first change, or without a site."""
    found = site if site is not None else getSite()
    folder = found.get(FOLDER) if found is not None else None
    return None if folder is None else getattr(aq_base(folder), ATTRIBUTE, None)


def own_meanings(site: Any = None) -> Meanings:
    """Return what the site says itself, oldest change first."""
    log = own(site)
    return () if log is None else tuple((row[2], row[3]) for row in log.rows)


def say(site: Any, phrase: str, means: list[str], by: str, at: datetime) -> Change:
    """Let a phrase mean official words from now on; SynonymError says what is wrong."""
    change = Change(at, by, _line(phrase), tuple(filter(None, map(_line, means))))
    check(change)
    _log(site).add(change)
    return change


def take_back(site: Any, phrase: str, by: str, at: datetime) -> Change:
    """Let a phrase mean nothing but itself from now on."""
    change = Change(at, by, _line(phrase), ())
    _check_phrase(change.say)
    _log(site).add(change)
    return change


def check(change: Change) -> None:
    """Raise SynonymError unless a change can be taken."""
    _check_phrase(change.say)
    if not change.means:
        raise SynonymError(_("Say what it means, in the words of the procedures."))
    if len(change.means) > MOST_MEANINGS:
        raise SynonymError(_("A phrase has five meanings at most."))
    for mean in change.means:
        if not tokens(mean) or len(mean) > LONGEST_MEANING:
            raise SynonymError(_("A meaning is some words, 120 characters at most."))
        if tokens(mean) == tokens(change.say):
            raise SynonymError(_("A phrase that means itself explains nothing."))


def _check_phrase(phrase: str) -> None:
    if not 1 <= len(tokens(phrase)) <= MOST_WORDS or len(phrase) > LONGEST_PHRASE:
        raise SynonymError(_("What people say is one to eight words."))


def _line(text: str) -> str:
    return " ".join(normalise(text).split())


def _log(site: Any) -> OwnSynonyms:
    folder = aq_base(site[FOLDER])
    if getattr(folder, ATTRIBUTE, None) is None:
        setattr(folder, ATTRIBUTE, OwnSynonyms())
    found: OwnSynonyms = getattr(folder, ATTRIBUTE)
    return found
