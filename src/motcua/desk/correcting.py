"""Correcting a dossier: what is wrong, the right values, what follows, and done.

Nothing is recorded before the preview was seen: it names every value that changes,
the slips that are void and issued anew, and the dates that move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from motcua import _
from motcua.desk.mending import Mending
from motcua.desk.mending import PARTS
from motcua.dossiers import actions
from motcua.dossiers import correction
from motcua.dossiers.clocks import clock
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.papers import REUSED
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.slips import issued
from motcua.dossiers.states import fold
from motcua.dossiers.tasks import Task
from motcua.procedures import versions
from motcua.procedures.finding.search import search
from motcua.shell import wording
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.desk.entry import PaperRow

OPERATION: Final = "correct"
#: Fields of the frame, which are not carried along as values.
FRAME: Final = frozenset({"_authenticator", "expected", "do", "sua"})


class CorrectionScreen(Screen):
    """``ho-so/<code>/dinh-chinh``: choose, fill in, look, record."""

    body = ViewPageTemplateFile("templates/correcting.pt")
    wording = wording
    roles = wording.ROLES
    labels = wording.PERSON_FIELDS
    forms = wording.FORMS
    channels = wording.CHANNELS
    problem: Any = None
    foreseen: dict[str, Any] | None = None

    def forms_of(self, row: PaperRow) -> list[str]:
        """Return how a paper can have been received; from the store, where it was."""
        kept = row.form == REUSED
        return [form for form in self.forms if form != REUSED or kept]

    def prepare(self) -> None:
        """Find the dossier; show the form, look ahead, or record."""
        self.dossier = self.may_see(self.names[1])
        self.view = fold(self.dossier)
        self.mending = Mending(self.view, self.case, self.text, self.posted)
        if {"procedure", "papers"} <= set(self.parts):
            self.mending = self.mending.anew(self.context, self.text, self.posted)
        self.changes: dict[str, Any] = {}
        if OPERATION not in actions.permitted(self.dossier, self.person, self.now):
            self.refuse(NotAllowed())
        elif self.posted and self.text("do") in ("look", "record"):
            self.look(record=self.text("do") == "record")

    def look(self, record: bool) -> None:
        """Read the form and look ahead; record it when it was looked at."""
        self.changes = self.mending.changes(self.parts, self.context)
        if not self.text("reason"):
            message = _("Give the reason in words; the citizen has a right to read it.")
            self.mending.problem("reason", message)
        if self.mending.problems:
            self.status = 400
            return
        asked: dict[str, Any] = {
            "data": {"reason": self.text("reason"), "changes": self.changes},
            "expected": self.text("expected"),
        }
        try:
            if record:
                actions.act(self.dossier, OPERATION, self.person, **asked)
                self.tell(_("Corrected. Print the slips that were issued anew."))
                if "procedure" in self.changes and "papers" not in self.changes:
                    self.tell(_("Next, correct the papers: those of the wrong one."))
                self.go("ho-so", self.dossier.code)
                return
            self.foreseen = actions.foresee(
                self.dossier, OPERATION, self.person, **asked
            )
        except UnknownDossier as error:
            raise Missing from error
        except DossierError as error:
            self.refuse(error)

    def refuse(self, error: DossierError) -> None:
        """Tell why not; nothing is written."""
        transaction.doom()
        self.problem = error.message
        stale = isinstance(error, StalePage | IllegalStep)
        self.status = 403 if isinstance(error, NotAllowed) else 409 if stale else 400

    # What the template asks

    @property
    def heading(self) -> str:
        """The code: a title in a window's list must not tell whose dossier it is."""
        code = self.dossier.code
        return self.say(_("Correct ${code}", mapping={"code": code}))

    @property
    def permitted(self) -> bool:
        """Whether this person may correct it now."""
        return OPERATION in actions.permitted(self.dossier, self.person, self.now)

    @cached_property
    def parts(self) -> list[str]:
        """What is wrong, in the order of the choice."""
        found = self.request.form.get("sua", [])
        asked = found if isinstance(found, list) else [found]
        return [part for part, _words in self.choices if part in asked]

    @cached_property
    def choices(self) -> list[tuple[str, Any]]:
        """What may be corrected in this state."""
        young = self.dossier.state in correction.YOUNG
        return [(p, words) for p, words in PARTS.items() if young or p != "procedure"]

    @cached_property
    def version(self) -> Any:
        """The procedure under which it was received."""
        return versions.get(self.view.procedure, self.view.version, site=self.context)

    @cached_property
    def case(self) -> Any:
        """Its case; None when the version does not know it."""
        found = [each for each in self.version.cases if each.key == self.view.case]
        return found[0] if found else None

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.mending.text(name)

    def wrong(self, field: str) -> str:
        """Return what is wrong with a field, "" when nothing is."""
        found = self.mending.problem_of(field)
        return self.say(found) if found else ""

    @property
    def near(self) -> list[tuple[str, str]]:
        """Procedures that what was typed may mean: (code, title)."""
        found = search(self.value("procedure"), limit=5, site=self.context)
        return [(each.code, each.title) for each in found.results]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The values of the form, for the buttons of the preview."""
        form = self.request.form
        pairs = [
            (name, self.text(name))
            for name in sorted(form)
            if name not in FRAME and isinstance(form[name], str)
        ]
        return [*pairs, *(("sua", part) for part in self.parts)]

    # The preview

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What changes: (what, as recorded, as it will be)."""
        found: list[tuple[str, str, str]] = []
        for name, value in self.changes.items():
            found += {
                "persons": self._persons,
                "papers": self._papers,
                "note": self._note,
                "received": self._received,
                "procedure": self._procedure,
            }[name](value)
        return found

    def _persons(self, value: Any) -> Iterator[tuple[str, str, str]]:
        old = {one.role: one.to_json() for one in self.view.persons}
        new = {one["role"]: one for one in value}
        for role, title in self.roles.items():
            for field, label in self.labels.items():
                before = old.get(role, {}).get(field, "")
                after = new.get(role, {}).get(field, "")
                if before != after:
                    said = self.say(wording.NAME if field == "name" else label)
                    if field == "birth":
                        before, after = wording.birth(before), wording.birth(after)
                    yield f"{self.say(title)}: {said}", before, after

    def _papers(self, value: Any) -> Iterator[tuple[str, str, str]]:
        # In another procedure the same key means another paper.
        name = "title" if "procedure" in self.changes else "key"
        old = {getattr(paper, name): paper for paper in self.view.papers}
        new = {
            getattr(paper, name): paper for paper in map(PaperGiven.from_json, value)
        }
        for key in dict.fromkeys([*old, *new]):
            before, after = old.get(key), new.get(key)
            if before != after:
                title = (after or before or new[key]).title
                yield title, self._paper(before), self._paper(after)

    def _paper(self, paper: PaperGiven | None) -> str:
        if paper is None:
            return self.say(_("not given"))
        said = f"{self.say(self.forms[paper.form])} × {paper.count}"
        return f"{said} · {self.say(_('Sensitive'))}" if paper.sensitive else said

    def _note(self, value: str) -> Iterator[tuple[str, str, str]]:
        yield self.say(_("Remark")), self.view.note, value

    def _received(self, value: str) -> Iterator[tuple[str, str, str]]:
        at = datetime.fromisoformat(value)
        old = self.view.received_at
        yield self.say(_("Received at")), self.moment(old), self.moment(at)

    def _procedure(self, value: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        old = {name: getattr(self.view, name) for name in value}
        yield self.say(_("Procedure")), self._matter(old), self._matter(value)

    def _matter(self, matter: dict[str, str]) -> str:
        code, digest = matter["procedure"], matter["version"]
        version = versions.get(code, digest, site=self.context)
        case = next((c.title for c in version.cases if c.key == matter["case"]), "")
        channel = self.say(self.channels[matter["channel"]])
        return " · ".join(filter(None, (code, version.title, case, channel)))

    @property
    def dates(self) -> list[tuple[str, str, str]]:
        """The dates that move: (what, as it is, as it will be)."""
        foreseen = self.foreseen or {}
        found = []
        if "due" in foreseen:
            new = clock.moment(foreseen["due"])
            if new != self.view.due:
                due = self.say(_("Due"))
                found.append((due, self.moment(self.view.due), self.moment(new)))
        if "tasks" in foreseen:
            found += self._steps([Task.from_json(one) for one in foreseen["tasks"]])
        return found

    def _steps(self, tasks: list[Task]) -> Iterator[tuple[str, str, str]]:
        old = {task.key: task for task in self.view.tasks}
        titles = self._titles
        for task in tasks:
            known = old.get(task.key)
            if known is None or known.due != task.due:
                title = titles.get(task.key, task.key)
                name = f"{self.say(_('Open step'))}: {title}"
                before = self.moment(known.due) if known else "-"
                yield name, before, self.moment(task.due)

    @property
    def _titles(self) -> dict[str, str]:
        """Titles of the steps by key: those of the process that it will follow."""
        digest = (self.foreseen or {}).get("process", self.dossier.process)
        if not digest:
            return {}
        way = book.get(self.context, digest).way
        return {step.key: step.title for step in steps_of(way)}

    @property
    def slips(self) -> list[issued.Slip]:
        """The slips that are void with the correction, and issued anew."""
        return [
            slip
            for slip in issued.slips_of(self.dossier)
            if slip.valid and OPERATION in slip.form.again
        ]
