"""Why a file is kept as long as it is: file list, file, rules, in one explanation.

What stands nearer to the file goes first: what the file says of itself, then a rule on
its entry of the file list, then that entry or the nearest heading above it; a dossier
has the class that the rules gave to its record on the day on which it was closed. A
document is kept as long as the file in which it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import filelists
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store
from motcua.archive.holdings.interfaces import IKeepsBack
from motcua.archive.retention import rules
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.kept import Kept
    from motcua.archive.holdings.plan import Plan

_LIST = _("The file list of ${year}, “${heading}”, says ${term}; decided by ${deed}.")
_ENTRY_RULE = _(
    "The rule on “${heading}” of the file lists, from ${day} on, says ${term}; decided "
    "by ${deed}."
)
_RULE = _("The rule on its procedure or field says ${term}; decided by ${deed}.")
_DEFAULT = _("The default of the software says ${term}; nobody has confirmed it.")
_FILE = _("The file itself says ${term}.")
_START = _("The term runs from ${event}; the day is not known yet.")
_STARTED = _("The term runs from ${event}, in ${year}.")
_ENDED = _("The work ended in ${year}; the term is counted from the end of that year.")
_INSIDE = _("It lies in file ${code}, and is kept as long as the file.")
_MOVED = _("The term was changed after closing, by a decision on rule ${rule}.")


@dataclass(frozen=True)
class Explained:
    """The class of a file, where it came from, and the reasons in words, the first one
    decides; ``by`` and ``rule`` as in ``kept.Kept``.
    """

    class_: retention.RetentionClass
    start: str
    by: str
    rule: str
    decided_by: str
    confirmed: bool
    reasons: tuple[Any, ...]


def explain(site: Any, found: FileView, on: date) -> Explained | None:
    """Return the class of a file on a day and its reasons; None where nothing says it.

    That of a closed file is what was written down. Checks no rights.
    """
    if found.kept is not None:
        return _written(found.kept)
    if found.destroyed is not None:
        return None
    if found.decided is not None:
        return _written(found.decided)
    if found.origin == files.DOSSIER:
        return _of_record(site, found)
    return _of_papers(site, found, on)


def of_document(site: Any, code: str, on: date) -> Explained | None:
    """Return the class of a document: that of the file in which it lies.

    None for a document that lies in no file. Checks no rights.
    """
    place = store.place_of(site, store.document_key(code))
    one = store.file(site, place) if place else None
    told = explain(site, files.view(one), on) if one is not None else None
    if told is None:
        return None
    inside = Message(_INSIDE, mapping={"code": place})
    return Explained(**{**vars(told), "reasons": (inside, *told.reasons)})


def rules_for(site: Any, fonds: str) -> tuple[retention.RetentionRule, ...]:
    """Return the rules that hold for the files of a fonds.

    Entries of file lists are those of an agency's own fonds: rules of a keeper on its
    entries say nothing of a fonds without agency that it keeps besides.
    """
    rules = retention.rules_of(site, agency_for(site, fonds))
    one = store.fonds(site, fonds)
    if one is not None and fonds_module.view(one).agency:
        return rules
    return tuple(rule for rule in rules if rule.heading is None)


def agency_for(site: Any, fonds: str) -> str:
    """Return the agency whose rules hold for a fonds: its maker, else who keeps it."""
    one = store.fonds(site, fonds)
    if one is None:
        return ""
    found = fonds_module.view(one)
    return found.agency or found.keeper


def kept_back(site: Any, found: FileView) -> Any:
    """Return why the term of a file must not move now, "" for no reason."""
    for _name, one in sorted(getUtilitiesFor(IKeepsBack)):
        why = one.why(site, found)
        if why:
            return why
    return ""


def _told(
    found: retention.RetentionClass,
    by: str,
    words: Any,
    start: str = "",
    rule: str = "",
    decided_by: str = "",
    confirmed: bool = True,
    **values: str,
) -> Explained:
    """Return an explanation of an open file."""
    start = start or (retention.VALIDITY if found.years == 0 else retention.END)
    mapping = {"term": found.title, "deed": decided_by, **values}
    reasons = [Message(words, mapping=mapping)]
    if start != retention.END:
        mapping = {"event": retention.STARTS[start]}
        reasons.append(Message(_START, mapping=mapping))
    return Explained(found, start, by, rule, decided_by, confirmed, tuple(reasons))


def _of_record(site: Any, found: FileView) -> Explained | None:
    record = files.record_of(site, found)
    facts = record.facts if record is not None else {}
    typed = retention.classes().get(found.fields.get("retention", ""))
    if typed is not None and typed.key != facts.get("class"):
        return _told(typed, rules.FILE, _FILE)
    if typed is None:
        return None
    return _told(
        typed,
        rules.RULE,
        _RULE if facts["confirmed"] else _DEFAULT,
        start=facts.get("start", ""),
        rule=facts.get("rule", ""),
        decided_by=facts["decided_by"],
        confirmed=facts["confirmed"],
    )


def _of_papers(site: Any, found: FileView, on: date) -> Explained | None:
    plan = filelists.in_force(site, found.fonds, found.year)
    listed = plan.retention(found.heading) if plan is not None else ""
    typed = found.fields.get("retention", "") or listed
    class_ = retention.classes().get(typed)
    if class_ is None:
        return None
    if plan is None or typed != listed:
        return _told(class_, rules.FILE, _FILE)
    of = rules_for(site, found.fonds)
    rule = rules.rule_on(found.heading, on, of)
    where = _where(plan, found.heading)
    if rule is not None:
        return _told(
            retention.classes()[rule.class_],
            rules.HEADING,
            _ENTRY_RULE,
            start=rule.start,
            rule=rule.id,
            decided_by=rule.decided_by,
            heading=where,
            day=f"{rule.valid_from:%d/%m/%Y}",
        )
    return _told(
        class_,
        rules.LIST,
        _LIST,
        decided_by=plan.deed,
        year=str(plan.year),
        heading=where,
    )


def _where(plan: Plan, key: str) -> str:
    """Return the entry that says the term, with its number."""
    line = plan.line(key)
    one = next((each for each in line if each.retention), line[0])
    return f"{one.number} {one.title}".strip()


_WRITTEN = {
    rules.FILE: _FILE,
    rules.LIST: _("The file list says ${term}; decided by ${deed}."),
    rules.HEADING: _("The rule on its entry says ${term}; decided by ${deed}."),
}


def _written(kept: Kept) -> Explained:
    """Return the explanation of a closed file: what was written, and what moved it."""
    class_ = retention.classes()[kept.class_]
    words = _WRITTEN.get(kept.by) or (_RULE if kept.confirmed else _DEFAULT)
    mapping: dict[str, Any] = {"term": class_.title, "deed": kept.decided_by or "-"}
    reasons = [Message(words, mapping=mapping)]
    if kept.moved_by:
        reasons.append(Message(_MOVED, mapping={"rule": kept.rule}))
    if kept.start == retention.END:
        reasons.append(Message(_ENDED, mapping={"year": str(kept.ended)}))
    else:
        mapping = {"event": retention.STARTS[kept.start], "year": str(kept.starts)}
        words = _START if kept.starts is None else _STARTED
        reasons.append(Message(words, mapping=mapping))
    return Explained(
        class_,
        kept.start,
        kept.by,
        kept.rule,
        kept.decided_by,
        kept.confirmed,
        tuple(reasons),
    )


def today(now: Any) -> date:
    """Return the day of a moment in Vietnam."""
    day: date = now.astimezone(VIETNAM).date()
    return day
