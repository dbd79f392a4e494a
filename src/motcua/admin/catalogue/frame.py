"""What the screens of the catalogue have in common."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.admin.frame import ActingScreen
from motcua.admin.frame import Refused
from motcua.base.vietnam import VIETNAM
from motcua.procedures.change import Change
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.drafting.drafts import DraftRefused
from motcua.procedures.drafting.drafts import LogEntry
from motcua.procedures.folder import folder
from motcua.shell.screen import Missing
from motcua.shell.wording import in_one_language
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from urllib.parse import quote


STAGES: Final[dict[str, Any]] = {
    "editing": _("Being written"),
    "control": _("With procedure control"),
    "publication": _("With the publisher"),
    "closed": _("Closed"),
}
ACTS: Final[dict[str, Any]] = {
    "begin": _("Begun"),
    "submit": _("Handed to procedure control"),
    "send_back": _("Sent back"),
    "agree": _("Found in order by procedure control"),
    "publish": _("Published"),
    "discard": _("Given up"),
    "waive": _("Second pair of eyes waived"),
    "borrow": _("Person borrowed from a higher agency"),
    "approve": _("Approved for the new version"),
    "repeal": _("Repealed"),
    "take_back": _("Repeal taken back"),
}


class CatalogueScreen(ActingScreen):
    """A screen of the catalogue; with a code in the path it is about a procedure."""

    styles = ("editor.css",)
    section = "danh-muc"
    parts = ViewPageTemplateFile("templates/parts.pt")

    def prepare(self) -> None:
        """Do what was posted; keep the reason when it is refused."""
        if not self.posted:
            return
        try:
            self.act()
        except (DraftRefused, Refused) as refused:
            self.problem = in_one_language(str(refused), self.language)
            self.status = 400

    @cached_property
    def today(self) -> date:
        """The day it is in Vietnam."""
        return self.now.astimezone(VIETNAM).date()

    @property
    def code(self) -> str:
        """The code in the path."""
        return self.names[0]

    @cached_property
    def content(self) -> Any:
        """The procedure of the path, None for one that is not there yet."""
        return folder(self.context).get(self.code)

    @cached_property
    def draft(self) -> Draft | None:
        """The open draft of the procedure."""
        return drafts.find(self.code, self.context)

    @property
    def some_draft(self) -> Draft:
        """The open draft; ``Missing`` without one."""
        if self.draft is None:
            raise Missing
        return self.draft

    def holds(self, duty: str) -> bool:
        """Say whether the person holds a duty anywhere today."""
        held = officials.held(self.person, self.today, self.context)
        return any(one == duty for _unit, one in held)

    def stage(self, draft: Draft) -> str:
        """Return the stage in words."""
        return self.say(STAGES[draft.stage])

    def done(self, entry: LogEntry) -> str:
        """Return an act in words."""
        return self.say(ACTS[entry.act])

    def sentences(self, changes: tuple[Change, ...]) -> list[str]:
        """Return changes in the language of the person."""
        return [change.say(self.language) for change in changes]

    def lead_to(self, *names: str, anchor: str = "", **asked: str) -> None:
        """Lead on to another screen, to one place in it."""
        url = f"{self.context.absolute_url()}/{self.place.path}"
        path = "".join(f"/{quote(name, safe='')}" for name in names)
        question = "&".join(f"{key}={quote(value)}" for key, value in asked.items())
        target = f"{url}{path}{'?' if question else ''}{question}"
        if anchor:
            target = f"{target}#{anchor}"
        self.request.response.redirect(target, status=303)
