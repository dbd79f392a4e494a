"""Opinions beside the way: a department is asked, and answers by a date of its own.

Before acceptance the counter consults the specialist so (tham vấn): the question, the
answer and who gave it stand in the ledger.
"""

from __future__ import annotations

from datetime import datetime
from motcua.dossiers.tasks import AD_HOC
from motcua.dossiers.tasks import Task
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.effects import Act


def ask(act: Act) -> dict[str, Any]:
    """Return the facts of a question: one more open task, at the department asked."""
    by = act.facts.get("by")
    asked = Task(
        key=f"{AD_HOC}{act.dossier.length + 1}",
        kind="opinion",
        department=act.facts["to"],
        duty="processing",
        since=act.now,
        due=datetime.fromisoformat(by) if by else None,
    )
    found = (*act.dossier.tasks, asked)
    return {"step": asked.key, "tasks": [each.to_json() for each in found]}


def give(act: Act) -> dict[str, Any]:
    """Return the facts of an answer: its task is open no more."""
    given = act.task()
    left = [each for each in act.dossier.tasks if each.key != given.key]
    return {"step": given.key, "tasks": [each.to_json() for each in left]}


def left_open(tasks: Iterable[Task], begun: dict[str, Any]) -> dict[str, Any]:
    """Return the tasks of a dossier that is accepted before a specialist answered.

    The question stays open beside the steps that ``begun`` opens.
    """
    asked = [task.to_json() for task in tasks if task.ad_hoc]
    return {"tasks": [*asked, *begun.get("tasks", ())]} if asked else {}
