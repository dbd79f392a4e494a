"""Requests of readers: what their chains come to.

Events (words of people are payload, and nothing else names them):

=========== ===================================================================
ask         code, agency, year, number, reader (citizen or officer), login -- of an
            officer, use, items; data: name, identity, contact, purpose
answer      agreed, covered, refused, submitted -- codes; days, until; data: reasons
            by code, opinion -- what the archive thinks of those it submits
decide      agreed, covered, refused, days, until; data: reasons -- by the head
made        item, pieces -- {code, title is payload, source, sha256, size, pages,
            number -- in the register of copies, 0 for copies to read}; data: titles
link        token -- the digest of it; data: code -- keyed digest of the second factor
sign        piece, sha256, size, of, until -- a certified copy came back signed
end         items; data: reason -- before their last day
wipe        items, digests -- copies are gone, their bytes are removed
=========== ===================================================================

An item is asked, then agreed on or refused; what is of conditional access is submitted
to the head in between (article 36(1)(d)). ``until`` is the last day of reading, fifteen
days from approval at most (article 36(1)(c), 40(4)).
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.reading.store import Request
    from motcua.dossiers.ledger import Event

CITIZEN: Final = "citizen"
OFFICER: Final = "officer"
READERS: Final[dict[str, Any]] = {
    CITIZEN: _("A citizen at the counter"),
    OFFICER: _("An officer"),
}
READ: Final = "read"
PLAIN: Final = "plain"
CERTIFIED: Final = "certified"
USES: Final[dict[str, Any]] = {
    READ: _("Read"),
    PLAIN: _("Copy without certification"),
    CERTIFIED: _("Copy with certification"),
}
ASKED: Final = "asked"
SUBMITTED: Final = "submitted"
AGREED: Final = "agreed"
REFUSED: Final = "refused"
ENDED: Final = "ended"
WIPED: Final = "wiped"
STATES: Final[dict[str, Any]] = {
    ASKED: _("Waits for the archive"),
    SUBMITTED: _("Waits for the head"),
    AGREED: _("Agreed"),
    REFUSED: _("Refused"),
    ENDED: _("Ended early"),
    WIPED: _("Copies wiped"),
}
#: Days of reading at most, and days after which copies are wiped (articles 36, 37, 40).
MOST_DAYS: Final = 15
WIPED_AFTER: Final = 5


@dataclass(frozen=True)
class Copy:
    """A copy of one document: ``sha256`` of its PDF, ``signed`` of the signed one.

    ``number`` stands in the register of copies, 0 for what is only read.
    """

    code: str
    title: str
    source: str
    sha256: str
    size: int
    pages: int
    number: int
    signed: str = ""
    signed_size: int = 0

    @property
    def digests(self) -> tuple[str, ...]:
        """The stored files of the copy."""
        return tuple(filter(None, (self.sha256, self.signed)))


@dataclass(frozen=True)
class Asked:
    """An item of a request; ``until`` is its last day, None before it is agreed on.

    ``covered`` says that the reader gets covered copies; ``by`` is who agreed, refused
    or gave an opinion last; ``made`` that copies were made, be there any or not.
    """

    code: str
    state: str = ASKED
    until: date | None = None
    covered: bool = False
    by: str = ""
    reason: str = ""
    made: bool = False
    copies: tuple[Copy, ...] = ()

    def open_on(self, day: date) -> bool:
        """Say whether it may be read on a day."""
        agreed = self.state == AGREED and self.until is not None
        return agreed and day <= self.until  # type: ignore[operator]

    def due_to_wipe(self, day: date) -> bool:
        """Say whether its copies are to be wiped on a day."""
        if self.until is None or self.state not in (AGREED, ENDED):
            return False
        return day > self.until + timedelta(days=WIPED_AFTER)


@dataclass(frozen=True)
class RequestView:
    """A request as it stands; words of people are "" once they are forgotten."""

    code: str
    agency: str
    year: int
    number: int
    reader: str
    login: str
    use: str
    items: Mapping[str, Asked]
    length: int
    asked_by: str
    asked_at: datetime
    name: str = ""
    identity: str = ""
    contact: str = ""
    purpose: str = ""
    token: str = ""
    factor: str = ""
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def open(self) -> tuple[str, ...]:
        """The codes that wait for the archive or for the head."""
        waits = (ASKED, SUBMITTED)
        return tuple(one.code for one in self.items.values() if one.state in waits)

    def at(self, state: str) -> list[Asked]:
        """The items in a state."""
        return [one for one in self.items.values() if one.state == state]

    def readable(self, now: datetime) -> list[Asked]:
        """The items that may be read at this moment."""
        day = now.astimezone(VIETNAM).date()
        return [one for one in self.items.values() if one.open_on(day)]

    def copies(self, now: datetime) -> list[tuple[Asked, Copy]]:
        """The copies that may be opened at this moment, in order."""
        return [(one, copy) for one in self.readable(now) for copy in one.copies]

    @property
    def digests(self) -> set[str]:
        """The stored files of all copies that are not wiped."""
        kept = (one for one in self.items.values() if one.state != WIPED)
        return {
            digest for one in kept for copy in one.copies for digest in copy.digests
        }

    @property
    def state(self) -> str:
        """Where the whole of it stands: that of the item that is behind all others."""
        order = (ASKED, SUBMITTED, AGREED, ENDED, WIPED, REFUSED)
        held = {one.state for one in self.items.values()}
        return next(state for state in order if state in held)

    @property
    def until(self) -> date | None:
        """The last day of what may be read longest."""
        days = [one.until for one in self.at(AGREED) if one.until]
        return max(days, default=None)


def view(one: Request) -> RequestView:
    """Return what the chain of a request comes to."""
    chain = ledger.events(one)
    first = chain[0]
    facts, data = first.facts, first.data
    names = ("code", "agency", "reader", "login", "use")
    found = RequestView(
        **{name: facts[name] for name in names},
        year=int(facts["year"]),
        number=int(facts["number"]),
        items={code: Asked(code) for code in facts["items"]},
        length=len(chain),
        asked_by=first.actor,
        asked_at=first.at,
        **{
            name: str(data.get(name, ""))
            for name in ("name", "identity", "contact", "purpose")
        },
        events=tuple(chain),
    )
    for event in chain[1:]:
        found = _apply(found, event)
    return found


def _apply(found: RequestView, event: Event) -> RequestView:
    facts, data = event.facts, event.data
    match event.type:
        case "answer" | "decide":
            return replace(found, items={**found.items, **_answered(found, event)})
        case "link":
            factor = str(data.get("code", ""))
            return replace(found, token=facts["token"], factor=factor)
        case "made":
            item = found.items[facts["item"]]
            titles = dict(data.get("titles", {}))
            copies = tuple(
                Copy(title=str(titles.get(told["code"], "")), **told)
                for told in facts["pieces"]
            )
            return _with(found, replace(item, made=True, copies=copies))
        case "sign":
            return _signed(found, event)
        case "end" | "wipe":
            state = ENDED if event.type == "end" else WIPED
            changed = {}
            for code in facts["items"]:
                item = found.items[code]
                day = event.at.astimezone(VIETNAM).date()
                ends = min(item.until or day, day) if state == ENDED else item.until
                changed[code] = replace(item, state=state, until=ends)
            return replace(found, items={**found.items, **changed})
    raise ValueError(f"{found.code}: unknown event {event.type}")


def _answered(found: RequestView, event: Event) -> dict[str, Asked]:
    facts = event.facts
    reasons = dict(event.data.get("reasons", {}))
    until = date.fromisoformat(facts["until"]) if facts.get("until") else None
    states = (("agreed", AGREED), ("covered", AGREED), ("refused", REFUSED))
    changed = {}
    for name, state in (*states, ("submitted", SUBMITTED)):
        for code in facts.get(name, ()):
            changed[code] = replace(
                found.items[code],
                state=state,
                until=until if state == AGREED else None,
                covered=name == "covered",
                by=event.actor,
                reason=str(reasons.get(code, "")),
            )
    return changed


def _signed(found: RequestView, event: Event) -> RequestView:
    facts = event.facts
    for item in found.items.values():
        for copy in item.copies:
            if copy.code == facts["piece"] and copy.sha256 == facts["of"]:
                done = replace(
                    copy, signed=facts["sha256"], signed_size=int(facts["size"])
                )
                copies = tuple(done if one is copy else one for one in item.copies)
                until = date.fromisoformat(facts["until"])
                return _with(found, replace(item, copies=copies, until=until))
    return found


def _with(found: RequestView, item: Asked) -> RequestView:
    return replace(found, items={**found.items, item.code: item})
