"""The looks and the keys of the screens: one stylesheet, one small script.

An address holds a digest of the text, so browsers keep it for a year and still
see every change at once. The screens work without the script.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from Products.Five import BrowserView
import transaction
from typing import Any
from typing import Final
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


VIEW: Final = "desk-style"
FOLDER: Final = Path(__file__).parent / "looks"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
A_YEAR: Final = "public, max-age=31536000, immutable"


@cache
def text(name: str) -> str:
    """Return the file of ``looks/`` with this name; KeyError for any other name."""
    found = {path.name: path for path in FOLDER.iterdir() if path.suffix in TYPES}
    return found[name].read_text(encoding="utf-8")


def digest(name: str) -> str:
    """Return what stands for the present text of the file in its address."""
    return sha256(text(name).encode()).hexdigest()[:12]


def address(base: str, name: str) -> str:
    """Return the address of the file, for a site whose path is ``base``."""
    return f"{base}/{VIEW}/{digest(name)}/{name}"


@implementer(IPublishTraverse)
class StaticView(BrowserView):
    """Answers ``/desk-style/<digest>/<name>``; an older digest gets today's text."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> StaticView:
        """Take the digest and the name from the path."""
        self.names.append(name)
        return self

    def __call__(self) -> str:
        """Return the text of the file, or 404."""
        transaction.doom()
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("X-Theme-Disabled", "True")
        try:
            wanted, name = self.names
            body = text(name)
        except (KeyError, ValueError):
            response.setStatus(404)
            response.setHeader("Content-Type", "text/plain; charset=utf-8")
            return "404\n"
        response.setHeader("Content-Type", TYPES[Path(name).suffix])
        current = wanted == digest(name)
        response.setHeader("Cache-Control", A_YEAR if current else "no-cache")
        return body
