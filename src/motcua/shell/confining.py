"""Logins that see a few addresses alone, whoever confines them, see ``IConfines``."""

from __future__ import annotations

from motcua.shell.interfaces import IConfines
from typing import Any
from zope.component import getUtilitiesFor


def is_shut(site: Any, person: str, path: str, names: tuple[str, ...]) -> bool:
    """Say whether there is nothing for the person at an address of the staff."""
    every = getUtilitiesFor(IConfines)
    return any(one.shuts(site, person, path, names) for _name, one in every)


def begins(site: Any, person: str) -> str:
    """Return where a confined person begins, below the site; "" for everybody else."""
    every = getUtilitiesFor(IConfines)
    return next(filter(None, (one.begins(site, person) for _name, one in every)), "")
