"""Rules of an agency are proposed by its archive and approved by its head.

The head issues the table (Circular 10/2022/TT-BNV), so no rule holds before the head
approved it, and who proposed it does not, unless the agency has waived that
(``organisation.waivers``, rule ``own-rule``). A rule that holds is never changed: what
is approved after it on the same subject ends it on the day before.

All acts take ``seen``, the length that the person saw, and raise ``Unknown``,
``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import filelists
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.retention import tables
from motcua.archive.retention.tables import Table
from motcua.base.folding import fold
from motcua.organisation import units
from motcua.organisation import waivers
from motcua.procedures import versions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.retention.tables import Line
    from motcua.archive.retention.tables import TableView
    from motcua.dossiers.ledger import Event

#: What a rule speaks of.
SUBJECTS: Final[dict[str, Any]] = {
    "procedure": _("A procedure, by its code"),
    "field": _("A field, by its name"),
    "heading": _("An entry of the file lists"),
    "all": _("All dossiers"),
}
#: Before this day no rule can begin; the first tables are older than their law.
FIRST: Final = date(1945, 9, 2)
#: Rules of one table, and how far ahead one can begin.
MOST: Final = 5000
AHEAD: Final = timedelta(days=3660)
_LONGEST: Final = 200


class OwnRule(HoldingsError):
    """Who proposed the rule wants to approve it."""

    message = _(
        "You proposed this rule yourself, so another person approves it: the head of "
        "the agency or a deputy. An office with too few people has a decision on "
        "combined duties recorded under Administration → Combined duties."
    )


@dataclass(frozen=True)
class Wanted:
    """A rule as a person writes it; ``subject`` is a key of ``SUBJECTS``.

    ``value`` is code, name or key, "" for all; ``class_`` is "" to end the rule there.
    ``deed`` is the number of the decision, ``deed_on`` its day.
    """

    subject: str
    value: str
    class_: str
    start: str
    valid_from: date | None
    deed: str
    deed_on: date | None
    note: str = ""


def propose(
    site: Any,
    agency: str,
    wanted: Wanted,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write a rule down for the head; the archive of the agency does it."""
    group = rights.check(rights.keeps(site, agency, actor, now), visible=False)
    one = tables.table(site, agency)
    check_seen(one, seen)
    found = tables.view(one) if one is not None else None
    if found is not None and len(found.lines) >= MOST:
        raise Missing(_("A table has 5000 rules at most."))
    told = _checked(site, agency, wanted, now)
    subject = _subject(wanted.subject, told["value"])
    _check_after(found, subject, told["valid_from"], bool(wanted.class_))
    one = one or opened(site, agency, actor, group, now)
    kinds = ("procedure", "field", "heading")
    facts = {
        "rule": tables.view(one).next_key,
        **{kind: told["value"] if wanted.subject == kind else None for kind in kinds},
        "class": wanted.class_,
        "start": wanted.start,
        "valid_from": told["valid_from"].isoformat(),
        "deed": told["deed"],
        "deed_on": told["deed_on"].isoformat(),
    }
    data = {"note": wanted.note.strip()}
    return rights.append(one, "propose", actor, group, now, facts, data)


def check_seen(one: Table | None, seen: int | None) -> None:
    """Raise ``Stale`` when the table grew since, 0 stands for one not yet opened."""
    if one is not None:
        rights.check_seen(one, seen)
    elif seen:
        raise Unknown


def opened(site: Any, agency: str, actor: str, group: str, now: datetime) -> Table:
    """Open the table of an agency and return it; rights were checked."""
    one = Table(tables.table_code(agency))
    rights.append(one, "open", actor, group, now, {"agency": agency})
    tables.made(site).tables[agency] = one
    return one


def _subject(kind: str, value: str) -> tuple[str, str]:
    """Return a subject as ``RetentionRule.subject`` has it."""
    return kind, fold(value) if kind == "field" else value


def _checked(site: Any, agency: str, wanted: Wanted, now: datetime) -> dict[str, Any]:
    """Return value, days and decision of a rule. Raises ``Missing``."""
    if wanted.subject not in SUBJECTS:
        raise Missing(_("Choose what the rule speaks of."))
    known = retention.classes()
    if wanted.class_ and wanted.class_ not in known:
        raise Missing(_("Choose a term of keeping."))
    if wanted.start not in retention.STARTS:
        raise Missing(_("Choose what starts the term."))
    class_ = known.get(wanted.class_)
    if class_ is not None and class_.years == 0 and wanted.start == retention.END:
        raise Missing(
            _("“${term}” needs another start than the end of the work."),
            term=class_.title,
        )
    today = inheritance.today(now)
    day = wanted.valid_from
    if day is None or not FIRST <= day <= today + AHEAD:
        raise Missing(_("Say from which day on the rule holds: day/month/year."))
    deed = " ".join(wanted.deed.split())
    if not deed or len(deed) > _LONGEST or wanted.deed_on is None:
        raise Missing(_("Name the decision: number and date."))
    if wanted.deed_on > today:
        raise Missing(_("The decision has a day that is still to come."))
    value = _value(site, agency, wanted)
    return {"value": value, "valid_from": day, "deed": deed, "deed_on": wanted.deed_on}


def _value(site: Any, agency: str, wanted: Wanted) -> str:
    value = " ".join(wanted.value.split())
    if wanted.subject == "all":
        return ""
    if not value or len(value) > _LONGEST:
        raise Missing(_("Name what the rule speaks of: a code, a field or an entry."))
    if wanted.subject == "procedure":
        try:
            versions.current(value, site=site)
        except LookupError as error:
            raise Missing(
                _("There is no procedure with code ${code}."), code=value
            ) from error
    elif wanted.subject == "heading" and value not in entries(site, agency):
        raise Missing(_("There is no such entry in the file lists of the agency."))
    return value


def entries(site: Any, agency: str) -> dict[str, str]:
    """Return the entries of the newest file list in force: key -> number and title.

    Keys stay the same through the years, see ``filelists.draft``.
    """
    one = store.fonds_of(site, agency)
    if one is None:
        return {}
    kept = store.shelf(site)
    assert kept is not None
    first, last = store.list_code(one.name, 0), store.list_code(one.name, 9999)
    years = [int(code[-4:]) for code in kept.lists.keys(first, last)]
    for year in sorted(years, reverse=True):
        plan = filelists.in_force(site, one.name, year)
        if plan is not None:
            return {
                each.key: f"{each.number} {each.title}".strip()
                for _depth, each in plan.rows
            }
    return {}


def _check_after(
    found: TableView | None, subject: tuple[str, str], day: date, gives: bool
) -> retention.RetentionRule | None:
    """Return the rule that ends when one begins on ``day``. Raises ``Impossible``.

    What held before that day is as it was: a rule begins after the one before it.
    """
    former = found.former(subject) if found is not None else None
    if former is None:
        if not gives:
            raise Impossible(_("There is no rule of your agency to end there."))
        return None
    if former.valid_to is not None and not gives:
        raise Impossible(_("The rule there has ended already."))
    last = former.valid_to or former.valid_from
    if day <= last:
        raise Impossible(
            _(
                "A rule on this holds from ${day} on already, and what holds is never "
                "changed: let the new one begin later."
            ),
            day=f"{last:%d/%m/%Y}",
        )
    return former if former.valid_to is None else None


def approve(
    site: Any, one: Table, key: str, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Approve a rule: from its day on it holds, and the one before it ends."""
    line, group = _decided(site, one, key, actor, now, seen)
    gives = bool(line.rule.class_)
    former = _check_after(
        tables.view(one), line.rule.subject, line.rule.valid_from, gives
    )
    facts: dict[str, Any] = {"rule": key, "ends": ""}
    if former is not None:
        last = line.rule.valid_from - timedelta(days=1)
        facts |= {"ends": former.key, "ends_on": last.isoformat()}
    if actor == line.proposed_by:
        day = inheritance.today(now)
        if not waivers.holds(one.agency, waivers.OWN_RULE, day, site):
            raise OwnRule
        facts["waived"] = waivers.OWN_RULE
    return rights.append(one, "approve", actor, group, now, facts)


def refuse(
    site: Any,
    one: Table,
    key: str,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Refuse a rule that was proposed, with the reason; the head does it."""
    _line, group = _decided(site, one, key, actor, now, seen)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    told = {"reason": reason.strip()}
    return rights.append(one, "return", actor, group, now, {"rule": key}, told)


def withdraw(
    site: Any, one: Table, key: str, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Take a rule back that the head has not decided on; the archive does it."""
    group = rights.keeps(site, one.agency, actor, now)
    rights.check(group, visible=may_see(site, one.agency, actor, now))
    rights.check_seen(one, seen)
    _waiting(one, key)
    return rights.append(one, "withdraw", actor, group, now, {"rule": key})


def measure(
    site: Any,
    agency: str,
    sheets: int,
    valid_from: date | None,
    source: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write how many sheets stand in a metre of shelf, from a day on, and the source.

    Nothing is decided by it: it is for estimates of room alone.
    """
    group = rights.check(rights.keeps(site, agency, actor, now), visible=False)
    one = tables.table(site, agency)
    check_seen(one, seen)
    if not 100 <= sheets <= 100_000 or valid_from is None or valid_from < FIRST:
        raise Missing(_("Give 100 to 100000 sheets, and from which day on."))
    if not source.strip() or len(source) > _LONGEST:
        raise Missing(_("Say where the figure comes from."))
    one = one or opened(site, agency, actor, group, now)
    facts = {
        "sheets": sheets,
        "valid_from": valid_from.isoformat(),
        "source": source.strip(),
    }
    return rights.append(one, "measure", actor, group, now, facts)


def may_see(site: Any, agency: str, person: str, now: datetime) -> bool:
    """Say whether the person may look at the table: the archive and the head."""
    keeps = rights.keeps(site, agency, person, now)
    return bool(keeps or rights.heads(site, agency, person, now))


def agencies(site: Any, person: str, now: datetime) -> dict[str, str]:
    """Return the agencies whose tables the person may see: code -> name."""
    held = rights.groups(person, now)
    found = rights.agencies(site, held, rights.ARCHIVE, rights.APPROVAL, now=now)
    return {
        code: units.get(code, site).name
        for code in sorted(found)
        if may_see(site, code, person, now)
    }


def may_decide(site: Any, agency: str, person: str, now: datetime) -> bool:
    """Say whether the person is the head, for whom proposed rules wait."""
    return bool(rights.heads(site, agency, person, now))


def _decided(
    site: Any, one: Table, key: str, actor: str, now: datetime, seen: int | None
) -> tuple[Line, str]:
    group = rights.heads(site, one.agency, actor, now)
    rights.check(group, visible=may_see(site, one.agency, actor, now))
    rights.check_seen(one, seen)
    return _waiting(one, key), group


def _waiting(one: Table, key: str) -> Line:
    line = tables.view(one).lines.get(key)
    if line is None:
        raise Unknown
    if line.state != tables.PROPOSED:
        raise Impossible(
            _("This rule is decided on: “${state}”."), state=tables.STATES[line.state]
        )
    return line
