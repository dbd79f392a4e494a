"""What is written about a dossier: messages, notes, urgings; and that it was opened."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.finding import readings
from motcua.desk.steps import TALK
from motcua.dossiers import messages
from motcua.dossiers import openings
from motcua.dossiers import timeline
from motcua.dossiers.ledger import events
from motcua.dossiers.statuses import SUPPLEMENT
from motcua.organisation.duties import parse_group
from motcua.shell import wording
from motcua.shell.screen import Screen
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.states import DossierView
    from motcua.dossiers.states import Entry


class TalkingScreen(Screen):
    """The part of the page of a dossier that people talk on."""

    TALK = TALK
    dossier: Dossier
    view: DossierView

    @property
    def not_begun(self) -> bool:
        """Whether it has no due date because it was not accepted yet."""
        view = self.view
        return not (view.due or view.accepted or view.ended)

    @cached_property
    def missing(self) -> list[str]:
        """Papers that the applicant was asked for and has not brought yet."""
        if self.view.public_status != SUPPLEMENT:
            return []
        return [title for title, _why in timeline.missing(events(self.dossier))]

    def note_opening(self, dossier: Dossier) -> None:
        """Note that somebody of this person's departments has seen it.

        Of a restricted one it is written down who, or it is not shown.
        """
        readings.note_print(dossier, readings.PAGE, self.person, self.now)
        openings.note(dossier, self.departments, self.person, self.now)

    @cached_property
    def departments(self) -> frozenset[str]:
        """Where this person holds a duty today."""
        parsed = filter(None, map(parse_group, self.groups))
        return frozenset(department for department, _duty in parsed)

    @property
    def thread(self) -> tuple[Entry, ...]:
        """What applicant and officers wrote to each other."""
        return messages.thread(self.view)

    @property
    def notes(self) -> tuple[Entry, ...]:
        """Notes of officers for each other, and urgings."""
        return messages.notes(self.view)

    def writer(self, entry: Entry) -> str:
        """Return who did or wrote an entry of the history."""
        if messages.by_applicant(entry):
            return self.say(wording.ROLES["applicant"])
        return f"{self.name_of(entry.actor)}, {self.unit_name(entry.unit)}"
