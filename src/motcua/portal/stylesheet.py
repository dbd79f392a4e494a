"""The one stylesheet of the public pages, and the mark that stands in browser tabs.

Its address holds a digest of its text, so browsers keep it for a year and still
see every change at once.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from motcua.portal.answers import secure
from motcua.portal.answers import tagged
from pathlib import Path
from Products.Five import BrowserView
from typing import Any
from typing import Final
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


VIEW: Final = "portal-style"
FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
A_YEAR: Final = "public, max-age=31536000, immutable"


@cache
def text(name: str) -> str:
    """Return the file of ``static/`` with this name; KeyError for any other name."""
    found = {path.name: path for path in FOLDER.iterdir() if path.suffix in TYPES}
    return found[name].read_text(encoding="utf-8")


def digest(name: str) -> str:
    """Return what stands for the present text of the file in its address."""
    return sha256(text(name).encode()).hexdigest()[:12]


def address(base: str, name: str) -> str:
    """Return the address of the file, for a site whose path is ``base``."""
    return f"{base}/{VIEW}/{digest(name)}/{name}"


@implementer(IPublishTraverse)
class StyleView(BrowserView):
    """Answers ``/portal-style/<digest>/<name>``.

    A page kept from before an update names an older digest: it gets the present
    text, which is better than none, and may not keep it.
    """

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> StyleView:
        """Take the digest and the name from the path."""
        self.names.append(name)
        return self

    def __call__(self) -> str:
        """Return the text of the file, or 404."""
        response = self.request.response
        secure(response)
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
        return tagged(self.request, body)
