"""Cover sheets for the papers of a dossier, printed with the receipt."""

from __future__ import annotations

from motcua.archive.capture import covers
from motcua.archive.capture.errors import CaptureError
from motcua.archive.finding import readings
from motcua.dossiers import actions
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from typing import Any
from typing import Final


#: Stands in the journal for what was printed.
SUBJECT: Final = "covers"


def offered(screen: Screen, dossier: Any) -> bool:
    """Say whether this person may scan papers of the dossier now."""
    return "attach_scan" in actions.permitted(dossier, screen.person, screen.now)


class CoversAnswer(Screen):
    """``ho-so/<code>/to-bia``: one sheet for each paper that was handed in."""

    def answer(self) -> Any:
        """Return the PDF; for who may scan papers of the dossier now."""
        self.secure()
        dossier = self.may_see(self.names[1])
        if not offered(self, dossier):
            raise Missing
        readings.note_print(dossier, SUBJECT, self.person, self.now)
        try:
            pdf = covers.of_dossier(self.context, dossier)
        except CaptureError as error:
            raise Missing from error
        name = f"to-bia-{dossier.code}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf
