"""The index of persons: who is in which dossier, for those who may see it."""

from motcua.dossiers.people.index import People
from motcua.dossiers.people.looking import everywhere
from motcua.dossiers.people.looking import find
from motcua.dossiers.people.looking import Found
from motcua.dossiers.people.looking import known
from motcua.dossiers.people.looking import LARGEST


__all__ = ["LARGEST", "Found", "People", "everywhere", "find", "known"]
