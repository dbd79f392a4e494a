"""Public pages travel packed: a long procedure is a fifth of its size by gzip.

Only answers that are public to everybody are packed. Pages of officers hold
tokens beside text that others may choose, and packing would let lengths tell
about them.
"""

from __future__ import annotations

import gzip
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIApplication
    from wsgiref.types import WSGIEnvironment

SMALLEST = 1024
"""Bytes below which packing gains nothing."""

LEVEL = 5
TEXTS = ("text/", "image/svg+xml", "application/json")


class Packing:
    """WSGI middleware; ``HEAD`` and ``GET`` name the same length and headers."""

    def __init__(self, application: WSGIApplication) -> None:
        """Stand in front of ``application``."""
        self.application = application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request, packed where that is wanted and harmless."""
        if not accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            return self.application(environ, start_response)
        seen: dict[str, Any] = {}

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Any:
            if not packable(status, {n.lower(): v for n, v in headers}):
                return start_response(status, headers, exc_info)
            seen["head"] = (status, headers, exc_info)
            return written.append

        written: list[bytes] = []
        answer = self.application(environ, start)
        if "head" not in seen:
            return answer
        return self._packed(seen["head"], written, answer, start_response)

    def _packed(
        self,
        head: tuple[str, list[tuple[str, str]], Any],
        written: list[bytes],
        answer: Iterable[bytes],
        start_response: StartResponse,
    ) -> list[bytes]:
        status, headers, exc_info = head
        try:
            plain = b"".join([*written, *answer])
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        headers = [(n, v) for n, v in headers if n.lower() != "content-length"]
        if len(plain) >= SMALLEST:
            # Without a time in it the same page packs to the same bytes.
            plain = gzip.compress(plain, LEVEL, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
            headers = [weakened(pair) for pair in headers]
        headers.append(("Vary", "Accept-Encoding"))
        headers.append(("Content-Length", str(len(plain))))
        start_response(status, headers, exc_info)
        return [plain]


def accepts_gzip(header: str) -> bool:
    """Say whether a client takes gzip; ``gzip;q=0`` is a no."""
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0")
    return False


def packable(status: str, headers: dict[str, str]) -> bool:
    """Say whether an answer is public text that nobody has packed yet."""
    return (
        status.startswith("200")
        and "public" in headers.get("cache-control", "")
        and "set-cookie" not in headers
        and "content-encoding" not in headers
        and headers.get("content-type", "").startswith(TEXTS)
    )


def weakened(pair: tuple[str, str]) -> tuple[str, str]:
    """Return a strong validator as a weak one: the bytes are no longer the same."""
    name, value = pair
    if name.lower() == "etag" and not value.startswith("W/"):
        return name, f"W/{value}"
    return pair


def filter_app_factory(
    application: WSGIApplication, global_config: dict[str, str]
) -> Packing:
    """Give paste the middleware."""
    return Packing(application)
