"""The slips of a dossier as PDFs, for those who may view it."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.finding import readings
from motcua.base.folding import fold
from motcua.dossiers import actions
from motcua.dossiers.errors import DossierError
from motcua.dossiers.slips import issued
from motcua.dossiers.slips import prints
from motcua.dossiers.slips.issued import Slip
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

STATUSES: Final[dict[str, Any]] = {
    "valid": _("Valid"),
    "replaced": _("Replaced"),
    "void": _("Void"),
    "lost": _("Reported lost"),
}


@dataclass(frozen=True)
class SlipLine:
    """A slip in the list of the dossier's page."""

    slip: Slip
    status: Any
    address: str
    large: str


def lines(screen: Screen, dossier: Dossier) -> list[SlipLine]:
    """Return the slips that were issued, the newest first."""

    def address(slip: Slip, **asked: str) -> str:
        return screen.address("ho-so", dossier.code, "phieu", slip.key, **asked)

    return [
        SlipLine(slip, STATUSES[slip.status], address(slip), address(slip, large="1"))
        for slip in reversed(issued.slips_of(dossier))
    ]


class SlipAnswer(Screen):
    """``ho-so/<code>/phieu/<slip>``: a slip, shown in the window and ready to print.

    Posted to, it counts a reprint and leads to the PDF that says so; the first print
    is no reprint.
    """

    def answer(self) -> Any:
        """Return the PDF; nothing is written, so nothing can be retried."""
        self.secure()
        dossier = self.may_see(self.names[1])
        slip = self.slip(dossier)
        if self.posted:
            self.reprint(dossier, slip)
            return ""
        readings.note_print(dossier, slip.key, self.person, self.now)
        large = bool(self.text("large"))
        pdf = prints.pdf(self.context, dossier, slip, large=large)
        title = fold(slip.form.title).replace(" ", "-")[:40].strip("-")
        name = f"{title}-{dossier.code}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        if self.text("khung"):
            self.let_in()
        return pdf

    def let_in(self) -> None:
        """Let a page of our own show the slip in a frame, to print it at once."""
        response = self.request.response
        policy = str(response.getHeader("Content-Security-Policy"))
        ours = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.setHeader("Content-Security-Policy", ours)
        response.setHeader("X-Frame-Options", "SAMEORIGIN")

    def slip(self, dossier: Dossier) -> Slip:
        """Return the slip of the path; ``Missing`` when the dossier has no such one."""
        found = issued.find(dossier, self.names[3])
        if found is None:
            raise Missing
        return found

    def reprint(self, dossier: Dossier, slip: Slip) -> None:
        """Write down that it is printed again."""
        try:
            actions.act(
                dossier,
                "reprint",
                self.person,
                data={"slip": slip.event, "form": slip.form.form},
            )
        except DossierError as error:
            raise Missing from error
        self.go("ho-so", dossier.code, "phieu", slip.key, large=self.text("large"))


class ReceiptAnswer(SlipAnswer):
    """``ho-so/<code>/giay-tiep-nhan``: the last receipt slip."""

    def slip(self, dossier: Dossier) -> Slip:
        """Return the receipt; ``Missing`` before the dossier was accepted."""
        found = [
            slip for slip in issued.slips_of(dossier) if slip.form.kind == "receipt"
        ]
        if not found:
            raise Missing
        return found[-1]
