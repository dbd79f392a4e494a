"""The find box: a code from the keyboard or from a scanner opens its dossier."""

from __future__ import annotations

from motcua import _
from motcua.base import citizen_cards
from motcua.desk.keeping import CARD
from motcua.desk.keeping import Keeping
from motcua.dossiers.arrivals import foreign
from motcua.dossiers.intake import RECEIVING
from motcua.procedures import versions
from motcua.procedures.checklists.choices import NONE
from motcua.procedures.checklists.choices import scanned
from motcua.shell.finding import code_in
from motcua.shell.screen import Missing
from motcua.storage import drafts
import re
from typing import Final


#: The code of a hand-over list. Whether there is one, its own page says to its units.
LIST: Final = re.compile(r"[A-Z0-9.]{1,40}-[0-9]{4}/[0-9]{1,9}-[A-Z0-9]{1,20}")


class FindAnswer(Keeping):
    """Leads to the dossier whose code, or whose slip's address, was typed.

    The mark of a hand-over list leads to the list, the address of a citizen's checklist
    to its prepared intake.
    """

    def prepare(self) -> None:
        """Go on to the dossier; there it is decided whether the person may see it."""
        if self.posted and citizen_cards.holds_one(self.text("ma")):
            self.keep_card(self.text("ma"))
            return
        checklist = scanned(self.text("ma"))
        if checklist is not None:
            code, choice = checklist
            if self.ended(code):
                self.tell(
                    _(
                        "${code}: this procedure is not in force today, nothing is "
                        "received for it. Its public page says what comes instead.",
                        mapping={"code": code},
                    )
                )
                self.go("tiep-nhan")
                return
            self.go("tiep-nhan", code, chon=choice.query or NONE)
            return
        listed = self.text("ma").rpartition("#")[2].partition("~")[0].strip().upper()
        if LIST.fullmatch(listed):
            self.go("ban-giao", *listed.split("/"))
            return
        there = foreign.known(self.text("ma"))
        mine = [code for code in there if self.sees(code)]
        self.go("ho-so", mine[0] if mine else code_in(self.text("ma")))

    def sees(self, code: str) -> bool:
        """Say whether a dossier of another system is followed for this person."""
        try:
            self.may_see(code)
        except Missing:
            return False
        return True

    def keep_card(self, text: str) -> None:
        """Let an identity card wait for the form of the intake that comes next."""
        if not self.units_with(*RECEIVING):
            raise Missing
        drafts.drop(self.person, CARD)
        drafts.keep(self.person, CARD, CARD, CARD, {"scan": text}, self.now)
        self.tell(
            _(
                "The identity card is read. Choose the procedure; its form fills in "
                "the card with one key."
            )
        )
        self.go("tiep-nhan")

    def ended(self, code: str) -> bool:
        """Say whether a procedure was published and is not in force today."""
        try:
            return versions.standing(code, site=self.context).kind != "in_force"
        except KeyError:
            return False
