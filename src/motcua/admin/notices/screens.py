"""The outbox, the list of texts, and the editor of one."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.admin.notices import wording
from motcua.base import messages
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import texts
from motcua.dossiers.slips import book
from motcua.shell.screen import Missing
from motcua.shell.wording import ROLES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Final


OUTBOX: Final = "thong-bao"
TEXTS: Final = "mau-thong-bao"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class OutboxScreen(AdminScreen):
    """``/quan-tri/thong-bao``: numbers by channel, and letters without their people."""

    title = _("Notices")
    tab = OUTBOX
    body = ViewPageTemplateFile("templates/outbox.pt")
    shown = outbox.SHOWN

    @cached_property
    def state(self) -> str:
        """The state that is shown: what failed, until another one is asked for."""
        asked = self.text("state")
        return asked if asked in wording.STATES else outbox.FAILED

    @cached_property
    def channel(self) -> str:
        """The channel that is shown, "" for all."""
        asked = self.text("channel")
        return asked if asked in wording.CHANNELS else ""

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """How many letters there are by channel and state."""
        return outbox.counts()

    def channels(self) -> list[tuple[str, str, bool]]:
        """Return every channel: (name, its words, whether the office uses it)."""
        return [
            (name, self.say(title), choices.ready(name))
            for name, title in wording.CHANNELS.items()
        ]

    def states(self) -> list[tuple[str, str]]:
        """Return every state with its words."""
        return [(name, self.say(title)) for name, title in wording.STATES.items()]

    def count(self, channel: str, state: str) -> int:
        """Return how many letters of a channel are in a state."""
        return self.numbers.get((channel, state), 0)

    def letters(self) -> list[outbox.Letter]:
        """Return the letters to show, the newest first."""
        return outbox.listed(self.state, self.channel)

    def channel_of(self, letter: outbox.Letter) -> str:
        """Return in words how a letter goes."""
        return self.say(wording.CHANNELS.get(letter.channel, letter.channel))

    def role_of(self, letter: outbox.Letter) -> str:
        """Return in words whom a letter goes to."""
        return self.say(ROLES.get(letter.role, letter.role))

    def kind_of(self, letter: outbox.Letter) -> str:
        """Return in words what a letter is about."""
        return self.say(wording.KINDS.get(letter.kind, letter.kind))

    def why(self, letter: outbox.Letter) -> str:
        """Return in words why the last try failed, with the number of the answer."""
        word, _blank, number = letter.error.partition(" ")
        said = self.say(wording.REASONS[word]) if word in wording.REASONS else word
        return f"{said} ({number})" if number else said

    @property
    def resends(self) -> bool:
        """Whether what is shown can be sent again."""
        return self.state in wording.AGAIN

    def act(self) -> None:
        """Send one letter again, or all that are shown of one channel."""
        if not self.resends or not self.channel:
            raise Refused(self.say(_("Choose what to send again.")))
        key = None
        if self.text("code"):
            key = {
                "code": self.text("code"),
                "number": self.number("number", 0, 10**6),
                "turn": self.number("turn", 1, 10**6) - 1,
                "role": self.text("role"),
            }
        count = outbox.again(self.state, self.channel, self.now, key)
        if not count:
            raise Refused(self.say(_("Nothing of this waits to be sent again.")))
        self.tell(
            _(
                "${count} letters go out again within a minute.",
                mapping={"count": str(count)},
            )
        )
        self.go(self.tab, state=self.state)


class TextsScreen(AdminScreen):
    """``/quan-tri/mau-thong-bao``: every text, by what it is about."""

    title = _("Texts of notices")
    tab = TEXTS
    body = ViewPageTemplateFile("templates/texts.pt")

    def shelves(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Return the texts by kind: (address, words, since when)."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for place in texts.places():
            row = book.row_on(place.name, self.today, self.context)
            since = self.written(row.valid_from) if row else ""
            words = (
                f"{self.say(wording.CHANNELS[place.channel])}, "
                f"{self.say(wording.LANGUAGES[place.language])}"
            )
            line = (self.address(TEXTS, place.name), words, since)
            found.setdefault(place.kind, []).append(line)
        return [(self.say(wording.KINDS[kind]), lines) for kind, lines in found.items()]


class TextScreen(AdminScreen):
    """``/quan-tri/mau-thong-bao/<name>``: one text, its fields, versions, preview."""

    tab = TEXTS
    body = ViewPageTemplateFile("templates/text.pt")
    preview: texts.Text | None = None

    def prepare(self) -> None:
        """Show a preview, or keep what was posted."""
        found = texts.place(self.names[1])
        if found is None:
            raise Missing
        self.place_of_text = found
        super().prepare()
        if not self.problem:
            try:
                self.preview = texts.check(found, self.source)
            except book.TemplateRefused as refused:
                self.problem = self.say(refused.message)

    @property
    def heading(self) -> str:
        """What the text is about, how it goes and in which language."""
        place = self.place_of_text
        return " - ".join(
            self.say(one)
            for one in (
                wording.KINDS[place.kind],
                wording.CHANNELS[place.channel],
                wording.LANGUAGES[place.language],
            )
        )

    @cached_property
    def source(self) -> str:
        """The text in the form: what was typed, else the one in force."""
        given = self.request.form.get("source", "")
        if isinstance(given, str) and given.strip():
            return _CONTROL.sub("", given[: texts.LONGEST + 1]).replace("\r\n", "\n")
        return texts.on(self.place_of_text, self.today, self.context)

    @property
    def rows(self) -> int:
        """Lines of the field: a short message is short."""
        return 4 if self.place_of_text.channel == choices.SMS else 12

    @property
    def letters(self) -> str:
        """How long the short message gets; "" for other channels."""
        if self.preview is None or self.place_of_text.channel != choices.SMS:
            return ""
        return f"{len(self.preview.body)} / {messages.LONGEST}"

    @property
    def versions(self) -> list[book.Row]:
        """The versions that were entered, newest first."""
        return list(reversed(book.rows(self.place_of_text.name, self.context)))

    def fields(self) -> list[tuple[str, str, str]]:
        """Return the fields that may be used: (name, what it says, a sample)."""
        return [
            (f"{{{{ {name} }}}}", self.say(texts.WORDS[name]), texts.SAMPLE[name])
            for name in self.place_of_text.fields
        ]

    def act(self) -> None:
        """Keep the text as a new version, unless only a preview was asked for."""
        try:
            texts.check(self.place_of_text, self.source)
            if self.text("preview"):
                return
            since = self.day("since")
            assert since is not None
            book.enter(
                self.place_of_text.name,
                self.source,
                since,
                self.person,
                deed=self.text("deed"),
                expected=self.number("seen", 0, 10**6) - 1,
                site=self.context,
            )
        except book.TemplateRefused as refused:
            raise Refused(self.say(refused.message)) from refused
        self.tell(_("The text was kept. It holds for notices sent from that day on."))
        self.go(TEXTS, self.place_of_text.name)
