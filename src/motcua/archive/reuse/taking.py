"""A new dossier refers to a file that the house has, and says from where it comes.

The event is that of a scan, with a ``dossiers.sources.Source`` beside it. The file
stays as long as one of the dossiers that refer to it is kept.
"""

from __future__ import annotations

from motcua.dossiers.actions import act
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.people import index
from motcua.dossiers.sources import Consent
from motcua.dossiers.sources import Source
from motcua.dossiers.states import fold
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from motcua.archive.reuse.offers import Offer
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event


def take(
    dossier: Dossier, offers: Iterable[Offer], actor: str, now: datetime
) -> list[Event]:
    """Attach what was offered and agreed to; return the events.

    What the dossier has already, by a form that was sent twice, is left as it is.
    Raises what ``act`` raises, and ``NotAllowed`` for the file of another person.
    """
    view = fold(dossier)
    owner, applicant = view.person("owner"), view.person("applicant")
    digits = index.number(owner.id_number) if owner else ""
    own = applicant is not None and index.number(applicant.id_number) == digits
    role = "applicant" if own else "representative"
    agreed = Consent(now, role, view.procedure)
    there = {(kept.paper, kept.sha256) for kept in view.scans}
    events = []
    for one in offers:
        if (one.paper, one.file.sha256) in there:
            continue
        if one.owner != index.digest(digits):
            raise NotAllowed
        events.append(
            act(dossier, "attach_scan", actor, data=_data(one, agreed), now=now)
        )
    return events


def _data(one: Offer, agreed: Consent) -> dict[str, Any]:
    source = Source(
        dossier=one.dossier,
        event=one.file.number,
        title=one.title,
        result=one.result,
        at=one.event.at,
        by=one.event.actor,
        until=one.until.isoformat() if one.until else "",
        consent=agreed,
    )
    return {
        "paper": one.paper,
        "title": one.asked,
        "sha256": one.file.sha256,
        "size": one.file.size,
        "media": one.file.media,
        "name": one.file.name,
        "pages": one.file.pages,
        "signed": one.signed,
        "source": source.to_json(),
    }
