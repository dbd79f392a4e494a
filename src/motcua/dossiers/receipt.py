"""What a dossier is promised when it is taken in: time, calendar, way.

Used by the receipt at the counter, by the acceptance of what came online, and by
the correction of a wrong procedure. Everything is read once and pinned: what
changes later in catalogue, calendar or process moves nothing.
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.base.acceptance import answer_due
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.dossiers import progress
from motcua.dossiers.clocks import calendars
from motcua.dossiers.clocks import clock
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.errors import MissingData
from motcua.dossiers.processes import book
from motcua.organisation.calendars import calendar_for
from motcua.procedures import versions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping

#: What names the matter: a procedure, its version by digest, a case, a channel.
MATTER: Final = ("procedure", "version", "case", "channel")


def channel_of(site: Any, unit: str, matter: Mapping[str, str]) -> Any:
    """Return the channel that was picked; ``MissingData`` names what is wrong."""
    try:
        version = versions.get(matter["procedure"], matter["version"], site=site)
    except KeyError as error:
        raise MissingData(
            _("The procedure is not in force; choose one that is.")
        ) from error
    if version.units and unit not in version.units:
        raise MissingData(
            _("This unit does not receive dossiers of the procedure; see its page.")
        )
    case = next((one for one in version.cases if one.key == matter["case"]), None)
    if case is None:
        raise MissingData(_("Choose a case of the procedure."))
    for channel in case.channels:
        if channel.kind == matter["channel"]:
            return channel
    raise MissingData(_("Choose a channel that this case offers."))


def promise(site: Any, unit: str, term: Term, now: datetime) -> Deadline:
    """Return the deadline that is promised for what is taken in now."""
    day = now.astimezone(VIETNAM).date()
    return deadline(now, term, calendar_for(unit, day, site), Policy())


def facts(
    site: Any, unit: str, matter: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Return the header facts of taking a matter in at ``unit``.

    Among them the state: "received", or where its process begins.
    Raises ``MissingData``.
    """
    day = now.astimezone(VIETNAM).date()
    channel = channel_of(site, unit, matter)
    term = channel.promised or Term("none")
    found: dict[str, Any] = {
        **{name: matter[name] for name in MATTER},
        "state": "received",
        "holder": unit,
        "term": str(term),
        "calendar": calendars.keep(site, calendar_for(unit, day, site)),
        "due": clock.stamp(promise(site, unit, term, now)),
        **clock.policy_to(Policy()),
    }
    process = book.in_force(site, matter["procedure"], unit, day)
    if process is not None:
        answers = {"case": matter["case"], "channel": matter["channel"]}
        found["process"] = book.keep(site, process)
        found |= progress.begin(site, process, unit, answers, now)
    return found


def answer(site: Any, unit: str, sent: datetime) -> str:
    """Return until when what was sent is to be accepted or answered, as a stamp."""
    day = sent.astimezone(VIETNAM).date()
    return clock.stamp(answer_due(sent, calendar_for(unit, day, site)))
