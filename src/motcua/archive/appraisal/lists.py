"""Disposal lists (danh mục tài liệu hết giá trị): what their chains come to.

Events (free texts are payload):

=========== ===================================================================
draft       fonds, year, number, submits -- the agency hands in to the historical
            archive, so the authority is asked
take        files -- [code, why] each, why one of ``WHY``; data: notes {code: note}
strike      files; data: reason -- taken off before the council sits
convene     deed, members -- [login, role] each
speak       round, files, verdict, retention; data: reason
end_round   round, differing -- files on which the members differ
rule        files, verdict, retention; data: reason -- the chair, on what differs
report      the council has ended
ask         authority, deed -- the archives authority is asked
answer      deed, kept -- files that it wants kept; data: reason
decide      deed, destroyed, kept, held -- the head
destroy     data: reason -- asked for; the job does it
spare       file, why -- not destroyed, see ``SPARED``
done        destroyed, spared, file -- the file of the destruction itself
give_up     data: reason -- nothing of it is destroyed
=========== ===================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from motcua import _
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.appraisal.store import DisposalList
    from motcua.dossiers.ledger import Event

STATES: Final[dict[str, Any]] = {
    "draft": _("Disposal list in draft"),
    "council": _("The council sits"),
    "judged": _("The council has ended"),
    "asked": _("The archives authority is asked"),
    "answered": _("The archives authority has answered"),
    "decided": _("Decided: to be destroyed"),
    "destroying": _("Being destroyed"),
    "done": _("Destroyed, minutes drawn up"),
    "given-up": _("Given up"),
}
WHY: Final[dict[str, Any]] = {
    "expired": _("The term of keeping is over"),
    "duplicate": _("It is there twice"),
}
ROLES: Final[dict[str, Any]] = {
    "chair": _("Chair of the council"),
    "secretary": _("Secretary of the council"),
    "member": _("Member of the council"),
}
DESTROY: Final = "destroy"
KEEP: Final = "keep"
VERDICTS: Final[dict[str, Any]] = {DESTROY: _("Destroy"), KEEP: _("Keep it on")}
SPARED: Final[dict[str, Any]] = {
    "held": _("A legal hold lies on it"),
    "changed": _("It is not as it was when the list was decided on"),
}
_AFTER: Final = {
    "convene": "council",
    "report": "judged",
    "ask": "asked",
    "answer": "answered",
    "decide": "decided",
    "destroy": "destroying",
    "done": "done",
    "give_up": "given-up",
}


@dataclass(frozen=True)
class Voice:
    """What a member, or the chair, says of a file."""

    verdict: str
    retention: str = ""
    reason: str = ""
    by: str = ""

    @property
    def said(self) -> tuple[str, str]:
        """What is compared with others: verdict and new term."""
        return self.verdict, self.retention


@dataclass(frozen=True)
class ListView:
    """A disposal list as it stands.

    ``files`` maps codes to why they are on it, in their order; ``voices`` (file, login)
    to what was said in this round, ``settled`` files to what the council says.
    """

    code: str
    fonds: str
    year: int
    number: int
    submits: bool
    state: str
    length: int
    drafted_by: str
    drafted_at: datetime
    files: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    builders: frozenset[str] = frozenset()
    members: tuple[tuple[str, str], ...] = ()
    council_deed: str = ""
    round: int = 0
    voices: Mapping[tuple[str, str], Voice] = field(default_factory=dict)
    settled: Mapping[str, Voice] = field(default_factory=dict)
    judged_at: datetime | None = None
    authority: str = ""
    asked_deed: str = ""
    answer_deed: str = ""
    answered_at: datetime | None = None
    exceptions: frozenset[str] = frozenset()
    deed: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    approved: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    spared: Mapping[str, str] = field(default_factory=dict)
    done_at: datetime | None = None
    kept_in: str = ""
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def open(self) -> bool:
        """Whether files still stand on it."""
        return self.state not in ("done", "given-up")

    @property
    def disputed(self) -> tuple[str, ...]:
        """Files of which the council has not settled what becomes of them."""
        return tuple(code for code in self.files if code not in self.settled)

    def role(self, person: str) -> str:
        """Return the role of a person in the council, "" for none."""
        return dict(self.members).get(person, "")

    def unspoken(self, person: str) -> tuple[str, ...]:
        """Return files of this round of which a member has said nothing."""
        return tuple(
            code for code in self.disputed if (code, person) not in self.voices
        )

    @property
    def to_destroy(self) -> tuple[str, ...]:
        """Files that council and authority let go."""
        return tuple(
            code
            for code in self.files
            if code not in self.exceptions
            and code in self.settled
            and self.settled[code].verdict == DESTROY
        )


def view(one: DisposalList) -> ListView:
    """Return what the chain of a list comes to."""
    chain = ledger.events(one)
    first, *later = chain
    found = ListView(
        code=one.code,
        fonds=first.facts["fonds"],
        year=int(first.facts["year"]),
        number=int(first.facts["number"]),
        submits=bool(first.facts["submits"]),
        state="draft",
        length=len(chain),
        drafted_by=first.actor,
        drafted_at=first.at,
        builders=frozenset({first.actor}),
        events=tuple(chain),
    )
    for event in later:
        state = _AFTER.get(event.type, found.state)
        found = replace(found, state=state, **_changes(found, event))
    return found


def _changes(found: ListView, event: Event) -> dict[str, Any]:
    facts, data = event.facts, event.data
    match event.type:
        case "take":
            return {
                "files": {**found.files, **dict(facts["files"])},
                "notes": {**found.notes, **data.get("notes", {})},
                "builders": found.builders | {event.actor},
            }
        case "strike":
            gone = set(facts["files"])
            kept = {code: why for code, why in found.files.items() if code not in gone}
            return {"files": kept}
        case "convene":
            members = tuple((login, role) for login, role in facts["members"])
            return {"members": members, "council_deed": facts["deed"], "round": 1}
        case "speak":
            voice = _voice(event)
            new = {(code, event.actor): voice for code in facts["files"]}
            return {"voices": {**found.voices, **new}}
        case "end_round":
            return _round_ended(found, set(facts["differing"]))
        case "rule":
            voice = _voice(event)
            ruled = dict.fromkeys(facts["files"], voice)
            return {"settled": {**found.settled, **ruled}}
        case "report":
            return {"judged_at": event.at}
    return _decided(found, event)


def _decided(found: ListView, event: Event) -> dict[str, Any]:
    facts = event.facts
    match event.type:
        case "ask":
            return {"authority": facts["authority"], "asked_deed": facts["deed"]}
        case "answer":
            return {
                "answer_deed": facts["deed"],
                "answered_at": event.at,
                "exceptions": frozenset(facts["kept"]),
            }
        case "decide":
            return {
                "deed": facts["deed"],
                "decided_at": event.at,
                "decided_by": event.actor,
                "approved": tuple(facts["destroyed"]),
                "kept": tuple(facts["kept"]),
                "spared": dict.fromkeys(facts["held"], "held"),
            }
        case "spare":
            return {"spared": {**found.spared, facts["file"]: facts["why"]}}
        case "done":
            return {"done_at": event.at, "kept_in": facts["file"]}
    return {}


def _voice(event: Event) -> Voice:
    facts = event.facts
    reason = str(event.data.get("reason", ""))
    return Voice(facts["verdict"], facts["retention"], reason, event.actor)


def _round_ended(found: ListView, differing: set[str]) -> dict[str, Any]:
    """Return what a round settled; of the rest the next one begins."""
    settled = dict(found.settled)
    for code in found.disputed:
        if code not in differing:
            voices = [found.voices[code, login] for login, _role in found.members]
            settled[code] = voices[0]
    return {"settled": settled, "voices": {}, "round": found.round + 1}
