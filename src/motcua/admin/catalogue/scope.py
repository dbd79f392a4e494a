"""Fields received: which fields go through the one-stop units of this site."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.admin.catalogue.keeping import SCOPE
from motcua.admin.frame import Refused
from motcua.base.folding import fold
from motcua.procedures.finding import browse
from motcua.procedures.naming import scope
from motcua.storage.engines import register_engine
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


CHOICES: Final = {"nhan": True, "khong": False}


@dataclass(frozen=True)
class FieldRow:
    """A field, how many published procedures it has, and whether it is received."""

    name: str
    count: int
    inside: bool


class ScopeScreen(KeepingScreen):
    """``/danh-muc/pham-vi``: every field, and a form for one decision."""

    title = _("Fields received")
    tab = SCOPE
    body = ViewPageTemplateFile("templates/scope.pt")

    @property
    def may_decide(self) -> bool:
        """Whether the person may decide."""
        return self.tops("publication")

    def rows(self) -> list[FieldRow]:
        """Return the fields by name, with procedures of both kinds counted."""
        with register_engine().connect() as connection:
            counted = browse.fields_with_counts(connection, scope.ELSEWHERE)
        closed = scope.closed(self.context)
        return [
            FieldRow(name, count, fold(name) not in closed)
            for name, count in counted
            if name
        ]

    def history(self) -> list[scope.Decision]:
        """Return what was decided, newest first."""
        return list(reversed(scope.decisions(self.context)))

    def act(self) -> None:
        """Take a field in or leave it out."""
        self.need_top("publication")
        inside = CHOICES.get(self.text("choice"))
        if inside is None:
            raise Refused(self.say(_("Choose what to do.")))
        scope.decide(
            self.text("field"),
            inside,
            self.text("deed"),
            self.person,
            self.today,
            self.context,
        )
        self.tell(_("Decided. Lists and search follow within a minute or two."))
        self.lead_to(SCOPE)
