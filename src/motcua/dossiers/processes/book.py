"""The book of processes: drafts, what is in force when, and every text for ever.

It lies on the root of all dossiers, which has no address on the web, as the
calendars do that due dates were promised by. A running dossier names its process by
digest and finds it here whatever came into force later.

Each procedure has a shelf, so two procedures never disturb each other; of one
procedure there is one draft, and who saves over what somebody else has saved is told.
A version holds for all units, or for one unit and those inside it; the nearest one
goes before the general one.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import UTC
from functools import lru_cache
import hashlib
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import folder
from motcua.dossiers.processes import keepers
from motcua.dossiers.processes.checking import Finding
from motcua.dossiers.processes.definitions import dumps
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.reading import loads
from motcua.dossiers.processes.trying import Verdict
from motcua.organisation import units
from persistent import Persistent
from typing import Any
from typing import Final
from typing import Literal


_ATTRIBUTE: Final = "process_book"

Status = Literal["planned", "in-force", "ended"]


class ProcessRefused(ValueError):
    """What was asked for is not possible; the message says why, in both languages.

    ``findings`` and ``verdicts`` are what keeps a process from coming into force.
    """

    def __init__(
        self,
        message: str,
        findings: tuple[Finding, ...] = (),
        verdicts: tuple[Verdict, ...] = (),
    ) -> None:
        super().__init__(message)
        self.findings = findings
        self.verdicts = verdicts


class StaleProcess(ProcessRefused):
    """Somebody saved the draft meanwhile; nothing was written."""


@dataclass(frozen=True)
class Row:
    """One version of a process and the time in which it holds, both days included.

    ``unit`` limits it to a unit and those inside it. ``version`` is the digest of
    the procedure version it was checked against, ``trials`` what each trial showed.
    A version that another one replaced before it began ends before its first day.
    """

    digest: str
    valid_from: date
    valid_to: date | None = None
    unit: str = ""
    deed: str = ""
    version: str = ""
    trials: tuple[tuple[str, bool], ...] = ()
    enacted_by: str = ""
    enacted_at: datetime | None = None
    ended_by: str = ""
    end_deed: str = ""

    def holds(self, on: date) -> bool:
        """Say whether it is in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def status(self, on: date) -> Status:
        """Return how it stands on a day."""
        if self.valid_to is not None and self.valid_to < max(on, self.valid_from):
            return "ended"
        return "in-force" if self.valid_from <= on else "planned"


@dataclass(frozen=True)
class Draft:
    """The process that is being written: its text by digest, and who saved it when."""

    digest: str
    person: str
    at: datetime
    authors: tuple[str, ...] = ()


class Shelf(Persistent):
    """The versions of one procedure's process, oldest first, and its draft."""

    rows: tuple[Row, ...] = ()
    draft: Draft | None = None


class Book(Persistent):
    """All texts by digest, and the shelf of every procedure by code."""

    def __init__(self) -> None:
        self.texts = OOBTree()
        self.shelves = OOBTree()


def _book(site: Any) -> Book | None:
    return folder.kept(site, _ATTRIBUTE, Book)


def _made(site: Any) -> Book:
    return folder.made(site, _ATTRIBUTE, Book)


def _shelf(site: Any, procedure: str) -> Shelf | None:
    kept = _book(site)
    found = kept.shelves.get(procedure) if kept is not None else None
    return found if isinstance(found, Shelf) else None


# Texts


def keep(site: Any, process: Process) -> str:
    """Keep the text of a process for ever and return its digest."""
    text = dumps(process)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    kept = _book(site)
    if kept is None or digest not in kept.texts:
        _made(site).texts[digest] = text
    return digest


def get(site: Any, digest: str) -> Process:
    """Return the process with this digest; KeyError when it was never kept."""
    kept = _book(site)
    if kept is None:
        raise KeyError(digest)
    return _parsed(kept.texts[digest])


@lru_cache(maxsize=512)
def _parsed(text: str) -> Process:
    return loads(text)


# What holds


def procedures(site: Any) -> list[str]:
    """Return the codes of all procedures with a process or a draft of one."""
    kept = _book(site)
    return [] if kept is None else list(kept.shelves)


def rows(site: Any, procedure: str) -> tuple[Row, ...]:
    """Return every version that came into force or will, oldest first."""
    found = _shelf(site, procedure)
    return () if found is None else found.rows


def row_in_force(site: Any, procedure: str, unit: str, day: date) -> Row | None:
    """Return the row that holds for a receiving unit on a day, None without any."""
    holding = [row for row in rows(site, procedure) if row.holds(day)]
    if not holding:
        return None
    try:
        line = [one.code for one in units.ancestors(unit, site)] if unit else []
    except KeyError:
        line = []
    for code in (*line, ""):
        for row in reversed(holding):
            if row.unit == code:
                return row
    return None


def in_force(site: Any, procedure: str, unit: str, day: date) -> Process | None:
    """Return the process that a dossier follows which the unit receives on a day.

    None where the procedure has none: then officers forward freely.
    """
    found = row_in_force(site, procedure, unit, day)
    return None if found is None else get(site, found.digest)


# Drafts


def draft(site: Any, procedure: str) -> Draft | None:
    """Return the draft of a procedure's process, None without one."""
    found = _shelf(site, procedure)
    return None if found is None else found.draft


def save(
    site: Any,
    process: Process,
    person: str,
    expected: str = "",
    now: datetime | None = None,
) -> Draft:
    """Keep a process as the draft of its procedure and return it.

    ``expected`` is the digest of the draft that was worked upon, "" for none. Raises
    ``StaleProcess`` when another one stands there now, ``ProcessRefused`` for
    whoever may not write it.
    """
    at = now or datetime.now(UTC)
    _check_writer(site, process.procedure, person, at)
    before = draft(site, process.procedure)
    check_expected(before, expected)
    digest = keep(site, process)
    authors = before.authors if before is not None else ()
    if person not in authors:
        authors = (*authors, person)
    made = Draft(digest, person, at, authors)
    made_shelf(site, process.procedure).draft = made
    return made


def discard(
    site: Any,
    procedure: str,
    person: str,
    expected: str,
    now: datetime | None = None,
) -> None:
    """Give the draft up; its text stays under its digest. Raises as ``save`` does."""
    _check_writer(site, procedure, person, now or datetime.now(UTC))
    before = draft(site, procedure)
    check_expected(before, expected)
    if before is not None:
        made_shelf(site, procedure).draft = None


def made_shelf(site: Any, procedure: str) -> Shelf:
    """Return the shelf of a procedure, made now if there is none."""
    shelves = _made(site).shelves
    if procedure not in shelves:
        shelves[procedure] = Shelf()
    found: Shelf = shelves[procedure]
    return found


def check_expected(before: Draft | None, expected: str) -> None:
    """Raise ``StaleProcess`` unless the draft is the one that was worked upon."""
    there = before.digest if before is not None else ""
    if there == expected:
        return
    who = before.person if before is not None else ""
    raise StaleProcess(
        f"{who or 'Người khác'} đã thay đổi bản dự thảo trong lúc bạn sửa / "
        f"{who or 'Somebody'} changed the draft while you were editing"
    )


def _check_writer(site: Any, procedure: str, person: str, at: datetime) -> None:
    if not keepers.may_write(procedure, person, day_of(at), site):
        raise ProcessRefused(
            f"{procedure}: việc này cần nhiệm vụ danh mục thủ tục tại cơ quan quản lý "
            f"thủ tục, hoặc quyền quản trị / {procedure}: this needs the duty "
            "catalogue in the agency that keeps the procedure, or an administrator"
        )


def day_of(at: datetime) -> date:
    """Return the day in Vietnam."""
    return at.astimezone(VIETNAM).date()
