"""Hostile files, made anew for each run: always the same bytes, none kept here.

``CASES`` is what the tests ask every door. A case says what may become of it: the
keys of ``errors.REFUSALS`` one of which has to be given, or ``TAKEN`` for what looks
odd and is harmless. The kinds are packages (S24), documents (S25), pictures (S26),
files that are something else or two things (S27), and names (S28).
"""

from __future__ import annotations

from tests.security.hostile import disguises
from tests.security.hostile import documents
from tests.security.hostile import names
from tests.security.hostile import packages
from tests.security.hostile import pictures
from tests.security.hostile.case import Case
from tests.security.hostile.case import TAKEN


__all__ = ["CASES", "TAKEN", "Case", "made"]

CASES: tuple[Case, ...] = (
    *packages.CASES,
    *documents.CASES,
    *pictures.CASES,
    *disguises.CASES,
    *names.CASES,
)


def made(folder, cases=CASES):
    """Write the files of the cases; return (case, path) for each."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number, case in enumerate(cases):
        path = folder / f"{number:03}"
        path.write_bytes(case.build())
        found.append((case, path))
    return found
