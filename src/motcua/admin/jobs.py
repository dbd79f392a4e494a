"""Long work: how far it is, what failed, and the comparison of the register."""

from __future__ import annotations

from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.storage import jobs
from motcua.storage.housekeeping import VERIFY
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


KINDS: Final = {
    VERIFY: _("Comparison of the register"),
    "capture-file": _("Filing of documents of a batch"),
    "capture-look": _("Look at the pages of a file"),
    "dossiers-choose": _("Choosing the dossiers of a large decision"),
    "dossiers-order": _("A decision about the time of many dossiers"),
    "dossiers-succession": _("A person moves: hand-over of dossiers by name"),
    "files-check": _("Files read again"),
    "archive-destroy": _("Files of a disposal list destroyed"),
    "archive-purge": _("Bytes of destroyed files removed"),
    "handover-accept": _("Files of an inventory taken over"),
    "holdings-gather": _("Files made of closed dossiers"),
    "retention-revise": _("Terms of keeping changed after a rule"),
    "leftovers-sweep": _("Clearing away what killed processes left"),
    "ledger-anchor": _("Heads of ledgers kept outside the database"),
    "notify": _("Notice to an applicant"),
    "notice-confirm": _("Question to an e-mail address"),
    "notice-letters": _("Letters that waited"),
    "notice-uncollected": _("Reminders of uncollected results"),
    "officer-digest": _("Letter to an officer"),
    "ocr": _("Reading of a scan"),
    "procedures-preview": _("Looking through an import"),
    "procedures-apply": _("Applying an import"),
    "procedures-undo": _("Undoing an import"),
    "procedures-lint": _("Counting what the rules find"),
    "procedures-names": _("Lists under new names"),
}
STATES: Final = {
    jobs.QUEUED: _("Waiting"),
    jobs.RUNNING: _("Running"),
    jobs.DONE: _("Done"),
    jobs.FAILED: _("Failed"),
    jobs.CANCELLED: _("Cancelled"),
}
SHOWN: Final = 100


class JobsScreen(AdminScreen):
    """``/quan-tri/cong-viec``: the newest jobs, or those in one state."""

    title = _("Jobs and register")
    tab = "cong-viec"
    body = ViewPageTemplateFile("templates/jobs.pt")

    @property
    def state(self) -> str:
        """The state asked for, "" for all."""
        asked = self.text("state")
        return asked if asked in STATES else ""

    def counts(self) -> list[tuple[str, str, int]]:
        """Return (state, its name, number of jobs)."""
        found = jobs.counts()
        return [(s, self.say(title), found.get(s, 0)) for s, title in STATES.items()]

    def listed(self) -> list[jobs.JobState]:
        """Return the jobs to show, the newest first."""
        return jobs.listed(state=self.state or None, limit=SHOWN)

    def comparisons(self) -> list[jobs.JobState]:
        """Return the last comparisons of the register."""
        return jobs.listed(kind=VERIFY, limit=5)

    def kind(self, job: jobs.JobState) -> str:
        """Return in words what a job does."""
        return self.say(KINDS.get(job.kind, job.kind))

    def state_of(self, job: jobs.JobState) -> str:
        """Return in words how a job stands."""
        return self.say(STATES[job.state])

    def act(self) -> None:
        """Try a failed job again, or ask for a comparison."""
        done = {"retry": self.retry, "verify": self.verify}.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        self.tell(done())
        self.go(self.tab)

    def retry(self) -> Any:
        """Queue the job of the form again; return what to tell."""
        if not jobs.retry(self.text("kind"), self.text("key")):
            raise Refused(self.say(_("That job has not failed.")))
        return _("The job is queued again.")

    def verify(self) -> Any:
        """Queue a comparison of the register; one a minute is enough."""
        jobs.enqueue(VERIFY, f"{self.now:%Y-%m-%dT%H:%M}", {})
        return _("The comparison is queued; its result appears below.")
