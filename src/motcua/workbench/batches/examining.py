"""``lo/<code>/kiem-tra``: another person looks at a sample of the batch."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.capture import filing
from motcua.archive.capture import showing
from motcua.archive.capture.fields import FIELDS
from motcua.archive.quality import gate
from motcua.dossiers import ledger
from motcua.shell.screen import Missing
from motcua.workbench.batches import describing
from motcua.workbench.batches.frame import BatchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.store import Batch


class ExamineScreen(BatchScreen):
    """The sample, one document after the other; then the verdict."""

    body = ViewPageTemplateFile("templates/examining.pt")
    DEFECTS = gate.DEFECTS
    TICKED = gate.TICKED

    def get(self) -> Batch:
        """Return the batch, for who examines it too."""
        return gate.get(self.context, self.names[1], self.person, self.now)

    def send(self) -> None:
        """Draw, judge, decide or file."""
        act = {
            "sample": self.sample,
            "judge": self.judge,
            "decide": self.decide,
            "file": self.file,
        }.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("lo", self.batch.code, "kiem-tra")
        else:
            self.__dict__.pop("found", None)

    @property
    def examining(self) -> gate.Examining:
        """The person at the batch."""
        return gate.Examining(self.context, self.batch, self.person, self.now)

    def sample(self) -> None:
        """Draw the sample."""
        self.examining.sample()

    def judge(self) -> None:
        """Judge the document that was shown."""
        typed = {name: describing.written(name, self.text(name)) for name in gate.TWICE}
        self.examining.judge(
            self.text("document"), self.texts("defect"), typed, self.text("note")
        )

    def decide(self) -> None:
        """Write the verdict."""
        self.examining.decide(self.text("reason"))

    def file(self) -> None:
        """File every document of a batch that was found good."""
        chosen = [one.id for one in self.found.documents if one.state == "open"]
        filing.ask(self.context, self.batch, chosen, self.person, self.now)

    # What the template asks

    @cached_property
    def examined(self) -> gate.Examination:
        """The examination so far."""
        return gate.examination(ledger.events(self.batch))

    @cached_property
    def hindrance(self) -> Any:
        """Why this person does not examine the batch, "" for no reason."""
        if not gate.may_examine(self.batch, self.person, self.now):
            return gate.OwnBatch.message
        own = self.person in gate.operators(self.batch)
        return gate.OwnBatch.message if own and not self.waived else ""

    @cached_property
    def waived(self) -> bool:
        """Whether the agency lets operators examine their own batches today."""
        return gate.waived(self.context, self.batch, self.now)

    @property
    def current(self) -> Document | None:
        """The document of the sample that is looked at now."""
        left = self.examined.left
        return self.document(left[0]) if left else None

    @property
    def done(self) -> int:
        """How many of the sample are judged."""
        return len(self.examined.judged)

    def place_of(self, id: str) -> str:
        """Return a document as the batch counts it."""
        ids = [one.id for one in self.found.documents]
        told = {"number": str(ids.index(id) + 1) if id in ids else id}
        return self.say(Message(_("Document ${number}"), mapping=told))

    def picture(self, page: str) -> str:
        """Return the address of a page of the batch, "" where it has no picture."""
        wanted = showing.portrait(
            self.found, self.found.pages[page], describing.READING
        )
        if wanted is None:
            return ""
        width = str(describing.READING)
        return self.here("hinh", page, w=width, v=wanted.key[:12])

    def picture_words(self, number: int) -> str:
        """Return what stands for a picture where it is not seen."""
        told = {"number": str(number)}
        return self.say(Message(_("Scan of page ${number}"), mapping=told))

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the catalogue says of the document, without what is typed again."""
        fields = self.current.fields if self.current else {}
        return [
            (self.say(FIELDS[name].title), describing.shown(name, str(value)))
            for name, value in fields.items()
            if name not in gate.TWICE and FIELDS[name].kind != "choice"
        ]

    @property
    def typed_twice(self) -> bool:
        """Whether number and date are typed again."""
        return self.found.purpose == "papers"

    @property
    def may_file(self) -> bool:
        """Whether documents wait to be filed, and this person may ask for it."""
        waiting = any(one.state == "open" for one in self.found.documents)
        archive = self.batch.first is not None and self.batch.first.unit in [
            unit.code for unit in self.mine
        ]
        return self.found.state == "accepted" and waiting and archive
