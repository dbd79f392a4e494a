"""What is different between two versions of a process, in words."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import legs_of
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.definitions import to_json
from motcua.dossiers.processes.places import inside
from motcua.dossiers.processes.words import FIELDS
from typing import Any


def differences(old: Process, new: Process) -> tuple[Any, ...]:
    """Return what ``new`` changes, as messages that can be translated.

    Steps are the same when their keys are. Empty when both say the same.
    """
    return (
        *_fields(old, new),
        *_steps(old, new),
        *_order(old, new),
        *_trials(old, new),
    )


def _fields(old: Process, new: Process) -> list[Any]:
    before, after = to_json(old), to_json(new)
    names = ("title", "procedure", "deed", "regulation", "promise")
    return [
        _changed(_("Process"), name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _steps(old: Process, new: Process) -> list[Any]:
    before = {step.key: step for step in steps_of(old.way)}
    after = {step.key: step for step in steps_of(new.way)}
    said = [
        _("Step ${key} is gone: ${title}", mapping={"key": key, "title": step.title})
        for key, step in before.items()
        if key not in after
    ]
    for key, step in after.items():
        if key not in before:
            said.append(
                _(
                    "Step ${key} is new: ${title}",
                    mapping={"key": key, "title": step.title},
                )
            )
        else:
            said += _of_step(before[key], step)
    return said


def _of_step(old: Step, new: Step) -> list[Any]:
    said = []
    for name in FIELDS:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before != after:
            said.append(_changed(new.title, name, before, after))
    return said


def _changed(what: Any, name: str, before: Any, after: Any) -> Any:
    return _(
        "${what}, ${field}: ${before} → ${after}",
        mapping={
            "what": what,
            "field": FIELDS.get(name, name),
            "before": _shown(before),
            "after": _shown(after),
        },
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    return str(value) if value not in (None, "", "none") else "-"


def _order(old: Process, new: Process) -> list[Any]:
    if _skeleton(old.way) == _skeleton(new.way):
        return []
    legs = {leg.key for leg in legs_of(old.way)} ^ {leg.key for leg in legs_of(new.way)}
    if legs:
        return [
            _(
                "Order, branches and legs differ (legs ${keys})",
                mapping={"keys": ", ".join(sorted(legs))},
            )
        ]
    return [_("Order or branches differ")]


def _skeleton(part: Part) -> Any:
    if isinstance(part, Step):
        return part.key
    name = part.key if isinstance(part, Leg) else type(part).__name__
    whens = [branch.when for branch in getattr(part, "branches", ())]
    return name, whens, [_skeleton(each) for each in inside(part)]


def _trials(old: Process, new: Process) -> list[Any]:
    before = {trial.title: trial for trial in old.tests}
    after = {trial.title: trial for trial in new.tests}
    said = []
    for title in dict.fromkeys((*before, *after)):
        if before.get(title) != after.get(title):
            said.append(_("Trial differs: ${title}", mapping={"title": title}))
    return said
