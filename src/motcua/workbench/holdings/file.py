"""``ho-so/<code>``: one file, what lies in it, what is missing, what happened."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.custody import paper as custody
from motcua.archive.handover import accepting
from motcua.archive.holdings import closing
from motcua.archive.holdings import fields
from motcua.archive.holdings import filelists
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import handed
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.storage import backups
from motcua.workbench import dated
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.capture.documents import DocumentView
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.plan import Plan
    from motcua.archive.holdings.store import File
    from motcua.storage.backups import Backup
    from motcua.workbench.holdings.frame import Box

#: Documents on one screen.
PAGE: Final = 50
FIRST: Final = ("title", "retention", "access", "begin", "end", "medium")
OTHERS: Final = tuple(name for name in fields.FILE if name not in FIRST)


class FileScreen(HoldingsScreen):
    """A file of the archive."""

    tab = "ho-so"
    body = ViewPageTemplateFile("templates/file.pt")
    STATES = files.STATES
    ORIGINS = files.ORIGINS
    KEEPING = handed.KEEPING
    LACKS = closing.LACKS
    DOCUMENT_STATES = documents.STATES

    def prepare(self) -> None:
        """Find the file for this person; act when something was sent."""
        self.one = self.get()
        self.page = self.number("page")
        if self.posted:
            self.send()

    def get(self) -> File:
        """Return the file, for this person only."""
        try:
            return files.get(self.context, self.names[1], self.person, self.now)
        except Unknown as error:
            raise Missing from error

    def send(self) -> None:
        """Do what was asked, and show the file again."""
        act = self.acts.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("ho-so", self.one.code)

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        told = (self.context, self.one)
        who = (self.person, self.now)
        return {
            "describe": lambda: filing.describe(
                *told, self.typed(fields.FILE, fields.FILE), *who, self.seen
            ),
            "take": lambda: filing.take_documents(
                *told, *who, file_code=self.text("file_code"), seen=self.seen
            ),
            "take_out": lambda: filing.take_out(
                *told, self.texts("document"), self.text("reason"), *who, self.seen
            ),
            "move": lambda: filing.move(
                *told, self.text("heading"), self.text("why"), *who, self.seen
            ),
            "close": lambda: closing.close(*told, *who, self.seen),
            "reopen": lambda: closing.reopen(
                *told, self.text("reason"), *who, self.seen
            ),
            "give_back": lambda: accepting.give_back(
                *told, self.text("reason"), *who, self.seen
            ),
        }

    @cached_property
    def found(self) -> FileView:
        """The file as it stands."""
        return files.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.found.code

    @cached_property
    def fonds_title(self) -> str:
        """The name of its fonds."""
        one = store.fonds(self.context, self.found.fonds)
        return fonds_module.view(one).title if one else self.found.fonds

    @cached_property
    def keeper(self) -> str:
        """The agency whose archive keeps it."""
        return files.keeper_of(self.context, self.found.fonds)

    @cached_property
    def plan(self) -> Plan | None:
        """The list of its year, None where none is in force."""
        return filelists.in_force(self.context, self.found.fonds, self.found.year)

    @property
    def line(self) -> str:
        """The headings under which it stands, the highest first."""
        above = self.plan.line(self.found.heading) if self.plan else []
        return " › ".join(f"{one.number} {one.title}".strip() for one in above[::-1])

    @property
    def entries(self) -> list[tuple[str, str]]:
        """The entries of the list: (key, words)."""
        return [
            (one.key, f"{'— ' * depth}{one.number} {one.title}".strip())
            for depth, one in (self.plan.rows if self.plan else ())
        ]

    @property
    def data(self) -> list[tuple[str, str]]:
        """What is known of it, but for its title."""
        known = {name: one for name, one in fields.FILE.items() if name != "title"}
        return self.facts(known, self.found.fields)

    @property
    def until(self) -> str:
        """The last day of keeping in words, "" before it is closed."""
        if self.found.state != files.CLOSED:
            return ""
        if self.found.until is None:
            waits = self.found.kept is not None and self.found.kept.term.waits
            return self.say(_("waits for its event") if waits else _("for ever"))
        return f"{self.found.until:%d/%m/%Y}"

    @property
    def held_until(self) -> str:
        """The last day until which its maker keeps it with consent, "" for none."""
        last = self.found.held_until
        return f"{last:%d/%m/%Y}" if last is not None else ""

    @cached_property
    def paper(self) -> tuple[str, Any]:
        """Where its paper lies, and the loan; ("", None) for no paper."""
        return custody.standing(self.context, self.found.code)

    @property
    def backups(self) -> list[Backup]:
        """Backups that still hold what was destroyed, the newest first."""
        gone = self.found.destroyed
        if gone is None:
            return []
        moment = gone.purged_at or self.now
        return backups.before(moment, self.now.astimezone(VIETNAM).date())

    @cached_property
    def why(self) -> list[str]:
        """Why it is kept as long as it is, the first reason decides."""
        day = inheritance.today(self.now)
        told = inheritance.explain(self.context, self.found, day)
        return [self.say(each) for each in told.reasons] if told else []

    @cached_property
    def lacks(self) -> tuple[str, ...]:
        """What is missing to close it."""
        if self.found.state != files.OPEN:
            return ()
        return closing.lacks(self.context, self.found)

    @cached_property
    def may_change(self) -> bool:
        """Whether this person changes the file now."""
        return self.found.state == files.OPEN and bool(
            files.may_arrange(self.context, self.found, self.person, self.now)
        )

    @property
    def may_close(self) -> bool:
        """Whether this person sees what is missing, and closes the file."""
        if self.may_change or self.found.state != files.OPEN:
            return self.may_change
        return bool(closing.closer(self.context, self.found, self.person, self.now))

    @property
    def may_reopen(self) -> bool:
        """Whether this person opens it again."""
        return closing.may_reopen(self.context, self.found, self.person, self.now)

    @property
    def gives_back(self) -> bool:
        """Whether this person gives the file back to its maker."""
        there = self.found.keeping == handed.ARCHIVE and self.found.destroyed is None
        return there and self.keeps_fonds(self.keeper)

    @cached_property
    def waiting(self) -> int:
        """How many documents name this file and lie in none; 500 stand for more."""
        if self.found.record or not self.may_change:
            return 0
        return len(filing.waiting(self.context, self.found.code))

    @cached_property
    def documents(self) -> list[tuple[int, DocumentView]]:
        """The documents of this page of the file."""
        begin = (self.page - 1) * PAGE
        return files.documents_of(self.context, self.found, begin, PAGE)

    def may_open(self, one: DocumentView) -> bool:
        """Whether the person opens a document: who keeps the archive of its unit.

        And who has its file before them for a time.
        """
        who = (self.person, self.now)
        own = batches.holds(one.unit, *who)
        return own or files.lends(self.context, one.code, *who)

    @property
    def may_scan(self) -> bool:
        """Whether a batch of plain papers of this file can be opened here."""
        return bool(self.keeps and self.may_change and not self.found.record)

    @property
    def more(self) -> bool:
        """Whether there are documents behind this page."""
        return len(self.found.documents) > self.page * PAGE

    @property
    def first(self) -> list[Box]:
        """The fields that stand first in the form."""
        return self.boxes(fields.FILE, FIRST, self.found.fields)

    @property
    def others(self) -> list[Box]:
        """The fields that are folded."""
        return self.boxes(fields.FILE, OTHERS, self.found.fields)

    def day_of(self, kept: str) -> str:
        """Return a date of a document as people write it."""
        return dated.shown(kept) if kept else ""

    def turn(self, page: int) -> str:
        """Return the address of another page of its documents."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address("ho-so", self.found.code, **asked)
