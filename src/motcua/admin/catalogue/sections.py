"""The part of a version that one page of the editor shows and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from motcua.admin.catalogue import layout
from motcua.admin.catalogue.sheet import tree_of
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Version
from typing import Any


@dataclass(frozen=True)
class CaseLine:
    """A case in the list; `source` is the key of the case whose content it takes."""

    key: str
    source: str
    title: str


@dataclass(frozen=True)
class CaseList:
    """All cases, by name alone."""

    cases: tuple[CaseLine, ...] = ()


@dataclass(frozen=True)
class Part:
    """One page: the path below the editor, and the fields it changes.

    `kind` is the dataclass that the form is about.
    """

    path: tuple[str, ...]
    title: Any
    kind: Any
    names: tuple[str, ...]

    def tree(self, version: Version) -> dict[str, Any]:
        """Return what the form shows of a version."""
        return tree_of(self._value(version), self.names)

    def _value(self, version: Version) -> Any:
        if self.kind is CaseList:
            lines = (CaseLine(one.key, one.key, one.title) for one in version.cases)
            return CaseList(tuple(lines))
        if self.kind is Case:
            return version.case(self.path[1])
        return version

    def put(self, version: Version, values: Mapping[str, Any]) -> Version:
        """Return the version with what the form states."""
        if self.kind is CaseList:
            known = {case.key: case for case in version.cases}
            cases = (
                replace(
                    known.get(line.source, Case(line.key)),
                    key=line.key,
                    title=line.title,
                )
                for line in values["cases"]
            )
            return replace(version, cases=tuple(cases))
        if self.kind is Case:
            key = self.path[1]
            changed = {**values, "key": key}
            return replace(
                version,
                cases=tuple(
                    replace(case, **changed) if case.key == key else case
                    for case in version.cases
                ),
            )
        return replace(version, **values)


def part_at(version: Version, path: tuple[str, ...]) -> Part:
    """Return the part at a path below the editor; KeyError when there is none."""
    slug = path[0] if path else layout.SECTIONS[0].slug
    section = layout.BY_SLUG[slug]
    if slug != layout.CASES:
        if len(path) > 1:
            raise KeyError(path)
        return Part((slug,), section.title, Version, section.names)
    if len(path) == 1:
        return Part(path, section.title, CaseList, ("cases",))
    case = version.case(path[1])
    names = tuple(layout.LABELS["Case"])
    return Part(path, case.title or section.title, Case, names)


def answers_of(version: Version) -> tuple[tuple[str, str], ...]:
    """Return (condition, words) for every answer to every question."""
    return tuple(
        (f"{question.key}={option.key}", f"{question.text} {option.text}".strip())
        for question in version.questions
        for option in question.options
    )


def papers_of(version: Version) -> tuple[tuple[str, str], ...]:
    """Return (key, name) of every paper, each key once."""
    found = {paper.key: paper.title for case in version.cases for paper in case.papers}
    return tuple((key, title or key) for key, title in found.items())


def locate(version: Version, place: str) -> tuple[tuple[str, ...], str]:
    """Return the path of the page and the id in it for the place of a finding.

    Places are written ``cases[0].papers[2].title`` or ``cases/<key>/papers/<key>``.
    """
    parts = _numbered(version, place)
    name = parts[0] if parts else ""
    if name == "cases" and len(parts) > 1 and int(parts[1]) < len(version.cases):
        case = version.cases[int(parts[1])]
        return (layout.CASES, case.key), _anchor(parts[2:])
    for section in layout.SECTIONS:
        if name in section.names:
            return (section.slug,), _anchor(parts)
    return (layout.SECTIONS[0].slug,), ""


def _anchor(parts: list[str]) -> str:
    if not parts:
        return ""
    name = "-".join(parts)
    return f"row-{name}" if parts[-1].isdigit() else f"at-{name}"


def _numbered(version: Version, place: str) -> list[str]:
    """Return the parts of a place, every row by its number."""
    if "/" not in place:
        return place.replace("]", "").replace("[", ".").split(".")
    found: list[str] = []
    at: Any = version
    for part in place.split("/"):
        if isinstance(at, tuple):
            keys = [str(getattr(one, "key", number)) for number, one in enumerate(at)]
            if part not in keys:
                break
            found.append(str(keys.index(part)))
            at = at[keys.index(part)]
        else:
            if not hasattr(at, part):
                break
            found.append(part)
            at = getattr(at, part)
    return found
