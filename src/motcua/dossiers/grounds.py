"""Why a person may do something with a dossier, or why not and who may.

A pure look at table, duties and delegations: the same grounds that ``actions``
acts on, kept apart into what the person has and what would be needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import progress
from motcua.dossiers import rights
from motcua.dossiers.operations import OPERATIONS
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation import units
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18n import translate
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier

RELATIONS: Final = {
    "unit": _("the unit received the dossier"),
    "holder": _("the department holds the dossier now"),
    "task": _("the department has an open step of this duty"),
    "participant": _("the department takes or took part"),
}


@dataclass(frozen=True)
class Ground:
    """A duty at a place that permits it; ``until`` None is open-ended.

    ``giver`` and ``form`` are filled where the person has it by delegation, ``steps``
    are the keys of the open steps that it rests on.
    """

    department: str
    duty: str
    relation: str
    since: date
    until: date | None
    deed: str
    giver: str = ""
    form: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """What would permit it, and the logins of who has that now."""

    department: str
    duty: str
    relation: str
    persons: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """The answer for one operation; ``possible`` is that of the workflow."""

    operation: str
    possible: bool
    permitted: bool
    grounds: tuple[Ground, ...]
    needs: tuple[Need, ...]


def account(dossier: Dossier, person: str, operation: str, now: datetime) -> Account:
    """Return why the person may carry out the operation now, or why not.

    ``needs`` is empty where it is permitted, or possible for nobody now.
    """
    day = now.astimezone(VIETNAM).date()
    groups = rights.groups_of(person, day)
    possible = operation == rights.VIEW or operation in actions.legal(dossier)
    permitted = operation in actions.permitted(dossier, person, now)
    grounds = tuple(
        _ground(dossier, cause, person, day)
        for cause in rights.causes(dossier, groups, person)
        if operation in cause.operations
    )
    return Account(
        operation,
        possible,
        permitted,
        grounds if permitted else (),
        () if permitted or not possible else _needs(dossier, operation, now),
    )


def accounts(dossier: Dossier, person: str, now: datetime) -> list[Account]:
    """Return the answers for all that is possible now, looking first."""
    possible = [name for name in OPERATIONS if name in actions.legal(dossier)]
    return [account(dossier, person, name, now) for name in (rights.VIEW, *possible)]


def _ground(dossier: Dossier, cause: rights.Cause, person: str, day: date) -> Ground:
    steps = tuple(
        task.key
        for task in progress.mine(dossier, rights.groups_of(person, day), person)
        if cause.relation == "task" and task.group == cause.group
    )
    place = (cause.department, cause.duty, cause.relation)
    for own in duties.rows(person):
        if own.group == cause.group and own.in_force(day):
            return Ground(*place, own.since, own.until, own.deed, steps=steps)
    lent = delegations.behind(person, cause.group, day)
    assert lent is not None
    return Ground(
        *place, lent.since, lent.until, lent.deed, lent.giver, lent.form, steps
    )


def _needs(dossier: Dossier, operation: str, now: datetime) -> tuple[Need, ...]:
    """Return the rows of the table that permit it, with those who could act on them."""
    day = now.astimezone(VIETNAM).date()
    found: dict[tuple[str, str], Need] = {}
    for grant in rights.table():
        if grant.state != dossier.state or operation not in grant.operations:
            continue
        for department in rights.departments(dossier, grant.relation, grant.duty):
            persons = tuple(
                person
                for person in who(department, grant.duty, day)
                if operation in actions.permitted(dossier, person, now)
            )
            need = Need(department, grant.duty, grant.relation, persons)
            found.setdefault((department, grant.duty), need)
    return tuple(found.values())


def who(department: str, duty: str, day: date) -> list[str]:
    """Return the logins of all who hold the duty there, or act for who holds it."""
    held = duties.holders(department, duty, day)
    group = duties.group_id(department, duty)
    lent = [row.receiver for row in delegations.rows() if row.group == group]
    acting = [one for one in sorted(set(lent)) if group in delegations.groups(one, day)]
    return list(dict.fromkeys((*held, *acting)))


def sentences(
    found: Account,
    language: str = "vi",
    name: Callable[[str], str] = str,
    titles: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the account in words, a line for each ground or need.

    ``name`` gives the name of a login, ``titles`` those of steps by key.
    """
    if found.permitted:
        known = titles or {}
        return [_said_ground(each, language, name, known) for each in found.grounds]
    if not found.possible:
        return [_say(_("Not possible in the present state of the dossier."), language)]
    if not found.needs:
        return [_say(_("Nobody has a duty that permits this."), language)]
    return [_said_need(each, language, name) for each in found.needs]


def _said_ground(
    ground: Ground, language: str, name: Callable[[str], str], titles: Mapping[str, str]
) -> str:
    words = _words(ground, language) | {
        "since": f"{ground.since:%d/%m/%Y}",
        "until": f"{ground.until:%d/%m/%Y}" if ground.until else _say(OPEN, language),
        "deed": ground.deed or _say(NO_DEED, language),
        "giver": name(ground.giver),
        "form": ground.form.replace("absence", ""),
        "steps": ", ".join(titles.get(key, key) for key in ground.steps),
    }
    said = [_say(HELD, language, words)]
    if ground.giver:
        said = [_say(LENT, language, words)]
    if ground.steps:
        said.append(_say(_("Open steps: ${steps}."), language, words))
    return " ".join(said)


HELD = _("${duty}, ${unit}: ${relation}. Duty from ${since} to ${until}, by ${deed}.")
LENT = _(
    "${duty}, ${unit}: ${relation}. Acting for ${giver} ${form} from ${since} to "
    "${until}, by ${deed}."
)
NEEDED = _("Needs: ${duty}, ${unit} (${relation}). Now: ${persons}.")
NOBODY = _("nobody; ask who assigns duties")
OPEN = _("a new decision")
NO_DEED = _("no document recorded")


def _said_need(need: Need, language: str, name: Callable[[str], str]) -> str:
    words = _words(need, language)
    words["persons"] = ", ".join(map(name, need.persons)) or _say(NOBODY, language)
    return _say(NEEDED, language, words)


def _words(place: Ground | Need, language: str) -> dict[str, str]:
    return {
        "duty": _say(duties.DUTIES[place.duty], language),
        "unit": units.get(place.department).name,
        "relation": _say(RELATIONS[place.relation], language),
    }


def _say(message: Any, language: str, words: dict[str, str] | None = None) -> str:
    filled = Message(message, mapping=words)
    return str(translate(filled, target_language=language))
