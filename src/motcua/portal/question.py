"""A question that is asked with two things only the holder of a paper knows.

The form is posted, so that what was typed appears in no address, no log and no
history. There is no token against forged posts, because nothing is changed and
the answer goes only to the browser that asked; posts that come from other sites
are refused all the same. Which of the two was wrong is not told, and who tries
too often has to wait.
"""

from __future__ import annotations

from abc import abstractmethod
from motcua import _
from motcua.portal.inputs import form
from motcua.portal.origin import same_origin
from motcua.portal.page import Page
from motcua.storage.tries import TooManyTries
from typing import Any
from typing import ClassVar
from typing import Final


INPUT_LIMIT: Final = 64


class QuestionPage(Page):
    """The form, and the answer on the same page."""

    scans = True
    pair: ClassVar[tuple[str, str]]
    """Names of the two fields: what is asked about, and what proves the right to."""
    incomplete: ClassVar[str]
    """What is said when one of the two is empty."""
    unknown: ClassVar[str]
    """What is said when nothing fits the two."""

    found: Any = None
    error: str = ""
    wait: int = 0

    @abstractmethod
    def find(self, name: str, proof: str, client: str) -> Any:
        """Return the answer, None for none.

        ``name`` is in capitals, ``client`` the address the request came from. Raises
        ``TooManyTries``.
        """

    def prepare(self) -> None:
        """Answer a posted form; a GET shows the empty one."""
        super().prepare()
        self.posted = self.request["REQUEST_METHOD"] == "POST"
        self.keep = not self.posted
        if self.posted:
            self.look_up()

    def look_up(self) -> None:
        """Find the answer, or say why there is none."""
        if not same_origin(self.request, self.context):
            self.status = 403
            self.error = _("Please fill in the form on this page.")
            return
        try:
            self.ask()
        except TooManyTries as error:
            self.wait = max(1, -(-int(error.retry_after) // 60))
            self.request.response.setHeader("Retry-After", str(error.retry_after))
            self.status = 429

    def ask(self) -> None:
        """Look both things up together; raises ``TooManyTries``."""
        name, proof = map(self.answer_to, self.pair)
        if not name or not proof:
            self.status = 400
            self.error = self.incomplete
            return
        self.found = self.find(name.upper(), proof, self.client)
        if self.found is None:
            self.error = self.unknown

    @property
    def client(self) -> str:
        """The address the request came from."""
        return str(self.request.getClientAddr())

    def answer_to(self, name: str) -> str:
        """Return what was typed into a field of the form, shortened and on one line."""
        return " ".join(form(self.request).get(name, "")[:INPUT_LIMIT].split())
