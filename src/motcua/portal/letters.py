"""``/vi/thu-bao/<link>``: where the links of letters lead, to say yes or no more.

Programs that look mail over open every link in it, so opening one changes nothing: a
button does. The link is sealed, needs no login and is good for one thing. What it does
is written in SQL; the database of content is never changed from here.

The button of a mail program (RFC 8058) posts to the same address, from wherever its
servers stand, and ends letters as ours does. Links that are none are counted by client,
each true one by itself: one server speaks for all who read their mail there.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.dossiers.notices import asking
from motcua.portal.inputs import posted
from motcua.portal.origin import same_origin
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.storage import tries
from motcua.storage.tries import TooManyTries
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from zope.i18nmessageid import Message


#: What a mail program posts (RFC 8058, section 3.2).
FIELD: Final = "List-Unsubscribe"
VALUE: Final = "One-Click"
#: Strange links of a client, and presses of one button, within 15 minutes.
PER_CLIENT: Final = 30
PER_LINK: Final = 20
TOO_MANY: Final = _(
    "Too many tries. Please try again in ${minutes} minutes, or ask at a one-stop unit."
)


class LettersPage(Page):
    """The question with its button, and afterwards what was done."""

    name = "letters"
    title = _("News of a dossier")
    body = ViewPageTemplateFile("templates/letters.pt")
    keep = False
    error: Any = None
    done: bool = False
    link: Any = None

    def prepare(self) -> None:
        """Read the link; do what it asks for when the button was pressed."""
        if len(self.rest) != 1:
            raise Missing
        self.link = asking.asked(self.rest[0])
        try:
            if self.link is None:
                self.status = 404
                _count("letters", str(self.request.getClientAddr()), PER_CLIENT)
            elif self.request["REQUEST_METHOD"] == "POST":
                self.press()
        except TooManyTries as error:
            self.status = 429
            self.request.response.setHeader("Retry-After", str(error.retry_after))
            minutes = str(max(1, -(-error.retry_after // 60)))
            self.error = Message(TOO_MANY, mapping={"minutes": minutes})

    def press(self) -> None:
        """Do what the link asks for; only our own page confirms an address."""
        one_click = posted(self.request).get(FIELD) == VALUE and not self.link.confirms
        if not (one_click or same_origin(self.request, self.context)):
            self.status = 403
            self.error = _("Please fill in the form on this page.")
            return
        _count("letter", self.rest[0], PER_LINK)
        self.done = asking.answer(self.context, self.rest[0]) is not None

    @property
    def own(self) -> str:
        """Address of this page."""
        return self.addresses.page("letters", *self.rest)

    @property
    def code(self) -> dict[str, str]:
        """The dossier that the letters are about."""
        return {"code": self.link.code if self.link else ""}


def _count(kind: str, value: str, most: int) -> None:
    now = datetime.now(UTC)
    key = tries.key(kind, value)
    tries.check({key: most}, now)
    tries.count([key], now)
