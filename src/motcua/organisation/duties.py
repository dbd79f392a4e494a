"""Duties (nhiệm vụ): who does what in which department, from when until when, and why.

A person is a user of the site. A duty in a department is one group,
``<department code>:<duty>``; the PAS plugin of ``groups`` hands the groups out by
date, so that a change acts at the next request. A seconded officer simply holds
duties in two departments. Rows are never deleted: they tell who held what when.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua import _
from motcua.base import vietnam
from motcua.organisation import explanations
from motcua.organisation import units
from motcua.organisation.errors import DutyOverlap
from motcua.organisation.errors import ReservedLogin
from motcua.organisation.errors import UnknownDuty
from motcua.organisation.errors import UnknownPerson
from persistent import Persistent
from plone import api
from typing import Any
from typing import Final


#: The duties there are, with the words for them.
DUTIES: Final = {
    "reception": _("Reception and return of results"),
    "service": _("Reception by service staff"),
    "processing": _("Processing"),
    "approval": _("Approval"),
    "archive": _("Archive"),
    "cashier": _("Collection of fees"),
    "treasury": _("Treasury"),
    "supervision": _("Supervision"),
    "catalogue": _("Procedure catalogue"),
    "control": _("Procedure control"),
    "publication": _("Publication of procedures"),
}
#: What ledgers write where no officer acted: nobody of the staff may be called so.
RESERVED: Final = frozenset({"applicant"})


@dataclass(frozen=True)
class Duty:
    """One assignment; both end days are included, ``until`` None is open-ended.

    ``deed`` names the document that assigned it, ``end_deed`` the one that ended it.
    ``position`` (chức vụ) is what stands above the signature: "Phó Giám đốc".
    """

    person: str
    department: str
    duty: str
    since: date
    until: date | None = None
    deed: str = ""
    end_deed: str = ""
    assigned_by: str = ""
    ended_by: str = ""
    position: str = ""

    @property
    def group(self) -> str:
        """The group a holder is in while the duty is in force."""
        return group_id(self.department, self.duty)

    def in_force(self, on: date) -> bool:
        """Return whether the duty is held on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


class DutyBook(Persistent):
    """All assignments there ever were, kept on ``/organisation``.

    ``by_person`` maps a user id to the tuple of that person's Duty rows, ``by_group``
    holds (group, user id) for whoever ever had the group. Administrators who assign
    duties to two persons at once do not disturb each other. ``by_receiver`` maps a
    user id to the tuple of Delegation rows that the person was given. ``waivers`` are
    the decisions by which small agencies let one person do what takes two.
    """

    waivers: tuple[Any, ...] = ()

    def __init__(self) -> None:
        self.by_person = OOBTree()
        self.by_group = OOTreeSet()
        # Books from before delegations have none; see ``delegations``.
        self.by_receiver = OOBTree()

    def rows(self, person: str) -> tuple[Duty, ...]:
        """Return every assignment of the person, ended and future ones too."""
        return self.by_person.get(person, ())

    def write(self, person: str, rows: tuple[Duty, ...]) -> None:
        """Replace the assignments of the person."""
        self.by_person[person] = rows
        for row in rows:
            if (row.group, person) not in self.by_group:
                self.by_group.insert((row.group, person))

    def persons(self, group: str) -> list[str]:
        """Return the user ids of all who ever had the group, in order."""
        first, beyond = (group, ""), (f"{group}\0", "")
        return [person for _group, person in self.by_group.keys(first, beyond)]


def group_id(department: str, duty: str) -> str:
    """Return the id of the group; raises UnknownDuty.

    The colon keeps it apart: no user id and no group made by hand may hold one, see
    ``subscribers``.
    """
    if duty not in DUTIES:
        raise UnknownDuty(duty, tuple(DUTIES))
    return f"{department}:{duty}"


def reserved(person: str) -> bool:
    """Return whether a login is a word that ledgers keep for others than officers."""
    return person.strip().lower() in RESERVED


def parse_group(group: str) -> tuple[str, str] | None:
    """Return (department, duty) of a duty group, None for any other group."""
    department, colon, duty = group.rpartition(":")
    return (department, duty) if colon and department and duty in DUTIES else None


def groups_in_force(rows: tuple[Duty, ...], on: date) -> frozenset[str]:
    """Return the groups that the rows give on the day."""
    return frozenset(row.group for row in rows if row.in_force(on))


def book(site: Any = None) -> DutyBook:
    """Return the duty book of the site."""
    return units.organisation(site)._duties


def rows(person: str, site: Any = None) -> tuple[Duty, ...]:
    """Return every assignment the person ever had, oldest first."""
    return book(site).rows(person)


def groups(person: str, on: date | None = None, site: Any = None) -> frozenset[str]:
    """Return the duty groups of the person on the day (today by default)."""
    return groups_in_force(book(site).rows(person), on or vietnam.today())


def inherited(
    held: Iterable[str], on: date | None = None, site: Any = None
) -> frozenset[str]:
    """Return the groups with those of ended units whose work goes on in them.

    Who processes in the department that took over processes what the old one had:
    a merger moves no dossier and no duty.
    """
    found = set(held)
    for group in tuple(found):
        parsed = parse_group(group)
        if parsed is not None:
            department, duty = parsed
            for code in units.predecessors(department, on, site):
                found.add(group_id(code, duty))
    return frozenset(found)


def holders(
    department: str, duty: str, on: date | None = None, site: Any = None
) -> list[str]:
    """Return the user ids of those who hold the duty on the day, in order."""
    kept = book(site)
    day = on or vietnam.today()
    group = group_id(department, duty)
    return [
        person
        for person in kept.persons(group)
        if group in groups_in_force(kept.rows(person), day)
    ]


def position(person: str, department: str, on: date, site: Any = None) -> str:
    """Return what the person signs as on the day, there or else elsewhere, or ""."""
    held = [row for row in rows(person, site) if row.in_force(on) and row.position]
    held.sort(key=lambda row: row.department != department)
    return held[0].position if held else ""


def explain(
    person: str,
    department: str,
    duty: str,
    on: date | None = None,
    language: str = "vi",
    site: Any = None,
) -> str:
    """Return in words why the person holds the duty on the day, or why not.

    Names the unit, the dates and the deciding document. One line; where the duty is
    not held, one line per assignment that has ended or not begun. Raises UnknownUnit,
    UnknownDuty.
    """
    unit = units.get(department, site)
    group = group_id(unit.code, duty)
    day = on or vietnam.today()
    known = [row for row in book(site).rows(person) if row.group == group]
    chosen = [row for row in known if row.in_force(day)] or known
    return explanations.explain(
        chosen, day, unit.name, DUTIES[duty], group, language=language
    )


def assign(
    person: str,
    department: str,
    duty: str,
    since: date,
    until: date | None = None,
    deed: str = "",
    site: Any = None,
    position: str = "",
) -> Duty:
    """Give the person the duty in the department and return the row.

    ``department`` is the code of any unit (old codes are understood), ``deed`` the
    number and date of the deciding document, ``position`` what the person signs as.
    Saying the same again changes nothing.
    Raises Unauthorized, UnknownPerson, ReservedLogin, UnknownUnit, UnknownDuty,
    DutyOverlap, CombinedDuties for what takes two persons (see ``waivers``), and
    ValueError when the duty would end before it begins or go on after its unit.
    """
    # Waivers are about duties: they know this module.
    from motcua.organisation import waivers

    actor = units.check_manager(site)
    kept = book(site)
    if api.portal.get_tool("acl_users").getUserById(person) is None:
        raise UnknownPerson(person)
    if reserved(person):
        raise ReservedLogin(person)
    unit = units.get(department, site)
    row = Duty(
        person, unit.code, duty, since, until, deed, "", actor, position=position
    )
    _check_days(row, unit.valid_to)
    for known in kept.rows(person):
        if replace(known, assigned_by=actor) == row:
            return known
        if known.group == row.group and _overlap(known, row):
            raise DutyOverlap(
                person, known.group, str(known.since), str(known.until or "…")
            )
    waivers.check(row, site)
    kept.write(person, tuple(sorted((*kept.rows(person), row), key=_order)))
    return row


def end(
    person: str,
    department: str,
    duty: str,
    last_day: date,
    deed: str = "",
    site: Any = None,
) -> list[Duty]:
    """End the person's duty in the department after ``last_day``.

    Rows that would go on longer get the new end; one that has not begun by then is
    never in force. Returns the rows changed, none when nothing was left to end.
    Raises Unauthorized, UnknownUnit, UnknownDuty.
    """
    actor = units.check_manager(site)
    group = group_id(units.get(department, site).code, duty)
    return _end(book(site), person, {group}, last_day, deed, actor)


def end_all(
    department: str, last_day: date, deed: str = "", site: Any = None
) -> list[Duty]:
    """End every duty in the department after ``last_day``, as when it is closed.

    Raises Unauthorized, UnknownUnit.
    """
    actor = units.check_manager(site)
    return close_department(
        book(site), units.get(department, site).code, last_day, deed, actor
    )


def close_department(
    kept: DutyBook, department: str, last_day: date, deed: str, actor: str
) -> list[Duty]:
    """Do what ``end_all`` does for a caller who may already edit the department."""
    wanted = {group_id(department, duty) for duty in DUTIES}
    persons = {person for group in wanted for person in kept.persons(group)}
    return [
        row
        for person in sorted(persons)
        for row in _end(kept, person, wanted, last_day, deed, actor)
    ]


def forget_person(kept: DutyBook, person: str, last_day: date, actor: str) -> None:
    """End all duties of a user whose account is deleted.

    Otherwise a new account of the same id would come into them.
    """
    wanted = {row.group for row in kept.rows(person)}
    _end(kept, person, wanted, last_day, "", actor)


def _end(
    kept: DutyBook,
    person: str,
    wanted: set[str],
    last_day: date,
    deed: str,
    actor: str,
) -> list[Duty]:
    result = []
    changed = []
    for row in kept.rows(person):
        if row.group in wanted and (row.until is None or row.until > last_day):
            row = replace(row, until=last_day, end_deed=deed, ended_by=actor)
            changed.append(row)
        result.append(row)
    if changed:
        kept.write(person, tuple(result))
    return changed


def _check_days(row: Duty, last_day: date | None) -> None:
    if row.until is not None and row.until < row.since:
        raise ValueError(
            f"Ngày kết thúc {row.until:%d/%m/%Y} trước ngày bắt đầu "
            f"{row.since:%d/%m/%Y}. / The duty would end on {row.until:%d/%m/%Y}, "
            f"before it begins on {row.since:%d/%m/%Y}."
        )
    if last_day is not None and (row.until is None or row.until > last_day):
        raise ValueError(
            f"Đơn vị {row.department} kết thúc ngày {last_day:%d/%m/%Y}; hãy giao "
            f"nhiệm vụ ở đơn vị kế thừa. / Unit {row.department} ends on "
            f"{last_day:%d/%m/%Y}; assign the duty in its successor."
        )


def _overlap(one: Duty, two: Duty) -> bool:
    last = date.max
    return one.since <= (two.until or last) and two.since <= (one.until or last)


def _order(row: Duty) -> tuple[date, str, date]:
    return row.since, row.group, row.until or date.max
