"""A request too large to come in: said in words, before its body is waited for.

A browser asks the script of the page first (``shell.bounds``). Programs, and browsers
without scripts, hear it from here, as soon as the size is known.
"""

from __future__ import annotations

import json
from motcua.archive.incoming.limits import MIB
from typing import Any
from typing import Final
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge


REST: Final = "/++api++/"


class TooLarge(RequestEntityTooLarge):  # type: ignore[misc]
    """The answer: an object for programs, two sentences for people."""

    def __init__(self, path: str, largest: int) -> None:
        super().__init__(f"more than {largest} bytes")
        self.path = path
        self.largest = largest

    def to_response(self, ident: str | None = None) -> tuple[str, Any, bytes]:
        """Return status, headers and body."""
        limit = self.largest // MIB
        said = (
            f"Dữ liệu gửi lên lớn hơn {limit} MB nên không nhận được. Hãy quét ở 200 "
            f"đến 300 dpi, hoặc gửi thành nhiều lần. / What was sent is larger than "
            f"{limit} MB and cannot come in. Scan at 200 to 300 dpi, or send it in "
            "several goes."
        )
        text, kind = f"{said}\n", "text/plain; charset=utf-8"
        if self.path.startswith(REST):
            told = {"type": "RequestTooLarge", "message": said}
            text, kind = json.dumps(told), "application/json"
        headers = [("Content-Type", kind), ("X-Content-Type-Options", "nosniff")]
        return f"{self.code} {self.reason}", headers, text.encode()


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request that says in our words that it is too large."""

    error: Any

    def received(self, data: bytes) -> int:
        """Take in a piece of it; see waitress."""
        consumed: int = super().received(data)
        if type(self.error) is RequestEntityTooLarge:
            path = str(getattr(self, "path", ""))
            self.error = TooLarge(path, self.adj.max_request_body_size)
            # Who asks first whether to send it (RFC 9110, 10.1.1) is told not to.
            self.expect_continue = False
        return consumed


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that reads its requests so."""

    parser_class = Request
