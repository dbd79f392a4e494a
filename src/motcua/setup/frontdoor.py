"""The first thing a request meets: the portal at ``/``, and nothing else.

The site lies at ``/motcua`` in the database and is shown at the root, by the
virtual-host notation that Zope understands. The root of the database is not
reachable over HTTP at all. ``HEAD`` is answered from ``GET``, and responses do
not say which software made them; what they do not say about framing, sniffing and
referrers is said here, for pages of the platform too.
"""

from __future__ import annotations

import base64
import json
from motcua.archive.incoming.limits import REQUEST
from motcua.setup.oversize import Channel
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
REST = "/++api++/"
BANNERS = frozenset({"server", "via", "x-powered-by"})
HARDENED = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "same-origin"),
    (
        "Content-Security-Policy",
        "frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
    ),
)
"""Headers of every answer that does not bring its own of the name."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods of pages and of REST. No other one comes in: WebDAV is not offered."""

HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
"""Sent where the public address is ``https``: browsers stay with it for a year."""

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
        self.secure = False
        if public_url:
            parts = urlsplit(public_url)
            if parts.scheme not in DEFAULT_PORTS or not HOST.fullmatch(parts.netloc):
                message = f"MOTCUA_URL={public_url!r}: expected http(s)://host[:port]"
                raise ValueError(message)
            self.fixed = virtual_host(parts.scheme, parts.netloc)
            self.secure = parts.scheme == "https"

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request."""
        start_response = hardened(start_response, self.secure)
        path = environ.get("PATH_INFO", "") or "/"
        host = environ.get("HTTP_HOST") or "localhost"
        if environ["REQUEST_METHOD"] not in METHODS:
            return refuse(start_response, "501 Not Implemented", path)
        if not HOST.fullmatch(host):
            return refuse(start_response, "400 Bad Request", path)
        if not readable(path) or not credible(environ.get("HTTP_AUTHORIZATION", "")):
            return refuse(start_response, "400 Bad Request", path)
        if "VirtualHost" in path or "/_vh_" in path:
            # Only this door speaks that notation; from outside it could choose
            # another site, or the host name and folder in our links.
            return refuse(start_response, "404 Not Found", path)
        root = self.fixed or virtual_host(environ["wsgi.url_scheme"], host)
        environ["PATH_INFO"] = root + path
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        if is_head:
            environ["REQUEST_METHOD"] = "GET"
        body = self.application(environ, without_banners(start_response))
        return discard(body) if is_head else body


def readable(path: str) -> bool:
    """Say whether a path (WSGI: bytes as Latin-1) is UTF-8, as all of ours are."""
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def credible(header: str) -> bool:
    """Say whether a login by HTTP Basic is one: ``login:password`` in UTF-8."""
    scheme, _, given = header.partition(" ")
    if scheme.lower() != "basic" or not given:
        return True
    try:
        return ":" in base64.b64decode(given.strip()).decode("utf-8")
    except ValueError:
        return False


def virtual_host(scheme: str, netloc: str) -> str:
    """Return the path prefix that shows the site at the root of this address."""
    host = netloc if HOST_PORT.search(netloc) else f"{netloc}:{DEFAULT_PORTS[scheme]}"
    return f"/VirtualHostBase/{scheme}/{host}{SITE_PATH}/VirtualHostRoot"


def hardened(start_response: StartResponse, secure: bool) -> StartResponse:
    """Wrap ``start_response`` so that no answer goes out unprotected.

    Headers that the answer brings itself are stricter and stay. With ``secure``
    cookies go over HTTPS alone.
    """

    def start(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        named = {name.lower() for name, _value in headers}
        wanted = (*HARDENED, HTTPS_ONLY) if secure else HARDENED
        kept = [over_https(pair) if secure else pair for pair in headers]
        kept += [pair for pair in wanted if pair[0].lower() not in named]
        return start_response(status, kept, exc_info)

    return start


def over_https(pair: tuple[str, str]) -> tuple[str, str]:
    """Return a header, a cookie marked so that it goes over HTTPS alone."""
    name, value = pair
    marks = {part.strip().lower() for part in value.split(";")}
    if name.lower() != "set-cookie" or "secure" in marks:
        return pair
    return name, f"{value}; Secure"


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


def refuse(start_response: StartResponse, status: str, path: str) -> list[bytes]:
    """Answer with a bare status line, programs with an object as all of REST does."""
    text, kind = f"{status}\n", "text/plain; charset=utf-8"
    if path.startswith(REST):
        name = status.partition(" ")[2]
        refusal = {"type": name.replace(" ", ""), "message": name}
        text, kind = json.dumps(refusal), "application/json"
    headers = [("Content-Type", kind), ("Content-Length", str(len(text)))]
    start_response(status, headers)
    return [text.encode("ascii")]


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

    In production nginx stands in front on the same machine, and the last address
    in its ``X-Forwarded-For`` is the client's: tries are counted by it. Without a
    proxy the header is what a client claims, and nobody reads it.
    """
    proxy: dict[str, Any] = {}
    if os.environ.get("MOTCUA_PROFILE") == "production":
        proxy = {
            "trusted_proxy": "127.0.0.1",
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for"},
        }

    def serve(application: WSGIApplication) -> None:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        server = waitress.create_server(
            application,
            host="127.0.0.1",
            port=int(os.environ.get("PORT") or "8080"),
            threads=int(threads),
            ident=None,
            max_request_body_size=REQUEST,
            clear_untrusted_proxy_headers=True,
            **proxy,
        )
        server.channel_class = Channel
        server.run()

    return serve
