"""What has no archival copy and will get none by itself: a list to be worked off."""

from __future__ import annotations

from motcua import _
from motcua.archive.errors import ArchiveError
from motcua.archive.pdf import provided
from motcua.dossiers.errors import DossierError
from motcua.shell.screen import Missing
from motcua.workbench import standing
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final


PAGE: Final = 50


class FailuresScreen(WorkbenchScreen):
    """Files that failed for good in dossiers of this person's archives."""

    tab = "chua-luu"
    title = _("Without archival copy")
    body = ViewPageTemplateFile("templates/failures.pt")

    def prepare(self) -> None:
        """Read the list; another duty than archive sees no such list."""
        if not provided.archivist(self.groups):
            raise Missing
        found = provided.failures(self.groups)
        self.total = len(found)
        self.page = self.number("page")
        begin = (self.page - 1) * PAGE
        self.files = found[begin : begin + PAGE]
        self.more = self.total > begin + PAGE

    def why(self, failure: provided.Failure) -> str:
        """Return why it failed, in words."""
        return self.say(standing.reason(failure.message))

    def turn(self, page: int) -> str:
        """Return the address of another page of the list."""
        return self.address("chua-luu", page=str(page) if page > 1 else "")


class ProvidingScreen(WorkbenchScreen):
    """One file that failed: try again, or provide a PDF/A by hand."""

    tab = "chua-luu"
    body = ViewPageTemplateFile("templates/providing.pt")

    def prepare(self) -> None:
        """Find the file; take what was sent."""
        self.dossier = self.may_see(self.names[1])
        if not provided.may_provide(self.dossier, self.person, self.now):
            raise Missing
        found = provided.failed(self.dossier, self.names[2], self.context)
        if found is None:
            raise Missing
        self.file = found
        self.standing = standing.standing(self.context, found)
        self.problem: Any = ""
        if self.posted:
            self.take()

    def take(self) -> None:
        """Try again or keep what was sent; lead on when it is done."""
        try:
            if self.text("do") == "again":
                provided.try_again(
                    self.dossier, self.file.sha256, self.person, self.now
                )
                self.tell(_("The file is queued again."))
            else:
                self.keep()
                self.tell(_("The archival copy is kept."))
        except (ArchiveError, DossierError) as error:
            transaction.doom()
            self.problem, self.status = error.message, 400
            return
        self.go("so-hoa", self.dossier.code)

    def keep(self) -> None:
        """Keep the file that was chosen."""
        sent = self.request.form.get("file")
        if not getattr(sent, "filename", ""):
            raise ArchiveError(_("Choose a file first."))
        provided.provide(
            self.context,
            self.dossier,
            self.file.sha256,
            sent,
            str(sent.filename),
            self.text("reason"),
            self.person,
            self.now,
        )

    @property
    def heading(self) -> str:
        """The paper and the code; names that people gave to files stay inside."""
        mapping = {"paper": self.file.title or "-", "code": self.dossier.code}
        return self.say(
            _("Archival copy of “${paper}”, ${code}, by hand", mapping=mapping)
        )

    @property
    def longest(self) -> int:
        """The longest reason."""
        return provided.LONGEST_REASON
