"""Checking a slip: whether it is ours, and whether it still holds.

Who has a slip in hand scans its QR code or types its number and its ten check letters.
The answer names the form and its day, nobody and nothing else. A forged slip and an
unknown one get the same answer.
"""

from __future__ import annotations

from motcua import _
from motcua.dossiers.slips import checks
from motcua.portal.question import QuestionPage
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.slips.checks import Checked

VERDICTS: Final[dict[str, str]] = {
    "valid": _("This slip is valid"),
    "replaced": _("This slip was replaced"),
    "void": _("This slip is void"),
    "lost": _("This slip was reported lost"),
    "paper": _("Registered on paper, not yet entered"),
}
ADVICE: Final[dict[str, str]] = {
    "valid": _("It was issued by the one-stop unit and still holds."),
    "replaced": _("Another one was issued in its place; only that one holds."),
    "void": _("What it says does not hold any more. Ask at the unit."),
    "lost": _("The result was handed over without it. It gives no right any more."),
    "paper": _(
        "The one-stop unit printed it beforehand, for when power or network is down. "
        "Your dossier is entered within 7 days of its receipt; its time runs from the "
        "hour that is written on the slip."
    ),
}


class SlipCheckPage(QuestionPage):
    """The form, and whether the slip holds."""

    name = "slipcheck"
    title = _("Check a slip")
    body = ViewPageTemplateFile("templates/slipcheck.pt")
    pair = ("slip", "letters")
    incomplete = _("Fill in both the number of the slip and its check letters.")
    unknown = _(
        "We issued no slip with this number and these letters. Check both; if "
        "they stand on your slip like this, ask at a one-stop unit."
    )
    found: Checked | None = None

    def find(self, name: str, proof: str, client: str) -> Checked | None:
        """Return what anybody with the slip in hand may learn."""
        return checks.check(self.context, name, proof, client)

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
            (_("Kind of slip"), self.found.title),
            (_("Running number"), self.found.number),
            (_("Issued on"), f"{self.found.day:%d/%m/%Y}"),
            (_("Replaced by"), self.found.replaced_by),
        ]
        return [(self.say(label), text) for label, text in lines if text]
