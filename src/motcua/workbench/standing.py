"""How far the archival form of each file of a dossier is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive import renditions
from motcua.archive.incoming.attachments import attachments
from motcua.archive.ocr import recognition
from motcua.archive.pdf.verdicts import FAIL
from motcua.storage import files
from motcua.storage import jobs
from motcua.workbench import pace
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.incoming.attachments import Attachment
    from motcua.archive.renditions import Rendition
    from motcua.dossiers.dossier import Dossier

#: Seconds that a page ordinarily takes on one processor.
A_PAGE: Final = 3.0

#: State -> words. ``waiting`` is what nobody has queued yet.
STATES: Final[dict[str, Any]] = {
    "waiting": _("Waiting for the worker"),
    jobs.QUEUED: _("Queued"),
    jobs.RUNNING: _("Being read"),
    jobs.DONE: _("Archival copy made"),
    jobs.FAILED: _("No archival copy could be made"),
    jobs.CANCELLED: _("Cancelled"),
}
#: Why there is no archival copy: the first word of a job's message -> words.
REASONS: Final[dict[str, Any]] = {
    "missing": _(
        "The server lacks ${detail}. Tell the administrator; the original is kept."
    ),
    "memory": _(
        "Reading it takes too much memory. The original is kept. Scan the paper at a "
        "lower resolution, or split it into several files."
    ),
    "time": _(
        "Reading it takes too long. The original is kept. Split it into several files."
    ),
    "input": _(
        "The file holds what no archival copy can hold. The original is kept. Print it "
        "to a new PDF, or scan the paper, and add that one."
    ),
}
#: States that change by themselves.
MOVING: Final = frozenset({"waiting", jobs.QUEUED, jobs.RUNNING})

VERDICTS: Final[dict[str, Any]] = {
    "pass": _("PDF/A: passed"),
    "fail": _("PDF/A: failed"),
    "not_checked": _("PDF/A: not checked"),
}


@dataclass(frozen=True)
class Standing:
    """One file and what was made of it; ``done`` of ``total`` pages are read."""

    file: Attachment
    state: str
    done: int = 0
    total: int = 0
    message: str = ""
    rendition: Rendition | None = None
    #: For how long the reading goes on, in seconds; 0 while nobody reads it.
    seconds: float = 0.0

    @property
    def moving(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.state in MOVING

    @property
    def words(self) -> Any:
        """The state in words."""
        return STATES[self.state]

    @property
    def left(self) -> Any:
        """For how long it is still being read, in words; "" while it is not."""
        return pace.words(self.seconds) if self.seconds else ""

    @property
    def why(self) -> Any:
        """Why it failed, in words; what has no words is told as it is."""
        return reason(self.message)

    @property
    def by_hand(self) -> dict[str, str] | None:
        """Who provided the archival copy by hand, why and when; None for ours."""
        return self.rendition.provided if self.rendition is not None else None

    @property
    def verdict(self) -> str:
        """A key of ``VERDICTS``, "" without an archival copy."""
        if self.rendition is None:
            return ""
        if self.rendition.passed:
            return "pass"
        said = {each.verdict for each in self.rendition.verdicts}
        return FAIL if FAIL in said else "not_checked"

    @property
    def verdict_words(self) -> Any:
        """The verdict in words."""
        return VERDICTS[self.verdict]

    @property
    def pages_with_text(self) -> int:
        """How many pages have words that the search finds."""
        if self.rendition is None or not files.exists(self.rendition.text):
            return 0
        return sum(1 for text in self.rendition.texts() if text.strip())


def reason(message: str) -> Any:
    """Return the message of a failed job in words."""
    name, _colon, detail = message.partition(": ")
    words = REASONS.get(name)
    return Message(words, mapping={"detail": detail}) if words else message


def standing(site: Any, file: Attachment, now: datetime | None = None) -> Standing:
    """Return how far one file is."""
    now = now or datetime.now(UTC)
    rendition = renditions.get(file.sha256, site)
    if rendition is not None:
        return Standing(
            file, jobs.DONE, rendition.pages, rendition.pages, "", rendition
        )
    job = jobs.status(recognition.KIND, file.sha256)
    # A job that is done without a copy belongs to a database restored since: the
    # replay asks for it again.
    if job is None or job.state == jobs.DONE:
        return Standing(file, "waiting", 0, file.pages)
    message = job.message if job.state == jobs.FAILED else ""
    running = job.state == jobs.RUNNING
    pages = job.total or file.pages
    seconds = pace.left(job, pages, A_PAGE, now) if running else 0.0
    return Standing(file, job.state, job.done, job.total, message, seconds=seconds)


def all_of(site: Any, dossier: Dossier) -> list[Standing]:
    """Return how far every file of the dossier is, in order of attachment."""
    return [standing(site, file) for file in attachments(dossier)]
