"""The first thing a request meets: the portal at ``/``, and nothing else.

The site lies at ``/motcua`` in the database and is shown at the root, by the
virtual-host notation that Zope understands. The root of the database is not
reachable over HTTP at all. ``HEAD`` is answered from ``GET``, and responses do
not say which software made them.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from typing import Any
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
import waitress


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIApplication
    from wsgiref.types import WSGIEnvironment

SITE_PATH = "/motcua"
BANNERS = frozenset({"server", "via", "x-powered-by"})
MAX_BODY = 256 * 1024 * 1024
"""Largest request taken in, in bytes; the archive sets a lower bound per file."""

HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")
HOST_PORT = re.compile(r":[0-9]+$")
DEFAULT_PORTS = {"http": "80", "https": "443"}


class FrontDoor:
    """WSGI middleware in front of Zope.

    ``public_url`` is the address that citizens use (``https://motcua.example.vn``)
    and goes into every link; without it the ``Host`` header decides, which is
    right for a developer's machine only.
    """

    def __init__(self, application: WSGIApplication, public_url: str = "") -> None:
        """Take the address apart once; raise ``ValueError`` for a bad one."""
        self.application = application
        self.fixed = ""
        if public_url:
            parts = urlsplit(public_url)
            if parts.scheme not in DEFAULT_PORTS or not HOST.fullmatch(parts.netloc):
                message = f"MOTCUA_URL={public_url!r}: expected http(s)://host[:port]"
                raise ValueError(message)
            self.fixed = virtual_host(parts.scheme, parts.netloc)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "") or "/"
        host = environ.get("HTTP_HOST") or "localhost"
        if not HOST.fullmatch(host):
            return refuse(start_response, "400 Bad Request")
        if "VirtualHost" in path:
            # Only this door speaks that notation; from outside it could choose
            # another site or the host name in our links.
            return refuse(start_response, "404 Not Found")
        root = self.fixed or virtual_host(environ["wsgi.url_scheme"], host)
        environ["PATH_INFO"] = root + path
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        if is_head:
            environ["REQUEST_METHOD"] = "GET"
        body = self.application(environ, without_banners(start_response))
        return discard(body) if is_head else body


def virtual_host(scheme: str, netloc: str) -> str:
    """Return the path prefix that shows the site at the root of this address."""
    host = netloc if HOST_PORT.search(netloc) else f"{netloc}:{DEFAULT_PORTS[scheme]}"
    return f"/VirtualHostBase/{scheme}/{host}{SITE_PATH}/VirtualHostRoot"


def without_banners(start_response: StartResponse) -> StartResponse:
    """Wrap ``start_response`` so that headers naming software are left out."""

    def start(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        kept = [pair for pair in headers if pair[0].lower() not in BANNERS]
        return start_response(status, kept, exc_info)

    return start


def discard(body: Iterable[bytes]) -> list[bytes]:
    """Close a body whose bytes nobody wants."""
    close = getattr(body, "close", None)
    if close is not None:
        close()
    return []


def refuse(start_response: StartResponse, status: str) -> list[bytes]:
    """Answer with a bare status line."""
    text = f"{status}\n".encode("ascii")
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
    ]
    start_response(status, headers)
    return [text]


def filter_app_factory(
    application: WSGIApplication, global_config: dict[str, str]
) -> FrontDoor:
    """Give paste the middleware; the public address is in ``MOTCUA_URL``."""
    return FrontDoor(application, os.environ.get("MOTCUA_URL", ""))


def server_factory(
    global_config: dict[str, str], threads: str = "4"
) -> Callable[[WSGIApplication], None]:
    """Give paste the server: waitress on 127.0.0.1 at ``PORT``.

    SIGTERM ends it in order: no new connection, requests under way get five
    seconds, databases are closed.
    """

    def serve(application: WSGIApplication) -> None:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        waitress.serve(
            application,
            host="127.0.0.1",
            port=int(os.environ.get("PORT") or "8080"),
            threads=int(threads),
            ident=None,
            max_request_body_size=MAX_BODY,
            clear_untrusted_proxy_headers=True,
            _quiet=True,
        )

    return serve
