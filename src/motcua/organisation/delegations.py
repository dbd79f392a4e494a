"""Delegation (ủy quyền) and substitution: one officer acts in the duty of another.

A holder of a duty lets another person act in it, from one day to another, by a
deed. The giver keeps the duty. The right ends with its dates, when it is revoked,
and with the giver's own duty; what somebody has by delegation cannot be passed on.
The forms of signing are those of Decree 30/2020/NĐ-CP, Article 13.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua import _
from motcua.base import vietnam
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.duties import DUTIES
from motcua.organisation.duties import Duty
from motcua.organisation.duties import DutyBook
from motcua.organisation.errors import UnknownPerson
from plone import api
from typing import Any
from typing import Final


#: How the other person signs; the words before the signature.
FORMS: Final = {
    "KT.": _("KT. (deputy signing for the head)"),
    "TL.": _("TL. (by order)"),
    "TUQ.": _("TUQ. (by authorisation)"),
    "absence": _("Substitution during absence"),
}
#: Duties on dossiers. Those on the catalogue decide for other agencies and are
#: given by a decision of their own.
DELEGABLE: Final = ("reception", "processing", "approval", "archive", "supervision")


@dataclass(frozen=True)
class Delegation:
    """One delegation; both days are included. ``form`` is a key of ``FORMS``."""

    giver: str
    receiver: str
    department: str
    duty: str
    since: date
    until: date
    form: str
    deed: str
    end_deed: str = ""
    given_by: str = ""
    ended_by: str = ""

    @property
    def group(self) -> str:
        """The group in which the receiver may act."""
        return duties.group_id(self.department, self.duty)

    @property
    def behalf(self) -> str:
        """The group with the name of the giver: opens what was given to the giver."""
        return behalf(self.group, self.giver)

    def dated(self, on: date) -> bool:
        """Return whether its dates hold the day; the giver's duty is not asked."""
        return self.since <= on <= self.until


def behalf(group: str, giver: str) -> str:
    """Return the mark of who acts in a group for one of its members."""
    return f"{group}@{giver}"


def rows(site: Any = None) -> list[Delegation]:
    """Return every delegation there ever was, the newest first."""
    kept = getattr(duties.book(site), "by_receiver", None) or {}
    found = [row for given in kept.values() for row in given]
    return sorted(found, key=lambda row: (row.since, row.receiver), reverse=True)


def received(kept: DutyBook, person: str, on: date) -> list[Delegation]:
    """Return what a person may do for others on the day, the givers asked too."""
    given = getattr(kept, "by_receiver", None)
    found: tuple[Delegation, ...] = () if given is None else given.get(person, ())
    return [row for row in found if row.dated(on) and _held(kept, row, on)]


def groups(person: str, on: date | None = None, site: Any = None) -> frozenset[str]:
    """Return the groups in which the person may act for others on the day."""
    day = on or vietnam.today()
    return frozenset(row.group for row in received(duties.book(site), person, day))


def behind(person: str, group: str, on: date, site: Any = None) -> Delegation | None:
    """Return the delegation by which the person is in the group, the oldest first."""
    for row in received(duties.book(site), person, on):
        if row.group == group:
            return row
    return None


def delegate(row: Delegation, site: Any = None) -> Delegation:
    """Write a delegation and return it as it is kept.

    Raises Unauthorized, UnknownPerson, UnknownUnit, UnknownDuty, and ValueError, in
    both languages, when the giver does not hold the duty all the time, the person is
    the same, the dates are reversed, or the receiver has it already.
    """
    actor = units.check_manager(site)
    for person in (row.giver, row.receiver):
        if api.portal.get_tool("acl_users").getUserById(person) is None:
            raise UnknownPerson(person)
    code = units.get(row.department, site).code
    row = replace(row, department=code, given_by=actor)
    kept = duties.book(site)
    _check(kept, row)
    if getattr(kept, "by_receiver", None) is None:
        kept.by_receiver = OOBTree()
    known = kept.by_receiver.get(row.receiver, ())
    if any(one.behalf == row.behalf and _overlap(one, row) for one in known):
        raise ValueError(
            f"{row.receiver} đã được {row.giver} ủy quyền {row.group} trong thời gian "
            f"này. / {row.receiver} already acts for {row.giver} in {row.group} then."
        )
    kept.by_receiver[row.receiver] = tuple(sorted((*known, row), key=_order))
    return row


def revoke(
    giver: str,
    receiver: str,
    group: str,
    last_day: date,
    deed: str,
    site: Any = None,
) -> list[Delegation]:
    """End a delegation after ``last_day``; return the rows changed.

    A last day in the past acts at the next request: nothing is remembered. Raises
    Unauthorized.
    """
    actor = units.check_manager(site)
    marks = {behalf(group, giver)}
    return _end(duties.book(site), receiver, marks, last_day, deed, actor)


def forget_receiver(kept: DutyBook, person: str, last_day: date, actor: str) -> None:
    """End what was delegated to a user whose account is deleted, see duties."""
    known = (getattr(kept, "by_receiver", None) or {}).get(person, ())
    _end(kept, person, {row.behalf for row in known}, last_day, "", actor)


def _end(
    kept: DutyBook,
    receiver: str,
    marks: set[str],
    last_day: date,
    deed: str,
    actor: str,
) -> list[Delegation]:
    known = (getattr(kept, "by_receiver", None) or {}).get(receiver, ())
    changed: list[Delegation] = []
    left = []
    for row in known:
        if row.behalf in marks and row.until > last_day:
            row = replace(row, until=last_day, end_deed=deed, ended_by=actor)
            changed.append(row)
        left.append(row)
    if changed:
        kept.by_receiver[receiver] = tuple(left)
    return changed


def _held(kept: DutyBook, row: Delegation, on: date) -> bool:
    """Say whether the giver holds the duty: own duties only, so there is no chain."""
    return row.group in duties.groups_in_force(kept.rows(row.giver), on)


def _check(kept: DutyBook, row: Delegation) -> None:
    if row.form not in FORMS:
        raise ValueError(
            f"Hình thức ủy quyền {row.form!r} không có. / "
            f"There is no form of delegation {row.form!r}."
        )
    if row.duty not in DELEGABLE:
        raise ValueError(
            f"Nhiệm vụ {row.duty} không ủy quyền được; hãy giao bằng quyết định. / "
            f"The duty {row.duty} cannot be delegated; assign it by a decision."
        )
    if row.giver == row.receiver:
        raise ValueError(
            "Không ai ủy quyền cho chính mình. / Nobody delegates to themselves."
        )
    if not row.deed.strip():
        raise ValueError("Hãy ghi văn bản ủy quyền. / Name the deed of delegation.")
    if row.until < row.since:
        raise ValueError(
            f"Ngày kết thúc {row.until:%d/%m/%Y} trước ngày bắt đầu "
            f"{row.since:%d/%m/%Y}. / It would end on {row.until:%d/%m/%Y}, before it "
            f"begins on {row.since:%d/%m/%Y}."
        )
    held: list[Duty] = [one for one in kept.rows(row.giver) if one.group == row.group]
    if not any(one.in_force(row.since) for one in held):
        raise ValueError(
            f"{row.giver} không giữ nhiệm vụ này tại {row.department} ngày "
            f"{row.since:%d/%m/%Y}; việc được ủy quyền không ủy quyền tiếp. / "
            f"{row.giver} does not hold this duty at {row.department} on "
            f"{row.since:%d/%m/%Y}; what was delegated is not passed on."
        )


def words(row: Delegation) -> dict[str, Any]:
    """Return what a sentence about the delegation names, days as people write them."""
    return {
        "giver": row.giver,
        "duty": DUTIES[row.duty],
        "since": f"{row.since:%d/%m/%Y}",
        "until": f"{row.until:%d/%m/%Y}",
        "deed": row.deed,
    }


def _overlap(one: Delegation, two: Delegation) -> bool:
    return one.since <= two.until and two.since <= one.until


def _order(row: Delegation) -> tuple[date, str, str]:
    return row.since, row.giver, row.group
