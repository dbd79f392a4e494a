"""How far the files of a batch are looked at, and for how long it will go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.archive.capture import stuck
from motcua.archive.capture.register import LOOK
from motcua.archive.capture.register import look_key
from motcua.archive.capture.unseen import UNSEEN
from motcua.storage import jobs
from motcua.workbench import pace
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.pages import Layout

#: Seconds that a page takes before anything is known of this file.
A_PAGE: Final = 3.0


@dataclass(frozen=True)
class Coming:
    """One file: ``state`` is waiting, running, done, unseen or stuck."""

    arrival: Arrival
    state: str
    done: int
    seconds: float

    @property
    def moving(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.state in ("waiting", "running")

    @property
    def words(self) -> Any:
        """How far it is, in words."""
        if self.state == "done":
            return _("Looked at")
        if self.state == "unseen":
            return _("Could not be looked at; place its pages by hand")
        if self.state == "stuck":
            return _("Could not be looked at; decide on the page of the batch")
        told = {"done": str(self.done), "total": str(self.arrival.pages)}
        return Message(_("${done} of ${total} pages"), mapping=told)


def coming(found: Layout, now: datetime) -> list[Coming]:
    """Return how far every file of the batch is, in the order of arrival."""
    still = {one.arrival.number for one in stuck.files(found) if one.waiting}
    return [_of(found.code, one, now, still) for one in found.arrivals]


def _of(code: str, arrival: Arrival, now: datetime, still: set[int]) -> Coming:
    if arrival.look:
        state = "unseen" if arrival.look == UNSEEN else "done"
        return Coming(arrival, state, arrival.pages, 0.0)
    if arrival.number in still:
        return Coming(arrival, "stuck", 0, 0.0)
    job = jobs.status(LOOK, look_key(code, arrival.number, arrival.asked))
    rest = pace.left(job, arrival.pages, A_PAGE, now)
    if job is None or job.state != jobs.RUNNING:
        return Coming(arrival, "waiting", 0, rest)
    return Coming(arrival, "running", int(job.progress * arrival.pages), rest)


def left(all_of_them: list[Coming]) -> Any:
    """Return in words for how long the looking goes on, "" when it is over."""
    if not any(one.moving for one in all_of_them):
        return ""
    return pace.words(sum(one.seconds for one in all_of_them))
