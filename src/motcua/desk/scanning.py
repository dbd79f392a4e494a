"""What a scan says at once: whether this dossier can be on a list of this kind."""

from __future__ import annotations

import json
from motcua import _
from motcua.desk.handovers import HandoverScreen
from motcua.desk.handovers import KINDS
from motcua.dossiers.handovers import lists
from motcua.shell.finding import code_in
from motcua.shell.screen import Missing
from motcua.shell.wording import STATES
import re
import transaction
from typing import Any
from typing import Final


#: Letters of a scan that are looked at.
LONGEST: Final = 300
#: What is scanned by mistake, and what it is called.
OTHERS: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    (
        re.compile(r"^(.*#)?[^|#]+-\d{4}/\d+-\w+(~.*)?$"),
        _("This is the code of a list or a slip, no dossier code."),
    ),
    (
        re.compile(r"^\d{12}\|"),
        _("This is an identity card, no dossier code."),
    ),
)
UNKNOWN: Final = _("This is no dossier code.")


class ScanAnswer(HandoverScreen):
    """``ban-giao/quet``: answers one scan in JSON; nothing is written.

    By POST, for nobody knows what a scanner was held to: it shall not stand in an
    address. One look-up, whatever else is on the list.
    """

    def answer(self) -> Any:
        """Return {code, good, words}."""
        self.secure()
        if not self.posted or not self.mine:
            raise Missing
        transaction.doom()
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(self.told(self.text("scan")[:LONGEST]))

    def told(self, text: str) -> dict[str, Any]:
        """Return what is to be said of a scan."""
        try:
            code = code_in(text)
        except Missing:
            wrong = (words for form, words in OTHERS if form.match(text))
            said = self.say(next(wrong, UNKNOWN))
            # Not what was scanned: it may be a person's card.
            return {"code": "?", "good": False, "words": said}
        asked = self.text("kind")
        kind = asked if asked in KINDS and not asked.startswith("label") else "label"
        [line] = lists.lines(self.context, kind, [code], self.person, self.now)
        if line.dossier is None or line.problem:
            return {"code": code, "good": False, "words": self.say(line.problem)}
        words = self.say(STATES[line.dossier.state])
        return {"code": code, "good": True, "words": words}
