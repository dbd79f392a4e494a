"""Waivers (cho phép kiêm nhiệm): a small agency lets one person do what takes two.

Some rules ask for a second person: who prepares a result does not approve it, who takes
money does not supervise its taking, who arranges scans does not examine them
(``archive.quality.gate``), and who proposes a file list or a rule on terms of keeping
does not approve it (``archive.holdings.filelists``, ``archive.terms.deciding``), who
hands files over does not take them over (``archive.handover.accepting``), and who gives
an opinion on what a reader asks for does not decide (``archive.reading.deciding``). A
commune may have too few people for that.
Then its head decides, on paper and for a time, and the decision stands here. Without
one, taking money and supervising are not given to one person; processing and approval
may be, but an own result is not approved (``dossiers.four_eyes``).
The four eyes on texts of the catalogue are waived text by text, see
``procedures.drafting``.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua import _
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.duties import Duty
from motcua.organisation.errors import CombinedDuties
from motcua.organisation.errors import WaiverRefused
from motcua.organisation.small import agency_of
from typing import Any
from typing import Final


OWN_RESULT: Final = "own-result"
OWN_MONEY: Final = "own-money"
OWN_BATCH: Final = "own-batch"
OWN_LIST: Final = "own-list"
OWN_RULE: Final = "own-rule"
OWN_INVENTORY: Final = "own-inventory"
OWN_READING: Final = "own-reading"
#: What asks for a second person.
RULES: Final = {
    OWN_RESULT: _("Who prepares a result does not approve it"),
    OWN_MONEY: _("Who takes money does not supervise its taking"),
    OWN_BATCH: _("Who arranges a batch of scans does not examine it"),
    OWN_LIST: _("Who proposes a file list does not approve it"),
    OWN_RULE: _("Who proposes a rule on terms of keeping does not approve it"),
    OWN_INVENTORY: _("Who hands files over does not take them over"),
    OWN_READING: _("Who gives an opinion on a reading request does not decide on it"),
}
#: The duties that one person does not hold in one agency without a waiver.
APART: Final = {
    frozenset({"reception", "supervision"}): OWN_MONEY,
    frozenset({"service", "supervision"}): OWN_MONEY,
    frozenset({"cashier", "supervision"}): OWN_MONEY,
    frozenset({"cashier", "treasury"}): OWN_MONEY,
}
#: The duties that may come together, with what is then to be looked at.
TOGETHER: Final = {**APART, frozenset({"processing", "approval"}): OWN_RESULT}
#: Agencies of these levels may waive: they have too few people.
MAY_WAIVE: Final = frozenset({"commune"})


@dataclass(frozen=True)
class Waiver:
    """One decision of an agency about one rule; both days are included."""

    agency: str
    rule: str
    since: date
    until: date
    deed: str
    reason: str
    end_deed: str = ""
    given_by: str = ""
    ended_by: str = ""

    def in_force(self, on: date) -> bool:
        """Return whether it holds on the day."""
        return self.since <= on <= self.until


def rows(site: Any = None) -> tuple[Waiver, ...]:
    """Return every waiver there ever was, the newest first."""
    found: tuple[Waiver, ...] = duties.book(site).waivers
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))


def holds(agency: str, rule: str, on: date, site: Any = None) -> bool:
    """Return whether the agency has waived the rule for the day."""
    return any(
        one.agency == agency and one.rule == rule and one.in_force(on)
        for one in rows(site)
    )


def give(waiver: Waiver, site: Any = None) -> Waiver:
    """Write a waiver and return it with who wrote it.

    Raises Unauthorized, UnknownUnit, and ``WaiverRefused`` for an agency that is no
    commune, an unknown rule, days in the wrong order, no document and no reason.
    """
    actor = units.check_manager(site)
    agency = units.get(waiver.agency, site)
    if agency.kind != "agency" or agency.level not in MAY_WAIVE:
        raise WaiverRefused(
            f"{agency.name}: chỉ cấp xã được cho phép kiêm nhiệm; nơi khác hãy ủy "
            "quyền hoặc biệt phái người.",
            f"{agency.name}: only communes may waive; elsewhere delegate the duty or "
            "second an officer.",
        )
    if waiver.rule not in RULES:
        raise WaiverRefused("Hãy chọn quy tắc.", "Choose the rule.")
    if waiver.until < waiver.since:
        raise WaiverRefused(
            "Ngày cuối trước ngày đầu.", "The last day is before the first."
        )
    if not waiver.deed.strip() or not waiver.reason.strip():
        raise WaiverRefused(
            "Hãy ghi số, ngày của quyết định và lý do.",
            "Name the decision, number and date, and the reason.",
        )
    written = replace(waiver, agency=agency.code, given_by=actor)
    kept = duties.book(site)
    if written not in kept.waivers:
        kept.waivers = (*kept.waivers, written)
    return written


def end(
    agency: str, rule: str, last_day: date, deed: str, site: Any = None
) -> list[Waiver]:
    """End the waivers of a rule after ``last_day``; return those that it shortened."""
    actor = units.check_manager(site)
    kept = duties.book(site)
    found, changed = [], []
    for one in kept.waivers:
        if (one.agency, one.rule) == (agency, rule) and one.until > last_day:
            one = replace(one, until=last_day, end_deed=deed, ended_by=actor)
            changed.append(one)
        found.append(one)
    if changed:
        kept.waivers = tuple(found)
    return changed


def check(row: Duty, site: Any = None) -> None:
    """Raise ``CombinedDuties`` where a new duty would put in one hand what is apart.

    The person's other duties in the agency count, on the days on which both are held;
    a waiver has to hold on the first of these days.
    """
    agency = agency_of(row.department, site)
    for other in duties.rows(row.person, site):
        rule = APART.get(frozenset({row.duty, other.duty}))
        first = max(row.since, other.since)
        last = min(row.until or date.max, other.until or date.max)
        if rule is None or first > last or agency_of(other.department, site) != agency:
            continue
        if not holds(agency, rule, first, site):
            raise CombinedDuties(row.person, other.group, row.group, agency)


def combined(on: date, site: Any = None) -> list[tuple[str, str, str, bool]]:
    """Return in whose hands both are on the day: (agency, person, rule, is it waived).

    Duties that were given before there was this rule are among them.
    """
    found: dict[tuple[str, str, str], bool] = {}
    for person, given in duties.book(site).by_person.items():
        held: dict[str, set[str]] = {}
        for row in given:
            if row.in_force(on):
                held.setdefault(agency_of(row.department, site), set()).add(row.duty)
        for agency, both in held.items():
            for pair, rule in TOGETHER.items():
                if pair <= both:
                    waived = holds(agency, rule, on, site)
                    found[agency, person, rule] = waived
    return [(*key, waived) for key, waived in sorted(found.items())]
