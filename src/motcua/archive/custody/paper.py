"""The paper of a file is put into a box, lent, and taken back.

All is written on the chain of the file, see ``holdings.lying``: acts on a file see at
once that it is out, and two persons who scan the same file at the same moment write the
same object, so that the second is told. Acts raise ``Unknown``, ``NotYours``,
``Stale``, ``Gone``, ``Transferred``, and ``Impossible`` for a digital file.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive.custody import lending
from motcua.archive.custody import places
from motcua.archive.custody.errors import NotLent
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import lying
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Gone
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Transferred
from motcua.archive.holdings.interfaces import IKeepsBack
from motcua.base.vietnam import VIETNAM
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.lying import Loan
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

_NAME: Final = 200
_WORDS: Final = 500


def put(
    site: Any,
    one: File,
    box: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write that the paper of a file lies in a box, of the same archive.

    Raises ``Lent``, ``OutOfUse``, ``Impossible`` for no box, or when it lies there.
    """
    found, group = _allowed(site, one, actor, now, seen)
    lying.check_at_hand(found)
    outer = places.get(site, box, actor, now)
    place = places.view(outer)
    keeper = files.keeper_of(site, found.fonds)
    if place.kind != places.BOX or place.agency != keeper:
        raise Impossible(_("${code} is no box of this archive."), code=place.barcode)
    if place.barcode == found.lying.box:
        raise Impossible(_("File ${code} lies in this box already."), code=found.code)
    places.check_used(outer, place)
    return rights.append(one, "shelve", actor, group, now, {"box": place.barcode})


def take_out(
    site: Any, one: File, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Write that the paper lies in no box; raises ``Lent``, ``Impossible``."""
    found, group = _allowed(site, one, actor, now, seen)
    lying.check_at_hand(found)
    if not found.lying.box:
        raise Impossible(_("File ${code} lies in no box."), code=found.code)
    return rights.append(one, "shelve", actor, group, now, {"box": ""})


def lend(
    site: Any,
    one: File,
    to: str,
    purpose: str,
    until: date | None,
    actor: str,
    now: datetime,
    seen: int | None = None,
    *,
    department: str = "",
    login: str = "",
) -> Event:
    """Give the paper of a file to a person until a day, by the rule of the agency.

    ``department`` is theirs; ``login`` of an officer, who sees the loan then. Without
    ``until`` it is the last day of the rule. Raises ``Lent``, ``Missing``. Name and
    purpose are payload.
    """
    found, group = _allowed(site, one, actor, now, seen)
    lying.check_at_hand(found)
    name = to.strip()
    if login:
        user = api.user.get(userid=login)
        if user is None:
            raise Missing(_("There is no officer with login ${login}."), login=login)
        name = name or str(user.getProperty("fullname", "") or login)
    if not name or not purpose.strip():
        raise Missing(_("Say who borrows it and what for."))
    rule = _rule(site, found, now)
    today = now.astimezone(VIETNAM).date()
    last = _checked(until, rule.last(today), today)
    facts = {"department": department, "until": last.isoformat(), "login": login}
    data = {"to": name[:_NAME], "purpose": purpose.strip()[:_WORDS]}
    return rights.append(one, "lend", actor, group, now, facts, data)


def extend(
    site: Any,
    one: File,
    until: date | None,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Let the borrower keep it longer, as often as the rule says.

    Raises ``NotLent``, ``Missing``, ``Impossible``.
    """
    found, group = _allowed(site, one, actor, now, seen)
    loan = _loan(found)
    rule = _rule(site, found, now)
    if loan.extended >= rule.extensions:
        raise Impossible(
            _("A loan is extended ${number} times at most. Take ${code} back first."),
            code=found.code,
            number=str(rule.extensions),
        )
    today = now.astimezone(VIETNAM).date()
    last = _checked(until, rule.last(today), max(today, loan.until))
    if last == loan.until:
        raise Missing(_("Give a later day than that of the loan."))
    facts = {"until": last.isoformat()}
    return rights.append(one, "extend", actor, group, now, facts)


def remind(
    site: Any,
    one: File,
    how: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write down that the borrower was asked; raises ``NotLent``, ``Missing``."""
    found, group = _allowed(site, one, actor, now, seen)
    _loan(found)
    if not how.strip():
        raise Missing(_("Say how the borrower was reminded."))
    data = {"how": how.strip()[:_WORDS]}
    return rights.append(one, "remind", actor, group, now, {}, data)


def give_back(
    site: Any,
    one: File,
    actor: str,
    now: datetime,
    seen: int | None = None,
    *,
    shape: str = "good",
    condition: str = "",
) -> Event:
    """Take the paper of a file back; ``condition`` says what is wrong with it.

    ``shape`` is one of ``lying.CONDITIONS``; what is not complete and undamaged needs
    words. Raises ``NotLent``, ``Missing``.
    """
    found, group = _allowed(site, one, actor, now, seen)
    _loan(found)
    said = condition.strip()[:_WORDS]
    if shape not in lying.CONDITIONS or (shape != "good" and not said):
        raise Missing(_("Say what is missing or damaged."))
    facts = {"shape": shape}
    return rights.append(
        one, "give_back", actor, group, now, facts, {"condition": said}
    )


def undo(site: Any, one: File, number: int, actor: str, now: datetime) -> Event:
    """Take back what was written last of the paper, event ``number``: a mistake.

    Raises ``Stale`` when something else was written since, ``OutOfUse``.
    """
    found, group = _allowed(site, one, actor, now, None)
    last = found.lying
    if last.before is None or last.number != number:
        raise Stale
    box = last.before.box
    if box and box != last.box:
        outer = places.get(site, box, actor, now)
        places.check_used(outer, places.view(outer))
    return rights.append(one, "undo", actor, group, now, {"of": number})


def _loan(found: FileView) -> Loan:
    if found.lying.loan is None:
        raise NotLent(code=found.code)
    return found.lying.loan


def _rule(site: Any, found: FileView, now: datetime) -> lending.Rule:
    day = now.astimezone(VIETNAM).date()
    return lending.on(site, files.keeper_of(site, found.fonds), day)


def _checked(until: date | None, last: date, first: date) -> date:
    """Return the last day of a loan, not beyond that of the rule."""
    if until is None:
        return last
    if not first <= until <= last:
        raise Missing(
            _("The day is not over, and ${day} at the latest by the rule on loans."),
            day=f"{last:%d/%m/%Y}",
        )
    return until


def _allowed(
    site: Any, one: File, actor: str, now: datetime, seen: int | None
) -> tuple[FileView, str]:
    """Return the file and the group in which the archive of its agency acts."""
    files.get(site, one.code, actor, now)
    found = files.view(one)
    keeper = files.keeper_of(site, found.fonds)
    group = rights.check(rights.keeps(site, keeper, actor, now))
    rights.check_seen(one, seen)
    if found.destroyed is not None:
        day = f"{found.destroyed.at.astimezone(VIETNAM):%d/%m/%Y}"
        raise Gone(code=found.code, day=day, deed=found.destroyed.deed)
    if found.keeping == handed.HISTORICAL:
        raise Transferred(code=found.code, list=found.handed_by)
    if not found.on_paper:
        raise Impossible(_("File ${code} is digital and has no paper."), code=one.code)
    return found, group


def standing(site: Any, code: str) -> tuple[str, Loan | None]:
    """Return where the paper of a file lies, the store first, and its loan.

    ("", None) for a code of no file, one that is digital, and one that is not here any
    more. Checks no rights.
    """
    one = holdings.file(site, code)
    found = files.view(one) if one is not None else None
    if found is None or found.destroyed is not None or not found.on_paper:
        return "", None
    if found.keeping == handed.HISTORICAL:
        return "", None
    return places.named(site, found.lying.box), found.lying.loan


@implementer(IKeepsBack)
class KeepsBack:
    """The term of a file on loan does not move while somebody has it."""

    def why(self, site: Any, found: FileView) -> Any:
        """See ``IKeepsBack``."""
        return _("Its paper is on loan") if found.lying.loan is not None else ""
