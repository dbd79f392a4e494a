"""``lo/<code>/to-bia``: cover sheets as a PDF; ``lo/<code>/tien-do``: watching."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.capture import covers
from motcua.archive.errors import ArchiveError
from motcua.dossiers.folder import find
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.batches import waiting
from motcua.workbench.batches.frame import BatchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Seconds after which the page of progress looks again.
INTERVAL: Final = 5


class CoversScreen(BatchScreen):
    """A form for cover sheets; asked with a number or a dossier, the PDF itself."""

    body = ViewPageTemplateFile("templates/covers.pt")
    most = covers.MOST

    def answer(self) -> Any:
        """Return the page, or the sheets."""
        if not (self.text("count") or self.text("hs")) or self.posted:
            return super().answer()
        self.prepare()
        made: list[bytes] = []
        try:
            made.append(self.sheets())
        except (ArchiveError, SlipFailed) as error:
            self.refusal = error.message
            return super().answer()
        self.secure()
        name = f"to-bia-{self.batch.code}.pdf"
        head(self.request.response, PDF, name, len(made[0]))
        return made[0]

    refusal: Any = None

    def prepare(self) -> None:
        """Find the batch; keep what was refused."""
        super().prepare()
        if self.refusal is not None:
            self.problem, self.status = self.refusal, 400

    def sheets(self) -> bytes:
        """Return the PDF that was asked for."""
        if self.found.purpose == "papers":
            count = self.number("count", default=0, largest=covers.MOST + 1)
            return covers.of_batch(self.batch, self.first, count)
        dossier = find(self.context, self.text("hs"))
        if dossier is None or dossier.code not in self.found.dossiers:
            raise Missing
        return covers.of_dossier(self.context, dossier)

    @property
    def first(self) -> int:
        """The number of the first sheet: asked for, else after the highest."""
        found = [one.target for one in self.found.documents]
        taken = [one.ordinal for one in [*found, *self.found.covers.values()] if one]
        after = max(taken, default=0) + 1
        return self.number("first", default=after, largest=9_999_999)


class WatchScreen(BatchScreen):
    """How far the files are; a page of its own, so that no tick is lost."""

    body = ViewPageTemplateFile("templates/watching.pt")
    interval = INTERVAL

    def prepare(self) -> None:
        """Ask the browser to come back while something moves."""
        super().prepare()
        self.still = bool(self.text("dung"))
        if self.left and not self.still:
            self.request.response.setHeader("Refresh", str(INTERVAL))

    @cached_property
    def coming(self) -> list[waiting.Coming]:
        """How far the files are."""
        return waiting.coming(self.found, self.now)

    @property
    def unseen(self) -> int:
        """How many files could not be looked at."""
        return sum(one.state in ("stuck", "unseen") for one in self.coming)

    @property
    def left(self) -> Any:
        """For how long it goes on."""
        return waiting.left(self.coming)
