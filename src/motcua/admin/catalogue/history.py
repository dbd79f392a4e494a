"""One procedure through all its versions: what held, holds, waits and is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from motcua import _
from motcua.admin.catalogue.frame import CatalogueScreen
from motcua.admin.frame import Refused
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import publishing
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.folder import folder
from motcua.procedures.procedure import Ending
from motcua.procedures.spans import spans
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Any
from typing import Final


STATES: Final[dict[str, Any]] = {
    "in_force": _("In force"),
    "planned": _("Planned"),
    "ended": _("Ended"),
    "waiting": _("Waits for approval"),
    "replaced": _("Never in force"),
}


@dataclass(frozen=True)
class Line:
    """A version in the timeline; days as people write them, state a key of STATES."""

    digest: str
    begins: str
    ends: str
    state: str
    decision: str
    needs: tuple[tuple[str, str], ...]


class HistoryScreen(CatalogueScreen):
    """``/danh-muc/<code>``."""

    body = ViewPageTemplateFile("templates/history.pt")

    def prepare(self) -> None:
        """Find the procedure or its draft, then do what was posted."""
        if self.content is None and self.draft is None and not self.closed:
            raise Missing
        super().prepare()

    @property
    def heading(self) -> str:
        """Name of the procedure."""
        if self.content is not None and self.content.title:
            return str(self.content.title)
        return self.draft.version.title or self.code if self.draft else self.code

    @cached_property
    def closed(self) -> list[Draft]:
        """Closed drafts, the newest first."""
        return list(reversed(drafts.closed(self.code, self.context)))

    def act(self) -> None:
        """Begin a draft, approve, repeal or take a repeal back."""
        done = {
            "begin": self.begin,
            "approve": self.approve,
            "repeal": self.repeal,
            "take_back": self.take_back,
        }.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        done()

    def begin(self) -> None:
        """Open a draft and go to the editor."""
        writing.begin(self.code, self.person, self.now, self.context)
        self.lead_to(self.code, "soan")

    def _procedure(self) -> None:
        if self.content is None:
            raise Missing

    def approve(self) -> None:
        """Record that something suits a version."""
        self._procedure()
        holds = publishing.approve(
            self.code,
            self.text("digest"),
            self.text("need"),
            self.person,
            self.text("deed"),
            self.now,
            self.context,
        )
        self.tell(
            _("Approved. The version takes effect.")
            if holds
            else _("Approved. The version still waits for the rest.")
        )
        self.lead_to(self.code)

    def repeal(self) -> None:
        """Let the procedure end."""
        self._procedure()
        last = self.day("last_day")
        assert last is not None
        codes = tuple(filter(None, re.split(r"[\s,;]+", self.text("replaced_by"))))
        ending = Ending(last, self.text("deed"), codes, self.text("reason"))
        publishing.repeal(self.code, self.person, ending, self.now, self.context)
        self.tell(_("The procedure ends on that day by itself."))
        self.lead_to(self.code)

    def take_back(self) -> None:
        """Take the repeal back."""
        self._procedure()
        publishing.take_back(
            self.code,
            self.person,
            self.text("reason"),
            self.text("deed"),
            self.now,
            self.context,
        )
        self.tell(_("The repeal was taken back."))
        self.lead_to(self.code)

    # What is shown

    @cached_property
    def lines(self) -> list[Line]:
        """Every adopted version, the newest first."""
        if self.content is None:
            return []
        held = {span.version.digest: span for span in spans(self.content)}
        waiting = {
            digest: needs for _day, digest, needs in publishing.needs_of(self.content)
        }
        found = []
        for begins, digest in reversed(self.content.timeline):
            span = held.get(digest)
            first, last = (span.begins, span.ends) if span else (begins, None)
            found.append(
                Line(
                    digest,
                    self.written(first),
                    self.written(last),
                    self._state(digest in waiting, span is None, first, last),
                    self._decision(digest),
                    tuple(
                        (need, self.say(publishing.dependent_title(self.content, need)))
                        for need in waiting.get(digest, ())
                    ),
                )
            )
        return found

    def _decision(self, digest: str) -> str:
        version = self.content.version(digest)
        signed = self.written(version.decision_date)
        return f"{version.decision} ({signed})" if signed else str(version.decision)

    def _state(
        self, waits: bool, never: bool, first: date | None, last: date | None
    ) -> str:
        if waits:
            return "waiting"
        if never:
            return "replaced"
        if first and first > self.today:
            return "planned"
        return "ended" if last and last < self.today else "in_force"

    def state(self, line: Line) -> str:
        """Return the state of a version in words."""
        return self.say(STATES[line.state])

    @property
    def ending(self) -> Ending | None:
        """The repeal, if there is one."""
        return self.content.ending if self.content is not None else None

    @property
    def may_begin(self) -> bool:
        """Whether the person may open a draft now."""
        if self.draft is not None or self.content is None:
            return False
        latest = self.content.latest()
        try:
            officials.unit_for_editing(
                self.person,
                self.code,
                latest.level if latest else "",
                self.today,
                self.context,
            )
        except drafts.DraftRefused:
            return False
        return True

    def may(self, duty: str) -> bool:
        """Whether the person may decide on the procedure with this duty."""
        return self.content is not None and officials.may_decide(
            self.code, self.person, duty, self.today, self.context
        )

    @property
    def public(self) -> str:
        """Address of the public page, "" when there is none yet."""
        if self.content is None or self.content.state == "draft":
            return ""
        return f"{self.root}/{self.language}/thu-tuc/{self.code}"

    def title_of(self, code: str) -> str:
        """Return the name of a procedure."""
        found = folder(self.context).get(code)
        return str(found.title) if found is not None else code
