"""``ho-so/<dossier>/ket-thuc``: a dossier is closed and put into its file at once."""

from __future__ import annotations

from motcua import _
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import readiness
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import actions
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import UnknownDossier
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction


class ClosingScreen(HoldingsScreen):
    """How ready a dossier is for the archive, and the button that takes it there."""

    tab = "da-ket-thuc"
    body = ViewPageTemplateFile("templates/closing.pt")

    def prepare(self) -> None:
        """Find the dossier; close it and make its file when that was sent."""
        self.dossier = self.may_see(self.names[1])
        self.ready = readiness.of(self.context, self.dossier, self.now)
        if self.posted:
            self.send()

    def send(self) -> None:
        """Close the dossier unless it is closed, and take it into a closed file."""
        code = self.dossier.code
        if not self.ready.full:
            self.problem = _("Not ready yet; what is missing stands here.")
            self.status = 400
            return
        try:
            if not self.ready.closed:
                actions.act(
                    self.dossier,
                    "close",
                    self.person,
                    now=self.now,
                    expected=self.text("expected"),
                )
            one = dossiers.take_record(
                self.context, code, self.person, self.now, close=True
            )
        except (Unknown, UnknownDossier) as error:
            raise Missing from error
        except (DossierError, ArchiveError) as error:
            transaction.doom()
            self.problem, self.status = error.message, 400
            return
        told = {"dossier": code, "file": one.code}
        self.tell(_("Dossier ${dossier} lies in file ${file}.", mapping=told))
        self.go("ho-so", one.code)

    @property
    def heading(self) -> str:
        """The code of the dossier."""
        return str(self.dossier.code)

    @property
    def may_close(self) -> bool:
        """Whether this person takes it to the archive now.

        A unit may receive for an agency with an archive of its own, which takes it.
        """
        keeper = dossiers.keeper_of(self.context, self.dossier)
        if not self.ready.full or not self.keeps_fonds(keeper):
            return False
        if self.ready.closed:
            return self.keeps
        return "close" in actions.permitted(self.dossier, self.person, self.now)

    @property
    def head(self) -> str:
        """The head of the ledger that the page shows."""
        return self.dossier.head.hex()
