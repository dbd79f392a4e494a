"""What the fields of a notice say: facts of the dossier and of its unit, in words."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from motcua.base.opening import LONGEST_REST
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.statuses import FINISHED
from motcua.dossiers.statuses import TITLES
from motcua.organisation import units
from motcua.organisation.calendars import calendar_for
from motcua.organisation.errors import UnknownUnit
from motcua.storage.settings import settings
from typing import Any
from typing import TYPE_CHECKING
from zope.component.hooks import getSite
from zope.i18n import translate


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.notices.news import News


def of(site: Any, dossier: Dossier, news: News, language: str) -> dict[str, str]:
    """Return the value of every field; "" where there is nothing to say."""
    title = TITLES[news.status]
    ready = news.at if news.status == FINISHED else None
    return {
        "code": dossier.code,
        "status": str(translate(title, target_language=language)),
        "due": _moment(news.due),
        "was": _moment(news.was),
        "until": _moment(news.until),
        "since": _moment(ready),
        "amount": f"{news.amount:,}".replace(",", ".") if news.amount else "",
        "tracking": tracking(language),
        **_unit(site, dossier.unit),
    }


def tracking(language: str = "vi") -> str:
    """Return where citizens follow a dossier: an address without its code."""
    page = {"vi": "vi/tra-cuu", "en": "en/tracking"}[language]
    return f"{base()}/{page}"


def base() -> str:
    """Return the address of the site as citizens type it, without a "/" behind."""
    return (settings().address or str(getSite().absolute_url())).rstrip("/")


def day(now: datetime) -> date:
    """Return the day it is in Vietnam at a moment."""
    return now.astimezone(VIETNAM).date()


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _unit(site: Any, code: str) -> dict[str, str]:
    try:
        unit = units.get(code, site)
    except UnknownUnit:
        return {}
    return {
        "unit": unit.name,
        "address": unit.address,
        "phone": unit.phone,
        "hours": " ".join(unit.opening_hours.split()) or _hours(site, code),
    }


def _hours(site: Any, code: str) -> str:
    """Return the sessions of the next working day, by the calendar of the unit."""
    today = datetime.now(VIETNAM).date()
    calendar = calendar_for(code, today, site)
    for ahead in range(LONGEST_REST):
        hours = calendar.session_row(today + timedelta(days=ahead))
        if hours:
            return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in hours)
    return ""
