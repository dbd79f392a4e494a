"""Following a dossier with its code and one thing that only its people know.

Without the second the page tells the status alone. Who gave both is not asked again:
what is posted from the answer carries a sealed proof that holds for fifteen minutes.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.dossiers import messages
from motcua.dossiers import proofs
from motcua.dossiers import tracking
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import choices
from motcua.dossiers.statuses import TITLES
from motcua.portal.followed import FollowedView
from motcua.portal.inputs import form
from motcua.portal.question import QuestionPage
from motcua.storage.tries import TooManyTries
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


#: A new address is asked first.
ASKED: Final = _(
    "We sent a letter to this address. Open the link in it; then news come there."
)
#: Words of the button, in the language that it leads to.
IN_OTHER: Final = {"vi": "Xem bằng tiếng Việt", "en": "Show this in English"}


class TrackingPage(QuestionPage):
    """The form, and where the dossier is."""

    name = "tracking"
    title = _("Track a dossier")
    body = ViewPageTemplateFile("templates/tracking.pt")
    facts = ViewPageTemplateFile("templates/unitfacts.pt")
    pair = ("code", "factor")
    incomplete = _("Fill in the dossier code; it stands on the receipt slip.")
    unknown = _("No dossier fits this code and this number. Check both.")
    found: FollowedView | None = None
    #: The public status, for who gave the code alone.
    status_alone: int = 0
    asked_code: str = ""
    #: What was done, for who asked for something.
    told: str = ""
    longest = messages.LONGEST

    def ask(self) -> None:
        """Answer a proof, a code with its second factor, or a code alone."""
        proof = form(self.request).get("proof", "")[: proofs.LONGEST + 1]
        if proof:
            self.go_on(proof)
            return
        code, factor = map(self.answer_to, self.pair)
        if code and not factor:
            self.status_of(code.upper())
        else:
            super().ask()

    def go_on(self, proof: str) -> None:
        """Do what who proved it a moment ago asks for, and show the dossier."""
        dossier = tracking.proven(self.context, proof, self.now)
        if dossier is None:
            self.status = 403
            self.error = _(
                "The page was open for too long. Enter the code and the number again."
            )
            return
        try:
            self.carry_out(dossier)
        except (MissingData, IllegalStep) as error:
            transaction.doom()
            self.status, self.error = 400, error.message
        except TooManyTries:
            transaction.doom()
            raise
        finally:
            followed = tracking.follow_on(self.context, proof, self.now)
            if followed is not None:
                self.found = FollowedView(self, followed, self.now)

    def carry_out(self, dossier: Dossier) -> None:
        """Write a message or keep a choice; without either there is only a look."""
        sent = form(self.request)
        match sent.get("do"):
            case "message":
                messages.write(dossier, self.client, sent.get("words", ""), self.now)
                self.told = _("Your message has reached the office.")
            case "news":
                language, email = sent.get("language", ""), sent.get("address", "")
                ways = {one for one in choices.CHANNELS if sent.get(one)}
                if email.strip():
                    # Who gives an address wants letters there.
                    ways.add(choices.EMAIL)
                asked = asking.wish(dossier, ways, language, email, self.now)
                self.told = ASKED if asked else _("Your choice is kept.")

    @property
    def writes(self) -> bool:
        """Whether what is posted may change the dossier: a message does."""
        return self.request["REQUEST_METHOD"] == "POST" and (
            form(self.request).get("do") == "message"
        )

    @property
    def words(self) -> str:
        """What was typed into a message that was refused."""
        return form(self.request).get("words", "") if self.error or self.wait else ""

    def status_of(self, code: str) -> None:
        """Tell the status alone, or that there is no dossier."""
        found = tracking.status(self.context, code, self.client, self.now)
        if not found:
            self.error = _("No dossier has this code. Check it on the receipt slip.")
            return
        self.status_alone, self.asked_code = found, code

    def find(self, name: str, proof: str, client: str) -> FollowedView | None:
        """Return what the people of a dossier are told."""
        followed = tracking.follow(self.context, name, proof, client, self.now)
        return None if followed is None else FollowedView(self, followed, self.now)

    @property
    def now(self) -> datetime:
        """The moment of the answer."""
        return datetime.now(UTC)

    @property
    def status_title(self) -> str:
        """The public status in the words of the national portal."""
        return self.say(TITLES[self.status_alone]) if self.status_alone else ""

    @property
    def in_other(self) -> str:
        """The button that shows the same answer in the other language, in its words."""
        return IN_OTHER[self.other]
