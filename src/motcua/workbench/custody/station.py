"""``kho/quet``: one field for a scanner, which types a code and Enter.

Nothing is kept between two scans but what the form carries, so that a browser that
breaks loses nothing: what was written stands on the chains, and what can be undone is
read from there.
"""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import lending
from motcua.archive.custody import looking
from motcua.archive.custody import places
from motcua.archive.custody import scanning
from motcua.archive.custody import store
from motcua.archive.custody.scanning import Borrower
from motcua.archive.custody.scanning import Returned
from motcua.archive.holdings import files
from motcua.archive.holdings import lying
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.shell.screen import Missing
from motcua.workbench.custody import words
from motcua.workbench.custody.frame import CustodyScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.custody.places import PlaceView
    from motcua.archive.custody.scanning import Answer


class StationScreen(CustodyScreen):
    """Scan, be told, and take back what was wrong."""

    title = _("Scan")
    body = ViewPageTemplateFile("templates/station.pt")
    CONDITIONS = lying.CONDITIONS
    LOST = words.LOST
    answered: Answer | None = None
    undone = ""

    def send(self) -> None:
        """Do what was scanned and answer at once, without another page."""
        if self.text("undo"):
            self.attempt(self.undo)
        elif self.text("do") in ("", "scan"):
            self.attempt(self.scan)
        else:
            raise Missing

    def scan(self) -> None:
        """Do what a code asks for."""
        borrower = None
        if self.lends:
            borrower = Borrower(
                to=self.text("to"),
                purpose=self.text("purpose"),
                until=self.day("until"),
                department=self.text("department")[:40],
                login=self.text("login")[:64],
            )
        self.answered = scanning.scan(
            self.context,
            self.text("chosen"),
            self.text("code"),
            self.person,
            self.now,
            borrower=borrower,
            returned=Returned(self.text("shape") or "good", self.text("condition")),
        )

    def undo(self) -> None:
        """Take one scan back."""
        code, _space, text = self.text("undo").rpartition(" ")
        number = int(text) if text.isascii() and text.isdigit() else 0
        scanning.undo(self.context, code, number, self.person, self.now)
        self.undone = code

    @property
    def lends(self) -> bool:
        """Whether files that are scanned are lent."""
        return bool(self.text("lend") if self.posted else self.text("muon"))

    @property
    def chosen(self) -> str:
        """The barcode that is chosen, of a place of this person alone."""
        if self.answered is not None:
            return self.answered.chosen
        code = self.text("chosen" if self.posted else "chon")
        one = store.place(self.context, code)
        if one is None or places.view(one).agency not in self.agencies:
            return ""
        return code

    @property
    def here(self) -> PlaceView | None:
        """What is chosen."""
        one = store.place(self.context, self.chosen)
        return places.view(one) if one is not None else None

    @cached_property
    def inside(self) -> int:
        """How many things belong in what is chosen, with what was put there now."""
        did = self.answered.did if self.answered is not None else ""
        more = did in (scanning.PUT, scanning.MOVED)
        return looking.inside(self.chosen) + more

    @property
    def words(self) -> str:
        """What the scan did."""
        one = self.answered
        if one is None:
            return ""
        place = self.lies(one.code)
        before = self.where(one.before)
        mapping = {"code": one.code, "where": place, "before": before}
        return self.say(Message(words.SCANNED[one.did], mapping=mapping))

    def lies(self, code: str) -> str:
        """Return where a file or a place is."""
        one = holdings.file(self.context, code)
        if one is not None:
            return self.where(files.view(one).lying.box)
        place = store.place(self.context, code)
        return self.where(places.view(place).inside) if place is not None else ""

    @property
    def due(self) -> str:
        """The last day of a loan that begins today."""
        agency = self.agencies[0]
        rule = lending.on(self.context, agency, self.today)
        return self.shown(rule.last(self.today))

    @cached_property
    def latest(self) -> list[tuple[str, str, int, str]]:
        """What the person wrote last: (code, what, event or 0, when)."""
        now = self.answered
        fresh = now.code if now is not None and now.number else self.undone
        found = []
        if now is not None and now.number:
            what = self.what(now.did)
            found.append((now.code, what, now.number, self.moment(self.now)))
        for code, did, number, at in looking.latest(self.person):
            if code != fresh and self.sees(code):
                found.append((code, self.did(did), number, self.moment(at)))
        return found[: looking.LATEST]

    def undo_label(self, code: str) -> str:
        """Return what the button beside a line undoes."""
        return self.say(_("Undo what was written of ${code}", mapping={"code": code}))

    def what(self, did: str) -> str:
        """Return what a scan did, short."""
        names = {
            scanning.PUT: "shelve",
            scanning.LENT: "lend",
            scanning.BACK: "give_back",
            scanning.MOVED: "move",
        }
        return self.did(names[did])

    def sees(self, code: str) -> bool:
        """Whether the person still sees what was written of."""
        one = holdings.file(self.context, code)
        if one is not None:
            return files.may_see(self.context, files.view(one), self.person, self.now)
        place = store.place(self.context, code)
        agency = places.view(place).agency if place is not None else ""
        return bool(rights.keeps(self.context, agency, self.person, self.now))
