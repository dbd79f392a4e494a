"""What a form of correction says, beside what was recorded.

The form shows the old values; what is sent becomes the changes that
``dossiers.correction`` knows, and only where something differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.desk.entry import Entry
from motcua.dossiers import arrived
from motcua.dossiers import moments
from motcua.dossiers.intake import LONGEST_NOTE
from motcua.dossiers.papers import FORMS
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.papers import REUSED
from motcua.dossiers.processes.words import CORRECTED
from motcua.dossiers.states import DossierView
from motcua.procedures import versions
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Paper
from motcua.shell.wording import birth
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from motcua.procedures.definitions import Version

#: Parts of a dossier that can be corrected, as the choice of them says it.
PARTS: Final = CORRECTED
#: Field that says whose papers the form listed.
LISTED: Final = "papers-of"
_FORM = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Matter:
    """A case with a channel."""

    case: str
    channel: str
    title: str

    @property
    def value(self) -> str:
        """The pair as a field of a form carries it."""
        return f"{self.case}|{self.channel}"


def carried_over(papers: Iterable[PaperGiven], case: Case) -> list[PaperGiven]:
    """Return papers under the keys that another case has for their titles.

    The same key means another paper there. What it does not know is kept all the same,
    under a key of its own.
    """
    keys = {paper.title: paper.key for paper in case.papers}
    found: list[PaperGiven] = []
    for one in papers:
        key = keys.pop(one.title, "") or f"+{arrived.next_own(found)}"
        found.append(replace(one, key=key))
    return found


class Mending(Entry):
    """One form of correction: ``sent`` says whether it was sent, or is shown first.

    With ``another`` the papers are listed as those of another case, to which the
    dossier belongs from now on.
    """

    #: What the house had already stays so; ``correction`` lets nothing become it.
    forms = (*FORMS, REUSED)

    def __init__(
        self,
        view: DossierView,
        case: Case | None,
        text: Callable[[str], str],
        sent: bool,
        another: str = "",
    ) -> None:
        self.view = view
        #: Whose papers the form lists.
        self.listed_for = another
        known = case or Case(key="")
        self.given = carried_over(view.papers, known) if another else view.papers
        listed = {paper.key for paper in known.papers}
        others = [p for p in self.given if p.key not in listed]
        papers = (*known.papers, *(Paper(p.key, p.title) for p in others))
        old = self._old(papers)
        #: Whether the papers that were sent are those of another list.
        self.relisted = sent and text(LISTED) != another

        def said(name: str) -> str:
            before = not sent or (self.relisted and name.startswith("paper-"))
            return old.get(name, "") if before else text(name)

        super().__init__(said, replace(known, papers=papers), True)

    def _old(self, papers: tuple[Paper, ...]) -> dict[str, str]:
        """Return what was recorded, as fields of the form."""
        view, found = self.view, {"note": self.view.note}
        persons = {one.role: one for one in view.persons}
        applicant, owner = persons.get("applicant"), persons.get("owner")
        if owner is None or (applicant and replace(applicant, role="owner") == owner):
            persons.pop("owner", None)
            found["same"] = "1"
        for role, person in persons.items():
            for field, value in person.to_json().items():
                if field != "role":
                    found[f"{role}-{field}"] = (
                        birth(value) if field == "birth" else value
                    )
        given = {paper.key: paper for paper in self.given}
        for paper in papers:
            name = "paper-" + re.sub(r"[^0-9A-Za-z]", "_", paper.key)
            known = given.get(paper.key)
            found[f"{name}-form"] = known.form if known else ""
            found[f"{name}-count"] = str(known.count if known else 1)
            found[f"{name}-sensitive"] = "1" if known and known.sensitive else ""
        found["received"] = view.received_at.astimezone(VIETNAM).strftime(_FORM)
        found["procedure"] = view.procedure
        found["matter"] = f"{view.case}|{view.channel}"
        return found

    def changes(self, parts: list[str], site: Any) -> dict[str, Any]:
        """Return what the form says otherwise; problems are remembered."""
        made = {"persons": self._persons, "papers": self._papers, "note": self._note}
        found: dict[str, Any] = {}
        for part in parts:
            if part in made:
                found |= made[part]()
        if "received" in parts:
            found |= self._received()
        if "procedure" in parts:
            found |= self._procedure(site)
        if not found and not self.problems:
            self.problem("form", _("Nothing differs from what was recorded."))
        return found

    def _persons(self) -> dict[str, Any]:
        new = [one.to_json() for one in self.persons()]
        old = [one.to_json() for one in self.view.persons]
        return {} if self.problems or new == old else {"persons": new}

    def _papers(self) -> dict[str, Any]:
        if self.relisted:
            self.problem(
                "papers",
                _(
                    "These are the papers of the right procedure: say what was given "
                    "of them, then look again."
                ),
            )
        new = [one.to_json() for one in self.papers()]
        old = [one.to_json() for one in self.view.papers]
        by_key = {each["key"]: each for each in old}
        return {} if by_key == {each["key"]: each for each in new} else {"papers": new}

    def _note(self) -> dict[str, Any]:
        new = self.fitting("note", LONGEST_NOTE)
        return {} if new == self.view.note else {"note": new}

    def _received(self) -> dict[str, Any]:
        text = self.text("received")
        try:
            new = moments.moment(text)
        except ValueError:
            self.problem("received", moments.refused(text))
            return {}
        old = self.view.received_at.astimezone(VIETNAM)
        if new == old.replace(second=0, microsecond=0):
            return {}
        return {"received": new.isoformat()}

    def right(self, site: Any) -> Version | None:
        """The version of the procedure that was typed, on the day of receipt."""
        code = self.text("procedure").strip()
        if code == self.view.procedure:
            return versions.get(code, self.view.version, site=site)
        day = self.view.received_at.astimezone(VIETNAM).date()
        try:
            return versions.current(code, day, site=site)
        except KeyError:
            return None

    def matters(self, site: Any) -> list[Matter]:
        """Return what can be chosen: each case with each channel it offers."""
        version = self.right(site)
        if version is None:
            return []
        return [
            Matter(case.key, kind, case.title)
            for case in version.cases
            for kind in case.kinds
        ]

    def chosen(self, site: Any) -> Matter | None:
        """Return the case with its channel that was chosen, or is the only one."""
        offered = {each.value: each for each in self.matters(site)}
        if len(offered) == 1:
            (only,) = offered.values()
            return only
        return offered.get(self.text("matter"))

    def anew(self, site: Any, text: Callable[[str], str], sent: bool) -> Mending:
        """Return the form with the papers of the case that was chosen.

        The same form where that is the case under which it was received.
        """
        version, chosen = self.right(site), self.chosen(site)
        if version is None or chosen is None:
            return self
        name = f"{version.digest}|{chosen.case}"
        if name == f"{self.view.version}|{self.view.case}":
            return self
        (case,) = (each for each in version.cases if each.key == chosen.case)
        return Mending(self.view, case, text, sent, another=name)

    def _procedure(self, site: Any) -> dict[str, Any]:
        version = self.right(site)
        if version is None:
            self.problem(
                "procedure",
                _(
                    "“${code}” was no procedure in force on the day of receipt; look "
                    "its code up in the catalogue.",
                    mapping={"code": self.text("procedure")[:40]},
                ),
            )
            return {}
        chosen = self.chosen(site)
        if chosen is None:
            self.problem("matter", _("Choose case and channel of this procedure."))
            return {}
        new = (version.code, version.digest, chosen.case, chosen.channel)
        view = self.view
        if new == (view.procedure, view.version, view.case, view.channel):
            return {}
        names = ("procedure", "version", "case", "channel")
        return {"procedure": dict(zip(names, new, strict=True))}
