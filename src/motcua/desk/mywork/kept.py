"""Lists that an officer keeps under a name of their own."""

from __future__ import annotations

from motcua.desk.mywork import question
from motcua.storage import preferences
from typing import Final
from urllib.parse import urlencode


PREFERENCE: Final = "work-lists"
#: Lists of one person, and letters of a name.
MOST: Final = 20
LONGEST: Final = 60


def lists(person: str) -> list[tuple[str, str]]:
    """Return the kept lists: (name, question as an address has it)."""
    found = preferences.get(person, PREFERENCE)
    return [(str(name), str(query)) for name, query in found or ()]


def keep(person: str, name: str, query: str) -> None:
    """Keep a list under a name, in the place of one that has it; none without."""
    name = " ".join(name.split())[:LONGEST]
    if not name:
        return
    # Only what a list understands is kept, in its own words.
    asked = urlencode(question.pairs(question.read_query(query)))
    others = [each for each in lists(person) if each[0] != name]
    preferences.put(person, PREFERENCE, [*others, (name, asked)][-MOST:])


def drop(person: str, name: str) -> None:
    """Keep the list with the name no longer."""
    others = [each for each in lists(person) if each[0] != name]
    preferences.put(person, PREFERENCE, others or None)
