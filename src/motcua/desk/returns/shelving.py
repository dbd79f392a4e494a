"""``tra-ket-qua/xep-ke``: results are put on shelves by scanning labels and slips."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.desk.returns.frame import ReturnScreen
from motcua.dossiers import actions
from motcua.dossiers.errors import DossierError
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.returning import SHELF
from motcua.dossiers.returning import shelf
from motcua.shell.finding import code_in
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Letters and lines of one go; a scanner fills a hundred lines in two minutes.
LONGEST: Final = 12_000
MOST: Final = 200


@dataclass(frozen=True)
class Line:
    """A line that was scanned: where the result lies now, or what is wrong."""

    text: str
    shelf: str
    problem: Any = ""


class ShelvingScreen(ReturnScreen):
    """The form, and what became of each line."""

    title = _("Put results on shelves")
    body = ViewPageTemplateFile("../templates/shelving.pt")

    def prepare(self) -> None:
        """Put on the shelves what was scanned."""
        super().prepare()
        self.lines: list[Line] = []
        self.shelf = self.text("shelf")
        if not self.posted:
            return
        given = self.request.form.get("codes", "")
        scanned = given[:LONGEST].splitlines() if isinstance(given, str) else []
        for text in [line.strip() for line in scanned if line.strip()][:MOST]:
            if SHELF.fullmatch(text.upper()):
                self.shelf = shelf(text)
            else:
                self.lines.append(self.put(text[:300]))
        if not self.lines:
            self.refuse(_("Scan the label of a shelf, then the slips of the results."))
        elif any(line.problem for line in self.lines):
            self.refuse(
                _("Some lines were not carried out; they still stand in the field.")
            )

    def put(self, text: str) -> Line:
        """Put one result on the shelf that was scanned last."""
        try:
            code = code_in(text)
        except Missing:
            return Line(text[:40], "", _("This is no code of a dossier."))
        dossier = find_dossier(self.context, code)
        permitted = (
            actions.permitted(dossier, self.person, self.now)
            if dossier is not None
            else frozenset()
        )
        if dossier is None or not permitted:
            problem = _("There is no dossier with this code among yours.")
            return Line(code, "", problem)
        try:
            name = shelf(self.shelf)
            # The same slip scanned twice lies where it lies.
            if dossier.standing.shelf != name:
                data = {"shelf": name}
                actions.act(dossier, "shelve", self.person, data=data, now=self.now)
        except DossierError as error:
            return Line(code, "", error.message)
        return Line(code, name)

    @property
    def left(self) -> str:
        """The lines that were not carried out, for the field."""
        return "\n".join(line.text for line in self.lines if line.problem)

    @property
    def done(self) -> int:
        """How many results lie where they were put."""
        return sum(not line.problem for line in self.lines)
