"""``lo/<code>/tai-lieu/<id>``: the scan on the left, catalogue data on the right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.capture import layout
from motcua.archive.capture import proposing
from motcua.archive.capture import showing
from motcua.archive.capture.fields import Field
from motcua.archive.capture.fields import FIELDS
from motcua.archive.capture.fields import REQUIRED
from motcua.archive.quality import gate
from motcua.workbench import dated
from motcua.workbench.batches.frame import BatchScreen
from motcua.workbench.batches.thumbs import Flag
from motcua.workbench.batches.thumbs import Sheet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.store import Batch

#: What every document has stands first; the rest is folded.
FIRST: Final = (
    *("type", "sheets", "number", "notation", "date", "agency", "abstract"),
    *("retention", "kind", "language", "access"),
)
#: What one document says of the next one of the same stack.
CARRIED: Final = (
    *("retention", "kind", "language", "access", "reliability", "condition"),
    *("backup_regime", "backup_state", "type", "agency"),
)
#: Width in which a page is read.
READING: Final = 1000
#: How a date is written.
_DATE: Final = _("day/month/year, or a year")


@dataclass(frozen=True)
class Box:
    """A field of the form: its value, what is proposed, and what came before."""

    field: Field
    value: str
    doubt: str
    before: str
    required: bool

    @property
    def id(self) -> str:
        """The id of its box."""
        return f"f-{self.field.name}"


def shown(name: str, value: str) -> str:
    """Return a value as people write it: 2026-11-27 is 27/11/2026."""
    return dated.shown(value) if FIELDS[name].kind == "date" else value


def written(name: str, typed: str) -> str:
    """Return a value as it is kept; what is no date stays as it was typed."""
    return dated.written(typed) if FIELDS[name].kind == "date" else typed


class DescribeScreen(BatchScreen):
    """One document; saving leads to the next one."""

    body = ViewPageTemplateFile("templates/describing.pt")
    fields = ViewPageTemplateFile("templates/fields.pt")
    DATE = _DATE

    def get(self) -> Batch:
        """Return the batch; who examines it may look at its documents.

        They see the scan alone: what stands in the catalogue they type a second time.
        """
        batch = gate.get(self.context, self.names[1], self.person, self.now)
        counter = layout.fold(batch, 1).purpose == "counter"
        return super().get() if counter else batch

    def prepare(self) -> None:
        """Find the document; save what was typed, or show another page of it."""
        super().prepare()
        pages = len(self.one.pages)
        self.page = min(self.number("trang"), pages)
        self.leaf = self.one.pages[self.page - 1]

    def send(self) -> None:
        """Save and go on; a page that is turned keeps what was typed."""
        if self.text("do") != "save":
            return
        typed = {name: written(name, self.text(f"f-{name}")) for name in FIELDS}
        if not self.attempt(lambda: self.acting.describe(self.names[3], typed)):
            return
        after = self.neighbour(1)
        if after:
            self.go("lo", self.batch.code, "tai-lieu", after)
        else:
            self.tell(_("That was the last document."))
            self.go("lo", self.batch.code)

    @cached_property
    def one(self) -> Document:
        """The document."""
        return self.document(self.names[3])

    @property
    def at(self) -> int:
        """Where the document stands among the others, from 0."""
        return [one.id for one in self.found.documents].index(self.one.id)

    def neighbour(self, way: int) -> str:
        """Return the id of the document before (-1) or after (1), "" for none."""
        at = self.at + way
        found = self.found.documents
        return found[at].id if 0 <= at < len(found) else ""

    @property
    def heading(self) -> str:
        """Which document it is."""
        told = {"number": str(self.at + 1), "total": str(len(self.found.documents))}
        return self.say(Message(_("Document ${number} of ${total}"), mapping=told))

    # The form

    @cached_property
    def proposed(self) -> dict[str, proposing.Proposed]:
        """What a machine read."""
        return proposing.proposals(self.context, self.found, self.one)

    @property
    def read(self) -> bool:
        """Whether anything was proposed, or nothing has to be any more."""
        return bool(self.proposed or self.one.fields)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """The fields of the form."""
        at = self.at
        before = self.found.documents[at - 1].fields if at else {}
        carry = bool(self.text("nhu-truoc"))
        return {name: self.box(name, before, carry) for name in FIELDS}

    def box(self, name: str, before: Any, carry: bool) -> Box:
        """Return a field: typed, else saved, else read, else carried over."""
        field, seen = FIELDS[name], self.proposed.get(name)
        carried = str(before.get(name, "")) if name in CARRIED else ""
        saved = str(self.one.fields.get(name, ""))
        value = saved or (seen.value if seen and not self.one.fields else "")
        if carry and not value:
            value = carried
        if self.posted:
            value = self.text(f"f-{name}")
        value = shown(name, value)
        carried = shown(name, carried)
        doubt = ""
        known = seen is not None and value == shown(name, seen.value)
        if seen is not None and known and seen.doubtful and not saved:
            told = {
                "percent": str(round(seen.confidence * 100)),
                "page": str(seen.page),
            }
            words = _("Check: read with ${percent}% certainty on page ${page}.")
            doubt = self.say(Message(words, mapping=told))
        return Box(field, value, doubt, carried, name in REQUIRED)

    @property
    def first(self) -> list[Box]:
        """The fields that are always in sight."""
        return [self.boxes[name] for name in FIRST if name in self.boxes]

    @property
    def others(self) -> list[Box]:
        """The fields that are folded."""
        return [box for name, box in self.boxes.items() if name not in FIRST]

    @property
    def focus(self) -> str:
        """The field to begin with: the first that is doubtful or required and empty."""
        for box in self.first:
            if box.doubt or (box.required and not box.value):
                return box.field.name
        return "save"

    @property
    def may_describe(self) -> bool:
        """Whether this person may save now."""
        papers = self.found.purpose == "papers"
        return papers and self.may_arrange and self.one.state == "open"

    # The scan

    def picture(self, page: str, width: int = READING) -> str:
        """Return the address of a page of the batch, "" where it has no picture."""
        wanted = showing.portrait(self.found, self.found.pages[page], width)
        if wanted is None:
            return ""
        return self.here("hinh", page, w=str(width), v=wanted.key[:12])

    @property
    def picture_words(self) -> str:
        """What stands for the picture where it is not seen."""
        told = {"number": str(self.page)}
        return self.say(Message(_("Scan of page ${number}"), mapping=told))

    @property
    def next_picture(self) -> str:
        """The address of what is looked at next, to be fetched meanwhile."""
        if self.page < len(self.one.pages):
            return self.picture(self.one.pages[self.page])
        after = self.neighbour(1)
        return self.picture(self.document(after).pages[0]) if after else ""

    @property
    def flags(self) -> list[Flag]:
        """What is to be told of the page."""
        return list(Sheet(self.found).flags(self.leaf))
