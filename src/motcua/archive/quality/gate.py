"""The examination (kiểm tra chất lượng): a sample of a batch before it is filed.

Somebody who neither scanned nor arranged the batch draws a sample of its documents by
ISO 2859-1, looks at each, and types number and date again without seeing what stands in
the catalogue. Too many defective documents send the batch back; the verdict is
computed and nobody's choice. Limit and level are settings of the house, with the day
from which they hold (``settings``). The seed is drawn with the sample
and written down, so that anybody can draw it again.

An office with too few people has its head decide that operators examine their own
batches (``organisation.waivers``); what is found then says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.errors import CaptureError
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.quality import sampling
from motcua.archive.quality import settings
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.organisation import waivers
from motcua.organisation.small import agency_of
import secrets
from typing import Any
from typing import cast
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import date
    from datetime import datetime
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

#: Who examines holds one of these in the unit of the batch.
DUTIES: Final = (batches.DUTY, "supervision")
AQL: Final = 2.5
LEVEL: Final = "II"
#: What is typed a second time.
TWICE: Final = ("number", "date")
#: Besides arranging, what makes somebody an operator of a batch.
_OWN: Final = ("arrive", "collate", "secret", "release", "undo", "submit")
#: Batches of a unit whose verdicts are looked back at.
_HISTORY: Final = 200

#: What can be wrong with a document that was looked at.
DEFECTS: Final[dict[str, Any]] = {
    "unreadable": _("Cannot be read"),
    "cut-off": _("Something is cut off"),
    "turned": _("A page lies on its side or upside down"),
    "colour": _("Colour, stamp or signature does not show"),
    "pages": _("A page is missing, double or in the wrong place"),
    "place": _("It is another paper than it is called"),
    "data": _("Its data are wrong"),
    "number": _("The number differs from what was typed again"),
    "date": _("The date differs from what was typed again"),
}
#: Those that a person ticks; the others come from typing twice.
TICKED: Final = tuple(one for one in DEFECTS if one not in TWICE)


class OwnBatch(CaptureError):
    """Who scanned or arranged the batch wants to examine it."""

    message = _(
        "You scanned or arranged this batch yourself, so somebody else examines it: "
        "the archive or a supervisor of the unit. An office with too few people has a "
        "decision on combined duties recorded under Administration → Combined duties."
    )


@dataclass(frozen=True)
class Judgement:
    """What was found on one document; ``defects`` are keys of ``DEFECTS``."""

    document: str
    defects: tuple[str, ...]
    actor: str
    note: str = ""


@dataclass(frozen=True)
class Examination:
    """The examination of a batch since it was handed in last.

    ``plan`` is None before a sample was drawn.
    """

    plan: sampling.Plan | None = None
    seed: str = ""
    items: tuple[str, ...] = ()
    judged: Mapping[str, Judgement] = field(default_factory=dict)

    @property
    def left(self) -> list[str]:
        """Documents of the sample that nobody has judged yet."""
        return [one for one in self.items if one not in self.judged]

    @property
    def defective(self) -> list[Judgement]:
        """The documents that were found wanting."""
        return [one for one in self.judged.values() if one.defects]

    @property
    def passes(self) -> bool | None:
        """The verdict, None while it is open."""
        if self.plan is None or self.left:
            return None
        return self.plan.accepts(len(self.defective))


def examination(events: Sequence[Event]) -> Examination:
    """Return what the examination came to, after these events of a batch."""
    found = Examination()
    judged: dict[str, Judgement] = {}
    for event in events:
        facts = event.facts
        if event.type == "submit":
            found, judged = Examination(), {}
        elif event.type == "sample":
            names = ("lot", "letter", "aql", "level", "size", "accept", "tightened")
            plan = sampling.Plan(**{name: facts[name] for name in names})
            found = Examination(plan, facts["seed"], tuple(facts["items"]), judged)
        elif event.type == "judge":
            note = str(event.data.get("note", ""))
            defects = tuple(facts["defects"])
            one = Judgement(facts["document"], defects, event.actor, note)
            judged[one.document] = one
    return found


def may_examine(batch: Batch, person: str, now: datetime) -> bool:
    """Say whether the person's duties let them examine batches of this unit."""
    unit = batch.first.unit if batch.first else ""
    groups = rights.groups_of(person, now.astimezone(VIETNAM).date())
    return any(f"{unit}:{duty}" in groups for duty in DUTIES)


def get(site: Any, code: str, person: str, now: datetime) -> Batch:
    """Return a batch that the person may see or examine; else ``UnknownBatch``.

    The stack of a dossier that is restricted to others is there for nobody else.
    """
    batch = store.batch(site, code)
    if batch is None or not may_examine(batch, person, now):
        return batches.get(site, code, person, now)
    if batches.is_shut(site, batch, person, now):
        raise UnknownBatch
    return batch


def operators(batch: Batch) -> set[str]:
    """Return who scanned, arranged or described anything of the batch."""
    own = {*layout.ARRANGING, *_OWN}
    return {one.actor for one in ledger.events(batch) if one.type in own}


def waived(site: Any, batch: Batch, now: datetime) -> bool:
    """Say whether operators examine their own batches in this office today."""
    agency = agency_of(batch.first.unit if batch.first else "", site)
    day = now.astimezone(VIETNAM).date()
    return waivers.holds(agency, waivers.OWN_BATCH, day, site)


def plan_in_force(on: date) -> tuple[float, sampling.Level]:
    """Return limit and level of the house on a day."""
    aql = float(settings.value("aql", "", on) or AQL)
    level = settings.value("level", "", on) or LEVEL
    return aql, cast("sampling.Level", level)


class Examining:
    """One person who examines one batch at one moment."""

    def __init__(self, site: Any, batch: Batch, actor: str, now: datetime) -> None:
        self.site = site
        self.batch = batch
        self.actor = actor
        self.now = now

    def sample(self) -> Event:
        """Draw the sample, once for each time that the batch was handed in."""
        by_waiver = self._check()
        if self.found.plan is not None:
            raise Impossible(_("The sample of this batch has been drawn."))
        documents = [one.id for one in layout.fold(self.batch).documents]
        aql, level = plan_in_force(self.now.astimezone(VIETNAM).date())
        strict = sampling.tightened(history(self.site, self.batch))
        plan = sampling.plan(len(documents), aql, level, tightened=strict)
        seed = secrets.token_hex(16)
        items = sampling.draw(documents, plan.size, seed)
        told = {**vars(plan), "seed": seed, "items": items, "waived": by_waiver}
        return self._write("sample", told)

    def judge(
        self,
        document: str,
        defects: Sequence[str],
        typed: Mapping[str, str] | None = None,
        note: str = "",
    ) -> Event:
        """Judge one document of the sample, once.

        ``typed`` are number and date as they stand on the paper, of plain papers; what
        differs from the catalogue is a defect.
        """
        by_waiver = self._check()
        if document not in self.found.left:
            raise Impossible(_("This document waits for no judgement."))
        if any(one not in TICKED for one in defects):
            raise Missing(_("Choose what is wrong with the document."))
        batch = layout.fold(self.batch)
        differ: list[str] = []
        if batch.purpose == "papers":
            kept = batch.document(document).fields
            differ = [
                name
                for name in TWICE
                if not same(str(kept.get(name, "")), (typed or {}).get(name, ""))
            ]
        told = {
            "document": document,
            "defects": [*defects, *differ],
            "waived": by_waiver,
        }
        return self._write("judge", told, {"typed": dict(typed or {}), "note": note})

    def decide(self, reason: str = "") -> Event:
        """Accept the batch or send it back, as the sample says."""
        by_waiver = self._check()
        found = self.found
        if found.passes is None:
            raise Impossible(
                _("${number} documents of the sample have not been judged yet."),
                number=str(len(found.left) if found.plan else 0),
            )
        told = {
            "defective": len(found.defective),
            "size": len(found.items),
            "waived": by_waiver,
        }
        if found.passes:
            return self._write("accept", told)
        if not reason.strip():
            raise Missing(_("Say in words what is to be mended."))
        again = [one.document for one in found.defective]
        return self._write("refuse", {**told, "documents": again}, {"reason": reason})

    @property
    def found(self) -> Examination:
        """The examination so far."""
        return examination(ledger.events(self.batch))

    def _check(self) -> bool:
        """Refuse who may not, or not now; return whether a waiver was needed."""
        if not may_examine(self.batch, self.actor, self.now):
            raise UnknownBatch
        if layout.state(ledger.events(self.batch)) != "submitted":
            raise Impossible
        if self.actor not in operators(self.batch):
            return False
        if not waived(self.site, self.batch, self.now):
            raise OwnBatch
        return True

    def _write(
        self,
        type_: str,
        facts: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
    ) -> Event:
        return batches.append(self.batch, type_, self.actor, self.now, facts, data)


def same(kept: str, typed: str) -> bool:
    """Say whether two people typed the same; zeros in front and blanks do not count."""
    one, other = (" ".join(text.split()).casefold() for text in (kept, typed))
    return one == other or (one.lstrip("0") == other.lstrip("0") != "")


def history(site: Any, batch: Batch) -> list[bool]:
    """Return the verdicts on batches of the unit that the same person handed in.

    The oldest first; the batch's own earlier verdicts are among them.
    """
    events = ledger.events(batch)
    by = next((one.actor for one in reversed(events) if one.type == "submit"), "")
    verdicts: list[tuple[datetime, bool]] = []
    unit = batch.first.unit if batch.first else ""
    for one in store.of_unit(site, unit, _HISTORY):
        handed_in = ""
        for event in ledger.events(one):
            if event.type == "submit":
                handed_in = event.actor
            elif event.type in ("accept", "refuse") and handed_in == by:
                verdicts.append((event.at, event.type == "accept"))
    return [accepted for _at, accepted in sorted(verdicts)]
