"""Fonds (phông lưu trữ): opened once for an agency, described, closed when it ends.

=========== ===================================================================
open        fonds, agency, keeper; data: fields
describe    data: fields -- what differs; "" takes a value away
close       keeper, deed, closed_on; data: history -- the agency has ended
=========== ===================================================================

An agency that is on no record any more has a fonds too: ``agency`` is "" then, and the
person says who keeps it. Nothing is ever taken out of a closed fonds; files of its time
are still described and handed over, by its keeper.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive.holdings import fields
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.store import Fonds
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.organisation import units
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.dossiers.ledger import Event

OPEN: Final = "open"
CLOSED: Final = "closed"
STATES: Final[dict[str, Any]] = {OPEN: _("Fonds open"), CLOSED: _("Fonds closed")}
_CODE: Final = re.compile(r"[A-Za-z0-9]+(?:[.\-][A-Za-z0-9]+)*\Z")
_LONGEST: Final = 40
_NAME_IT: Final = _("Name the agency that keeps the fonds now.")


@dataclass(frozen=True)
class FondsView:
    """A fonds as it stands; ``fields`` are those of ``fields.FONDS``."""

    code: str
    agency: str
    keeper: str
    state: str
    length: int
    fields: Mapping[str, str]
    opened_by: str
    opened_at: datetime
    closed_on: date | None = None
    deed: str = ""
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """Its name, or its code where it has none."""
        return self.fields.get("title", "") or self.code


def view(one: Fonds) -> FondsView:
    """Return what the chain of a fonds comes to."""
    chain = ledger.events(one)
    first = chain[0]
    told = dict(first.data.get("fields", {}))
    keeper, state, closed_on, deed = first.facts["keeper"], OPEN, None, ""
    for event in chain[1:]:
        if event.type == "describe":
            told = fields.merged(told, event.data.get("fields", {}))
        elif event.type == "close":
            state, keeper = CLOSED, event.facts["keeper"]
            closed_on = date.fromisoformat(event.facts["closed_on"])
            deed = str(event.facts["deed"])
            told = fields.merged(told, {"history": event.data.get("history", "")})
    return FondsView(
        code=one.name,
        agency=first.facts["agency"],
        keeper=keeper,
        state=state,
        length=len(chain),
        fields=told,
        opened_by=first.actor,
        opened_at=first.at,
        closed_on=closed_on,
        deed=deed,
        events=tuple(chain),
    )


def may_open(site: Any, person: str, now: datetime) -> dict[str, str]:
    """Return the agencies without a fonds whose archive the person keeps.

    Code -> name; agencies that ended and whose successor the person works for are
    among them.
    """
    held = rights.agencies(site, rights.groups(person, now), rights.ARCHIVE, now=now)
    return {
        code: units.get(code, site).name
        for code in held
        if store.fonds_of(site, code) is None
    }


def open_fonds(
    site: Any,
    agency: str,
    actor: str,
    now: datetime,
    *,
    code: str = "",
    keeper: str = "",
    given: Mapping[str, str] | None = None,
) -> Fonds:
    """Open the fonds of an agency and return it.

    ``code`` is that of the agency when nothing else is said. ``agency`` is "" for a
    maker that is on no record: code, keeper and a name are needed then. Raises
    ``Unknown`` for agencies whose archive the person does not keep, ``Missing``,
    ``Impossible`` when there is one.
    """
    code = code.strip() or agency
    keeper = _keeper_of(site, agency, keeper, now)
    group = rights.check(rights.keeps(site, keeper, actor, now), visible=False)
    if not _CODE.match(code) or len(code) > _LONGEST:
        raise Missing(
            _(
                "The code of a fonds has letters, digits, dots and hyphens, 40 at "
                "most: “000.01.H99”."
            )
        )
    shelf = store.made(site)
    if code in shelf.fonds or (agency and agency in shelf.makers):
        raise Impossible(_("This fonds is there already."))
    told = fields.merged({}, fields.checked(fields.FONDS, given or {}))
    if agency:
        told.setdefault("title", f"Phông {units.get(agency, site).name}")
    if not told.get("title"):
        raise Missing(_("Give the fonds a name."))
    one = Fonds(store.fonds_code(code))
    facts = {"fonds": code, "agency": agency, "keeper": keeper}
    rights.append(one, "open", actor, group, now, facts, {"fields": told})
    shelf.fonds[code] = one
    if agency:
        shelf.makers[agency] = code
    return one


def _keeper_of(site: Any, agency: str, keeper: str, now: datetime) -> str:
    """Return who keeps a new fonds: its maker, or who took its work over.

    Only that of a maker on no record is kept by who says so: the archives of an agency
    that ended without a successor wait until one is recorded.
    """
    try:
        if not agency:
            return units.get(keeper, site).code
        day = now.astimezone(VIETNAM).date()
        unit = units.get(agency, site)
        after = units.successor_of(unit.code, day, site)
    except KeyError as error:
        raise Unknown from error
    if unit.kind != "agency":
        raise Missing(_("A fonds belongs to an agency, not to one of its units."))
    return (after.agency or after.code) if after is not None else agency


def describe(
    site: Any,
    one: Fonds,
    given: Mapping[str, str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write data of article 4(1)(a) down.

    Raises ``NotYours``, ``Stale``, ``Missing``.
    """
    found, group = _allowed(site, one, actor, now, seen)
    changed = fields.altered(found.fields, fields.checked(fields.FONDS, given))
    if changed.get("title") == "":
        raise Missing(_("Give the fonds a name."))
    return rights.append(one, "describe", actor, group, now, {}, {"fields": changed})


def close(
    site: Any,
    one: Fonds,
    actor: str,
    now: datetime,
    *,
    history: str,
    deed: str = "",
    closed_on: date | None = None,
    keeper: str = "",
    seen: int | None = None,
) -> Event:
    """Close a fonds whose maker has ended, with its history and who keeps it now.

    Day, document and successor are those on record for the agency, where it is: one
    that is on record and goes on keeps its fonds open, whatever is typed.
    Raises ``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
    """
    found, group = _allowed(site, one, actor, now, seen)
    if found.state != OPEN:
        raise Impossible(_("This fonds is closed already."))
    day, named, after = _ending(site, found, now)
    if found.agency:
        closed_on, deed = day, named or deed
    keeper = after or keeper
    if closed_on is None or closed_on > now.astimezone(VIETNAM).date():
        raise Missing(
            _(
                "A fonds is closed when its agency has ended: give the last day, or "
                "have the agency closed under Administration → Organisation first."
            )
        )
    if not history.strip() or not deed.strip():
        raise Missing(
            _("Write the history of the agency and the decision that ended it.")
        )
    keeper = _an_agency(site, keeper or found.keeper)
    facts = {"keeper": keeper, "deed": deed, "closed_on": closed_on.isoformat()}
    text = fields.checked(fields.FONDS, {"history": history})
    return rights.append(one, "close", actor, group, now, facts, text)


def _an_agency(site: Any, code: str) -> str:
    """Return the code of an agency: in a unit of one nobody would find the fonds."""
    try:
        unit = units.get(code, site)
    except KeyError as error:
        raise Missing(_NAME_IT) from error
    if unit.kind != "agency":
        raise Missing(_NAME_IT)
    return unit.code


def _ending(site: Any, found: FondsView, now: datetime) -> tuple[date | None, str, str]:
    """Return what the organisation says: last day, deciding document, successor."""
    if not found.agency:
        return None, "", ""
    unit = units.get(found.agency, site)
    day = now.astimezone(VIETNAM).date()
    if unit.valid_to is None or unit.valid_to >= day:
        return None, "", ""
    after = units.successor_of(unit.code, day, site)
    return unit.valid_to, unit.end_deed, (after.agency or after.code) if after else ""


def mine(site: Any, person: str, now: datetime) -> list[FondsView]:
    """Return the fonds that the person keeps, or is the head of, by code."""
    held = rights.groups(person, now)
    kept = rights.agencies(site, held, rights.ARCHIVE, now=now)
    headed = rights.agencies(site, held, rights.APPROVAL, now=now)
    found = [view(one) for one in store.every_fonds(site)]
    return [
        one
        for one in found
        if one.keeper in kept
        or (one.keeper in headed and rights.heads(site, one.keeper, person, now))
    ]


def get(site: Any, code: str, person: str, now: datetime) -> Fonds:
    """Return a fonds that the person may see; ``Unknown`` for every other."""
    one = store.fonds(site, code)
    if one is None:
        raise Unknown
    keeper = view(one).keeper
    if rights.keeps(site, keeper, person, now):
        return one
    if rights.heads(site, keeper, person, now):
        return one
    raise Unknown


def _allowed(
    site: Any, one: Fonds, actor: str, now: datetime, seen: int | None
) -> tuple[FondsView, str]:
    get(site, one.name, actor, now)
    found = view(one)
    group = rights.check(rights.keeps(site, found.keeper, actor, now))
    rights.check_seen(one, seen)
    return found, group


def day_of(text: str) -> date | None:
    """Return a day that was typed, None for nothing. Raises ``Missing``."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Missing(
            _("“${value}” is no day; write day/month/year."), value=text[:40]
        ) from error
