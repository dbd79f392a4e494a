"""The find box: a code from the keyboard or from a scanner opens its dossier."""

from __future__ import annotations

from motcua.base.codes import parse_dossier_code
from motcua.desk.screen import Missing
from motcua.desk.screen import Screen


class FindAnswer(Screen):
    """Leads to the dossier whose code, or whose slip's address, was typed."""

    def prepare(self) -> None:
        """Go on to the dossier; there it is decided whether the person may see it."""
        self.go("ho-so", code_in(self.text("ma")))


def code_in(text: str) -> str:
    """Return the dossier code in what a scanner typed.

    A slip's QR code holds an address with the code behind ``#``. Raises
    ``Missing`` where there is no code.
    """
    last = text.rpartition("#")[2].rstrip("/").rpartition("/")[2]
    try:
        return str(parse_dossier_code(last))
    except ValueError as error:
        raise Missing from error
