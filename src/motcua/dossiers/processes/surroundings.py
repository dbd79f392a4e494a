"""What a process is held against: offices, people, calendars, the procedure.

A value with questions instead of a site, so that checks and trials can be made
before anything is stored, and tested without a database.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from motcua.base.calendars import WorkingCalendar
from motcua.base.durations import Term
from motcua.base.policies import DEFAULT_POLICY
from motcua.base.policies import Policy
from motcua.dossiers.processes.definitions import AGENCY
from motcua.dossiers.processes.definitions import UNIT
from motcua.dossiers.processes.trying import Setting
from motcua.organisation import calendars
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.units import Unit
from motcua.procedures import receiving
from motcua.procedures.definitions import Version
from motcua.procedures.drafting.publishing import needs_of
from motcua.procedures.folder import folder
from typing import Any


@dataclass(frozen=True)
class Surroundings:
    """The world on the day ``on`` on which a process begins.

    ``unit_of`` gives None for an unknown code, ``holders`` tells who holds a duty in
    a unit on that day, ``calendar`` that of a unit. ``receiving`` are codes of the
    units that receive the procedure,
    ``version`` what it says on that day; None for a process of no procedure.
    ``unapproved`` says that a version of it waits until the process suits it.
    """

    on: date
    unit_of: Callable[[str], Unit | None]
    holders: Callable[[str, str], Sequence[str]]
    calendar: Callable[[str], WorkingCalendar]
    receiving: tuple[str, ...] = ()
    version: Version | None = None
    policy: Policy = DEFAULT_POLICY
    unapproved: bool = False

    def resolve(self, name: str, unit: str) -> str:
        """Return the code that a department's name means at a receiving unit.

        "" when a relative name means nothing there; other names are codes already.
        """
        if name == UNIT:
            return unit
        if not name.startswith(AGENCY):
            return name
        known = self.unit_of(unit)
        agency = (known.served_agency or known.agency) if known is not None else ""
        suffix = name.removeprefix(AGENCY).lstrip("/")
        code = f"{agency}.{suffix}" if suffix else agency
        return code if agency and self.unit_of(code) is not None else ""

    def calendar_at(self, unit: str) -> Callable[[str], WorkingCalendar]:
        """Return what tells the calendar of a department, for a receiving unit."""
        return lambda name: self.calendar(self.resolve(name, unit))

    def term_of(self, facts: Mapping[str, str]) -> Term | None:
        """Return the time that the procedure promises for case and channel.

        A fact that is absent takes the first case or channel there is.
        """
        if self.version is None or not self.version.cases:
            return None
        cases = {case.key: case for case in self.version.cases}
        case = cases.get(facts.get("case", ""), self.version.cases[0])
        for channel in case.channels:
            if facts.get("channel", channel.kind) == channel.kind:
                return channel.promised
        return None

    def setting(self, unit: str = "") -> Setting:
        """Return what trials take from here, at a receiving unit (the first one)."""
        chosen = unit or (self.receiving[0] if self.receiving else "")
        return Setting(self.calendar_at(chosen), self.policy, self.term_of)


def surroundings(
    procedure: str, on: date, site: Any = None, unit: str = ""
) -> Surroundings:
    """Return the world around the process of a procedure on a day.

    ``procedure`` is a national code, "" for a common process of no procedure;
    ``unit`` limits what receives it to that unit and those inside it.
    """
    content = folder(site).get(procedure) if procedure else None
    version = content.in_force(on) or content.latest() if content is not None else None
    found = receiving.units_for(version, on, site) if version is not None else []
    everything = {unit.code: unit for unit in units.all(site=site)}
    return Surroundings(
        on=on,
        unit_of=everything.get,
        holders=lambda unit, duty: _holders(unit, duty, on, site),
        calendar=lambda code: calendars.calendar_for(
            code if code in everything else "", on, site
        ),
        receiving=tuple(
            one.code for one in found if not unit or _inside(one.code, unit, site)
        ),
        version=version,
        unapproved=content is not None
        and any("process" in needs for _day, _digest, needs in needs_of(content)),
    )


def _inside(code: str, unit: str, site: Any) -> bool:
    return any(one.code == unit for one in units.ancestors(code, site))


def _holders(unit: str, duty: str, on: date, site: Any) -> list[str]:
    return duties.holders(unit, duty, on, site) if duty in duties.DUTIES else []
