"""Papers that the house has already, on the form of the intake.

They are looked for when the owner agreed, offered beside the papers they stand for,
and used where the officer ticks them. What can be used is found anew with each sending
of the form: a ticked box alone opens nothing.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive.reuse import offers
from motcua.archive.reuse import taking
from motcua.dossiers.errors import DossierError
from motcua.storage.journal import Unrecorded
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.reuse.offers import Offer
    from motcua.desk.entry import PaperRow
    from motcua.desk.intake import IntakeScreen
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.sources import Source
    from motcua.shell.screen import Screen

#: Names of the button and of the box of the consent.
BUTTON: Final = "reuse"
CONSENT: Final = "reuse-consent"
#: How the name of the box of a paper ends.
ENDING: Final = "-reuse"
_FROM: Final = _(
    "From the store: “${title}” of dossier ${code}, signed at ${signed} by ${name}."
)
_UNTIL: Final = _("Valid until ${until}.")
_AGREED: Final = _("The owner agreed at ${agreed}.")
_UNRECORDED: Final = _(
    "The look-up could not be written down, so nothing was looked for. Take the papers "
    "themselves."
)


def provenance(screen: Screen, source: Source) -> str:
    """Return in words from where a file of a dossier comes that the house had."""
    until = date.fromisoformat(source.until) if source.until else None
    told = {
        "code": source.dossier,
        "title": source.title,
        "signed": screen.moment(source.at),
        "name": screen.name_of(source.by),
        "agreed": screen.moment(source.consent.at),
        "until": f"{until:%d/%m/%Y}" if until else "",
    }
    said = [screen.say(Message(_FROM, mapping=told))]
    if until:
        said.append(screen.say(Message(_UNTIL, mapping=told)))
    return " ".join([*said, screen.say(Message(_AGREED, mapping=told))])


class Reusing:
    """What the house has for papers of a form; ``looked`` says whether it looked."""

    looked = False

    def __init__(self, screen: IntakeScreen) -> None:
        self.screen = screen
        self.found: dict[str, Offer] = {}

    @property
    def agreed(self) -> bool:
        """Whether the officer says that the owner agreed."""
        return bool(self.screen.text(CONSENT))

    @cached_property
    def possible(self) -> bool:
        """Whether anything can be used: not for what was received on paper before."""
        return bool(self.screen.filled.rows) and not self.screen.late

    def look(self) -> None:
        """Look for papers when that was asked for, or agreed to before."""
        asked = BUTTON in self.screen.request.form
        if not self.possible or not (asked or self.agreed or self.ticked):
            return
        screen, filled = self.screen, self.screen.filled
        persons = filled.persons()
        if not persons:
            return
        told = offers.Asked(
            actor=screen.person,
            unit=screen.unit,
            persons=persons,
            papers=tuple(row.paper for row in filled.rows),
            consent=self.agreed,
            purpose=screen.version.code,
        )
        try:
            self.found = offers.find(screen.context, told, screen.now)
            self.looked = True
        except DossierError as error:
            filled.problem(CONSENT, error.message)
        except Unrecorded:
            filled.problem(CONSENT, _UNRECORDED)

    @property
    def ticked(self) -> list[PaperRow]:
        """The papers for which something is to be used."""
        return [row for row in self.screen.filled.rows if row.reuse]

    def check(self) -> None:
        """Say of each ticked paper that is not offered that it is not."""
        for row in self.ticked:
            if self.of(row) is None or self.found[row.paper.key].key != row.reuse:
                self.screen.filled.problem(
                    f"{row.id}{ENDING}",
                    _("This is not offered any more. Take the paper itself."),
                )

    def of(self, row: PaperRow) -> Offer | None:
        """Return what the house has for a paper."""
        return self.found.get(row.paper.key)

    def take(self, dossier: Dossier) -> None:
        """Let the new dossier refer to what was ticked."""
        chosen = [self.found[row.paper.key] for row in self.ticked]
        taking.take(dossier, chosen, self.screen.person, self.screen.now)

    def told(self, one: Offer) -> list[tuple[Any, str]]:
        """Return from where an offer comes: (title, words)."""
        screen = self.screen
        decided = _("Decision signed") if one.result else _("Scanned and signed")
        until = (
            f"{one.until:%d/%m/%Y}" if one.until else screen.say(_("no limit known"))
        )
        return [
            (_("From dossier"), one.dossier),
            (decided, f"{screen.moment(one.event.at)}, {self.by(one)}"),
            (_("Valid until"), until),
        ]

    def by(self, one: Offer) -> str:
        """Return the name of who signed."""
        return self.screen.name_of(one.event.actor)
