"""What all pages about one procedure share: the code, the day, how it stands."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.portal.addresses import Language
from motcua.portal.addresses import PAGES
from motcua.portal.inputs import query_string
from motcua.portal.page import Crumb
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.procedures import versions
from motcua.procedures.definitions import Version
from motcua.procedures.naming import names
from motcua.procedures.spans import Span
from motcua.procedures.versions import Standing
from motcua.procedures.wording import day
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from urllib.parse import parse_qs


#: Segments below a procedure's address, in the language of the address.
HISTORY: Final[dict[Language, str]] = {"vi": "lich-su", "en": "history"}
COMPARISON: Final[dict[Language, str]] = {"vi": "so-sanh", "en": "compare"}
#: Names in the query: the day to read as of, and letters for weak eyes.
ON: Final = "on"
SIZE: Final = "size"
LARGE: Final = "18"


class ReadingPage(Page):
    """A page about one procedure, as it stands today or stood on a day.

    A procedure that was never published is not there. One that was published keeps
    its address for ever: what has ended says so, and since when.
    """

    name = "procedures"
    notices = ViewPageTemplateFile("templates/notices.pt")
    standing: Standing
    span: Span
    version: Version
    as_of: date | None = None
    """The day that was asked for; None for today."""

    unreadable: str = ""
    """A day that was asked for and is none."""

    def prepare(self) -> None:
        """Read how the procedure stands on the day."""
        self.ask()
        try:
            self.standing = versions.standing(self.code, self.on, self.context)
        except KeyError as error:
            raise Missing from error
        if self.standing.span is None:
            raise Missing
        self.span = self.standing.span
        self.version = self.span.version
        changed = self.content.modified().asdatetime()
        self.changed = changed.astimezone(VIETNAM).date()

    def render(self) -> str:
        """Return the page; what is no longer in force is not for search engines."""
        if self.ended or self.as_of:
            self.request.response.setHeader("X-Robots-Tag", "noindex")
        return super().render()

    def ask(self) -> None:
        """Take the day and the size of letters from the query."""
        asked = parse_qs(query_string(self.request)[:200])
        text = asked.get(ON, [""])[0].strip()
        self.large = asked.get(SIZE, [""])[0] == LARGE
        try:
            self.as_of = date.fromisoformat(text) if text else None
        except ValueError:
            self.unreadable, self.status = text, 400

    @property
    def code(self) -> str:
        """The national code."""
        return self.rest[0]

    @cached_property
    def content(self) -> Any:
        """The procedure object."""
        return versions.procedure(self.code, self.context)

    @property
    def on(self) -> date:
        """The day that the page speaks of."""
        return self.as_of or vietnam.today()

    @property
    def heading(self) -> str:
        """Name the procedure."""
        return self.version.title

    @property
    def crumbs(self) -> list[Crumb]:
        """Home, all procedures, and the field of this one."""
        above = super().crumbs
        list_title = self.say(_("Administrative procedures"))
        above.append((list_title, self.addresses.page("procedures")))
        if self.version.field:
            # Lists stand under the names in use.
            field = names.current().name("field", self.version.field, date.max)
            address = self.addresses.page("procedures", field=field)
            above.append((field, address))
        return above

    @property
    def asked(self) -> dict[str, str]:
        """The day and the size of letters, which the twin keeps."""
        return {
            ON: self.as_of.isoformat() if self.as_of else "",
            SIZE: LARGE if self.large else "",
        }

    @property
    def twin(self) -> str:
        """Address of this page in the other language."""
        rest = [self.rest[0]]
        for segment in self.rest[1:]:
            words = (each for each in (HISTORY, COMPARISON) if segment in each.values())
            rest.append(next((each[self.other] for each in words), segment))
        return self.addresses.turned().page(self.name, *rest, **self.asked)

    @property
    def today_address(self) -> str:
        """Address of the procedure as it stands today."""
        return self.addresses.page("procedures", self.code)

    @property
    def large_address(self) -> str:
        """Address of the same in large letters, all of it open, for printing."""
        return self.addresses.page(
            "procedures", *self.rest, **self.asked | {SIZE: LARGE}
        )

    @property
    def plain_address(self) -> str:
        """Address of the same in letters of the usual size."""
        asked = self.asked | {SIZE: ""}
        return self.addresses.page("procedures", *self.rest, **asked)

    @property
    def history_address(self) -> str:
        """Address of the history."""
        return self.addresses.page("procedures", self.code, HISTORY[self.language])

    @property
    def comparison_address(self) -> str:
        """Address of the comparison of variants."""
        segment = COMPARISON[self.language]
        on = self.asked[ON]
        return self.addresses.page("procedures", self.code, segment, **{ON: on})

    @property
    def fault_address(self) -> str:
        """Where somebody says that something here is missing or wrong."""
        if "feedback" in PAGES:
            return self.addresses.page("feedback", self.code)
        return self.addresses.page("help")

    @property
    def day(self) -> str:
        """The day that the page speaks of, as people write it."""
        return day(self.on)

    @property
    def noted(self) -> str:
        """What has to be said before the text, as HTML; mostly there is nothing."""
        standing = self.standing
        plain = standing.kind == "in_force" and not (self.as_of or self.unreadable)
        noted = standing.following or standing.waiting or standing.elsewhere
        if plain and not noted:
            return ""
        return str(self.notices())

    def linked(self, codes: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return names and addresses of other procedures; unknown ones have none."""
        found = []
        for code in codes:
            try:
                span = versions.standing(code, site=self.context).span
            except KeyError:
                span = None
            if span is None:
                found.append((code, ""))
                continue
            address = self.addresses.page("procedures", code)
            found.append((f"{span.version.title} ({code})", address))
        return found

    @cached_property
    def replaced_by(self) -> list[tuple[str, str]]:
        """What comes instead of a procedure that has ended."""
        return self.linked(self.standing.replaced_by)

    @property
    def ended(self) -> bool:
        """Whether what is shown held once and does no longer."""
        return self.standing.kind in ("ended", "withdrawn")

    @property
    def last_day(self) -> str:
        """The last day of what is shown, as people write it; "" without one."""
        return day(self.span.ends)

    @property
    def first_day(self) -> str:
        """The first day of what is shown, as people write it; "" without one."""
        return day(self.span.begins)

    @property
    def following(self) -> list[str]:
        """The first days of versions that will hold later."""
        return [
            day(span.begins)
            for span in self.standing.following
            if span.begins and span is not self.standing.span
        ]

    @property
    def waiting(self) -> list[str]:
        """The deciding documents of versions whose day has come and that wait."""
        waiting = self.standing.waiting
        return [version.decision for version in waiting if version.decision]
