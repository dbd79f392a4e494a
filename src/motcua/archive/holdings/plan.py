"""What a file list says: headings in a tree, and under them the files foreseen.

Folded from the chain of the list. Events (free texts are payload):

=========== ===================================================================
draft       fonds, year, source -- the list it was copied from, ""; data: entries
put         key, addition -- after the list was issued; data: entry, reason
drop        key
propose     --
return      data: reason -- a draft again
approve     --
issue       deed -- number and date of the decision
close       --
=========== ===================================================================
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from motcua import _
from motcua.base.folding import fold as folded
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.archive.holdings.store import FileList
    from motcua.dossiers.ledger import Event

HEADING: Final = "heading"
FILE: Final = "file"
KINDS: Final[dict[str, Any]] = {
    HEADING: _("Heading of the list"),
    FILE: _("File foreseen"),
}
STATES: Final[dict[str, Any]] = {
    "draft": _("File list drafted"),
    "proposed": _("Waits for the head"),
    "approved": _("File list approved"),
    "issued": _("File list in force"),
    "closed": _("File list ended"),
}
_AFTER: Final = {
    "draft": "draft",
    "propose": "proposed",
    "return": "draft",
    "approve": "approved",
    "issue": "issued",
    "close": "closed",
}


@dataclass(frozen=True)
class Entry:
    """A heading (đề mục) or a file that is foreseen, with the data of Decree 30.

    ``number`` is number and notation; ``retention`` the key of a class, "" for that of
    the heading above; ``maker`` the code of the department. ``takes`` are codes of
    procedures and names of fields whose closed dossiers the heading takes in.
    ``added_at`` is when it came to a list that was in force already.
    """

    key: str
    kind: str
    title: str
    parent: str = ""
    number: str = ""
    retention: str = ""
    maker: str = ""
    note: str = ""
    takes: tuple[str, ...] = ()
    added_at: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the entry as a ledger keeps it."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Entry:
        """Return the entry that a ledger keeps."""
        return cls(**{**data, "takes": tuple(data.get("takes", ()))})


@dataclass(frozen=True)
class Plan:
    """A file list as it stands; ``entries`` are in their order, by key."""

    code: str
    fonds: str
    year: int
    state: str
    length: int
    entries: Mapping[str, Entry]
    source: str
    deed: str
    drafted_by: str
    proposed_by: str
    approved_by: str
    issued_at: datetime | None
    returned: str
    events: tuple[Event, ...] = field(default=(), repr=False)

    def children(self, key: str = "") -> list[Entry]:
        """Return what stands directly under a heading, "" for the top."""
        return [one for one in self.entries.values() if one.parent == key]

    @property
    def rows(self) -> list[tuple[int, Entry]]:
        """All entries in the order of the printed list: (depth, entry)."""
        under: dict[str, list[Entry]] = {}
        for one in self.entries.values():
            under.setdefault(one.parent, []).append(one)
        found = []
        waiting = [(0, one) for one in reversed(under.get("", ()))]
        while waiting:
            depth, one = waiting.pop()
            found.append((depth, one))
            below = reversed(under.get(one.key, ()))
            waiting += [(depth + 1, each) for each in below]
        return found

    def line(self, key: str) -> list[Entry]:
        """Return an entry and the headings above it, the nearest first."""
        found: list[Entry] = []
        while key in self.entries and len(found) <= len(self.entries):
            found.append(self.entries[key])
            key = found[-1].parent
        return found

    def retention(self, key: str) -> str:
        """Return the class of an entry, its own or the nearest above, "" for none."""
        return next((one.retention for one in self.line(key) if one.retention), "")

    def maker(self, key: str) -> str:
        """Return the department that makes a file, its own or the nearest above."""
        return next((one.maker for one in self.line(key) if one.maker), "")

    def taking(self, procedure: str, of_field: str) -> str:
        """Return the heading that takes a dossier in, "" for none.

        One that names the procedure wins over one that names the field.
        """
        wanted = folded(of_field)
        by_field = ""
        for one in self.entries.values():
            if procedure in one.takes:
                return one.key
            if not by_field and wanted in {folded(each) for each in one.takes}:
                by_field = one.key
        return by_field

    @property
    def last_key(self) -> int:
        """The number of the last key that an entry has or had, 0 for none."""
        used = [int(key[1:]) for key in self.entries if key[1:].isdigit()]
        gone = [
            int(str(event.facts["key"])[1:])
            for event in self.events
            if event.type in ("put", "drop")
        ]
        return max([*used, *gone], default=0)


def fold(one: FileList) -> Plan:
    """Return what the chain of a list comes to."""
    chain = ledger.events(one)
    first = chain[0]
    entries = _entries(first.data.get("entries", ()))
    plan = Plan(
        code=one.code,
        fonds=first.facts["fonds"],
        year=int(first.facts["year"]),
        state="draft",
        length=len(chain),
        entries=entries,
        source=first.facts["source"],
        deed="",
        drafted_by=first.actor,
        proposed_by="",
        approved_by="",
        issued_at=None,
        returned="",
        events=tuple(chain),
    )
    for event in chain[1:]:
        plan = _apply(plan, entries, event)
    return plan


def _entries(kept: Iterable[Mapping[str, Any]]) -> dict[str, Entry]:
    found = [Entry.from_json(one) for one in kept]
    return {one.key: one for one in found}


def _apply(plan: Plan, entries: dict[str, Entry], event: Event) -> Plan:
    facts, data = event.facts, event.data
    if event.type == "put":
        made = Entry.from_json(data["entry"])
        if facts["addition"] and made.key not in entries:
            made = replace(made, added_at=event.at.isoformat())
        elif made.key in entries:
            made = replace(made, added_at=entries[made.key].added_at)
        entries[made.key] = made
        return plan
    if event.type == "drop":
        del entries[facts["key"]]
        return plan
    changes: dict[str, Any] = {"state": _AFTER[event.type]}
    match event.type:
        case "propose":
            changes |= {"proposed_by": event.actor, "returned": ""}
        case "return":
            changes["returned"] = str(data.get("reason", "")) or "-"
        case "approve":
            changes["approved_by"] = event.actor
        case "issue":
            changes |= {"deed": str(facts["deed"]), "issued_at": event.at}
    return replace(plan, **changes)
