"""The process of one procedure: versions, the draft, what is decided about them."""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.admin.frame import Refused
from motcua.admin.processes.frame import ProcessScreen
from motcua.dossiers.processes import book
from motcua.dossiers.processes import enacting
from motcua.dossiers.processes import library
from motcua.dossiers.processes.checking import errors
from motcua.dossiers.processes.checking import failing
from motcua.dossiers.processes.definitions import Process
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class OverviewScreen(ProcessScreen):
    """``/quy-trinh/<code>``."""

    body = ViewPageTemplateFile("templates/overview.pt")

    def prepare(self) -> None:
        """Find the procedure, then do what was posted."""
        self.heading_text = str(self.content.title)
        super().prepare()

    @property
    def heading(self) -> str:
        """Name of the procedure."""
        return self.heading_text

    def act(self) -> None:
        """Begin or give up a draft, let it come into force, end a version."""
        done = {
            "begin": self.begin,
            "discard": self.discard,
            "enact": self.enact,
            "end": self.end,
        }.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        done()

    def begin(self) -> None:
        """Begin a draft from a common process or from a version that was in force."""
        self.save(replace(self._chosen(), deed=""), expected="")
        self.lead_to(self.code, "soan")

    def _chosen(self) -> Process:
        wanted = self.text("from")
        for row in self.rows():
            if row.digest == wanted:
                return book.get(self.context, row.digest)
        try:
            return library.get(wanted)
        except KeyError as error:
            raise Refused(self.say(_("Choose what to begin with."))) from error

    def discard(self) -> None:
        """Give the draft up."""
        book.discard(self.context, self.code, self.person, self.text("draft"), self.now)
        self.tell(_("The draft was given up."))
        self.lead_to(self.code)

    def enact(self) -> None:
        """Let the draft come into force."""
        first = self.day("first_day")
        assert first is not None
        enacting.enact(
            self.context,
            self.code,
            self.person,
            self.text("deed"),
            first,
            self.text("draft"),
            self.text("unit"),
            self.now,
        )
        self.tell(_("The process holds for dossiers received from that day on."))
        self.lead_to(self.code)

    def end(self) -> None:
        """End a version after a day."""
        last = self.day("last_day")
        assert last is not None
        enacting.end(
            self.context,
            self.code,
            self.text("digest"),
            last,
            self.text("deed"),
            self.person,
            self.text("unit"),
            self.now,
        )
        self.tell(_("The process ends after that day; running dossiers keep it."))
        self.lead_to(self.code)

    def rows(self) -> list[book.Row]:
        """Return the versions, the newest first."""
        return list(reversed(book.rows(self.context, self.code)))

    def choices(self) -> list[tuple[str, str]]:
        """Return what a draft can begin with: (value, title)."""
        kept = {
            row.digest: f"{self.status_of(row)}: {self.written(row.valid_from)}"
            for row in self.rows()
        }
        return [*kept.items(), *((one.key, one.title) for one in library.common())]

    def counts(self) -> tuple[int, int, int]:
        """Return how many errors, warnings and failing trials the draft has."""
        found, verdicts = self.examined
        wrong = len(errors(found))
        # The deed is named when it comes into force, with the form below.
        wrong -= any(one.rule == "no-deed" for one in found)
        return wrong, len(found) - len(errors(found)), len(failing(verdicts))
