"""A process as a file: carried away as JSON, and brought back after a look."""

from __future__ import annotations

import json
from motcua import _
from motcua.admin.frame import Refused
from motcua.admin.processes.frame import ProcessScreen
from motcua.dossiers.processes import book
from motcua.dossiers.processes.comparing import differences
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import to_json
from motcua.dossiers.processes.reading import loads
from motcua.dossiers.processes.reading import LONGEST
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from ZPublisher.HTTPRequest import FileUpload


class ProcessFile(ProcessScreen):
    """``/quy-trinh/<code>/tai-ve/<digest>``; "du-thao" stands for the draft."""

    def answer(self) -> str:
        """Return the JSON of a version or of the draft, for people to read."""
        process = self._chosen()
        self.secure()
        response = self.request.response
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        name = "".join(c for c in self.code if c.isalnum() or c in ".-")
        response.setHeader(
            "Content-Disposition", f'attachment; filename="quy-trinh-{name}.json"'
        )
        return json.dumps(to_json(process), ensure_ascii=False, indent=1) + "\n"

    def _chosen(self) -> Process:
        wanted = self.names[2]
        if wanted == "du-thao":
            return self.process
        if all(row.digest != wanted for row in book.rows(self.context, self.code)):
            raise Missing
        return book.get(self.context, wanted)


class UploadScreen(ProcessScreen):
    """``/quy-trinh/<code>/tai-len``: look at the differences, then keep."""

    title = _("Bring in a file")
    body = ViewPageTemplateFile("templates/upload.pt")
    incoming: Process | None = None
    source: str = ""

    def prepare(self) -> None:
        """Find the procedure, then read or keep what was sent."""
        self.heading_of = str(self.content.title)
        super().prepare()

    def act(self) -> None:
        """Read the file; keep it as the draft when that was asked for."""
        self.source = self._sent()
        self.incoming = loads(self.source)
        if self.text("do") == "keep":
            self.save(self.incoming)
            self.tell(_("The file is the draft now."))
            self.lead_to(self.code, "soan")

    def _sent(self) -> str:
        upload: Any = self.request.form.get("file")
        if isinstance(upload, FileUpload) and upload.filename:
            data = upload.read(4 * LONGEST + 1)
            try:
                return data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise Refused(self.say(_("The file is no text in UTF-8."))) from error
        typed = self.request.form.get("source", "")
        if not isinstance(typed, str) or not typed.strip():
            raise Refused(self.say(_("Choose a file first.")))
        return typed

    def changes(self) -> list[str]:
        """Return what the file changes, against the draft or what is in force."""
        if self.incoming is None:
            return []
        before = self._before()
        if before is None:
            return []
        return [self.say(one) for one in differences(before, self.incoming)]

    def _before(self) -> Process | None:
        if self.draft is not None:
            return book.get(self.context, self.draft.digest)
        return book.in_force(self.context, self.code, "", self.today)
