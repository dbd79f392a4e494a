"""``tai-lieu/<code>``: a catalogued document of the archive, and its file."""

from __future__ import annotations

from functools import cached_property
from motcua.archive import renditions
from motcua.archive.capture.documents import STATES
from motcua.archive.capture.fields import FIELDS
from motcua.archive.finding import readings
from motcua.archive.holdings import inheritance
from motcua.archive.incoming.names import EXTENSIONS
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import files
from motcua.workbench.asking import AskingScreen
from motcua.workbench.batches.describing import shown
from motcua.workbench.held import document
from motcua.workbench.held import title_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from ZPublisher.Iterators import filestream_iterator


class DocumentScreen(AskingScreen):
    """The card of a document: its catalogue data, and the way to its pages."""

    body = ViewPageTemplateFile("templates/catalogued.pt")
    styles = ("sheets.css",)

    def prepare(self) -> None:
        """Find the document; what its card tells under watch is written down."""
        self.found = document(self)
        readings.note_document(self.found, self.person, self.now)
        self.rendition = renditions.get(self.found.sha256, self.context)

    @property
    def heading(self) -> str:
        """Kind and number; the code where the catalogue has neither."""
        return title_of(self.found) or self.found.code

    @property
    def state(self) -> Any:
        """Whether it is signed, in words."""
        return STATES[self.found.state]

    @property
    def data(self) -> list[tuple[str, str]]:
        """The catalogue data that there are: (what, value)."""
        told = self.found.fields
        return [
            (self.say(field.title), self.value(name, str(told[name])))
            for name, field in FIELDS.items()
            if told.get(name)
        ]

    def value(self, name: str, value: str) -> str:
        """Return a value in words."""
        words = dict(FIELDS[name].choices).get(value)
        return shown(name, value) if words is None else self.say(words)

    @cached_property
    def why(self) -> list[str]:
        """How long it is kept and why, [] for what lies in no file."""
        day = inheritance.today(self.now)
        told = inheritance.of_document(self.context, self.found.code, day)
        return [self.say(each) for each in told.reasons] if told else []

    @cached_property
    def pages(self) -> list[tuple[int, str]]:
        """Pages to go to: (number, address); the first hundred."""
        count = self.rendition.pages if self.rendition is not None else 0
        below = ("tai-lieu", self.found.code, "trang")
        return [
            (number, self.address(*below, str(number), **self.asked))
            for number in range(1, min(count, 100) + 1)
        ]

    @property
    def file_address(self) -> str:
        """Return the address of the file that stands for the document."""
        digest = self.found.master or self.found.sha256
        return self.address("tai-lieu", self.found.code, "tep", digest)


class DocumentFileAnswer(Screen):
    """The scan of a document, its archival copy, or the signed file."""

    def answer(self) -> Any:
        """Return the bytes; any digest that is not of the document is missing."""
        self.secure()
        found, wanted = document(self), self.names[3]
        rendition = renditions.get(found.sha256, self.context)
        kinds = {found.master: PDF, found.sha256: found.media}
        if rendition is not None:
            kinds.setdefault(rendition.archival, PDF)
        if not wanted or wanted not in kinds or not files.exists(wanted):
            raise Missing
        readings.note_document(found, self.person, self.now)
        path, media = files.path(wanted), kinds[wanted]
        name = f"{found.code}{EXTENSIONS.get(media, '.bin')}"
        head(self.request.response, media, name, path.stat().st_size)
        return filestream_iterator(str(path), "rb")
