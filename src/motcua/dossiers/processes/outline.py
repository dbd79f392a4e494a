"""A process as a list for reading: what `drawing` shows, in words and in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from motcua import _
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.places import inside
from motcua.dossiers.processes.places import ROOT
from motcua.dossiers.processes.words import MARKS
from motcua.dossiers.processes.words import NO_STEP
from motcua.dossiers.processes.words import Reader
from motcua.dossiers.processes.words import SIDE_BY_SIDE


@dataclass(frozen=True)
class Entry:
    """A part in words, and what lies in it; ``mark`` is "done", "open" or ""."""

    place: str
    said: str
    details: str = ""
    mark: str = ""
    inside: tuple[Entry, ...] = ()


def outline(
    process: Process, reader: Reader, marks: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """Return the way as entries, a plain sequence without one of its own."""
    return _entries(process.way, ROOT, process, reader, marks or {})


def _entries(
    part: Part, place: str, process: Process, reader: Reader, marks: Mapping[str, str]
) -> tuple[Entry, ...]:
    if isinstance(part, Step):
        return (_step(part, place, reader, marks),)
    within = [
        _entries(each, f"{place}-{number}", process, reader, marks)
        for number, each in enumerate(inside(part))
    ]
    together = tuple(entry for entries in within for entry in entries)
    if isinstance(part, Leg):
        agency = reader.department(part.agency)
        return (Entry(place, part.title, agency, inside=together),)
    if isinstance(part, Parallel):
        return (Entry(place, reader.say(SIDE_BY_SIDE), inside=together),)
    if isinstance(part, Choice):
        branches = tuple(
            Entry(
                f"{place}-{number}",
                reader.branch(branch, process),
                "" if within[number] else reader.say(NO_STEP),
                inside=within[number],
            )
            for number, branch in enumerate(part.branches)
        )
        return (Entry(place, reader.say(_("One of")), inside=branches),)
    return together


def _step(step: Step, place: str, reader: Reader, marks: Mapping[str, str]) -> Entry:
    mark = marks.get(step.key, "")
    details = [
        reader.kind(step),
        reader.department(step.department),
        step.person or reader.duty(step),
        reader.term(step),
    ]
    if mark:
        details.insert(0, reader.say(MARKS[mark][1]))
    return Entry(place, step.title, " · ".join(filter(None, details)), mark)
