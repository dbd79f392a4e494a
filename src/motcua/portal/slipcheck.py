"""Checking a slip: whether it is ours, and whether it still holds.

Who has a slip in hand scans its QR code or types its number and its ten check letters.
The answer names the form and its day, nobody and nothing else. A forged slip and an
unknown one get the same answer, and who tries too often has to wait. The form is posted
for the same reasons as that of tracking.
"""

from __future__ import annotations

from motcua import _
from motcua.dossiers.slips import checks
from motcua.portal.inputs import form
from motcua.portal.origin import same_origin
from motcua.portal.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.slips.checks import Checked

INPUT_LIMIT: Final = 64

VERDICTS: Final[dict[str, str]] = {
    "valid": _("This slip is valid"),
    "replaced": _("This slip was replaced"),
    "void": _("This slip is void"),
}
ADVICE: Final[dict[str, str]] = {
    "valid": _("It was issued by the one-stop unit and still holds."),
    "replaced": _("Another one was issued in its place; only that one holds."),
    "void": _("What it says does not hold any more. Ask at the unit."),
}


class SlipCheckPage(Page):
    """The form, and the answer on the same page."""

    name = "slipcheck"
    title = _("Check a slip")
    body = ViewPageTemplateFile("templates/slipcheck.pt")
    scans = True
    found: Checked | None = None
    error: str = ""
    wait: int = 0

    def prepare(self) -> None:
        """Answer a posted form; a GET shows the empty one."""
        super().prepare()
        self.posted = self.request["REQUEST_METHOD"] == "POST"
        self.keep = not self.posted
        if self.posted:
            self.look_up()

    def look_up(self) -> None:
        """Find the slip, or say why there is no answer."""
        if not same_origin(self.request, self.context):
            self.status = 403
            self.error = _("Please fill in the form on this page.")
            return
        name, letters = self.answer_to("slip").upper(), self.answer_to("letters")
        if not name or not letters:
            self.status = 400
            self.error = _("Fill in both the number of the slip and its check letters.")
            return
        client = self.request.getClientAddr()
        try:
            self.found = checks.check(self.context, name, letters, client)
        except checks.TooManyTries as error:
            self.wait = max(1, -(-int(error.retry_after) // 60))
            self.request.response.setHeader("Retry-After", str(error.retry_after))
            self.status = 429
            return
        if self.found is None:
            self.error = _(
                "We issued no slip with this number and these letters. Check both; if "
                "they stand on your slip like this, ask at a one-stop unit."
            )

    def answer_to(self, name: str) -> str:
        """Return what was typed into a field of the form, shortened and on one line."""
        return " ".join(form(self.request).get(name, "")[:INPUT_LIMIT].split())

    @property
    def verdict(self) -> str:
        """Whether the slip holds."""
        return self.say(VERDICTS[self.found.status]) if self.found else ""

    @property
    def advice(self) -> str:
        """What that means."""
        return self.say(ADVICE[self.found.status]) if self.found else ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is told of the slip."""
        if self.found is None:
            return []
        lines = [
            (_("Form"), self.found.title),
            (_("Number"), self.found.number),
            (_("Issued on"), f"{self.found.day:%d/%m/%Y}"),
            (_("Replaced by"), self.found.replaced_by),
        ]
        return [(self.say(label), text) for label, text in lines if text]
