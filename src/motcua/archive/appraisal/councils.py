"""The council (Hội đồng xét hủy): who sits in it, what they say, how rounds end.

Each member says of each file whether it is destroyed, or kept with a new term. A round
ends by itself when all have spoken; files on which they differ go into the next one,
and after the second the chair rules on what is left. Members see the files of the list
as long as the council sits, and no longer. All acts raise ``Unknown``, ``NotYours``,
``Stale``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from datetime import date
from motcua import _
from motcua.archive import retention
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import register
from motcua.archive.appraisal import store
from motcua.archive.appraisal import terms
from motcua.archive.appraisal.lists import Voice
from motcua.archive.holdings import files
from motcua.archive.holdings import kept as terms_of_files
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.interfaces import ILetsSee
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers.rights import groups_of
from motcua.storage.projections import after_commit
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.appraisal.store import DisposalList
    from motcua.archive.holdings.files import FileView
    from motcua.dossiers.ledger import Event

#: Rounds after which the chair rules on what the members differ on.
ROUNDS: Final = 2
#: People in a council at most.
MOST: Final = 15


def convene(
    site: Any,
    one: DisposalList,
    deed: str,
    members: Sequence[tuple[str, str]],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Lay the list before a council; ``members`` are (login, role).

    One chair and one secretary among them, and as many as the terms in force ask for.
    """
    found, group = listing.allowed(site, one, actor, now, seen, "draft")
    if not found.files:
        raise Missing(_("The list is empty."))
    if not deed.strip():
        raise Missing(_("Name the decision: number and date."))
    roles = [role for _login, role in members]
    logins = [login for login, _role in members]
    least = terms.on(now.astimezone(VIETNAM).date()).least_members
    if not least <= len(members) <= MOST or len(set(logins)) != len(logins):
        raise Missing(
            _("A council has ${least} to 15 members, each of them once."),
            least=str(least),
        )
    if roles.count("chair") != 1 or roles.count("secretary") != 1:
        raise Missing(_("A council has one chair and one secretary."))
    if set(roles) - set(lists.ROLES):
        raise Missing(_("Give each member a role."))
    for login in logins:
        if not groups_of(login, now.astimezone(VIETNAM).date()):
            raise Missing(
                _("“${login}” holds no duty here and cannot sit in the council."),
                login=login[:40],
            )
    facts = {"deed": deed.strip(), "members": [list(each) for each in members]}
    return rights.append(one, "convene", actor, group, now, facts)


def speak(
    site: Any,
    one: DisposalList,
    codes: Sequence[str],
    voice: Voice,
    actor: str,
    now: datetime,
) -> Event:
    """Say of files of this round what is to become of them, and end it if it ends.

    No ``codes`` stand for all of which the member has said nothing. What was said
    before the round ends can be said anew.
    """
    found = _sitting(site, one, actor, now)
    wanted = list(dict.fromkeys(codes)) or list(found.unspoken(actor))
    if not wanted or set(wanted) - set(found.disputed):
        raise Missing(_("Choose files that are before the council."))
    _check(site, wanted, voice, now)
    facts = {
        "round": found.round,
        "files": wanted,
        "verdict": voice.verdict,
        "retention": voice.retention,
    }
    event = _append(one, found, "speak", actor, now, facts, voice.reason)
    _end_round(one, actor, now)
    return event


def _end_round(one: DisposalList, actor: str, now: datetime) -> None:
    found = lists.view(one)
    if any(found.unspoken(login) for login, _role in found.members):
        return
    differing = [
        code
        for code in found.disputed
        if len({found.voices[code, login].said for login, _r in found.members}) > 1
    ]
    facts = {"round": found.round, "differing": differing}
    _append(one, found, "end_round", actor, now, facts, "")


def rule(
    site: Any,
    one: DisposalList,
    codes: Sequence[str],
    voice: Voice,
    actor: str,
    now: datetime,
) -> Event:
    """Let the chair rule on files on which members differ after two rounds."""
    found = _sitting(site, one, actor, now)
    if found.role(actor) != "chair":
        raise NotYours
    if found.round <= ROUNDS:
        raise Impossible(
            _("The chair rules after the second round; the council still speaks.")
        )
    wanted = list(dict.fromkeys(codes))
    if not wanted or set(wanted) - set(found.disputed):
        raise Missing(_("Choose files that are before the council."))
    if not voice.reason.strip():
        raise Missing(_("Give the reason in words."))
    _check(site, wanted, voice, now)
    facts = {
        "files": wanted,
        "verdict": voice.verdict,
        "retention": voice.retention,
    }
    return _append(one, found, "rule", actor, now, facts, voice.reason)


def report(
    site: Any, one: DisposalList, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """End the council when everything is settled; its chair or secretary does it."""
    found = _sitting(site, one, actor, now)
    if found.role(actor) not in ("chair", "secretary"):
        raise NotYours
    rights.check_seen(one, seen)
    if found.disputed:
        raise Impossible(
            _("${count} files are not settled yet."), count=str(len(found.disputed))
        )
    return _append(one, found, "report", actor, now, {}, "")


def _sitting(site: Any, one: DisposalList, actor: str, now: datetime) -> ListView:
    listing.get(site, one.code, actor, now)
    found = lists.view(one)
    listing.check_state(found, "council")
    if not found.role(actor):
        raise NotYours
    return found


def _check(site: Any, codes: Sequence[str], voice: Voice, now: datetime) -> None:
    if voice.verdict not in lists.VERDICTS:
        raise Missing(_("Say whether it is destroyed or kept."))
    if voice.verdict == lists.DESTROY:
        if voice.retention:
            raise Missing(_("What is destroyed gets no new term."))
        return
    if voice.retention not in retention.classes() or not voice.reason.strip():
        raise Missing(_("What is kept gets a new term of keeping, with the reason."))
    for code in codes:
        one = holdings.file(site, code)
        if one is not None:
            new_until(files.view(one), voice.retention, now)


def new_until(found: FileView, class_: str, now: datetime) -> date | None:
    """Return the last day of a file that gets another term; None for ever.

    Counted from the same year as before. Raises ``Impossible`` when it is over already.
    """
    kept = terms_of_files.judged(found.kept, class_)
    until = kept.term.until if kept is not None else None
    if until is not None and until < now.astimezone(VIETNAM).date():
        raise Impossible(
            _("For file ${code} that term would be over already; choose a longer one."),
            code=found.code,
        )
    return until


def _append(
    one: DisposalList,
    found: ListView,
    type_: str,
    actor: str,
    now: datetime,
    facts: dict[str, Any],
    reason: str,
) -> Event:
    """Chain what a member does; who sits in a council acts in no duty."""
    data = {"reason": reason.strip()} if reason.strip() else {}
    event = ledger.append(
        one, type_, actor=actor, unit="", now=now, facts=facts, data=data
    )
    after_commit(one)
    return event


def mine(site: Any, person: str) -> list[ListView]:
    """Return lists before councils in which the person sits."""
    sitting = (store.disposal_list(site, code) for code in register.sitting())
    found = [lists.view(one) for one in sitting if one is not None]
    return [one for one in found if one.state == "council" and one.role(person)]


@implementer(ILetsSee)
class Councils:
    """Lets members of a council see the files of its list as long as it sits."""

    def lets(self, site: Any, found: FileView, person: str, now: datetime) -> bool:
        """See ``ILetsSee``."""
        one = store.disposal_list(site, found.appraisal) if found.appraisal else None
        if one is None:
            return False
        told = lists.view(one)
        return told.state == "council" and bool(told.role(person))
