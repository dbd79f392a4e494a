"""The papers of a dossier and their scans: see them, add to them.

Several files may come at once. Each stands for itself: what is accepted stays,
what is refused is named with the way out, and sending everything once more adds
nothing twice.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.errors import ArchiveError
from motcua.archive.incoming import scans
from motcua.archive.incoming.limits import limits
from motcua.archive.incoming.limits import MIB
from motcua.dossiers import actions
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.states import fold
from motcua.procedures import versions
from motcua.shell.bounds import Bounds
from motcua.shell.bounds import bounds
from motcua.shell.screen import Missing
from motcua.workbench import standing
from motcua.workbench.batches.stack import Stack
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from ZPublisher.HTTPRequest import FileUpload


ATTACH: Final = "attach_scan"


class DigitisingScreen(WorkbenchScreen):
    """The dossier with one file field for each of its papers."""

    tab = "so-hoa"
    styles = ("batches.css",)
    body = ViewPageTemplateFile("templates/digitising.pt")
    gaps = ViewPageTemplateFile("batches/templates/stack.pt")

    def prepare(self) -> None:
        """Find the dossier for this person; take the files that were sent."""
        self.dossier = self.may_see(self.names[1])
        self.view = fold(self.dossier)
        self.problems: list[Any] = []
        self.accepted: list[str] = []
        if self.posted and self.text("do") == "stack":
            self.open_stack()
        elif self.posted:
            self.take()
        self.files = standing.all_of(self.context, self.dossier)

    def open_stack(self) -> None:
        """Lead to the stack of the dossier; open one when there is none."""
        code = self.open_one
        if not code:
            try:
                code = batches.open_batch(
                    self.context,
                    self.dossier.unit,
                    "counter",
                    self.person,
                    self.now,
                    dossiers=[self.dossier.code],
                ).code
            except ArchiveError as error:
                transaction.doom()
                self.problems.append(error.message)
                self.status = 403 if isinstance(error, NotYours) else 400
                return
        self.go("lo", code)

    def take(self) -> None:
        """Attach every file; lead on when nothing was refused."""
        if not self.may_attach:
            self.problems.append(NotAllowed.message)
            self.status = 403
        else:
            self.attach_all()
        if not self.accepted:
            transaction.doom()
        if not self.problems:
            self.tell(_("Kept: ${names}.", mapping={"names": ", ".join(self.accepted)}))
            self.go("so-hoa", self.dossier.code, "tien-do")

    def attach_all(self) -> None:
        """Attach the files of every field, each for itself."""
        for field, (key, _title) in self.fields:
            for upload in self.uploads(field):
                self.attach(key, upload)
        if not self.accepted and not self.problems:
            self.problems.append(_("Choose a file first."))
        if self.problems:
            self.status = 400

    def attach(self, key: str, upload: Any) -> None:
        """Attach one file; a refusal is noted and hinders no other file."""
        name = str(upload.filename)
        try:
            event = scans.add(
                self.context, self.dossier, key, upload, name, self.person
            )
        except UnknownDossier as error:
            raise Missing from error
        except (ArchiveError, DossierError) as error:
            self.problems.append(error.message)
        else:
            self.accepted.append(event.data["name"])

    def uploads(self, field: str) -> list[Any]:
        """Return the files that were chosen in a field."""
        sent = self.request.form.get(field, ())
        found = sent if isinstance(sent, list | tuple) else [sent]
        return [
            each for each in found if isinstance(each, FileUpload) and each.filename
        ]

    # What the template asks

    @property
    def heading(self) -> str:
        """The code: a title in a window's list must not tell whose dossier it is."""
        return str(self.dossier.code)

    @cached_property
    def may_attach(self) -> bool:
        """Whether this person may add scans now."""
        return ATTACH in actions.permitted(self.dossier, self.person, self.now)

    @cached_property
    def open_one(self) -> str:
        """The stack that is open for the dossier, for this person; "" for none."""
        code = register.stack_of(self.dossier.code)
        with suppress(UnknownBatch):
            self.batch = batches.get(self.context, code, self.person, self.now)
            return code
        return ""

    @cached_property
    def stack(self) -> Stack:
        """The papers beside what was scanned, in the open stack too."""
        found = layout.fold(self.batch) if self.open_one else None
        numbers = {key: field for field, (key, _title) in self.fields}
        return Stack(self, self.dossier, found, lambda key: f"#{numbers[key]}")

    @cached_property
    def version(self) -> Any:
        """The procedure as it was when the dossier was received."""
        return versions.get(self.view.procedure, self.view.version, site=self.context)

    @cached_property
    def fields(self) -> list[tuple[str, tuple[str, str]]]:
        """The file fields: (name, (key, title) of the paper).

        Papers that were handed in, then those that the case also knows. Both are
        fixed when the dossier is received, so a number stands for a paper.
        """
        found = {paper.key: paper.title for paper in self.view.papers}
        for case in self.version.cases:
            for paper in case.papers if case.key == self.view.case else ():
                found.setdefault(paper.key, str(paper.title))
        return [(f"file-{n}", paper) for n, paper in enumerate(found.items(), start=1)]

    def files_of(self, paper: str) -> list[standing.Standing]:
        """Return the scans of a paper."""
        return [each for each in self.files if each.file.paper == paper]

    @property
    def other_files(self) -> list[standing.Standing]:
        """Results, and scans of papers that are on no list."""
        known = {key for _field, (key, _title) in self.fields}
        return [each for each in self.files if each.file.paper not in known]

    @property
    def moving(self) -> bool:
        """Whether some file is still being read."""
        return any(each.moving for each in self.files)

    @cached_property
    def bounds(self) -> Bounds:
        """How large files may be, for the script of the page."""
        return bounds(self.say)

    @property
    def largest(self) -> int:
        """The largest file that may come in, in megabytes."""
        return limits().upload // MIB

    def file_address(self, digest: str) -> str:
        """Return where the bytes of a file are served."""
        return self.address("so-hoa", self.dossier.code, "tep", digest)

    def text_address(self, digest: str) -> str:
        """Return where the words of a file are shown."""
        return self.address("so-hoa", self.dossier.code, "van-ban", digest)
