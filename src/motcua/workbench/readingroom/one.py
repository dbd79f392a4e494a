"""``doc/<code>``: a request, its answer item by item, and its copies."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import paper as custody
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing as Lacking
from motcua.archive.holdings.errors import Unknown
from motcua.archive.reading import asking
from motcua.archive.reading import deciding
from motcua.archive.reading import items
from motcua.archive.reading import linking
from motcua.archive.reading import opening
from motcua.archive.reading import requests
from motcua.archive.reading import signing
from motcua.archive.reading.deciding import Voice
from motcua.organisation import units
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import Happened
from motcua.workbench.holdings.frame import HoldingsScreen
from motcua.workbench.readingroom import words
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING
from ZPublisher.HTTPRequest import FileUpload


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.reading.linking import Link
    from motcua.archive.reading.requests import Asked
    from motcua.archive.reading.requests import Copy
    from motcua.archive.reading.store import Request
    from motcua.dossiers.ledger import Event


class RequestScreen(HoldingsScreen):
    """A request for its reader, the archive and the head."""

    tab = "doc"
    body = ViewPageTemplateFile("templates/request.pt")
    READERS = requests.READERS
    USES = requests.USES
    STATES = requests.STATES
    MOST = requests.MOST_DAYS
    link: Link | None = None

    def prepare(self) -> None:
        """Find the request; act when something was sent."""
        self.one = self.get()
        if self.posted:
            act = self.acts.get(self.text("do"))
            if act is None:
                raise Missing
            # The link is shown once, in the answer to who asked for it.
            if self.attempt(act) and self.link is None:
                self.go("doc", self.one.code)

    def get(self) -> Request:
        """Return the request, for this person only."""
        try:
            return asking.get(self.context, self.names[1], self.person, self.now)
        except Unknown as error:
            raise Missing from error

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        return {
            "answer": lambda: self.voice(deciding.answer),
            "decide": lambda: self.voice(deciding.decide),
            "end": self.end,
            "link": self.give_link,
            "sign": self.bring,
        }

    def voice(self, act: Any) -> None:
        """Answer the items for which something was chosen."""
        voices = {}
        for number, code in enumerate(self.found.items, start=1):
            verdict = self.text(f"verdict-{number}")
            if verdict:
                voices[code] = Voice(verdict, self.text(f"reason-{number}"))
        days = self.number("days", default=0, largest=999)
        act(self.context, self.one, voices, days, self.person, self.now, self.seen)

    def end(self) -> None:
        """Take back what may be read."""
        deciding.end(
            self.context,
            self.one,
            self.text("reason"),
            self.person,
            self.now,
            self.seen,
        )

    def give_link(self) -> None:
        """Make a link for the citizen; it is shown on this page and never again."""
        self.link = linking.give(
            self.context, self.one, self.person, self.now, self.seen
        )

    def bring(self) -> None:
        """Take a signed copy back."""
        sent = self.request.form.get("file")
        if not isinstance(sent, FileUpload) or not sent.filename:
            raise Lacking(_("Choose a file first."))
        number = self.number("copy", default=0)
        who = (self.person, self.now)
        name = str(sent.filename)
        signing.bring(self.context, self.one, number, sent, name, *who)

    # What the template asks

    @property
    def found(self) -> requests.RequestView:
        """The request as it stands."""
        return requests.view(self.one)

    @property
    def heading(self) -> str:
        """Its code: nothing of the reader stands in titles."""
        return str(self.one.code)

    @cached_property
    def archive(self) -> bool:
        """Whether the person answers for the archive."""
        return bool(rights.keeps(self.context, self.agency, self.person, self.now))

    @cached_property
    def head(self) -> bool:
        """Whether the person decides for the agency."""
        return bool(rights.heads(self.context, self.agency, self.person, self.now))

    @property
    def agency(self) -> str:
        """The agency that keeps what is asked for."""
        return self.found.agency

    @property
    def agency_name(self) -> str:
        """Its name."""
        return str(units.get(self.agency, self.context).name)

    @property
    def mine(self) -> bool:
        """Whether this is the request of who sits here."""
        return self.found.login == self.person

    @property
    def rows(self) -> list[tuple[int, Asked, str]]:
        """The items with their numbers and titles.

        A reader is told the title of what was agreed on.
        """
        rows = []
        for number, item in enumerate(self.found.items.values(), start=1):
            told = self.archive or self.head or item.state == requests.AGREED
            found = items.find(self.context, item.code) if told else None
            rows.append((number, item, found.title if found is not None else ""))
        return rows

    def paper(self, item: Asked) -> tuple[str, str]:
        """Return where the paper of an item lies, and until when somebody has it.

        The place is for the archive; a reader is told the day alone, of what was agreed
        on.
        """
        if not (self.archive or self.head or item.state == requests.AGREED):
            return "", ""
        found = items.find(self.context, item.code)
        if found is None:
            return "", ""
        where, loan = custody.standing(self.context, found.file)
        until = self.day(loan.until) if loan is not None else ""
        return where if self.archive else "", until

    def voices(self, item: Asked) -> list[tuple[str, str]]:
        """Return what this person can say of an item: (key, words)."""
        waits = {requests.ASKED: self.archive, requests.SUBMITTED: self.head}
        if self.mine or not waits.get(item.state):
            return []
        keys = [deciding.AGREE, deciding.COVER, deciding.REFUSE]
        if item.state == requests.ASKED:
            found = items.find(self.context, item.code)
            if found is None or found.restricted:
                keys = [deciding.REFUSE]
            elif found.conditional:
                keys = [deciding.SUBMIT, deciding.REFUSE]
        return [(key, self.say(deciding.VOICES[key])) for key in keys]

    def covers(self, item: Asked) -> bool:
        """Say whether words of an item can be covered here: it is one document."""
        waits = item.state in (requests.ASKED, requests.SUBMITTED)
        if not waits or not self.archive:
            return False
        found = items.pieces(self.context, item.code)
        return [(one.code, bool(one.archival)) for one in found] == [(item.code, True)]

    @property
    def act(self) -> str:
        """What the form of answers does: "answer", "decide", or "" for no form."""
        for _number, item, _title in self.rows:
            if self.voices(item):
                return "answer" if item.state == requests.ASKED else "decide"
        return ""

    @property
    def copies(self) -> list[tuple[int, Copy]]:
        """The copies that are open now, for the reader and the archive."""
        return opening.numbered(self.found, self.now)

    @property
    def ends(self) -> bool:
        """Whether the person can take back what may be read."""
        may = self.archive or self.head
        return may and bool(self.found.at(requests.AGREED))

    @property
    def links(self) -> bool:
        """Whether the person can give the citizen a link."""
        citizen = self.found.reader == requests.CITIZEN
        return citizen and self.archive and bool(self.found.readable(self.now))

    @property
    def link_address(self) -> str:
        """The link: what is behind "#" is sent to no server."""
        token = self.link.token if self.link is not None else ""
        return f"{self.context.absolute_url()}/vi/phong-doc#{token}"

    def day(self, day: Any) -> str:
        """Return a day as people write it, "" for none."""
        return f"{day:%d/%m/%Y}" if day else ""

    def history(self, events: Iterable[Event]) -> list[Happened]:
        """Return what happened, the newest first."""
        return [
            Happened(
                at=self.moment(event.at),
                who=self.name_of(event.actor),
                what=self.say(words.EVENTS.get(event.type, event.type)),
                words=str(event.data.get("reason", "")),
            )
            for event in reversed(list(events))
        ]
