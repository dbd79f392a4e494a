"""One record: what is kept, for how long, and how it can be proven."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive import folder as archive
from motcua.archive import records
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings import store
from motcua.shell.screen import Missing
from motcua.workbench.frame import WorkbenchScreen
from motcua.workbench.standing import VERDICTS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.kept import Kept


ROLES: Final[dict[str, Any]] = {
    "original": _("Original as scanned"),
    "archival": _("Archival copy (PDF/A)"),
    "result": _("Result of the procedure"),
}


class RecordScreen(WorkbenchScreen):
    """The facts of a record and its files."""

    tab = "da-ket-thuc"
    body = ViewPageTemplateFile("templates/record.pt")

    def prepare(self) -> None:
        """Find the record of a dossier that this person may see."""
        self.dossier = self.may_see(self.names[1])
        found = archive.find(self.context, self.dossier.code)
        if found is None:
            raise Missing
        self.facts = found.facts
        self.view = records.view(self.context, found)

    @property
    def heading(self) -> str:
        """The code."""
        return self.view.code

    @property
    def intact(self) -> bool:
        """Whether the dossier's ledger still ends as it did when it was closed."""
        now = (self.dossier.head.hex(), self.dossier.length)
        return now == (self.view.ledger_head, self.view.ledger_length)

    @property
    def files(self) -> list[tuple[records.RecordFile, str, list[str]]]:
        """The files: (file, its role in words, verdicts in words)."""
        return [
            (
                file,
                self.say(ROLES[file.role]),
                [
                    f"{self.say(VERDICTS[each.verdict])} ({each.validator})"
                    for each in file.verdicts
                ],
            )
            for file in self.view.files
        ]

    @cached_property
    def file(self) -> FileView | None:
        """The file in which it lies, None for none."""
        place = store.place_of(self.context, store.record_key(self.view.code))
        one = store.file(self.context, place) if place else None
        return files.view(one) if one is not None else None

    @property
    def kept(self) -> Kept | None:
        """The term of its file, None before the file is closed."""
        return self.file.kept if self.file is not None else None

    @property
    def class_(self) -> retention.RetentionClass:
        """The class: that of its file, which may have been changed since."""
        kept = self.kept
        return retention.classes()[kept.class_] if kept else self.view.retention_class

    @property
    def decided(self) -> tuple[str, bool]:
        """Who decided on it, and whether that was confirmed."""
        kept = self.kept
        if kept is None or not kept.decided_by:
            return self.view.decided_by, self.view.confirmed
        return kept.decided_by, kept.confirmed

    @property
    def until(self) -> str:
        """The last day of keeping in words: that of its file where it lies in one."""
        kept, view = self.kept, self.view
        last, waits = view.retention_until, view.retention_waits
        start = view.retention_start
        if kept is not None:
            last, waits, start = kept.term.until, kept.term.waits, kept.start
        if waits:
            event = self.say(retention.STARTS[start])
            return self.say(_("counted from ${event}", mapping={"event": event}))
        return self.day(last) if last is not None else self.say(_("for ever"))

    def day(self, on: date) -> str:
        """Return a day as people write it."""
        return f"{on:%d/%m/%Y}"

    def fact_day(self, name: str) -> str:
        """Return a day of the facts as people write it."""
        return self.day(date.fromisoformat(self.facts[name]))

    def file_address(self, digest: str) -> str:
        """Return where the bytes of a file are served."""
        return self.address("so-hoa", self.dossier.code, "tep", digest)

    @property
    def command(self) -> str:
        """What an administrator types to hand the record over."""
        return f"bin/motcua export-record {self.view.code} <DIR>"
