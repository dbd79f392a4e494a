"""Rules of the linter, each a small named function with the reason it stands on.

A rule is a generator over ``(place, message)``: `place` is the path of the value in
the version (``cases/1/papers/p02``), "" for the whole. Modules are divided by what
the rules look at.
"""

from __future__ import annotations

from motcua.procedures.checking.rules import dates
from motcua.procedures.checking.rules import law
from motcua.procedures.checking.rules import money
from motcua.procedures.checking.rules import offices
from motcua.procedures.checking.rules import papers
from motcua.procedures.checking.rules import questions
from motcua.procedures.checking.rules import terms
from motcua.procedures.checking.rules import texts


__all__ = ["dates", "law", "money", "offices", "papers", "questions", "terms", "texts"]
