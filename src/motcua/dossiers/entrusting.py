"""Giving a dossier, or a step of it, to a person by name, and restricting it to them.

There are two levels: ordinary, and restricted access (hạn chế tiếp cận), which lets in
only leaders and the persons named, see ``specification.md``. State secrets are no
level: they are not received in this system at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers.errors import MissingData
from motcua.organisation import duties
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.effects import Act
    from motcua.dossiers.tasks import Task

ORDINARY: Final = "ordinary"
RESTRICTED: Final = "restricted"
#: What bears a mark of secrecy (Mật, Tối mật, Tuyệt mật); refused at receipt.
SECRET: Final = "secret"
LEVELS: Final = (ORDINARY, RESTRICTED, SECRET)
#: Duties in which somebody works on a dossier.
WORKING: Final = ("reception", "processing", "approval")


def begun(level: str, actor: str) -> dict[str, Any]:
    """Return the header facts of a dossier that is received at this level.

    Raises ``MissingData`` for a state secret, with the way out, and for a level that
    does not exist.
    """
    if level == SECRET:
        raise MissingData(
            _(
                "Papers that bear a mark of state secrecy (Mật, Tối mật, Tuyệt mật) "
                "are not received in this system; nothing was saved. Do not scan or "
                "describe them. Send the person to the clerk for classified papers of "
                "the competent agency, who receives them by hand against a signature, "
                "under the Law on the Protection of State Secrets."
            )
        )
    if level not in LEVELS:
        raise MissingData(
            _(
                "“${value}” is not possible for “${name}”; allowed are: ${allowed}.",
                mapping={
                    "value": level[:40],
                    "name": "confidentiality",
                    "allowed": ", ".join((ORDINARY, RESTRICTED)),
                },
            )
        )
    if level == ORDINARY:
        return {}
    return {"restricted": True, "entrusted": [actor]}


def restrict(act: Act) -> dict[str, Any]:
    """Let in only leaders, who restricts it, and the person named, if any."""
    person = str(act.facts.get("person", ""))
    if person:
        check(act.dossier, person, act.now.astimezone(VIETNAM).date())
    given = filter(None, (*rights.named(act.dossier), act.actor, person))
    return {"restricted": True, "entrusted": list(dict.fromkeys(given))}


def unrestrict(act: Act) -> dict[str, Any]:
    """Let in again whom the duties let in; nobody needs to be named any more."""
    return {"restricted": False, "entrusted": []}


def assign(act: Act) -> dict[str, Any]:
    """Give an open step to a person; where none is open, the restricted dossier."""
    person, instead = act.facts["person"], str(act.facts.get("instead", ""))
    day = act.now.astimezone(VIETNAM).date()
    if instead:
        return instead_of(act.dossier, instead, person, day)
    key = str(act.facts.get("step", ""))
    if not key and not act.dossier.tasks:
        check(act.dossier, person, day)
        return {"entrusted": with_name(act.dossier.entrusted, person)}
    key = key or act.dossier.tasks[0].key
    task = next((each for each in act.dossier.tasks if each.key == key), None)
    if task is None:
        raise MissingData(_("This step is not open any more."))
    if not holds(person, [task.group], day):
        raise MissingData(_not_held(person))
    found = _given(act.dossier.tasks, [task.key], person)
    if act.dossier.restricted:
        found["entrusted"] = with_name(act.dossier.entrusted, person)
    return {"step": key, **found}


def instead_of(
    dossier: Dossier,
    before: str,
    person: str,
    day: date,
    groups: AbstractSet[str] | None = None,
) -> dict[str, Any]:
    """Return the facts of a dossier that goes from one person's hands to another's.

    The steps given by name whose duty the other holds go over, and so does the name on
    a restricted dossier; ``groups`` limits it to steps of these duties. Raises
    ``MissingData`` where neither does.
    """
    steps = [
        task.key
        for task in dossier.tasks
        if task.person == before
        and (groups is None or task.group in groups)
        and holds(person, [task.group], day)
    ]
    found = _given(dossier.tasks, steps, person) if steps else {}
    if before in dossier.entrusted:
        check(dossier, person, day)
        left = [name for name in dossier.entrusted if name != before]
        found["entrusted"] = with_name(left, person)
    if not found:
        raise MissingData(
            _(
                "Nothing of this dossier was given to ${person} by name that the "
                "other could take over.",
                mapping={"person": before},
            )
        )
    return found


def check(dossier: Dossier, person: str, day: date) -> None:
    """Raise ``MissingData`` for who has no duty where the dossier is or was."""
    if not holds(person, _groups(dossier), day):
        raise MissingData(_not_held(person))


def candidates(dossier: Dossier) -> tuple[str, ...]:
    """Return the logins of who may be given the dossier or a step by name today."""
    found = [
        person
        for department, duty in filter(None, map(duties.parse_group, _groups(dossier)))
        for person in duties.holders(department, duty)
    ]
    return tuple(dict.fromkeys(found))


def _groups(dossier: Dossier) -> list[str]:
    """Return the duties in which somebody works on it: open steps, then places."""
    places = dict.fromkeys((dossier.holder, dossier.unit, *dossier.participants))
    groups = [f"{place}:{duty}" for place in places for duty in WORKING]
    return list(dict.fromkeys((*(task.group for task in dossier.tasks), *groups)))


def holds(person: str, groups: Iterable[str], day: date) -> bool:
    """Say whether a person has one of the duties, of their own or by delegation."""
    return not rights.groups_of(person, day).isdisjoint(groups)


def with_name(names: Iterable[str], person: str) -> list[str]:
    """Return the names with one more, once."""
    return list(dict.fromkeys((*names, person)))


def _given(tasks: tuple[Task, ...], keys: list[str], person: str) -> dict[str, Any]:
    changed = (
        replace(task, person=person) if task.key in keys else task for task in tasks
    )
    return {"tasks": [task.to_json() for task in changed]}


def _not_held(person: str) -> Any:
    return _(
        "${person} does not hold the duty that this step needs.",
        mapping={"person": person},
    )
