"""``tra-ket-qua/xep-ke/nhan``: labels of shelves, as a PDF to be stuck on."""

from __future__ import annotations

from motcua import _
from motcua.desk.returns.frame import ReturnScreen
from motcua.dossiers import shelflabels
from motcua.dossiers.errors import MissingData
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


PAPERS: Final[dict[str, Any]] = {
    "label-sheet": _("Labels, twelve on a sheet of A4"),
    "label": _("Labels, one on a sheet of 80 x 50 mm"),
}


class ShelfLabelsScreen(ReturnScreen):
    """The form; posted to, it answers with the labels. Nothing is written down."""

    title = _("Print labels of shelves")
    body = ViewPageTemplateFile("../templates/shelflabels.pt")
    papers = PAPERS

    def answer(self) -> Any:
        """Answer with the labels, or with the page that says why there are none."""
        if self.posted and self.mine:
            self.secure()
            try:
                named = shelflabels.names(self.text("shelves"))
                unit = self.unit
                pdf = shelflabels.pdf(self.context, unit, named, self.paper, self.now)
            except (MissingData, SlipFailed) as failed:
                self.refuse(failed.message)
            else:
                head(self.request.response, PDF, "nhan-ke.pdf", len(pdf))
                return pdf
        return super().answer()

    @property
    def unit(self) -> str:
        """The unit whose shelves they are."""
        asked = self.text("unit")
        return asked if asked in self.codes else self.codes[0]

    @property
    def paper(self) -> str:
        """The sheet to print on."""
        asked = self.text("paper")
        return asked if asked in PAPERS else shelflabels.PAPERS[0]
