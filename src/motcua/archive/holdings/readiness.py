"""The archive-ready meter: what a dossier still lacks to be handed over, every day.

Reckoned anew from ledger, renditions and file list each time it is asked, so nothing is
kept and nothing can be out of date. Each lack says the way out.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive import renditions
from motcua.archive import retention
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import filelists
from motcua.archive.holdings import store
from motcua.archive.incoming.attachments import attachments
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import axes
from motcua.dossiers import ledger
from motcua.procedures import versions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier

#: What is looked at, in the order in which it is told.
CHECKS: Final[dict[str, Any]] = {
    "steps": _("Steps are still open: finish the procedure and return the result."),
    "papers": _("Papers or the result are not in the system: scan and attach them."),
    "unsigned": _("Results without a digital signature: ${number}. Sign them."),
    "unproven": _(
        "Files without a proven archival copy: ${number}. Wait until they are read; "
        "the archive can provide one under Archive → Without archival copy."
    ),
    "retention": _("No rule gives its term of keeping: ask the archive."),
    "fonds": _("Its agency has no fonds: the archive opens it under Archive → Fonds."),
    "heading": _(
        "No heading of the file list takes it in: the archive adds one under Archive → "
        "File lists, or the file stands outside the list."
    ),
}
#: What does not hinder closing: the file then stands outside the list.
_SOFT: Final = frozenset({"heading"})


@dataclass(frozen=True)
class Readiness:
    """How ready a dossier is; ``lacks`` are (key of ``CHECKS``, words).

    ``file`` is the code of the file in which it lies, "" for none.
    """

    lacks: tuple[tuple[str, Any], ...]
    file: str
    closed: bool

    @property
    def done(self) -> int:
        """How many of the checks are passed."""
        return len(CHECKS) - len(self.lacks)

    @property
    def total(self) -> int:
        """How many checks there are."""
        return len(CHECKS)

    @property
    def full(self) -> bool:
        """Whether one act can close it and put it into its file."""
        return not self.file and all(key in _SOFT for key, _words in self.lacks)


def of(site: Any, dossier: Dossier, now: datetime) -> Readiness:
    """Return how ready a dossier is. Checks no rights."""
    closed = dossier.state == "closed"
    counted = {
        "steps": not closed and "close" not in actions.legal(dossier),
        "papers": axes.of(dossier.standing).digitisation != "complete",
        "unsigned": _unsigned(dossier),
        "unproven": _unproven(site, dossier),
        **_places(site, dossier, now),
    }
    return Readiness(
        tuple((key, _said(key, count)) for key, count in counted.items() if count),
        dossiers.taken_in(site, dossier.code),
        closed,
    )


def _said(key: str, count: int) -> Any:
    if count is True:
        return CHECKS[key]
    return Message(CHECKS[key], mapping={"number": str(count)})


def _unsigned(dossier: Dossier) -> int:
    """Return how many results came since the last that is digitally signed.

    A result is attached as a draft first, and signed afterwards.
    """
    since = 0
    for one in ledger.events(dossier):
        if one.type == "attach_result" and one.data:
            since = 0 if one.data.get("signed") else since + 1
    return since


def _unproven(site: Any, dossier: Dossier) -> int:
    """Return how many files have no archival copy that passed."""
    found = [renditions.get(one.sha256, site) for one in attachments(dossier)]
    return sum(1 for one in found if one is None or not one.passed)


def _places(site: Any, dossier: Dossier, now: datetime) -> dict[str, bool]:
    """Return whether term, fonds and heading are missing."""
    standing = dossier.standing
    version = versions.get(standing.procedure, standing.version, site=site)
    day = now.astimezone(VIETNAM).date()
    agency = dossiers.agency(site, dossier.unit, standing.competent)
    try:
        rules = retention.rules_of(site, agency)
        retention.rule_for(standing.procedure, version.field, day, rules)
        unruled = False
    except LookupError:
        unruled = True
    fonds = store.fonds_of(site, agency)
    year = standing.received_at.astimezone(VIETNAM).year
    plan = filelists.in_force(site, fonds.name, year) if fonds is not None else None
    taken = plan.taking(standing.procedure, version.field) if plan is not None else ""
    return {
        "retention": unruled,
        "fonds": fonds is None,
        "heading": fonds is not None and not taken,
    }
