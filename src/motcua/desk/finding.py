"""The find box: a code from the keyboard or from a scanner opens its dossier."""

from __future__ import annotations

from motcua.shell.finding import code_in
from motcua.shell.screen import Screen


class FindAnswer(Screen):
    """Leads to the dossier whose code, or whose slip's address, was typed."""

    def prepare(self) -> None:
        """Go on to the dossier; there it is decided whether the person may see it."""
        self.go("ho-so", code_in(self.text("ma")))
