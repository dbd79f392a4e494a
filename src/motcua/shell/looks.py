"""Stylesheets and scripts under addresses that change with their text.

An address holds a digest of the text, so browsers keep a file for a year and
still see every change at once. A page kept from before an update names an older
digest: it gets the present text, which is better than none, and may not keep it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from Products.Five import BrowserView
import re
import transaction
from typing import Any
from typing import Final
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
#: What stands in a source for its readers alone, and does not travel.
_COMMENTS: Final = {
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"^\s*//.*$", re.MULTILINE),
}
_NONE: Final = re.compile(r"(?!)")
_INDENT: Final = re.compile(r"\n\s+")
A_YEAR: Final = "public, max-age=31536000, immutable"


@cache
def _text(folder: Path, name: str) -> str:
    found = {path.name: path for path in folder.iterdir() if path.suffix in TYPES}
    text = found[name].read_text(encoding="utf-8")
    return _INDENT.sub("\n", _COMMENTS.get(found[name].suffix, _NONE).sub("", text))


@dataclass(frozen=True)
class Looks:
    """The files of one folder, served by the view with the name ``view``."""

    view: str
    folder: Path

    def text(self, name: str) -> str:
        """Return the file with this name; KeyError for any other name."""
        return _text(self.folder, name)

    def digest(self, name: str) -> str:
        """Return what stands for the present text of the file in its address."""
        return sha256(self.text(name).encode()).hexdigest()[:12]

    def address(self, base: str, name: str) -> str:
        """Return the address of the file, for a site whose path is ``base``."""
        return f"{base}/{self.view}/{self.digest(name)}/{name}"


@implementer(IPublishTraverse)
class LooksView(BrowserView):
    """Answers ``/<view>/<digest>/<name>`` for the files of ``looks``."""

    looks: Looks

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> LooksView:
        """Take the digest and the name from the path."""
        self.names.append(name)
        return self

    def __call__(self) -> str:
        """Return the text of the file, or 404."""
        transaction.doom()
        response = self.request.response
        self.secure()
        try:
            wanted, name = self.names
            body = self.looks.text(name)
        except (KeyError, ValueError):
            response.setStatus(404)
            response.setHeader("Content-Type", "text/plain; charset=utf-8")
            return "404\n"
        response.setHeader("Content-Type", TYPES[Path(name).suffix])
        current = wanted == self.looks.digest(name)
        response.setHeader("Cache-Control", A_YEAR if current else "no-cache")
        return self.give(body)

    def secure(self) -> None:
        """Set the headers that every answer carries."""
        self.request.response.setHeader("X-Content-Type-Options", "nosniff")
        self.request.response.setHeader("X-Theme-Disabled", "True")

    def give(self, body: str) -> str:
        """Return what is sent for a file that is there."""
        return body


STAFF: Final = Looks("staff-style", Path(__file__).parent / "looks")


class StaffLooks(LooksView):
    """The stylesheet and the script of all screens of the staff."""

    looks = STAFF
