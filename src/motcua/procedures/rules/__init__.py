"""Rules of the linter, each a small named function with the reason it stands on.

A rule is a generator over ``(place, message)``: `place` is the path of the value in
the version (``cases/1/papers/p02``), "" for the whole. Modules are divided by what
the rules look at.
"""

from __future__ import annotations

from motcua.procedures.rules import dates
from motcua.procedures.rules import law
from motcua.procedures.rules import money
from motcua.procedures.rules import offices
from motcua.procedures.rules import papers
from motcua.procedures.rules import questions
from motcua.procedures.rules import terms
from motcua.procedures.rules import texts


__all__ = ["dates", "law", "money", "offices", "papers", "questions", "terms", "texts"]
