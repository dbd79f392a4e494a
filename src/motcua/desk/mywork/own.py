"""Own columns: each officer says which, and in which order. A number each, no mouse."""

from __future__ import annotations

from motcua import _
from motcua.desk.mywork import columns
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class ColumnsScreen(Screen):
    """``/desk/cot``: the columns of "My work" of this person."""

    section = "desk"
    title = _("Columns of my list")
    body = ViewPageTemplateFile("templates/columns.pt")

    def prepare(self) -> None:
        """Keep the columns that have a number, in its order."""
        if not self.posted:
            return
        if self.text("do") == "usual":
            columns.choose(self.person, None)
        else:
            placed = [
                (self.number(f"c-{key}", 0, 99), number, key)
                for number, key in enumerate(columns.COLUMNS)
                if self.text(f"c-{key}")
            ]
            columns.choose(self.person, [key for *_order, key in sorted(placed)])
        self.tell(_("The columns of your list are kept."))
        self.go()

    @property
    def rows(self) -> list[tuple[str, str, str, bool]]:
        """All columns, the chosen ones first: (key, words, number, needed)."""
        chosen = columns.chosen(self.person)
        rest = [key for key in columns.COLUMNS if key not in chosen]
        return [
            (
                key,
                self.say(columns.COLUMNS[key]),
                str(chosen.index(key) + 1) if key in chosen else "",
                key == columns.NEEDED,
            )
            for key in (*chosen, *rest)
        ]
