"""The counter answers at once, and says how the dossier came in.

What is not simply received is booked and answered by one button of the same form: what
is missing goes on one slip, a refusal names its reason, a specialist is asked first.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.desk.intake import IntakeScreen
from motcua.desk.steps import targets
from motcua.dossiers import intake
from motcua.dossiers.arrivals.circumstances import Circumstances
from motcua.dossiers.arrivals.circumstances import COUNTER
from motcua.dossiers.arrivals.circumstances import MANNERS
from motcua.dossiers.arrivals.circumstances import PRIORITIES
from motcua.dossiers.arrivals.circumstances import USUAL
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.papers import REUSED
from motcua.dossiers.reasons import REASONS
from motcua.organisation import units
from motcua.storage import drafts
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What can be answered, with what is told afterwards.
TOLD: Final[dict[str, Any]] = {
    "guide": _("Dossier ${code} is booked. Print the slip of what is missing now."),
    "decline": _("Dossier ${code} is not accepted. Print the slip of refusal now."),
    "ask_opinion": _(
        "Dossier ${code} is booked and the department is asked. Accept it or answer "
        "until the time that stands on its page."
    ),
}
DECLINE: Final = "decline"
#: The fields of each answer in the form.
FIELDS_OF: Final[dict[str, tuple[str, ...]]] = {
    "guide": ("guide-only", "guide-code", "guide-reason", "guide-missing"),
    "decline": ("decline-code", "decline-reason"),
    "ask_opinion": ("ask-to", "question", "ask-by"),
}
#: The words on a slip, which is Vietnamese, where papers alone are missing.
_INCOMPLETE = _("The papers named above were not handed in.")
#: Fields of the circumstances that have a place of their own for what is wrong.
_HELPER: Final = "helper"


class AnsweringScreen(IntakeScreen):
    """``tiep-nhan/<procedure>``: the intake, with its circumstances and answers."""

    answers_at_once = True
    answering = ViewPageTemplateFile("templates/answering.pt")
    manners = MANNERS
    priorities = PRIORITIES
    reasons = REASONS

    @property
    def reply(self) -> str:
        """The answer whose button was pressed, "" for none."""
        asked = self.text("reply") if self.posted else ""
        return asked if asked in TOLD else ""

    def opened(self, answer: str) -> bool:
        """Say whether the fields of an answer stand in sight: what is typed does."""
        fields = FIELDS_OF[answer]
        return self.reply == answer or any(self.text(name) for name in fields)

    def wanted(self, **given: Any) -> intake.Intake:
        """Return the intake with how it came in and who decides."""
        return super().wanted(
            circumstances=self.circumstances(),
            competent=self.text("competent"),
            **given,
        )

    def circumstances(self) -> Circumstances:
        """Return how it came in; what cannot be so becomes a problem."""
        try:
            return Circumstances(
                manner=self.text("manner") or COUNTER,
                priority=self.text("priority"),
                helper=self.filled.fitting(_HELPER),
                consent=bool(self.text("consent")),
                postmark=self.filled.fitting("postmark"),
            )
        except MissingData as error:
            self.filled.problem(_HELPER, error.message)
            return USUAL

    def take(self) -> None:
        """Answer when a button asked for it; else check or save."""
        if not self.reply:
            super().take()
            return
        wanted = self.wanted(persons=self.filled.persons(), papers=self.filled.papers())
        for member in self.together.chosen:
            self.filled.problem(f"{member.prefix}chosen", _ONE)
        try:
            said = self.said()
            self.reusing.look()
            self.reusing.check()
            if not self.filled.problems:
                self.book(wanted, said)
                return
        except DossierError as error:
            self.filled.problem("form", error.message)
        self.status = 400
        self.keep_quietly()
        transaction.doom()

    def book(self, wanted: intake.Intake, said: dict[str, Any]) -> None:
        """Book and answer, and lead to the page from which the slip is printed."""
        if self.reply == DECLINE:
            # Nothing is used for what is not accepted.
            papers = tuple(one for one in wanted.papers if one.form != REUSED)
            wanted = replace(wanted, papers=papers)
        dossier = intake.answer(
            self.context, wanted, self.reply, said, self.person, self.now
        )
        if self.reply != DECLINE:
            self.reusing.take(dossier)
        drafts.drop_on_commit(self.person, self.form_token)
        self.tell(Message(TOLD[self.reply], mapping={"code": dossier.code}))
        self.go("ho-so", dossier.code)

    def said(self) -> dict[str, Any]:
        """Return the fields of the answer."""
        if self.reply == "ask_opinion":
            found = {
                "to": self.text("ask-to"),
                "question": self.text("question"),
                "by": self.text("ask-by"),
            }
            for name, field in (("to", "ask-to"), ("question", "question")):
                if not found[name]:
                    self.filled.problem(field, _ASK[name])
            return {name: value for name, value in found.items() if value}
        code = self.text(f"{self.reply}-code")
        reason = self.text(f"{self.reply}-reason")
        if self.reply == "decline":
            if not (code and reason):
                self.filled.problem("decline-reason", _WHY)
            return {"reason_code": code, "reason": reason}
        missing = self.missing
        if not (missing or reason):
            self.filled.problem("guide-reason", _NOTHING)
        words = reason or translate(_INCOMPLETE, target_language="vi")
        return {
            "reason_code": code or "missing_paper",
            "reason": words,
            "missing": missing,
        }

    @property
    def missing(self) -> list[str]:
        """What is to be brought: papers not received, and what was written."""
        written = [line.strip() for line in self.text("guide-missing").splitlines()]
        papers = [] if self.text("guide-only") else self.not_received
        return [*papers, *filter(None, written)]

    @property
    def not_received(self) -> list[str]:
        """Titles of papers that were not received, of a checklist those it lists."""
        return [
            row.paper.title
            for listed, rows in self.filled.parts
            for row in rows
            if listed and not row.form
        ]

    @cached_property
    def departments(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Departments that can be asked: (agency, [(code, name)])."""
        return targets(self.unit, self.context)

    @cached_property
    def agencies(self) -> list[tuple[str, str]]:
        """Agencies that may decide instead of the unit's own: (code, name)."""
        own = units.get(self.unit, self.context).agency
        found = units.all(on=vietnam.today(), site=self.context)
        return [(u.code, u.name) for u in found if u.kind == "agency" and u.code != own]


_WHY = _("A refusal has a kind of reason and words that the citizen can read.")
_ONE = _(
    "This answer books one dossier. Take the tick off what is done together, or save "
    "all of them."
)
_NOTHING = _(
    "Nothing is missing: all papers are received and no reason is written. Say what "
    "is to be mended, or save the dossier."
)
_ASK: Final[dict[str, Any]] = {
    "to": _("Choose the department that is asked."),
    "question": _("Write what the department is asked."),
}
