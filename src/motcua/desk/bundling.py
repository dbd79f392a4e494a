"""What is done together with a procedure: more dossiers out of the same intake form.

The persons are typed once. Each procedure of the bundle that is chosen has its case and
its papers in the form; saving receives all of them or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from motcua.desk.entry import Entry
from motcua.dossiers import intake
from motcua.dossiers.arrivals import bundles
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.procedures.definitions import Case
    from motcua.procedures.definitions import Version
    from motcua.shell.screen import Screen


@dataclass(frozen=True)
class Member:
    """One more procedure: whether it is ``chosen``, its case, and its papers as typed.

    ``prefix`` stands before the names of its fields.
    """

    version: Version
    case: Case
    channel: str
    chosen: bool
    entry: Entry
    prefix: str


class Together:
    """The procedures that are done together with the one of a form."""

    def __init__(self, screen: Screen, version: Version, channel: str) -> None:
        self.screen = screen
        self.version = version
        self.channel = channel

    @cached_property
    def members(self) -> list[Member]:
        """The others of the bundle, each as it stands in the form."""
        found = bundles.members(self.screen.context, self.version)[1:]
        return [self._member(n, one) for n, one in enumerate(found, 1) if one.cases]

    @property
    def chosen(self) -> list[Member]:
        """Those that are to be received too."""
        return [member for member in self.members if member.chosen]

    def check(self, problems: list[Any]) -> None:
        """Add what is wrong with the papers of those chosen."""
        for member in self.chosen:
            member.entry.papers()
            problems.extend(
                replace(one, field=f"{member.prefix}{one.field}")
                for one in member.entry.problems
            )

    def receive(self, first: intake.Intake) -> Dossier:
        """Receive what the form says and those chosen with it; return the first."""
        site, person = self.screen.context, self.screen.person
        if not self.chosen:
            return intake.receive(site, first, person)
        more = [
            replace(
                first,
                procedure=member.version.code,
                version=member.version.digest,
                case=member.case.key,
                channel=member.channel,
                papers=member.entry.papers(),
            )
            for member in self.chosen
        ]
        return bundles.receive(site, [first, *more], person, self.screen.now)[0]

    def _member(self, number: int, version: Version) -> Member:
        prefix = f"with-{number}-"
        asked = self.screen.text(f"{prefix}case")
        case = next((c for c in version.cases if c.key == asked), version.cases[0])
        channel = self.channel if self.channel in case.kinds else case.kinds[0]
        entry = Entry(
            lambda name: self.screen.text(f"{prefix}{name}"), case, self.screen.posted
        )
        chosen = bool(self.screen.text(f"{prefix}chosen"))
        return Member(version, case, channel, chosen, entry, prefix)
