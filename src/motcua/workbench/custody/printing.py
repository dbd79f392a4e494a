"""Labels, out-cards, reminders and minutes as PDFs.

Where one cannot be printed, the page it belongs to says why.
"""

from __future__ import annotations

from motcua.archive.custody import looking
from motcua.archive.custody import papers
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.custody.errors import NotLent
from motcua.archive.holdings import files
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.custody.counts import CountScreen
from motcua.workbench.custody.frame import CustodyScreen
from motcua.workbench.custody.loan import LoanScreen
from motcua.workbench.custody.place import PlaceScreen
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView


class _Paper(CustodyScreen):
    """A PDF; ``name`` is what its file is called."""

    name = ""

    def answer(self) -> Any:
        """Return the PDF."""
        if self.posted or not self.agencies:
            raise Missing
        self.find()
        try:
            made = self.pdf()
        except SlipFailed as error:
            self.problem, self.status = error.message, 503
            return super().answer()
        self.secure()
        name = f"{self.name}-{self.names[-2]}.pdf"
        head(self.request.response, PDF, name, len(made))
        return made

    def pdf(self) -> bytes:
        """Return what is printed."""
        raise Missing


class LabelsAnswer(_Paper, PlaceScreen):
    """``kho/<barcode>/nhan``: its label; with ``?trong=1`` those of what is in it."""

    name = "nhan"

    def pdf(self) -> bytes:
        """Return the labels."""
        return papers.labels(self.context, self.wanted())

    def wanted(self) -> list[places.PlaceView]:
        """Return the places whose labels are printed."""
        if self.text("trong") != "1" or self.found.kind == places.BOX:
            return [self.found]
        rows = looking.within(
            self.one.barcode,
            limit=papers.MOST,
            offset=(self.page - 1) * papers.MOST,
        )
        found = (store.place(self.context, row["barcode"]) for row in rows)
        shown = [places.view(one) for one in found if one is not None]
        return [one for one in shown if not one.retired] or [self.found]


class OutCardAnswer(_Paper, LoanScreen):
    """``kho/muon/<file>/phieu-thay``: what stands where the file was."""

    name = "phieu-thay-ho-so"

    def pdf(self) -> bytes:
        """Return the card; nothing for a file that is not on loan."""
        try:
            return papers.out_card(self.context, self.found)
        except NotLent as error:
            raise Missing from error


class ReminderAnswer(_Paper, LoanScreen):
    """``kho/muon/<file>/nhac-tra``: a letter to the borrower."""

    name = "phieu-nhac-tra"

    def pdf(self) -> bytes:
        """Return the letter; nothing for a file that is not on loan."""
        try:
            return papers.reminder(self.context, self.found, self.now)
        except NotLent as error:
            raise Missing from error


class CountMinutesAnswer(_Paper, CountScreen):
    """``kho/kiem-ke/<code>/bien-ban``: the minutes, a draft before it is closed."""

    name = "bien-ban-kiem-ke"

    def pdf(self) -> bytes:
        """Return the minutes."""
        return papers.minutes(self.context, self.found, self.sees)

    def sees(self, told: FileView) -> bool:
        """Whether the title of a file is printed for this person."""
        return files.may_see(self.context, told, self.person, self.now)
