"""The one stylesheet of the public pages, and the mark that stands in browser tabs."""

from __future__ import annotations

from motcua.portal.answers import secure
from motcua.portal.answers import tagged
from motcua.shell.looks import Looks
from motcua.shell.looks import LooksView
from pathlib import Path
from typing import Final


LOOKS: Final = Looks("portal-style", Path(__file__).parent / "static")


class StyleView(LooksView):
    """Answers ``/portal-style/<digest>/<name>`` as every public answer is given."""

    looks = LOOKS

    def secure(self) -> None:
        """Set the headers of public answers."""
        secure(self.request.response)

    def give(self, body: str) -> str:
        """Return nothing to a browser that has the file already."""
        return tagged(self.request, body)
