"""The receipt slip of a dossier, for those who may view it."""

from __future__ import annotations

from motcua.dossiers.slips.prints import receipt
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Screen
from typing import Any


class SlipAnswer(Screen):
    """The receipt slip as a PDF, shown in the window and ready to print."""

    def answer(self) -> Any:
        """Return the PDF; nothing is written, so nothing can be retried."""
        self.secure()
        dossier = self.may_see(self.names[1])
        pdf = receipt(self.context, dossier)
        name = f"giay-tiep-nhan-{dossier.code}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf
