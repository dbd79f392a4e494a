"""The counter: choose case and channel, enter persons and papers, save.

Enter in a field sends the form to its first button, which only checks; a scanner
that types into the wrong field therefore never saves anything. The due date is
the one that saving would promise at this moment.
"""

from __future__ import annotations

from motcua import _
from motcua.base import vietnam
from motcua.base.durations import Term
from motcua.desk.bundling import Together
from motcua.desk.cards import Spread
from motcua.desk.cards import spread
from motcua.desk.cards import UNREADABLE
from motcua.desk.entry import Entry
from motcua.desk.entry import FIELDS
from motcua.desk.entry import Problem
from motcua.desk.helping import HelpedForm
from motcua.desk.prepared import prepared
from motcua.desk.reusing import Reusing
from motcua.dossiers import entrusting
from motcua.dossiers import intake
from motcua.dossiers import papers
from motcua.dossiers.errors import DossierError
from motcua.dossiers.notices import choices
from motcua.dossiers.slips import words
from motcua.procedures import versions
from motcua.procedures.checklists.choices import NONE
from motcua.shell.screen import Missing
from motcua.shell.wording import ANSWERS
from motcua.shell.wording import CHANNELS
from motcua.shell.wording import FORMS
from motcua.shell.wording import LEVELS
from motcua.shell.wording import NEWS
from motcua.shell.wording import NEWS_LANGUAGES
from motcua.shell.wording import ROLES
from motcua.storage import drafts
from motcua.storage import habits
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import secrets
import transaction
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.definitions import Case
    from motcua.procedures.definitions import Channel
    from motcua.procedures.definitions import Paper
    from motcua.procedures.definitions import Version

FORM = ViewPageTemplateFile("templates/intake.pt")
CHOICE = ViewPageTemplateFile("templates/choosing.pt")


class IntakeScreen(HelpedForm):
    """The intake of one dossier for one procedure."""

    section = "desk/tiep-nhan"
    title = _("Receive a dossier")
    parts = ViewPageTemplateFile("templates/bundling.pt")
    store = ViewPageTemplateFile("templates/reusing.pt")
    roles = ROLES
    fields = FIELDS
    forms = {form: FORMS[form] for form in papers.FORMS}
    ways = ANSWERS
    levels = LEVELS
    languages_of_news = NEWS_LANGUAGES
    deadline: Any = None
    checked = False
    #: Whether the form answers at once, see ``answering``.
    answers_at_once = False
    #: Whether what was received on paper is entered, see ``outage``.
    late = False

    def answer(self) -> Any:
        """Answer as a page; to the script that keeps what is typed, with the time."""
        if self.posted and self.text("do") == "keep" and self.receiving_units:
            return self.answer_keeping()
        return super().answer()

    def prepare(self) -> None:
        """Find procedure, case and channel; then show, check or save the form."""
        if not self.receiving_units:
            raise Missing
        try:
            self.version = self.find_version()
        except KeyError as error:
            raise Missing from error
        self.form_token = self.text("token") or secrets.token_urlsafe(16)
        if not self.began():
            self.go(*self.names)
            return
        self.scan = self.text("chon")
        self.prepared = prepared(self.scan, self.version, vietnam.today())
        pair = self.chosen()
        if pair is None:
            self.body = CHOICE.__get__(self, type(self))
            return
        self.body = FORM.__get__(self, type(self))
        self.case, self.channel = pair
        listed = self.prepared.listed if self.prepared else None
        self.filled = Entry(
            self.text, self.case, self.posted, listed, reuses=not self.late
        )
        self.reusing = Reusing(self)
        self.together = Together(self, self.version, self.channel.kind)
        for field in self.cards.unreadable:
            self.filled.problem(field, UNREADABLE)
        if self.posted and not self.restored:
            self.take()
        self.look_ahead()

    def began(self) -> bool:
        """Bring back a draft, drop one, or spread what was scanned.

        False when there is nothing to show but a fresh form.
        """
        self.cards = Spread()
        if not self.posted:
            return True
        if self.text("drop"):
            self.discard()
            return False
        if self.text("restore"):
            return self.restore()
        if self.text("card"):
            self.use_card(self.request.form)
        self.cards = spread(self.request.form)
        return True

    def find_version(self) -> Version:
        """Return the version under which is received; KeyError for none."""
        return versions.current(self.names[1], site=self.context)

    def chosen(self) -> tuple[Case, Channel] | None:
        """Return case and channel as asked; the only ones when there is no choice.

        A form whose procedure changed meanwhile keeps going with the first of what
        there is now, because what was typed must not be lost.
        """
        if self.prepared and self.prepared.checklist and not self.posted:
            mine = self.prepared.checklist
            return mine.case, mine.channel
        asked = (self.text("case"), self.text("channel"))
        if asked == ("", "") and not self.posted and not self.text("khac"):
            # The way that this officer takes nearly always; "Change" asks again.
            usual = habits.usual(self.person, self.version.code)
            asked = usual.partition("\n")[::2]
        pairs = [
            (case, channel)
            for case, channel in self.pairs
            if (case.key, channel.kind) == asked
        ]
        if pairs:
            return pairs[0]
        if len(self.pairs) == 1 or (self.posted and self.pairs):
            return self.pairs[0]
        return None

    @property
    def pairs(self) -> list[tuple[Case, Channel]]:
        """All that can be chosen: each case with each channel it offers."""
        return [
            (case, case.channel(kind))
            for case in self.version.cases
            for kind in case.kinds
        ]

    @property
    def receiving_units(self) -> list[Any]:
        """The units at whose counter this person receives, as officer or as staff."""
        return self.units_with(*intake.RECEIVING)

    @property
    def unit(self) -> str:
        """The unit for which the dossier is received."""
        codes = [unit.code for unit in self.receiving_units]
        asked = self.text("unit")
        if not self.posted and self.prepared:
            asked = self.prepared.choice.unit
        return asked if asked in codes else codes[0]

    def asked_for(self, paper: Paper) -> str:
        """Return how many originals and copies are asked for, "" for none."""
        counts = (
            (
                _("${count} original", mapping={"count": paper.originals}),
                paper.originals,
            ),
            (_("${count} copy", mapping={"count": paper.copies}), paper.copies),
        )
        return ", ".join(self.say(words) for words, count in counts if count)

    def wanted(self, **given: Any) -> intake.Intake:
        """Return the intake as far as it is known."""
        return intake.Intake(
            unit=self.unit,
            procedure=self.version.code,
            version=self.text("version") if self.posted else self.version.digest,
            case=self.case.key,
            channel=self.channel.kind,
            note=self.filled.note,
            answer_by=self.filled.answer_by,
            confidentiality=self.filled.confidentiality,
            token=self.form_token,
            news=self.filled.news,
            **given,
        )

    def take(self) -> None:
        """Do what the button says; save when that was asked for and all is well."""
        form = self.request.form
        if "papers" in form:
            self.mark_papers()
        self.recognise()
        self.reusing.look()
        if self.answered and self.check():
            return
        if self.filled.problems:
            self.status = 400
        self.keep_quietly()
        transaction.doom()

    def check(self) -> bool:
        """Check what was sent; say whether it was saved."""
        self.checked = True
        wanted = self.wanted(persons=self.filled.persons(), papers=self.filled.papers())
        self.together.check(self.filled.problems)
        self.reusing.check()
        asked = any(name in self.request.form for name in ("save", "print"))
        try:
            if not self.filled.problems and asked:
                self.receive(wanted)
                return True
            entrusting.begun(wanted.confidentiality, self.person)
            self.try_out(wanted)
        except DossierError as error:
            self.filled.problem("form", error.message)
        return False

    def receive(self, wanted: intake.Intake) -> None:
        """Receive the dossier and lead to its page, or to the one that prints."""
        dossier = self.together.receive(wanted)
        self.reusing.take(dossier)
        drafts.drop_on_commit(self.person, self.form_token)
        way = f"{wanted.case}\n{wanted.channel}"
        habits.note_on_commit(self.person, wanted.procedure, way, self.now)
        if "print" in self.request.form:
            self.go("ho-so", dossier.code, "da-nhan")
            return
        self.tell(
            _(
                "Dossier ${code} is received. Print the receipt slip now.",
                mapping={"code": dossier.code},
            )
        )
        self.go("ho-so", dossier.code)

    def try_out(self, wanted: intake.Intake) -> None:
        """Refuse what saving would refuse, beside persons and papers."""
        intake.choose(self.context, wanted)

    def look_ahead(self) -> None:
        """Compute the due date that saving would promise now."""
        present = intake.Intake(
            self.unit,
            self.version.code,
            self.version.digest,
            self.case.key,
            self.channel.kind,
            (),
        )
        self.deadline = intake.preview(self.context, present, self.now)

    # What the templates ask

    @property
    def elsewhere(self) -> str:
        """The unit that the citizen chose, where this officer receives for another."""
        if self.prepared is None or self.prepared.checklist is None:
            return ""
        wish = self.prepared.choice.unit
        return self.unit_name(wish) if wish not in ("", NONE, self.unit) else ""

    @property
    def ways_of_news(self) -> list[tuple[str, str]]:
        """How the applicant can be told: (value, words).

        One digit chooses each; ways that the house does not use keep theirs.
        """
        usual = self.say(NEWS[choices.first_way(self.unit)][1])
        found = []
        for number, (value, (channels, name)) in enumerate(NEWS.items(), start=1):
            said = self.say(name) if value else f"{self.say(name)}: {usual}"
            used = (c for c in channels or () if c != choices.EMAIL)
            if all(map(choices.ready, used)):
                found.append((value, f"{number} {said}"))
        return found

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in the order of the form."""
        return self.filled.problems

    @property
    def here(self) -> str:
        """Where the form is sent."""
        return self.address("tiep-nhan", self.version.code)

    @property
    def not_given(self) -> int:
        """How many papers of the list were not handed in."""
        return sum(1 for row in self.filled.rows if not row.form)

    def place_of(self, field: str) -> str:
        """Return whose field or which paper a problem is about, "" for none."""
        role, _dash, name = field.partition("-")
        if role in self.fields and name in self.labels:
            return f"{self.say(self.roles[role])}, {self.say(self.labels[name])}"
        papers = {f"{row.id}-count": row.paper.title for row in self.filled.rows}
        return papers.get(field, "")

    def unfolded(self, role: str) -> bool:
        """Say whether the fields of a role that is rarely there stand in sight."""
        typed = any(self.value(role, field) for field in self.fields[role])
        return typed or any(
            problem.field.startswith(f"{role}-") for problem in self.problems
        )

    def value(self, role: str, field: str) -> str:
        """Return what stands in a field of a person."""
        return self.text(f"{role}-{field}") if self.posted else ""

    def described(self, field: str) -> str | None:
        """Return the ids of what explains a field of a person."""
        hint = f"{field}-hint" if field.endswith("-birth") else ""
        wrong = f"{field}-wrong" if self.filled.problem_of(field) else ""
        return f"{hint} {wrong}".strip() or None

    def choice(self, case: Case, channel: Channel) -> str:
        """Return the address of the form for a case and a channel."""
        return self.address(
            "tiep-nhan", self.version.code, case=case.key, channel=channel.kind
        )

    def channel_name(self, channel: Channel) -> str:
        """Return the channel in words."""
        return self.say(CHANNELS[channel.kind])

    def term(self, channel: Channel) -> str:
        """Return the processing time in words."""
        found = channel.promised or Term("none")
        return found.text(self.language)

    def fees(self, channel: Channel) -> list[str]:
        """Return the fees in words."""
        return [words.fee(fee) for fee in channel.fees]
