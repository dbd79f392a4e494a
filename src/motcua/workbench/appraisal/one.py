"""``huy/<code>``: one disposal list, what is next, its files, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive.appraisal import councils
from motcua.archive.appraisal import deciding
from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal.lists import Voice
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.storage import jobs
from motcua.workbench.appraisal import words
from motcua.workbench.holdings.frame import Happened
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.appraisal.store import DisposalList
    from motcua.archive.holdings.files import FileView

#: Files on one screen, and rows for members of a council.
PAGE: Final = 50
SEATS: Final = 7


@dataclass(frozen=True)
class Row:
    """A file of the list in words."""

    code: str
    title: str
    term: str
    documents: int
    pages: int
    why: str
    note: str
    held: int
    fate: str
    said: str
    open: bool


class DisposalScreen(HoldingsScreen):
    """A disposal list for the archive and the head."""

    tab = "huy"
    body = ViewPageTemplateFile("templates/one.pt")
    STATES = lists.STATES
    WHY = lists.WHY
    ROLES = lists.ROLES
    VERDICTS = lists.VERDICTS
    seats = range(SEATS)
    listed = ViewPageTemplateFile("templates/one.pt")

    def prepare(self) -> None:
        """Find the list for this person; act when something was sent."""
        self.one = self.get()
        self.page = self.number("page")
        if self.posted:
            self.send()

    def get(self) -> DisposalList:
        """Return the list, for this person only."""
        try:
            return listing.get(self.context, self.names[1], self.person, self.now)
        except Unknown as error:
            raise Missing from error

    def send(self) -> None:
        """Do what was asked, and show the list again."""
        act = self.acts.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go(*self.names)

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        told = (self.context, self.one)
        who = (self.person, self.now)
        seen, reason = self.seen, self.text("reason")
        deed = self.text("deed")
        return {
            "expired": lambda: listing.take_expired(*told, *who, seen),
            "take": lambda: listing.take(
                *told,
                self.text("code"),
                self.text("why"),
                self.text("note"),
                *who,
                seen,
            ),
            "strike": lambda: listing.strike(
                *told, self.texts("file"), reason, *who, seen
            ),
            "give_up": lambda: listing.give_up(*told, reason, *who, seen),
            "convene": lambda: councils.convene(*told, deed, self.members, *who, seen),
            "ask": lambda: deciding.ask(
                *told, self.text("authority"), deed, *who, seen
            ),
            "answer": lambda: deciding.answer(
                *told, deed, self.texts("file"), reason, *who, seen
            ),
            "decide": lambda: deciding.decide(*told, deed, *who, seen),
            "destroy": lambda: destroying.begin(*told, *who, reason=reason, seen=seen),
        }

    @property
    def members(self) -> list[tuple[str, str]]:
        """The members that were typed: (login, role)."""
        typed = [
            (self.text(f"login-{seat}").strip(), self.text(f"role-{seat}"))
            for seat in self.seats
        ]
        return [one for one in typed if one[0]]

    @cached_property
    def found(self) -> ListView:
        """The list as it stands."""
        return lists.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.found.code

    @cached_property
    def keeps_it(self) -> bool:
        """Whether the person keeps the archive."""
        return self.keeps_fonds(listing.keeper_of(self.context, self.found))

    @cached_property
    def heads_it(self) -> bool:
        """Whether the person decides for the agency."""
        keeper = listing.keeper_of(self.context, self.found)
        return bool(rights.heads(self.context, keeper, self.person, self.now))

    @property
    def sits_in_it(self) -> bool:
        """Whether the person has a seat in the council that sits."""
        return self.found.state == "council" and bool(self.found.role(self.person))

    @property
    def may_decide(self) -> bool:
        """Whether it waits for the decision of this person."""
        waits = "answered" if self.found.submits else "judged"
        return self.found.state == waits and self.heads_it

    @property
    def may_from(self) -> str:
        """The first day on which the head may decide, "" before that is known."""
        return _day(deciding.may_from(self.found))

    @property
    def destroy_by(self) -> str:
        """The last day for destroying, "" before the decision."""
        return _day(deciding.destroy_by(self.found))

    @property
    def late(self) -> bool:
        """Whether that day is over."""
        last = deciding.destroy_by(self.found)
        today = self.now.astimezone(VIETNAM).date()
        return self.found.state == "decided" and last is not None and today > last

    @property
    def progress(self) -> str:
        """How far the job is: what it said last."""
        asked = [one for one in self.found.events if one.type == "destroy"]
        key = f"{self.found.code}:{asked[-1].number}" if asked else ""
        state = jobs.status(destroying.KIND, key) if key else None
        return f"{state.done} / {state.total}" if state and state.total else ""

    @cached_property
    def rows(self) -> list[Row]:
        """The files of this page."""
        codes = list(self.shown)[(self.page - 1) * PAGE : self.page * PAGE]
        return [self.row(code) for code in codes]

    @property
    def shown(self) -> tuple[str, ...]:
        """Codes of the files that are listed here."""
        return tuple(self.found.files)

    @property
    def more(self) -> bool:
        """Whether there are files behind this page."""
        return len(self.shown) > self.page * PAGE

    def row(self, code: str) -> Row:
        """Return a file in words."""
        file = holdings.file(self.context, code)
        told = files.view(file) if file is not None else None
        voice = self.found.settled.get(code)
        # Of a dossier that is restricted to others the code alone is told, and what
        # becomes of it.
        shown = told if told is not None and self.sees(told) else None
        verdict = self.say(lists.VERDICTS[voice.verdict]) if voice else ""
        term = shown.fields.get("retention", "") if shown else ""
        return Row(
            code=code,
            title=shown.title if shown else "",
            term=self.retention_title(term),
            documents=_documents(shown),
            pages=files.pages_of(self.context, shown) if shown else 0,
            why=self.say(lists.WHY[self.found.files[code]]),
            note=self.found.notes.get(code, "") if shown else "",
            held=len(shown.holds) if shown else 0,
            fate=self.fate(code, told),
            said=self.voice(voice) if voice and shown else verdict,
            open=shown is not None,
        )

    def sees(self, told: FileView) -> bool:
        """Whether the person may look at a file."""
        return files.may_see(self.context, told, self.person, self.now)

    @property
    def ticks(self) -> bool:
        """Whether files are ticked on this page."""
        return self.keeps_it and self.found.state in ("draft", "asked")

    def said_of(self, row: Row) -> str:
        """Return what is said of a file."""
        return row.said

    def fate(self, code: str, told: FileView | None) -> str:
        """Return what became of a file: destroyed, or why it was spared."""
        if told is not None and told.destroyed is not None:
            return self.say(files.STATES[files.DESTROYED])
        why = self.found.spared.get(code, "")
        return self.say(lists.SPARED[why]) if why else ""

    def voice(self, voice: Voice) -> str:
        """Return what is said of a file in words."""
        said = [self.say(lists.VERDICTS[voice.verdict])]
        said += filter(None, (self.retention_title(voice.retention), voice.reason))
        return ", ".join(said)

    def happened(self) -> list[Happened]:
        """Return what happened, the newest first."""
        return [
            Happened(
                at=self.moment(event.at),
                who=self.name_of(event.actor),
                what=self.say(words.EVENTS.get(event.type, event.type)),
                words=self.told(event),
            )
            for event in reversed(self.found.events)
        ]

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address(*self.names, **asked)


class CouncilScreen(DisposalScreen):
    """``huy/<code>/hoi-dong``: the files that are before the council, for a member."""

    body = ViewPageTemplateFile("templates/council.pt")

    def prepare(self) -> None:
        """Find the list as long as the person sits over it."""
        super().prepare()
        if not self.redirected and not self.sits_in_it:
            raise Missing

    @property
    def redirected(self) -> bool:
        """Whether what was sent leads to another page."""
        return self.posted and self.problem is None

    @property
    def heading(self) -> str:
        """What the page is."""
        return self.say(_("Council on ${list}", mapping={"list": self.found.code}))

    @property
    def acts(self) -> dict[str, Any]:
        """What a member can ask for."""
        told, who = (self.context, self.one), (self.person, self.now)
        ticked = self.texts("file")
        return {
            "speak": lambda: councils.speak(
                *told, ticked or ["-"], self.typed_voice, *who
            ),
            "rest": lambda: councils.speak(*told, (), self.typed_voice, *who),
            "rule": lambda: councils.rule(*told, ticked, self.typed_voice, *who),
            "report": lambda: councils.report(*told, *who, self.seen),
        }

    def send(self) -> None:
        """Do what was asked; whose council has ended is led to the lists."""
        act = self.acts.get(self.text("do"))
        if act is None or not self.sits_in_it:
            raise Missing
        if self.attempt(act):
            ended = self.text("do") == "report"
            self.go(*(("huy",) if ended else self.names))

    @property
    def typed_voice(self) -> Voice:
        """What was said of files."""
        verdict, term = self.text("verdict"), self.text("retention")
        kept = term if verdict == lists.KEEP else ""
        return Voice(verdict, kept, self.text("reason"))

    @property
    def shown(self) -> tuple[str, ...]:
        """Files that are not settled."""
        return self.found.disputed

    @property
    def chairs(self) -> bool:
        """Whether the person rules on what is left."""
        after = self.found.round > councils.ROUNDS
        return after and self.found.role(self.person) == "chair"

    @property
    def may_report(self) -> bool:
        """Whether the person ends the council now."""
        leads = self.found.role(self.person) in ("chair", "secretary")
        return leads and not self.found.disputed

    ticks = True

    def said_of(self, row: Row) -> str:
        """Return what the person said of a file in this round."""
        voice = self.found.voices.get((row.code, self.person))
        return self.voice(voice) if voice else ""

    @property
    def left(self) -> int:
        """Of how many files the person has said nothing."""
        return len(self.found.unspoken(self.person))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""


def _documents(told: FileView | None) -> int:
    if told is None:
        return 0
    return told.destroyed.documents if told.destroyed else told.count
