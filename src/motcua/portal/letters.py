"""``/vi/thu-bao/<link>``: where the links of letters lead, to say yes or no more.

Programs that look mail over open every link in it, so opening one changes nothing: a
button does. The link is sealed, needs no login and is good for one thing. What it does
is written in SQL; the database of content is never changed from here.
"""

from __future__ import annotations

from motcua import _
from motcua.dossiers.notices import asking
from motcua.portal.origin import same_origin
from motcua.portal.page import Missing
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class LettersPage(Page):
    """The question with its button, and afterwards what was done."""

    name = "letters"
    title = _("News of a dossier")
    body = ViewPageTemplateFile("templates/letters.pt")
    keep = False
    error: Any = None
    done: bool = False

    def prepare(self) -> None:
        """Read the link; do what it asks for when the button was pressed."""
        if len(self.rest) != 1:
            raise Missing
        self.link = asking.asked(self.rest[0])
        if self.link is None:
            self.status = 404
        elif self.request["REQUEST_METHOD"] == "POST":
            if not same_origin(self.request, self.context):
                self.status = 403
                self.error = _("Please fill in the form on this page.")
                return
            self.done = asking.answer(self.context, self.rest[0]) is not None

    @property
    def own(self) -> str:
        """Address of this page."""
        return self.addresses.page("letters", *self.rest)

    @property
    def code(self) -> dict[str, str]:
        """The dossier that the letters are about."""
        return {"code": self.link.code if self.link else ""}
