"""A rule changed under closed files: proposals, decided on, then moved one by one.

A later rule moves no date by itself. What it would change is counted and proposed; the
archive of the agency accepts or refuses what is kept longer, its head alone what is
kept shorter, both with a reason. Accepted ones are a job: one file is one transaction,
and a file under hold, or in a list that people decide on, is passed over and named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import logging
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.retention import rules as rules_module
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms.counting import closed
from motcua.archive.terms.counting import groups_about
from motcua.archive.terms.counting import of_file
from motcua.archive.terms.counting import Reckoning
from motcua.archive.terms.counting import Subject
from motcua.archive.terms.counting import subjects_of
from motcua.archive.terms.register import REVISE
from motcua.archive.terms.register import TERMS
from motcua.archive.terms.simulation import Sum
from motcua.dossiers import ledger
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from plone import api
import sqlalchemy as sa
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterator
    from collections.abc import Mapping
    from motcua.archive.retention.tables import Table
    from motcua.dossiers.ledger import Event

logger = logging.getLogger(__name__)

#: Rows that the job reads at once, and codes that it names as passed over.
_CHUNK: Final = 1000
MOST_NAMED: Final = 1000
#: After so many files that were looked at the job says how far it is.
_TOLD: Final = 100
#: How often a file that somebody else writes just now is tried.
_TRIES: Final = 5


@dataclass(frozen=True)
class Proposal:
    """Closed files of a fonds that a rule would keep longer, or shorter.

    ``changes`` are (term written down, term by the rule) -> how much. ``refused`` is
    the reason for which it was refused, "" for none.
    """

    rule: retention.RetentionRule
    longer: bool
    changes: Mapping[tuple[retention.Term, retention.Term], Sum]
    refused: str = ""

    @property
    def whole(self) -> Sum:
        """How much there is in all."""
        return sum(self.changes.values(), Sum())


def proposals(
    site: Any, fonds: str, groups: Collection[str] | None, now: datetime
) -> list[Proposal]:
    """Return what today's rules would change in closed files. Checks no rights.

    With ``groups`` files of dossiers that are restricted to others are not counted.
    """
    reckoning = _today(site, fonds, now)
    found: dict[Any, dict[Any, Sum]] = defaultdict(lambda: defaultdict(Sum))
    rules = {}
    ruled = [one for one in subjects_of([fonds], groups) if reckoning.rule(one)]
    for one in groups_about(ruled, groups):
        rule, new = reckoning.rule(one.subject), reckoning.term(one)
        if rule is None or not _moves(rule, one.term, new):
            continue
        rules[rule.id] = rule
        found[rule.id, new.order > one.term.order][one.term, new] += one
    refused = _refused(site, fonds)
    return [
        Proposal(rules[id_], longer, dict(changes), refused.get((id_, longer), ""))
        for (id_, longer), changes in sorted(found.items(), key=lambda each: each[0])
    ]


def _moves(
    rule: retention.RetentionRule, now: retention.Term, then: retention.Term
) -> bool:
    """Say whether a rule would change a term; what nobody confirmed never shortens."""
    return then.order > now.order or (then.order < now.order and rule.confirmed)


def _today(site: Any, fonds: str, now: datetime) -> Reckoning:
    of = inheritance.rules_for(site, fonds)
    return Reckoning({fonds: of}, inheritance.today(now))


def _refused(site: Any, fonds: str) -> dict[tuple[str, bool], str]:
    """Return what was decided last: (rule, longer) -> the reason, "" for accepted."""
    one = tables.table(site, inheritance.agency_for(site, fonds))
    found = {}
    for event in ledger.events(one) if one is not None else ():
        facts = event.facts
        if event.type == "revise" and facts["fonds"] == fonds:
            reason = str(event.data.get("reason", "")) or "-"
            key = (facts["rule"], bool(facts["longer"]))
            found[key] = "" if facts["accepted"] else reason
    return found


def may_decide(site: Any, fonds: str, longer: bool, person: str, now: datetime) -> str:
    """Return the group by which the person decides, "" for none.

    What is kept shorter is destroyed earlier: for that it takes the head.
    """
    keeper = files.keeper_of(site, fonds)
    head = rights.heads(site, keeper, person, now)
    return head or (rights.keeps(site, keeper, person, now) if longer else "")


def decide(
    site: Any,
    fonds: str,
    rule: str,
    longer: bool,
    accepted: bool,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Accept or refuse what a rule would change; accepted files are moved by the job.

    ``seen`` is the length of the table of rules that the person saw, 0 for none. While
    the job of the same proposal is under way nobody decides on it again. Raises
    ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
    """
    fonds_module.get(site, fonds, actor, now)
    group = may_decide(site, fonds, longer, actor, now)
    if not group:
        raise NotYours(
            _("What would be kept shorter is decided by the head of the agency.")
        )
    agency = inheritance.agency_for(site, fonds)
    one = tables.table(site, agency)
    deciding.check_seen(one, seen)
    if one is not None and (fonds, rule, longer) in _under_way(one):
        raise Impossible(_("These terms are being changed just now; wait a moment."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    found = [
        each
        for each in proposals(site, fonds, rights.groups(actor, now), now)
        if (each.rule.id, each.longer) == (rule, longer)
    ]
    if not found:
        raise Missing(_("There is no closed file left that this would change."))
    if one is None:
        one = deciding.opened(site, agency, actor, group, now)
    facts = {
        "fonds": fonds,
        "rule": rule,
        "longer": longer,
        "accepted": accepted,
        "files": found[0].whole.files,
        "group": group,
    }
    told = {"reason": reason.strip()}
    return rights.append(one, "revise", actor, group, now, facts, told)


def _under_way(one: Table) -> set[tuple[str, str, bool]]:
    """Return what was accepted and is not through: (fonds, rule, longer).

    What a job has given up, or was stopped at, is decided anew.
    """
    asked: dict[int, tuple[str, str, bool]] = {}
    for event in ledger.events(one):
        facts = event.facts
        if event.type == "revise" and facts["accepted"]:
            told = (facts["fonds"], facts["rule"], bool(facts["longer"]))
            asked[event.number] = told
        elif event.type == "revised":
            through = asked.pop(facts["of"], None)
            # What was given up before and decided anew is through as well.
            asked = {number: told for number, told in asked.items() if told != through}
    return {
        told
        for number, told in asked.items()
        if not jobs.stopped(REVISE, f"{one.code}:{number}")
    }


def run(key: str, _data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Move the terms that event "<table>:<number>" accepted; see ``IJob``.

    One file is one transaction. A job that was killed begins again and finds moved
    what it had moved; it ends with an event that tells how many, and which were passed
    over.
    """
    code, _colon, number = key.rpartition(":")
    table = tables.find(api.portal.get(), code)
    if table is None or _done(table, int(number)):
        return
    asked = ledger.events(table)[int(number) - 1]
    facts = asked.facts
    done, passed, total = 0, [], int(facts["files"])
    reckoning = _today(api.portal.get(), facts["fonds"], asked.at)
    candidates = _candidates(facts["fonds"], facts["rule"], reckoning)
    for looked, each in enumerate(candidates, start=1):
        moved, over = _one(each, key, asked, reckoning)
        done += moved
        passed += [each] if over else []
        if looked % _TOLD == 0:
            progress(done, max(total, done))
    _finish(code, int(number), key, passed)
    progress(done, max(total, done), f"{done} / {total}")


def _done(table: Table, number: int) -> bool:
    return any(
        event.type == "revised" and event.facts["of"] == number
        for event in ledger.events(table)
    )


def _candidates(fonds: str, rule: str, reckoning: Reckoning) -> Iterator[str]:
    """Yield codes of closed files of which the rule speaks, in their order."""
    after = ""
    while True:
        query = (
            sa.select(TERMS)
            .where(*closed([fonds], None), TERMS.c.code > after)
            .order_by(TERMS.c.code)
            .limit(_CHUNK)
        )
        with register_engine().connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            asked = (row.fonds, row.by, row.procedure, row.field, row.heading)
            found = reckoning.rule(Subject(*asked))
            if found is not None and found.id == rule:
                yield row.code
        if len(rows) < _CHUNK:
            return
        after = rows[-1].code


def _one(code: str, key: str, asked: Event, of: Reckoning) -> tuple[bool, bool]:
    """Move one file; return whether it moved, and whether it was passed over."""
    for _try in range(_TRIES):
        transaction.begin()
        try:
            told = _move(api.portal.get(), code, key, asked, of)
            transaction.commit()
        except TransientError:
            transaction.abort()
            continue
        return told
    logger.warning("File %s is being written by somebody; its term stays.", code)
    return False, True


def _move(
    site: Any, code: str, key: str, asked: Event, of: Reckoning
) -> tuple[bool, bool]:
    one, facts = store.file(site, code), asked.facts
    found = files.view(one) if one is not None else None
    group = of_file(found) if found is not None else None
    if one is None or found is None or group is None or found.state != files.CLOSED:
        return False, False
    rule, new = of.rule(group.subject), of.term(group)
    grows = new.order > group.term.order
    if rule is None or rule.id != facts["rule"] or grows != facts["longer"]:
        return False, False
    if not _moves(rule, group.term, new):
        return False, False
    # Rights are those of the moment of the decision; what was hidden then stays.
    if not files.may_see(site, found, asked.actor, asked.at):
        return False, False
    if inheritance.kept_back(site, found):
        return False, True
    told = {
        "retention": new.class_.key,
        "start": rule.start,
        "until": new.until.isoformat() if new.until else None,
        "was": found.until.isoformat() if found.until else None,
        "by": rules_module.HEADING if rule.heading is not None else rules_module.RULE,
        "rule": rule.id,
        "decided_by": rule.decided_by,
        "confirmed": rule.confirmed,
        "revision": key,
    }
    who = (asked.actor, facts["group"], datetime.now(UTC))
    rights.append(one, "retain", *who, told)
    return True, False


def _finish(code: str, number: int, key: str, passed: list[str]) -> None:
    """Write how many files were moved, and which were passed over."""
    query = sa.select(sa.func.count()).where(TERMS.c.moved_by == key)
    with register_engine().connect() as connection:
        moved = int(connection.execute(query).scalar_one())
    transaction.begin()
    table = tables.find(api.portal.get(), code)
    assert table is not None
    asked = ledger.events(table)[number - 1]
    told = {
        "of": number,
        "moved": moved,
        "passed": len(passed),
        "skipped": passed[:MOST_NAMED],
    }
    who = (asked.actor, asked.facts["group"], datetime.now(UTC))
    rights.append(table, "revised", *who, told)
    transaction.commit()
