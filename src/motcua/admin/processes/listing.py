"""The list: procedures with a process, how it stands, and where one is begun."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.admin.frame import Refused
from motcua.admin.processes.frame import ProcessScreen
from motcua.dossiers.processes import book
from motcua.dossiers.processes import library
from motcua.procedures.folder import folder
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


@dataclass(frozen=True)
class Row:
    """A procedure in the list: its versions by status in words."""

    code: str
    title: str
    status: str
    writing: str


class ListScreen(ProcessScreen):
    """``/quy-trinh``."""

    title = _("Internal processes")
    body = ViewPageTemplateFile("templates/list.pt")

    def act(self) -> None:
        """Go to the procedure whose code was typed."""
        code = self.text("code")
        if code not in folder(self.context):
            raise Refused(
                self.say(
                    _("No procedure has the code ${code}.", mapping={"code": code})
                )
            )
        self.lead_to(code)

    def rows(self) -> list[Row]:
        """Return every procedure with a process or a draft of one."""
        return [self._row(code) for code in book.procedures(self.context)]

    def _row(self, code: str) -> Row:
        content = folder(self.context).get(code)
        shown = [
            f"{self.status_of(row)} {self.written(row.valid_from)}"
            for row in book.rows(self.context, code)
            if row.status(self.today) != "ended"
        ]
        draft = book.draft(self.context, code)
        writing = "" if draft is None else self.name_of(draft.person)
        title = str(content.title) if content is not None else ""
        return Row(code, title, "; ".join(shown), writing)

    def common(self) -> list[tuple[str, str]]:
        """Return the common processes: (key, title)."""
        return [(one.key, one.title) for one in library.common()]
