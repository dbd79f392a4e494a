"""What officers are told by e-mail: each morning what waits, at once when urged.

Nobody gets anything who did not ask for it. A digest has numbers and codes, no names
and no titles; restricted dossiers are counted for who may see them and never named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import folder
from motcua.dossiers import rights
from motcua.dossiers import worklist
from motcua.dossiers.handovers import store
from motcua.dossiers.interfaces import IEscalated
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import facts
from motcua.dossiers.notices import officers
from motcua.dossiers.watching import escalations
from motcua.organisation.calendars import calendar_for
from motcua.storage import jobs
from motcua.storage import tries
from motcua.storage.interfaces import IJob
from plone import api
from typing import Any
from typing import Final
from zope.component import adapter
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


#: Hour of Vietnam from which the letters of the morning go out.
MORNING: Final = 6
#: What was told since then stands in a letter: the days between two of them.
_SINCE: Final = timedelta(days=1)
#: Codes that a letter names.
NAMED: Final = 20


def text(site: Any, person: str, now: datetime, language: str = "vi") -> str:
    """Return the letter of a morning, "" when nothing waits that has to be told."""
    day = facts.day(now)
    groups = rights.groups_of(person, day)
    moments = worklist.day_of(site, groups, now)
    wanted = worklist.Wanted()
    numbers = {"late": 0, "today": 0, "soon": 0}
    for (_state, band), number in worklist.counts(groups, wanted, moments).items():
        if band in numbers:
            numbers[band] += number
    still = list(
        dict.fromkeys(one.subject for one in escalations.told_to(person, now - _SINCE))
    )
    if not any(numbers.values()) and not still:
        return ""
    words = {
        "late": _("Overdue: ${number}"),
        "today": _("Due today: ${number}"),
        "soon": _("Due soon: ${number}"),
    }
    lines = []
    for band, title in words.items():
        lines.append(_in(language, title, number=str(numbers[band])))
        if band != "soon" and numbers[band]:
            found = worklist.listed(groups, worklist.Wanted(band=band), moments)
            lines += [f"  {code}" for code in _named(site, found)]
    if still:
        lines.append(
            _in(language, _("Does not move: ${number}"), number=str(len(still)))
        )
        lines += [f"  {code}" for code in _public(site, still[:NAMED])]
    lines += ["", _in(language, _("Your work: ${address}"), address=_desk())]
    return "\n".join(lines)


def _named(site: Any, rows: Any) -> list[str]:
    return _public(site, [row.code for row in list(rows)[:NAMED]])


def _public(site: Any, codes: list[str]) -> list[str]:
    """Return those of ordinary dossiers, and of lists, which name nobody."""
    found = ((code, folder.find(site, code)) for code in codes)
    return [
        code
        for code, one in found
        if (store.find(site, code) if one is None else not one.restricted)
    ]


def _desk() -> str:
    return f"{facts.base()}/desk"


def _in(language: str, message: Any, **words: str) -> str:
    return str(translate(Message(message, mapping=words), target_language=language))


@implementer(IJob)
class Digest:
    """Writes to one officer; the job ``officer-digest``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """Send the letter of the morning, or tell of an urging (``code``)."""
        person, site = data["person"], getSite()
        user = api.user.get(userid=person)
        to = str(user.getProperty("email", "") or "") if user else ""
        notifier = queryUtility(INotifier, name=choices.EMAIL)
        now = datetime.now(UTC)
        if not to or notifier is None or officers.mode_of(person, site) == officers.OFF:
            progress(1, 1, "nobody")
            return
        subject, body = self._said(site, person, data, now)
        if not body:
            progress(1, 1, "nothing waits")
            return
        identity = tries.key("digest", key)[:40]
        try:
            notifier.send(delivery.Message(to, subject, body, identity))
        except delivery.ChannelNotSetUp:
            progress(1, 1, "not set up")
        except delivery.Undeliverable as error:
            raise jobs.JobFailed(error.reason) from None

    def _said(
        self, site: Any, person: str, data: Mapping[str, Any], now: datetime
    ) -> tuple[str, str]:
        if "code" in data:
            code = data["code"]
            title = (
                _("You are urged: dossier ${code}")
                if data.get("urged")
                else _("It does not move: dossier ${code}")
            )
            subject = _in("vi", title, code=code or "***")
            address = f"{_desk()}/ho-so/{code}" if code else _desk()
            return subject, _in("vi", _("Open it: ${address}"), address=address)
        day = f"{facts.day(now):%d/%m/%Y}"
        subject = _in("vi", _("What waits for you on ${day}"), day=day)
        return subject, text(site, person, now)


@adapter(IEscalated)  # type: ignore[untyped-decorator]
def tell(event: Any) -> None:
    """Tell at once of what does not move, who chose that. Subscriber."""
    one = event.escalation
    if officers.mode_of(one.person) != officers.AT_ONCE:
        return
    site = getSite()
    dossier = folder.find(site, one.subject)
    if dossier is None:
        return
    code = "" if dossier.restricted else dossier.code
    jobs.enqueue_now(officers.JOB, one.key, {"person": one.person, "code": code})


def each_morning(site: Any, now: datetime | None = None) -> int:
    """Ask for the letters of a working morning; return how many were asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    day: date = local.date()
    if local.hour < MORNING or not calendar_for("", day, site).is_working_day(day):
        return 0
    asked = (
        jobs.enqueue_now(
            officers.JOB, f"{day.isoformat()}:{person}", {"person": person}
        )
        for person in officers.readers(site)
    )
    return sum(asked)
