"""What the screens of batches have in common: the batch, who may, what is refused."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import words
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import StaleBatch
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.errors import ArchiveError
from motcua.shell.screen import Missing
from motcua.workbench.frame import WorkbenchScreen
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.store import Batch
    from motcua.organisation import units

DUTY: Final = batches.DUTY
#: The largest number of events that a form may say it has seen.
_EVENTS: Final = 1_000_000


class BatchesScreen(WorkbenchScreen):
    """A screen for the archive of the person's units."""

    styles = ("batches.css",)
    tab = "lo"
    words = words

    @cached_property
    def mine(self) -> list[units.Unit]:
        """The units whose archive this person keeps today."""
        return self.units_with(DUTY)


class BatchScreen(BatchesScreen):
    """A screen of one batch: the path is ``lo/<code>/...``."""

    def prepare(self) -> None:
        """Find the batch for this person; act when something was sent."""
        try:
            self.batch = self.get()
        except UnknownBatch as error:
            raise Missing from error
        self.problem: Any = None
        if self.posted:
            self.send()

    def get(self) -> Batch:
        """Return the batch, for this person only."""
        return batches.get(self.context, self.names[1], self.person, self.now)

    def send(self) -> None:
        """Act on what was posted; a screen that takes nothing has no such form."""
        raise Missing

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Act; what is refused is told on the page and changes nothing."""
        try:
            act()
        except UnknownBatch as error:
            raise Missing from error
        except ArchiveError as error:
            transaction.doom()
            self.problem = error.message
            self.status = 409 if isinstance(error, StaleBatch) else 400
            return False
        return True

    @property
    def acting(self) -> Acting:
        """The person at the batch, as the form saw it."""
        seen = self.number("seen", default=0, largest=_EVENTS)
        return Acting(self.context, self.batch, self.person, self.now, seen)

    @cached_property
    def found(self) -> Layout:
        """What stands where now."""
        return layout.fold(self.batch)

    @property
    def heading(self) -> str:
        """The code of the batch."""
        return str(self.batch.code)

    @cached_property
    def may_arrange(self) -> bool:
        """Whether the person may change the batch now."""
        return self.found.state == "open" and batches.may_arrange(
            self.context, self.batch, self.person, self.now, self.found
        )

    @cached_property
    def sees_batch(self) -> bool:
        """Whether the page of the batch is open to this person."""
        return batches.may_see(self.context, self.batch, self.person, self.now)

    def here(self, *names: str, **questions: str) -> str:
        """Return an address below that of the batch."""
        return self.address("lo", self.batch.code, *names, **questions)

    def document(self, id: str) -> Document:
        """Return a document of the batch; ``Missing`` for none."""
        try:
            return self.found.document(id)
        except KeyError as error:
            raise Missing from error
