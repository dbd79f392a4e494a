"""What does not move, who was told of it, and urging for many at once."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.explanations import amount_text
from motcua.dossiers import actions
from motcua.dossiers.clocks import orders
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find
from motcua.dossiers.watching import escalations
from motcua.dossiers.watching import findings
from motcua.dossiers.watching.limits import limits
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final


#: Of each kind; who has more begins with these.
MOST: Final = 200
#: Rows of one page.
PAGE: Final = 25
#: Worked hours from which on their tenths tell nothing.
MANY_HOURS: Final = 8
KINDS: Final[dict[str, Any]] = {
    "unopened": _("Nobody has opened it"),
    "step": _("Step past its time"),
    "handover": _("Hand-over not acknowledged"),
    "opinion": _("Opinion past its date"),
    "acceptance": _("Time to accept runs out"),
}
LEVELS: Final[tuple[Any, ...]] = (
    _("Officer told"),
    _("Head told"),
    _("Supervision told"),
)


class StuckScreen(Screen):
    """``ket``: findings of now; what has moved is not here any more."""

    section = "desk/ket"
    title = _("What does not move")
    body = ViewPageTemplateFile("templates/stuck.pt")
    KINDS = KINDS
    LEVELS = LEVELS
    MOST = MOST
    problem: Any = None

    def prepare(self) -> None:
        """Read the kind from the address; urge what was ticked."""
        asked = self.text("loai")
        self.kind = asked if asked in KINDS else ""
        if not self.posted:
            return
        try:
            key = self.urge()
        except DossierError as error:
            transaction.doom()
            self.problem, self.status = error.message, 400
            return
        self.tell(_("Decided. The worker carries it out dossier by dossier."))
        self.go("nhieu-ho-so", "ket-qua", key)

    def urge(self) -> str:
        """Give the order for what was ticked and may be urged; return its key."""
        words = self.text("words")
        if not words:
            raise MissingData(_("Write what you urge for."))
        found = (find(self.context, code) for code in self.texts("tick"))
        chosen = [
            orders.unchanged(one)
            for one in found
            if one and "urge" in actions.permitted(one, self.person, self.now)
        ]
        if not chosen:
            raise MissingData(_("Tick dossiers that you may urge."))
        return orders.give("urge", self.person, chosen, {"words": words})

    @cached_property
    def found(self) -> list[findings.Finding]:
        """What is stuck among what this person may see."""
        return findings.find(
            self.context, self.now, limits(), groups=self.groups, most=MOST
        )

    @cached_property
    def told(self) -> dict[tuple[str, str, str], list[escalations.Escalation]]:
        """Who was told of what is shown."""
        return escalations.of(self.rows)

    @property
    def counters(self) -> list[tuple[str, str, int, str, bool]]:
        """Kinds with their numbers: (kind, words, number, address, current)."""
        rows = [
            (kind, self.say(words), self.number_of(kind), kind)
            for kind, words in KINDS.items()
        ]
        every = ("all", self.say(_("All")), len(self.found), "")
        return [
            (key, words, number, self.address("ket", loai=asked), asked == self.kind)
            for key, words, number, asked in (every, *rows)
        ]

    def number_of(self, kind: str) -> int:
        """Return how many findings there are of a kind."""
        return sum(one.kind == kind for one in self.found)

    @cached_property
    def chosen(self) -> list[findings.Finding]:
        """The findings of the kind, what is latest first."""
        shown = [one for one in self.found if self.kind in ("", one.kind)]
        return sorted(shown, key=lambda one: (-one.over, one.since, one.subject))

    @property
    def page(self) -> int:
        """Which page is shown, from 1 on; the last one for what lies behind it."""
        return min(self.number("page"), max(1, -(-len(self.chosen) // PAGE)))

    @property
    def rows(self) -> list[findings.Finding]:
        """The findings of this page."""
        begin = (self.page - 1) * PAGE
        return self.chosen[begin : begin + PAGE]

    @property
    def more(self) -> bool:
        """Whether there is a next page."""
        return self.page * PAGE < len(self.chosen)

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        return self.address("ket", loai=self.kind, page=str(page) if page > 1 else "")

    def place_of(self, one: findings.Finding) -> str:
        """Return the address of what is stuck."""
        if one.kind == "handover":
            return self.address("ban-giao", *one.subject.split("/"))
        return self.address("ho-so", one.subject)

    def over(self, one: findings.Finding) -> str:
        """Return by how much worked time it is too late, "" for not yet."""
        if not one.over:
            return ""
        decimals = 0 if one.over > MANY_HOURS else 1
        time = amount_text(one.over, "working_hours", self.language, decimals)
        return self.say(_("late by ${time}", mapping={"time": time}))

    def people(self, one: findings.Finding) -> list[tuple[str, str, str]]:
        """Return who was told: (level in words, name, when)."""
        rows = self.told.get((one.kind, one.subject, one.step), [])
        return [
            (
                self.say(LEVELS[row.level]),
                self.name_of(row.person),
                self.moment(row.at),
            )
            for row in rows
        ]
