"""A real nginx with our configuration, and a house behind it that tests play."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
import http.client
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from motcua.setup import nginx
from motcua.setup.instance import home
from motcua.setup.supervisor import spawn
from motcua.setup.supervisor import stop
from motcua.setup.supervisor import tail
from motcua.setup.testing.live import free_port
from motcua.storage import edits
from pathlib import Path
import socket
from subprocess import Popen
import threading
import time
from typing import Any


Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
PAGE = (
    '<!DOCTYPE html><html lang="vi"><body><main id="content" tabindex="-1">'
    "{text}</main></body></html>"
)
MARKS: Headers = [("X-Accel-Expires", "@1"), ("X-Made", "2026-11-28T09:30")]
PUBLIC: Headers = [
    ("Cache-Control", "public, max-age=0, s-maxage=1, stale-if-error=86400"),
    ("ETag", '"one"'),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'self'"),
    *MARKS,
]


@dataclass
class Asked:
    """One request that reached the house."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Played:
    """A house that answers what a test says, and remembers what it was asked."""

    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)
    server: Any = None

    @property
    def port(self) -> int:
        """Return its port."""
        return int(self.server.server_address[1])

    def start(self, port: int = 0) -> None:
        """Begin to answer; again at the same port after ``stop``."""
        played = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

            def any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                headers = {k.lower(): v for k, v in self.headers.items()}
                asked = Asked(self.command, self.path, headers)
                played.asked.append(asked)
                status, answer, body = played.answer(asked)
                self.send_response_only(status)
                for name, value in answer:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                # So that a house that stops leaves no connection open.
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PURGE = any

        ThreadingHTTPServer.allow_reuse_address = True
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,)).start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Got:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Return a header, "" where it is missing."""
        return ", ".join(v for n, v in self.headers if n.lower() == name.lower())

    def times(self, name: str) -> int:
        """Return how often a header was sent."""
        return sum(n.lower() == name.lower() for n, _v in self.headers)

    @property
    def text(self) -> str:
        """Return the body."""
        return self.body.decode("utf-8")


@dataclass
class Fronted:
    """nginx in front of a house."""

    port: int
    folder: Path
    edited: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Got:
        """Send one request; ``Accept_Encoding`` stands for ``Accept-Encoding``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            return Got(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def edit(self) -> None:
        """Set the mark as an edit does."""
        edits.move(self.edited)

    def kept(self) -> bytes:
        """Return everything that lies in the caches on disk."""
        files = (p for p in (self.folder / "cache").rglob("*") if p.is_file())
        return b"".join(path.read_bytes() for path in files)


def wait_for(process: Popen[bytes], port: int) -> None:
    """Wait until a program listens at its port, has ended, or ten seconds are over."""
    end = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)


@contextmanager
def fronted(folder: Path, house_port: int) -> Iterator[Fronted]:
    """Run nginx before the house at this port; raises ``NginxError`` without it."""
    port = free_port()
    front = nginx.Front(
        url=f"http://localhost:{port}",
        port=house_port,
        edited=folder / "edited" / "now",
        folder=folder / "nginx",
        names=("127.0.0.1",),
        open_files=nginx.most_files() // 2,
    )
    command = nginx.lay_trial(front, home())
    log = folder / "nginx.log"
    with log.open("wb") as output:
        process = spawn(command, {}, output.fileno())
    fronted = Fronted(port, front.folder, front.edited)
    try:
        wait_for(process, port)
        assert process.poll() is None, tail(log)
        yield fronted
    finally:
        stop(process, 5)
