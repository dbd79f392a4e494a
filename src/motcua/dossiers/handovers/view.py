"""What a list says now: its ledger, folded."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import forms
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.handovers.store import HandoverList
    from motcua.dossiers.ledger import Event

Status = Literal["open", "differs", "settled", "refused", "void"]
#: Where nothing is left to be done about a list.
CLOSED: Final = frozenset({"settled", "refused", "void"})


@dataclass(frozen=True)
class Handover:
    """A list. ``rows`` are dossier codes and the number of the last event read.

    ``differences`` maps the code of a dossier that did not arrive to how that was
    explained, "" as long as it was not. ``taken_by`` is who signed on the paper.
    ``refused`` maps one that was sent back to the reason, ``back`` are those of them
    that arrived where they came from; ``returned`` says why the whole list went back.
    """

    code: str
    form: forms.Form
    number: int
    unit: str
    to: str
    way: str
    at: datetime
    actor: str
    rows: tuple[tuple[str, int], ...]
    note: str
    template: str
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    taken_by: str = ""
    differences: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    back: tuple[str, ...] = ()
    returned: str = ""
    void: str = ""
    reprints: int = 0

    @property
    def status(self) -> Status:
        """Where it stands; a difference stays open until it is explained."""
        if self.void:
            return "void"
        if self.returned:
            return "refused"
        if self.acknowledged_at is None:
            return "open"
        whole = all(self.differences.values()) and not set(self.refused) - {*self.back}
        return "settled" if whole else "differs"

    @property
    def numbered(self) -> str:
        """The number as it is printed: "0012/BGHS"."""
        return f"{self.number:04d}/{self.form.suffix}"


def view(one: HandoverList) -> Handover:
    """Return what a list says now."""
    first, *later = events(one)
    found = _issued(one.code, first)
    for event in later:
        found = _apply(found, event)
    return found


def _issued(code: str, event: Event) -> Handover:
    facts = event.facts
    return Handover(
        code=code,
        form=forms.get(facts["set"], facts["form"]),
        number=int(facts["number"]),
        unit=event.unit,
        to=str(facts["to"]),
        way=str(facts["way"]),
        at=event.at,
        actor=event.actor,
        rows=tuple((str(one), int(number)) for one, number in facts["rows"]),
        note=str(event.data.get("note", "")),
        template=str(facts["template"]),
    )


def _apply(found: Handover, event: Event) -> Handover:
    facts, data = event.facts, event.data
    match event.type:
        case "acknowledge":
            return replace(
                found,
                acknowledged_at=event.at,
                acknowledged_by=event.actor,
                taken_by=str(data.get("taken_by", "")),
                differences=dict.fromkeys(facts["missing"], ""),
            )
        case "explain":
            told = {facts["dossier"]: str(data.get("reason", ""))}
            return replace(found, differences={**found.differences, **told})
        case "refuse":
            reason = str(data.get("reason", "")) or "-"
            if not facts["refused"]:
                return replace(found, returned=reason)
            told = dict.fromkeys(facts["refused"], reason)
            return replace(found, refused={**found.refused, **told})
        case "take_back":
            return replace(found, back=(*found.back, facts["dossier"]))
        case "void":
            return replace(found, void=str(data.get("reason", "")))
        case "reprint":
            return replace(found, reprints=found.reprints + 1)
    raise ValueError(f"{found.code}: unknown event {event.type}")
