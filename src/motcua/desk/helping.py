"""What saves keys at the counter: cards, people who come again, all papers at once."""

from __future__ import annotations

from motcua import _
from motcua.desk.cards import Spread
from motcua.desk.keeping import KeptForm
from motcua.desk.returning import Known
from motcua.desk.returning import look_up
from motcua.desk.returning import TAKEN
from motcua.dossiers.errors import DossierError
from motcua.shell.wording import PERSON_FIELDS
from motcua.storage.journal import Unrecorded
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.desk.entry import Entry
    from motcua.dossiers.persons import Person
    from motcua.procedures.definitions import Channel
    from motcua.procedures.definitions import Paper
    from motcua.procedures.definitions import Version

#: Buttons that help to fill the form in; what is missing is not told yet.
HELPING: Final = ("papers", "known", "card", "reuse")
UNRECORDED: Final = _(
    "The look-up could not be written down, so nobody was looked for. Go on without it."
)


class HelpedForm(KeptForm):
    """A form of the counter that fills in what the house knows already.

    ``focus`` is the field that comes next, ``known`` who was found, ``taken`` the
    fields that were filled in from there.
    """

    labels = PERSON_FIELDS
    filled: Entry
    version: Version
    channel: Channel
    receiving_units: Any
    cards = Spread()
    focus = "applicant-name"
    known: Known | None = None
    taken: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether mistakes are told: not while the form is still being filled in."""
        return not any(name in self.request.form for name in HELPING)

    def mark_papers(self) -> None:
        """Mark every required paper that is not marked yet as it is asked for."""
        for row in self.filled.rows:
            asked = self.asked_as(row.paper)
            if asked and not row.form:
                self.request.form[f"{row.id}-form"] = asked[0]
                self.request.form[f"{row.id}-count"] = str(asked[1])
        self.focus = "print"

    def asked_as(self, paper: Paper) -> tuple[str, int] | None:
        """Return form and number of a paper that is required, else None.

        Required is what the checklist of the citizen lists, or without one what
        everybody hands in this way and the State does not have already.
        """
        if self.filled.listed is not None:
            required = paper.key in self.filled.listed
        else:
            here = not paper.channels or self.channel.kind in paper.channels
            required = here and not paper.when and not paper.held_by
        return asked_as(paper) if required else None

    def recognise(self) -> None:
        """Look for the applicant among those who were here.

        After a scan of the card or when it is asked for, what is empty is filled in;
        "check" only tells what there is.
        """
        form = self.request.form
        asked = "known" in form and not (self.cards.roles or self.cards.unreadable)
        fill = asked or "applicant" in self.cards.roles
        typed = {field: self.text(f"applicant-{field}") for field in TAKEN}
        numbered = bool(typed["id_number"] or typed["phone"])
        if not fill and not ("check" in form and numbered):
            return
        if fill:
            self.focus = "papers" if self.filled.rows else "note"
        units = [unit.code for unit in self.receiving_units]
        try:
            self.known = look_up(self, units, typed, self.version.code)
        except DossierError as error:
            if asked:
                self.filled.problem("applicant-id_number", error.message)
        except Unrecorded:
            self.filled.problem("form", UNRECORDED)
        if fill and self.known and self.known.last:
            self.take_over(self.known.last.person)

    def take_over(self, person: Person) -> None:
        """Fill what is empty with what the person said the last time."""
        taken = []
        for field in TAKEN:
            name, value = f"applicant-{field}", getattr(person, field)
            if value and not self.text(name):
                if field == "birth":
                    value = "/".join(reversed(value.split("-")))
                self.request.form[name] = value
                taken.append(field)
        self.taken = tuple(taken)

    @property
    def fill_in(self) -> list[str]:
        """The fields that were taken over, in words."""
        return [self.say(self.labels[field]) for field in self.taken]

    @property
    def replaced(self) -> list[tuple[str, str, str]]:
        """What a card replaced: (whose, field, what stood there)."""
        return [
            (self.say(role), self.say(label), before)
            for role, label, before in self.cards.replaced
        ]


def asked_as(paper: Paper) -> tuple[str, int]:
    """Return how a paper is handed in when it is as asked for: form and number."""
    if paper.shown:
        return "shown", 1
    if paper.originals or not paper.copies:
        return "original", max(1, paper.originals)
    return "copy", paper.copies
