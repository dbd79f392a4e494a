"""Forms of the counter that survive a power cut.

The script of the page sends what is typed every few seconds; whatever is posted and
not saved is kept as well. It is offered again to its person alone: where procedures
are picked, and above a fresh form of the same procedure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from motcua import _
from motcua.desk import reusing
from motcua.dossiers import intake
from motcua.shell.screen import Screen
from motcua.storage import drafts
import secrets
import transaction
from typing import Any
from typing import Final


#: Parts of a form that belong to one sending of it, not to what was typed.
PASSING: Final = frozenset(
    {
        "_authenticator",
        "card",
        "check",
        "do",
        "drop",
        "known",
        "papers",
        "print",
        "reply",
        "restore",
        "reuse",
        "reuse-consent",
        "save",
        "scan",
        "scan-role",
        "token",
        "window",
    }
)
#: An identity card that was scanned before there was a form for it.
CARD: Final = "card"
CARD_KEPT: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Offer:
    """A draft as it is offered: its procedure, the applicant's name, the time."""

    token: str
    procedure: str
    name: str
    time: str


class Keeping(Screen):
    """What the screens of the counter know about drafts."""

    def offers(self, procedure: str | None = None) -> list[Offer]:
        """Return the drafts of this person that did not become a dossier."""
        found = []
        for draft in drafts.of(self.person, procedure):
            if draft.about == CARD:
                continue
            if intake.received(self.context, draft.token, self.person) is None:
                name = draft.fields.get("applicant-name", "")
                time = self.moment(draft.kept_at)
                found.append(Offer(draft.token, draft.about, name, time))
        return found

    @property
    def card(self) -> drafts.Draft | None:
        """The identity card that was scanned before there was a form for it."""
        found = drafts.of(self.person, CARD)
        if not found or found[0].kept_at < self.now - CARD_KEPT:
            return None
        return found[0]


class KeptForm(Keeping):
    """A form whose fields are kept; ``form_token`` names it.

    ``about`` is what it is for, never whom.
    """

    form_token: str
    restored = False

    @property
    def about(self) -> str:
        """What the form is for: the code of the procedure."""
        return self.names[1]

    @cached_property
    def window(self) -> str:
        """What names this window among those that may hold the same form."""
        sent = "" if self.text("restore") else self.text("window")
        return sent or secrets.token_urlsafe(16)

    def keep(self) -> None:
        """Keep what was typed; raises what ``drafts.keep`` raises."""
        if intake.received(self.context, self.form_token, self.person) is not None:
            return
        fields = {
            name: value
            for name, value in self.request.form.items()
            if isinstance(value, str)
            and name not in PASSING
            and not name.endswith(reusing.ENDING)
        }
        drafts.keep(
            self.person, self.form_token, self.about, self.window, fields, self.now
        )

    def answer_keeping(self) -> str:
        """Keep what the script sends; return the time, or 409 when it is not kept."""
        transaction.doom()
        self.secure()
        response = self.request.response
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        self.form_token = self.text("token")
        try:
            self.keep()
        except (drafts.Elsewhere, drafts.TooLarge):
            response.setStatus(409)
            return ""
        return self.moment(self.now).partition(" ")[0]

    def keep_quietly(self) -> None:
        """Keep what was posted and not saved; another window's draft stays its own."""
        try:
            self.keep()
        except (drafts.Elsewhere, drafts.TooLarge):
            return

    def restore(self) -> bool:
        """Bring a draft back into the form; say whether it was there."""
        draft = drafts.take_over(self.person, self.text("restore"), self.window)
        if draft is None or draft.about != self.about:
            self.tell(_("This draft is not there any more."))
            return False
        self.request.form.update(draft.fields)
        self.form_token = draft.token
        self.restored = True
        return True

    def discard(self) -> None:
        """Forget a draft that its person does not want."""
        drafts.drop(self.person, self.text("drop"))

    def use_card(self, form: dict[str, Any]) -> None:
        """Put the card that waits into the form, and let it wait no longer."""
        found = self.card
        if found is not None:
            form["scan"] = found.fields["scan"]
            drafts.drop(self.person, CARD)
