"""What officers are told by e-mail: each morning what waits, at once when urged.

Nobody gets anything who did not ask for it. A digest has numbers and codes, no names
and no titles; restricted dossiers are counted for who may see them and never named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import folder
from motcua.dossiers import rights
from motcua.dossiers import worklist
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import facts
from motcua.dossiers.notices import officers
from motcua.organisation.calendars import calendar_for
from motcua.storage import jobs
from motcua.storage import tries
from motcua.storage.interfaces import IJob
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


if TYPE_CHECKING:
    pass

#: Hour of Vietnam from which the letters of the morning go out.
MORNING: Final = 6
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
    if not any(numbers.values()):
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
    lines += ["", _in(language, _("Your work: ${address}"), address=_desk())]
    return "\n".join(lines)


def _named(site: Any, rows: Any) -> list[str]:
    codes = [row.code for row in list(rows)[:NAMED]]
    found = ((code, folder.find(site, code)) for code in codes)
    return [code for code, one in found if one is not None and not one.restricted]


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
        if data.get("urged"):
            code = data["code"]
            subject = _in("vi", _("You are urged: dossier ${code}"), code=code or "***")
            address = f"{_desk()}/ho-so/{code}" if code else _desk()
            return subject, _in("vi", _("Open it: ${address}"), address=address)
        day = f"{facts.day(now):%d/%m/%Y}"
        subject = _in("vi", _("What waits for you on ${day}"), day=day)
        return subject, text(site, person, now)


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
