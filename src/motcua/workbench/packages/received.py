"""``goi-nhan``: packages that came; ``goi-nhan/<code>``: one and its report."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing as NotGiven
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.fields import ACCESS
from motcua.archive.packages import accessions
from motcua.archive.packages import fields
from motcua.archive.packages import hindrances
from motcua.archive.packages import kinds
from motcua.archive.packages import register
from motcua.archive.packages import taking
from motcua.shell.files import head
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from pathlib import Path
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from tempfile import NamedTemporaryFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.packages.accessions import AccessionView
    from motcua.archive.packages.reports import Finding
    from motcua.archive.packages.reports import Report

PAGE: Final = 25
#: Bytes of a package that is judged while its sender waits; a job judges larger ones.
AT_ONCE: Final = 10 << 20
#: How a state stands out.
MARKS: Final = {
    accessions.FAULTY: "late",
    accessions.SOUND: "soon",
    accessions.UNCHECKED: "soon",
    accessions.CHECKING: "soon",
}
EVENTS: Final[dict[str, Any]] = {
    "arrive": _("Package received"),
    "check": _("Checked"),
    "again": _("To be checked again"),
    "accept": _("Accepted"),
    "refuse": _("Refused"),
    "take": _("Taken into the archive"),
    "fail": _("Could not be taken in"),
    "destroy": _("Destroyed with its file"),
}


class ReceivedScreen(HoldingsScreen):
    """Packages that came to the person's agencies, and a form for one more."""

    tab = "goi-nhan"
    title = _("Packages received")
    body = ViewPageTemplateFile("templates/received.pt")
    STATES = accessions.STATES
    MARKS = MARKS

    def prepare(self) -> None:
        """Receive what was sent, or list what came."""
        if not self.agencies:
            raise Missing
        if self.posted and self.attempt(self.receive):
            return
        asked = self.text("tinh-trang")
        self.state = asked if asked in accessions.STATES else ""
        self.page = self.number("page")
        rows = register.page(
            self.agencies,
            register.IN,
            state=self.state,
            limit=PAGE + 1,
            offset=(self.page - 1) * PAGE,
        )
        self.more = len(rows) > PAGE
        self.lines = rows[:PAGE]

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """The agencies whose archive the person keeps: (code, name)."""
        held = rights.agencies(self.context, self.groups, rights.ARCHIVE, now=self.now)
        return self.units_named(held)

    @cached_property
    def agencies(self) -> list[str]:
        """The agencies of which the list is shown."""
        headed = rights.agencies(
            self.context, self.groups, rights.APPROVAL, now=self.now
        )
        found = {code for code, _name in self.kept}
        return sorted(
            found
            | {
                code
                for code in headed
                if rights.heads(self.context, code, self.person, self.now)
            }
        )

    def receive(self) -> None:
        """Receive the package and lead to its report."""
        upload = self.request.form.get("package")
        if self.text("agency") not in dict(self.kept):
            raise Missing
        if not getattr(upload, "filename", ""):
            raise NotGiven(_("Choose the package: a ZIP file."))
        with NamedTemporaryFile(prefix="motcua-package-") as copy:
            while chunk := upload.read(1 << 20):
                copy.write(chunk)
            copy.flush()
            one = accessions.receive(
                self.context,
                Path(copy.name),
                Path(str(upload.filename).replace("\\", "/")).name,
                self.text("agency"),
                self.person,
                self.now,
                sender=self.text("sender"),
                later=copy.tell() > AT_ONCE,
            )
        self.go("goi-nhan", one.code)

    def filtered(self, **changes: str) -> str:
        """Return the address of this list with another filter."""
        return self.address("goi-nhan", **{"tinh-trang": self.state, **changes})

    def turn(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return self.filtered(page=str(page) if page > 1 else "")


class AccessionScreen(HoldingsScreen):
    """One package that came: what was found in it, and what becomes of it."""

    tab = "goi-nhan"
    body = ViewPageTemplateFile("templates/accession.pt")
    STATES = accessions.STATES
    WAYS = accessions.WAYS
    KINDS = kinds.KINDS
    MARKS = MARKS

    def prepare(self) -> None:
        """Find it for this person; act when something was sent."""
        self.find()
        if not self.posted:
            return
        act = {
            "accept": lambda: accessions.accept(
                self.context,
                self.one,
                self.person,
                self.now,
                note=self.text("note"),
                close=bool(self.text("close")),
                seen=self.seen,
            ),
            "refuse": lambda: accessions.refuse(
                self.context,
                self.one,
                self.text("reason"),
                self.person,
                self.now,
                self.seen,
            ),
            "check": lambda: accessions.check_again(
                self.context, self.one, self.person, self.now, self.seen
            ),
            "give-up": lambda: taking.give_up(
                self.context,
                self.one,
                self.text("reason"),
                self.person,
                self.now,
                self.seen,
            ),
        }.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("goi-nhan", self.one.code)

    def find(self) -> None:
        """Find what came, for this person only."""
        try:
            self.one = accessions.get(
                self.context, self.names[1], self.person, self.now
            )
        except Unknown as error:
            raise Missing from error

    @cached_property
    def found(self) -> AccessionView:
        """It, as it stands."""
        return accessions.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.found.code

    @cached_property
    def report(self) -> Report:
        """What was found in it."""
        return accessions.report_of(self.found)

    def words_of(self, one: Finding) -> str:
        """Return a finding in words."""
        return self.say(one.words)

    @cached_property
    def may_decide(self) -> bool:
        """Whether this person decides about it now."""
        waits = (accessions.SOUND, accessions.FAULTY, accessions.UNCHECKED)
        if self.found.state not in waits and not self.check_stopped:
            return False
        return self.keeps_fonds(self.found.agency)

    @cached_property
    def check_stopped(self) -> bool:
        """Whether the job that was to check it has ended for good."""
        return accessions.stopped(self.found, accessions.CHECKING, accessions.KIND)

    @cached_property
    def stopped(self) -> bool:
        """Whether this person may end what nobody takes in any more."""
        return taking.stopped(self.found) and self.keeps_fonds(self.found.agency)

    @property
    def foreseen(self) -> list[tuple[str, str]]:
        """Term and access as the package says them: (what, value)."""
        about = self.report.about
        term = str(about.get("term", ""))
        titles = [one.title for one in retention.classes().values() if one.code == term]
        access = fields.key_of(str(about.get("mode", "")), ACCESS)
        return [
            (self.say(_("Term of keeping")), " / ".join(titles) or term or "-"),
            (
                self.say(_("Level of access")),
                self.say(ACCESS[access or "conditional"][1]),
            ),
        ]

    @cached_property
    def hindrance(self) -> Any:
        """Why it cannot be taken in yet, "" for nothing."""
        if self.found.state != accessions.SOUND:
            return ""
        why = hindrances.hindrance(self.context, self.found, self.person, self.now)
        return why and self.say(
            type(why)(why, mapping={"code": self.found.fonds, "file": self.found.file})
        )

    @property
    def happened(self) -> list[Any]:
        """Its history, the newest first."""
        return [
            (
                self.moment(event.at),
                self.name_of(event.actor),
                self.say(EVENTS.get(event.type, event.type)),
                str(event.data.get("reason", "") or event.data.get("note", "")),
            )
            for event in reversed(self.found.events)
        ]


class ReportAnswer(AccessionScreen):
    """``goi-nhan/<code>/bao-cao.json``: the report for machines."""

    def answer(self) -> Any:
        """Return the report."""
        if self.posted:
            raise Missing
        self.find()
        if self.found.destroyed:
            raise Missing
        self.secure()
        content = self.report.as_bytes()
        name = f"{self.found.code}.json"
        head(self.request.response, "application/json", name, len(content))
        return content
