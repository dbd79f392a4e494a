"""``tra-ket-qua/<code>``: one result is handed over, on one page.

Who takes it, what is still owed, what is given back and whether the receipt slip was
lost are filled in together and recorded with one key: the fee first, then the return.
Either both are recorded or neither.
"""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.money import format_vnd
from motcua.desk import money
from motcua.desk.returns.frame import ReturnScreen
from motcua.desk.returns.frame import TAB
from motcua.desk.slip import lines as lines_of_slips
from motcua.desk.slip import SlipLine
from motcua.dossiers import actions
from motcua.dossiers import returning
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.operations import METHODS
from motcua.dossiers.operations import TAKERS
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.states import fold
from motcua.procedures import versions
from motcua.shell import wording
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final


STATUSES: Final[dict[type[Exception], int]] = {
    IllegalStep: 409,
    StalePage: 409,
    NotAllowed: 403,
}
RETURN: Final = "return_result"


class OneReturnScreen(ReturnScreen):
    """The form of a result that waits, and what was recorded afterwards."""

    body = ViewPageTemplateFile("../templates/return_one.pt")
    role_words = wording.ROLES

    def prepare(self) -> None:
        """Find the dossier for this person; record what was sent."""
        super().prepare()
        self.dossier = self.may_see(self.names[1])
        if self.dossier.unit not in self.codes:
            raise Missing
        self.view = fold(self.dossier)
        # What is refused may have recorded the fee first, in a transaction that ends
        # with it: the form comes back with what was there before.
        self.seen = self.dossier.head.hex()
        if self.posted and self.text("do") == "return" and not self.repeated():
            self.give()
        elif self.posted and self.text("do") == "return":
            self.go(TAB, self.dossier.code)

    def give(self) -> None:
        """Record the fee and the return; what is refused leaves the form filled in."""
        try:
            expected: str | None = self.text("expected")
            if self.pays:
                self.act("collect_fee", self.fee, expected)
                expected = None
            self.act(RETURN, self.returned, expected)
        except DossierError as error:
            transaction.doom()
            self.refuse(error.message, STATUSES.get(type(error), 400))
            return
        code = self.dossier.code
        self.tell(_("${code}: the result was returned.", mapping={"code": code}))
        self.go(TAB, code)

    def act(self, operation: str, data: dict[str, Any], expected: str | None) -> None:
        """Call the domain; it alone decides what is legal and permitted."""
        actions.act(
            self.dossier,
            operation,
            self.person,
            data=data,
            now=self.now,
            expected=expected,
        )

    def repeated(self) -> bool:
        """Say whether this very page was recorded already: a double click.

        From the same page, with the same words: another taker is no double click.
        """
        last = self.dossier.last
        if last is None or last.type != RETURN or last.actor != self.person:
            return False
        told = {**last.facts, **last.data}
        try:
            sent = self.returned
        except MissingData:
            return False
        if any(told.get(name) != value for name, value in sent.items()):
            return False
        # Between what the page showed and the return there may be the payment.
        before = filter(None, (last.previous, getattr(last.previous, "previous", None)))
        return self.text("expected") in [event.hash.hex() for event in before]

    # What was sent

    @property
    def taker(self) -> str:
        """Who takes it: the applicant unless somebody else was chosen."""
        asked = self.text("taker")
        return asked if asked in TAKERS else TAKERS[0]

    @property
    def pays(self) -> bool:
        """Whether a fee is collected here."""
        return bool(self.text("pay"))

    @property
    def fee(self) -> dict[str, Any]:
        """The fields of the payment."""
        names = ("amount", "method", "symbol", "number")
        return {name: self.text(name) for name in names if self.text(name)}

    @property
    def returned(self) -> dict[str, Any]:
        """The fields of the return; raises ``MissingData`` without a statement."""
        if self.text("slip") == "lost" and not self.text("lost"):
            raise MissingData(
                _(
                    "Write down what the person states about the receipt slip that "
                    "was lost."
                )
            )
        names = ("proof_kind", "proof_number", "note")
        found: dict[str, Any] = {"taker": self.taker, "receiver": self.receiver}
        found |= {name: self.text(name) for name in names}
        if self.text("slip") == "lost":
            found["lost"] = self.text("lost")
        known = [paper.title for paper in self.originals]
        given = [title for title in known if title in self.texts("returned")]
        if given:
            found["returned"] = given
        return {name: value for name, value in found.items() if value}

    @property
    def receiver(self) -> str:
        """The name of who takes it: as typed, else as it stands in the dossier."""
        person = self.view.person(self.taker)
        return self.text("receiver") or (person.name if person else "")

    # What the template asks

    @property
    def heading(self) -> str:
        """The code: a title in a window's list must not tell whose dossier it is."""
        return self.say(_("Return the result of ${code}", mapping=self._code))

    @property
    def _code(self) -> dict[str, str]:
        return {"code": self.dossier.code}

    @cached_property
    def ready(self) -> bool:
        """Whether the result waits and this person may return it."""
        return RETURN in actions.permitted(self.dossier, self.person, self.now)

    @property
    def state(self) -> str:
        """The state in words."""
        return self.say(self.STATES[self.view.state])

    @property
    def procedure(self) -> str:
        """The title of the procedure."""
        view = self.view
        found = versions.get(view.procedure, view.version, site=self.context)
        return str(found.title)

    def takers(self) -> list[tuple[str, str]]:
        """Return who can take it: those in the dossier, with their names, a proxy."""
        found = []
        for key in TAKERS:
            person = self.view.person(key)
            if person is not None or key == "proxy":
                words = self.say(wording.TAKERS[key])
                found.append((key, f"{words}: {person.name}" if person else words))
        return found

    @cached_property
    def originals(self) -> list[PaperGiven]:
        """The papers that were handed in as originals."""
        return returning.originals(self.view)

    @cached_property
    def owed(self) -> int:
        """What is still to be paid, in đồng."""
        return returning.owed(self.context, self.view)

    @property
    def owed_words(self) -> str:
        """The same with its unit."""
        return format_vnd(self.owed)

    @cached_property
    def proposed(self) -> dict[str, str]:
        """Symbol and number that come next in the book of this person."""
        return money.proposed(self, self.dossier)

    def typed(self, name: str) -> str:
        """Return what stands in a field: as typed, else what is proposed."""
        if self.posted:
            return self.text(name)
        if name == "amount":
            return str(self.owed) if self.owed else ""
        return self.proposed.get(name, "")

    def methods(self) -> list[tuple[str, str]]:
        """Return the ways of paying."""
        return [(key, self.say(wording.METHOD_WORDS[key])) for key in METHODS]

    @cached_property
    def receipt(self) -> SlipLine | None:
        """The slip that the person signs, once the result is returned."""
        return next(
            (
                line
                for line in lines_of_slips(self, self.dossier)
                if line.slip.form.kind == "result-receipt"
            ),
            None,
        )
