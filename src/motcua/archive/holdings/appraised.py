"""What appraisal makes of a file: held, on a list, kept or destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua.archive.holdings import kept as terms
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.dossiers.ledger import Event

DESTROYED: Final = "destroyed"
#: Of a hold, in the payload; of a destroyed file, in the header.
_HELD: Final = ("owner", "reason", "deed")
_LEFT: Final = ("list", "deed", "retention", "until", "documents", "pages", "sheets")


@dataclass(frozen=True)
class Hold:
    """Why a file must not be destroyed: ``owner`` asked for it, ``kind`` says who."""

    number: int
    kind: str
    owner: str
    reason: str
    deed: str
    placed_by: str
    placed_at: datetime


@dataclass(frozen=True)
class Destroyed:
    """What is left of a destroyed file beside its code and title.

    ``gone`` and ``shared`` count files whose bytes were removed, or live on in what
    else refers to them; both are None as long as that is under way.
    """

    list: str
    deed: str
    retention: str
    until: str
    documents: int
    pages: int
    sheets: int
    at: datetime
    by: str
    gone: int | None = None
    shared: int | None = None
    purged_at: datetime | None = None


def changes(found: FileView, event: Event) -> dict[str, Any]:
    """Return what an event of appraisal changes."""
    facts, data = event.facts, event.data
    match event.type:
        case "hold":
            words = {name: str(data.get(name, "")) for name in _HELD}
            number, kind = int(facts["hold"]), str(facts["kind"])
            one = Hold(number, kind, **words, placed_by=event.actor, placed_at=event.at)
            return {"holds": (*found.holds, one)}
        case "release":
            left = (one for one in found.holds if one.number != facts["hold"])
            return {"holds": tuple(left)}
        case "appraise" if facts["verdict"] == "listed":
            return {"appraisal": facts["list"]}
        case "appraise" if facts["verdict"] == "kept":
            until = facts["until"]
            told = {**found.fields, "retention": facts["retention"]}
            day = date.fromisoformat(until) if until else None
            kept = terms.judged(found.kept, facts["retention"])
            return {"appraisal": "", "fields": told, "until": day, "kept": kept}
        case "appraise":
            return {"appraisal": ""}
        case "destroy":
            return {
                "state": DESTROYED,
                "appraisal": "",
                "until": None,
                "kept": None,
                "fields": {
                    "title": str(data.get("title", "")),
                    "medium": str(data.get("medium", "paper")),
                    "retention": facts["retention"],
                },
                "destroyed": Destroyed(
                    at=event.at,
                    by=event.actor,
                    **{name: facts[name] for name in _LEFT},
                ),
            }
    assert found.destroyed is not None
    told_now = replace(
        found.destroyed,
        purged_at=event.at,
        gone=int(facts["gone"]),
        shared=int(facts["shared"]),
    )
    return {"destroyed": told_now}
