"""One dossier: where it stands, what is in it, and the steps that may be taken.

Every step carries the head of the ledger that the page showed: when somebody else
acted meanwhile, nothing is done and the person is told. Adding a file does not
depend on what was seen, so it goes without; the same file twice is one file.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import chain
from motcua import _
from motcua.archive.errors import ArchiveError
from motcua.archive.incoming import scans
from motcua.base.explanations import amount_text
from motcua.base.vietnam import VIETNAM
from motcua.desk import bringing
from motcua.desk import hints
from motcua.desk import money
from motcua.desk import reusing
from motcua.desk.mywork.line import standing
from motcua.desk.readying import ReadyingScreen
from motcua.desk.slip import lines as lines_of_slips
from motcua.desk.slip import SlipLine
from motcua.desk.steps import Choices
from motcua.desk.steps import ELSEWHERE
from motcua.desk.steps import Step
from motcua.desk.steps import step
from motcua.desk.steps import steps
from motcua.desk.steps import targets
from motcua.desk.steps import UPLOADS
from motcua.desk.way import Way
from motcua.dossiers import actions
from motcua.dossiers import entrusting
from motcua.dossiers import progress
from motcua.dossiers import rights
from motcua.dossiers import supplements
from motcua.dossiers import worklist
from motcua.dossiers.clocks import clock
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.operations import OPERATIONS as ASKED
from motcua.dossiers.sources import Source
from motcua.dossiers.states import Entry
from motcua.dossiers.states import FileKept
from motcua.dossiers.states import fold
from motcua.dossiers.tasks import holding
from motcua.procedures import versions
from motcua.shell import wording
from motcua.shell.bounds import Bounds
from motcua.shell.bounds import bounds
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from ZPublisher.HTTPRequest import FileUpload


#: Answers to refused steps; what is not named is a form filled in badly.
STATUSES: Final[dict[type[Exception], int]] = {
    IllegalStep: 409,
    StalePage: 409,
    NotAllowed: 403,
}


class DossierScreen(ReadyingScreen):
    """The page of a dossier, and the place where its forms are sent."""

    body = ViewPageTemplateFile("templates/dossier.pt")
    wording = wording
    problem: Any = None
    failed = ""

    def prepare(self) -> None:
        """Find the dossier for this person; carry out a step that was sent."""
        self.dossier = self.may_see(self.names[1])
        if self.posted:
            self.carry_out(self.text("operation"))
        self.view = fold(self.dossier)
        if not self.posted:
            self.note_opening(self.dossier)

    def carry_out(self, operation: str) -> None:
        """Take one step; what is refused is told and leaves the form filled in."""
        try:
            self.act(operation)
        except UnknownDossier as error:
            raise Missing from error
        except (DossierError, ArchiveError) as error:
            transaction.doom()
            self.failed = operation
            self.problem = error.message
            self.status = STATUSES.get(type(error), 400)
            return
        self.tell(
            _(
                "Done: ${step}.",
                mapping={"step": self.say(wording.OPERATIONS[operation])},
            )
        )
        self.leave()

    def act(self, operation: str) -> None:
        """Call the domain; it alone decides what is legal and permitted."""
        if operation not in ASKED:
            raise MissingData
        if operation in UPLOADS:
            self.attach(operation)
            return
        if self.repeated(operation):
            return
        self.ask_for_texts(operation)
        actions.act(
            self.dossier,
            operation,
            self.person,
            data=self.sent,
            expected=self.text("expected"),
        )

    def ask_for_texts(self, operation: str) -> None:
        """Say in the words of the form which of its fields is empty."""
        if operation in ELSEWHERE:
            return
        asked = step(operation, False, self.choices)
        if operation == "forward" and not self.text("to"):
            raise MissingData(_("Choose the department."))
        for field in asked.fields:
            if field.required and not self.text(field.name):
                label = self.say(field.label)
                raise MissingData(_("“${field}” is empty.", mapping={"field": label}))

    def repeated(self, operation: str) -> bool:
        """Say whether this very form was carried out already: a double click.

        The same step from the same page with other words in it is another decision.
        """
        last = self.dossier.last
        if last is None or last.previous is None:
            return False
        sent = self.sent
        said = {**last.facts, **last.data}
        return bool(
            last.type == operation
            and last.actor == self.person
            and self.text("expected") == last.previous.hash.hex()
            and set(last.data) <= set(sent)
            and all(str(said.get(name)) == str(sent[name]) for name in sent)
        )

    @property
    def sent(self) -> dict[str, Any]:
        """The fields of the step that are filled in."""
        operation = self.text("operation")
        if operation not in ASKED:
            return {}
        found: dict[str, Any] = {}
        for field in ASKED[operation].fields:
            if field.name == "checks":
                found["checks"] = self.texts(field.name)
            elif field.kind == "papers" and self.texts(field.name):
                found[field.name] = bringing.read(self.texts(field.name))
            elif self.text(field.name):
                found[field.name] = self.text(field.name)
        return found

    def ticked(self, step: Step, name: str) -> list[str]:
        """Return the boxes that were ticked in a step that was refused."""
        return self.texts(name) if step.operation == self.failed else []

    @cached_property
    def choices(self) -> Choices:
        """What the choices of the forms depend on."""
        groups = rights.groups_of(self.person, self.now.astimezone(VIETNAM).date())
        tasks = tuple(progress.mine(self.dossier, groups, self.person))
        basis = supplements.following(self.dossier).needs_basis
        everybody = self.dossier.tasks
        places = holding(self.dossier)
        holders = tuple((code, self.unit_name(code)) for code in places)
        logins = entrusting.candidates(self.dossier)
        persons = tuple((login, self.name_of(login)) for login in logins)
        payments = money.payments(self, self.dossier, self.permitted)
        came = bringing.choices(self, self.dossier, self.permitted)
        known = Choices(tasks, everybody, persons, (), came=came, basis=basis)
        known = replace(known, payments=payments, holders=holders)
        if not self.dossier.process:
            return known
        process = progress.process_of(self.context, self.dossier)
        titles = tuple(progress.titles_of(self.context, self.dossier).items())
        mine = [process.step(task.key) for task in tasks if not task.ad_hoc]
        returns = (progress.ways_back(self.dossier, task) for task in tasks)
        return replace(
            known,
            titles=titles,
            outcomes=tuple(o for each in mine for o in each.outcomes),
            checks=tuple(c for each in mine for c in each.checklist),
            returns=tuple(dict.fromkeys(chain.from_iterable(returns))),
            done=self.dossier.done,
        )

    def attach(self, operation: str) -> None:
        """Add the file that was sent."""
        if operation not in actions.legal(self.dossier):
            raise IllegalStep
        if operation not in self.permitted:
            raise NotAllowed
        upload = self.request.form.get("file")
        if not isinstance(upload, FileUpload) or not upload.filename:
            raise MissingData(_("Choose a file first."))
        name = str(upload.filename)
        if operation == "attach_result":
            scans.add_result(self.dossier, upload, name, self.person)
        else:
            paper = self.text("paper")
            scans.add(self.context, self.dossier, paper, upload, name, self.person)

    def leave(self) -> None:
        """Lead back to the page, or to the list when it is out of this one's sight."""
        if actions.permitted(self.dossier, self.person, self.now):
            self.go("ho-so", self.dossier.code)
        else:
            self.go()

    # What the template asks

    @property
    def heading(self) -> str:
        """The code: a title in a window's list must not tell whose dossier it is."""
        return str(self.dossier.code)

    @cached_property
    def permitted(self) -> frozenset[str]:
        """What this person may do now."""
        return actions.permitted(self.dossier, self.person, self.now)

    @property
    def named(self) -> tuple[str, ...]:
        """The logins to whom the dossier or a step was given by name."""
        return rights.named(self.dossier)

    @cached_property
    def steps(self) -> list[Step]:
        """The forms of this page."""
        wanted = self.failed or self.text("mo")
        return steps(self.permitted, bool(self.view.results), wanted, self.choices)

    @property
    def void_payments(self) -> list[str]:
        """Payments that were made void, and why; they never vanish."""
        return money.void(self, self.view)

    @property
    def not_mine(self) -> str:
        """The step that a link led to where this person may not take it, else ""."""
        wanted = self.text("mo")
        if wanted not in ASKED or wanted in self.permitted:
            return ""
        return self.say(wording.OPERATIONS[wanted])

    def hints(self, step: Step) -> list[str]:
        """Return what is to be known before a step is taken."""
        found = hints.HINTS.get(step.operation)
        return found(self, self.dossier) if found else []

    @cached_property
    def way(self) -> Way:
        """The way of the dossier through departments and agencies."""
        return Way(self, self.dossier, self.view)

    def did(self, entry: Entry) -> str:
        """Return what an entry of the history tells."""
        return self.way.did(entry)

    @cached_property
    def bounds(self) -> Bounds:
        """How large files may be, for the script of the page."""
        return bounds(self.say)

    @property
    def can_try_again(self) -> bool:
        """Whether the step that was refused still has its form on the page."""
        return any(each.operation == self.failed for each in self.steps)

    @cached_property
    def targets(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Where the dossier may be forwarded."""
        return targets(self.dossier.holder, self.context, self.view.competent)

    @cached_property
    def version(self) -> Any:
        """The procedure as it was when the dossier was received."""
        return versions.get(self.view.procedure, self.view.version, site=self.context)

    @cached_property
    def case(self) -> Any:
        """The case under which it was received; None when there was only one."""
        found = [each for each in self.version.cases if each.key == self.view.case]
        return found[0] if found else None

    @cached_property
    def deadline(self) -> Any:
        """The due date with the account of how it came about."""
        return clock.due(self.context, self.dossier)

    @property
    def remaining(self) -> str:
        """What is left of the time while the clock stands still, at a glance.

        The account of the due date has it with all its decimals.
        """
        if self.deadline.remaining is None:
            return ""
        found = self.deadline
        decimals = 1 if found.remaining >= 1 else 4
        return amount_text(found.remaining, found.unit, self.language, decimals)

    @property
    def time(self) -> tuple[str, str, str]:
        """How the due date stands to now: (class, sign, words)."""
        view = self.view
        day = worklist.day_of(self.context, self.groups, self.now)
        key = standing(view.due, view.finished_at, view.paused, day)
        sign, words = wording.TIMES[key]
        return key, sign, self.say(words)

    def lines(self) -> list[tuple[str, str]]:
        """Return the account of the due date: (sentence, legal ground)."""
        return [
            (line.text(self.language), line.ground_text(self.language))
            for line in self.deadline.explanation
        ]

    def person_facts(self, person: Any) -> list[tuple[str, str]]:
        """Return what is known of a person: (label, value)."""
        values = person.to_json()
        if "birth" in values:
            values["birth"] = wording.birth(values["birth"])
        return [
            (self.say(wording.NAME if field == "name" else label), values[field])
            for field, label in wording.PERSON_FIELDS.items()
            if field in values
        ]

    @property
    def papers(self) -> list[tuple[Any, list[FileKept]]]:
        """The papers received, each with its scans."""
        return [
            (paper, [scan for scan in self.view.scans if scan.paper == paper.key])
            for paper in self.view.papers
        ]

    @property
    def other_scans(self) -> list[tuple[str, FileKept]]:
        """Scans of papers that came later: (title of the paper, scan)."""
        received = {paper.key for paper in self.view.papers}
        titles = dict(self.paper_choices)
        return [
            (titles.get(scan.paper, scan.paper), scan)
            for scan in self.view.scans
            if scan.paper not in received
        ]

    @property
    def paper_choices(self) -> list[tuple[str, str]]:
        """The papers that a scan can belong to: (key, title)."""
        found = {paper.key: paper.title for paper in self.view.papers}
        for paper in self.case.papers if self.case else ():
            found.setdefault(paper.key, paper.title)
        return list(found.items())

    @cached_property
    def slips(self) -> list[SlipLine]:
        """The slips that were issued, newest first."""
        return lines_of_slips(self, self.dossier)

    def source_words(self, source: Source) -> str:
        """Return from where a file comes that the house had already."""
        return reusing.provenance(self, source)

    def file_address(self, kept: FileKept) -> str:
        """Return where the bytes of a file are served."""
        return self.address("ho-so", self.dossier.code, "tep", kept.sha256)

    def typed(self, step: Step, name: str) -> str:
        """Return what stood in a field of a step that was refused, or a draft."""
        if step.operation == self.failed:
            return self.text(name)
        if step.operation == "collect_fee":
            return money.proposed(self, self.dossier).get(name, "")
        if step.operation != self.text("mo"):
            return ""
        return hints.drafts(self, self.dossier, step.operation).get(name, "")
