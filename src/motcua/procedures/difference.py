"""What changed between two versions, in plain words.

Every change has a sentence for citizens ("Paper added: ..."), so that no two
screens tell of it in different words.
"""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.base.folding import fold
from motcua.procedures.case_difference import case_changes
from motcua.procedures.change import Change
from motcua.procedures.change import comparable
from motcua.procedures.change import members
from motcua.procedures.change import one
from motcua.procedures.change import same_text
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
from typing import Any
from typing import Final


__all__ = ["Change", "changes", "same_text"]

#: Fields of a version that are one text, with their names.
TEXTS: Final[dict[str, Any]] = {
    "title": _("Name of the procedure"),
    "field": _("Field"),
    "level_text": _("Level of the procedure"),
    "kind": _("Kind of procedure"),
    "decision": _("Deciding document"),
    "place": _("Where to hand in"),
    "steps": _("Steps"),
    "audience_text": _("Who it is for"),
    "conditions": _("Requirements and conditions"),
    "result": _("What you get"),
    "description": _("Description"),
    "online_reason": _("Why not all of it is online"),
    "iso_code": _("ISO 9001 process"),
    "iso_version": _("Version of the ISO 9001 process"),
}
#: Fields that are one value with words of its own, or a day.
VALUES: Final[dict[str, Any]] = {
    "level": _("Level of the procedure"),
    "decision_date": _("Day of the deciding document"),
    "effective_from": _("First day in force"),
    "effective_to": _("Last day in force"),
    "online": _("Online level"),
    "on_the_spot": _("Approved on the spot"),
    "high_volume": _("Much used"),
    "vertical": _("Vertical agency"),
    "result_kind": _("Kind of result"),
    "result_validity": _("How long the result is valid"),
}
#: Fields that are lists of short texts or of keys.
LISTS: Final[dict[str, Any]] = {
    "agencies": _("Agency that carries it out"),
    "competent": _("Competent agency"),
    "delegated": _("Delegated agency"),
    "coordinating": _("Coordinating agency"),
    "units": _("One-stop unit"),
    "audience": _("Who it is for"),
    "keywords": _("Keyword"),
    "notes": _("Note"),
    "receipt": _("Where dossiers are received"),
    "inter_agency": _("Inter-agency"),
    "bundle": _("Done in one go with"),
}


def changes(old: Version, new: Version) -> tuple[Change, ...]:
    """Return what a reader of `old` finds changed in `new`, most important first."""
    return (
        *case_changes(old.cases, new.cases),
        *_texts(old, new),
        *_values(old, new),
        *_lists(old, new),
        *_acts(old, new),
        *_sequence(old, new),
        *_questions(old, new),
    )


def _texts(old: Version, new: Version) -> Iterator[Change]:
    for name, subject in TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if not same_text(before, after):
            yield one(name, subject, before, after)


def _values(old: Version, new: Version) -> Iterator[Change]:
    for name, subject in VALUES.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, bool):
            yield Change("changed", name, subject, before, after)
        else:
            yield one(name, subject, before or None, after or None)


def _lists(old: Version, new: Version) -> Iterator[Change]:
    for name, subject in LISTS.items():
        yield from members(
            name, subject, getattr(old, name), getattr(new, name), comparable
        )


def _acts(old: Version, new: Version) -> Iterator[Change]:
    def key(act: Act) -> str:
        return fold(act.number).replace(" ", "") or comparable(act.title)

    yield from members("act", _("Legal basis"), old.legal_basis, new.legal_basis, key)


def _sequence(old: Version, new: Version) -> Iterator[Change]:
    def key(step: Step) -> str:
        return comparable(f"{step.title} {step.text}")

    yield from members("step", _("Step"), old.sequence, new.sequence, key)


def _questions(old: Version, new: Version) -> Iterator[Change]:
    """Tell only that other things are asked: the answers lead to cases and papers."""
    before = tuple(question.text for question in old.questions)
    after = tuple(question.text for question in new.questions)
    yield from members("question", _("Question"), before, after, comparable)
