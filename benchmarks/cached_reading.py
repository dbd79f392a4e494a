"""Public pages from the cache in front, beside nginx with the same bytes as files.

    cached_reading.py [--pages N] [--rounds N] [--seconds S] [--clients N]

N pages (default 10,000) of the size of procedure pages, packed, are asked for by Zipf's
law, on 127.0.0.1, over connections that stay open, by a small client that speaks raw
HTTP. Both sides are the same nginx with one worker each: ours with
`instance/nginx-site.conf`, filled once from a house that this program plays, and a plain
one that serves the identical bytes as files (`gzip_static`). Rounds go in ABBA order. The client is slower than nginx, so what is
compared is answers per second of nginx's own processor time; by the clock they stand
beside it. Then a page is edited, and the time until a visitor reads the new text is taken.

One JSON line per round, then the ratios of the medians; floor 0.80, goal 0.95, and stale
for one second at most.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import gzip
from itertools import accumulate
import os
from pathlib import Path
import random
import selectors
import shutil
import socket
import statistics
import sys
import tempfile
import time


ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("MOTCUA_PROFILE", "development")

from motcua.setup import nginx  # noqa: E402
from motcua.setup.supervisor import spawn  # noqa: E402
from motcua.setup.supervisor import stop  # noqa: E402
from motcua.setup.testing.live import free_port  # noqa: E402
from sides.rounds import tell  # noqa: E402
from tests.setup.fronts import Answer  # noqa: E402
from tests.setup.fronts import Asked  # noqa: E402
from tests.setup.fronts import Fronted  # noqa: E402
from tests.setup.fronts import fronted  # noqa: E402
from tests.setup.fronts import Played  # noqa: E402
from tests.setup.fronts import PUBLIC  # noqa: E402
from tests.setup.fronts import wait_for  # noqa: E402


FLOOR, GOAL = 0.80, 0.95
SEED = 1
PLAIN = """{user}
daemon off;
worker_processes 1;
pid {prefix}/plain.pid;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types;
  default_type text/html;
  sendfile on;
  access_log off;
  client_body_temp_path {prefix}/body;
  proxy_temp_path {prefix}/proxy;
  fastcgi_temp_path {prefix}/fastcgi;
  uwsgi_temp_path {prefix}/uwsgi;
  scgi_temp_path {prefix}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {prefix}/files;
    gzip_static on;
    gzip_vary on;
  }}
}}
"""


def page(number: int, word: str = "") -> bytes:
    """Return one packed page, about as long as that of a procedure."""
    dice = random.Random(SEED + number)
    words = ("thủ", "tục", "hồ", "sơ", "giấy", "tờ", "lệ", "phí", "bản", "sao", "nộp")
    text = " ".join(
        f"{dice.choice(words)}{dice.randrange(100)}"
        for _ in range(dice.randrange(1500, 4500))
    )
    html = f'<!DOCTYPE html><main id="content">{number} {word} {text}</main>'
    return gzip.compress(html.encode(), 5, mtime=0)


def path(number: int) -> str:
    """Return the address of a page."""
    return f"/vi/thu-tuc/{number}"


@dataclass(frozen=True)
class Side:
    """One nginx to be asked."""

    port: int
    pidfile: Path


@contextmanager
def plain(folder: Path, pages: list[bytes]) -> Iterator[Side]:
    """Serve the pages as files."""
    port = free_port()
    files = folder / "files" / "vi" / "thu-tuc"
    files.mkdir(parents=True)
    for number, body in enumerate(pages):
        (files / f"{number}.gz").write_bytes(body)
        (files / str(number)).touch()
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "plain.conf"
    conf.write_text(PLAIN.format(prefix=folder, port=port, user=user))
    command = [nginx.binary(), "-p", str(folder), "-c", str(conf), "-e", "stderr"]
    process = spawn(command, {}, None)
    try:
        wait_for(process, port)
        yield Side(port, folder / "plain.pid")
    finally:
        stop(process, 5)


def addresses(count: int, seed: int, most: int = 200_000) -> list[int]:
    """Return numbers of pages by Zipf's law with exponent 1."""
    weights = list(accumulate(1 / (rank + 1) for rank in range(count)))
    return random.Random(seed).choices(range(count), cum_weights=weights, k=most)


class Client:
    """One connection that asks for one page after another."""

    def __init__(self, port: int, chosen: Iterator[int], sizes: list[int]) -> None:
        self.port, self.chosen, self.sizes = port, chosen, sizes
        self.connect()
        self.ask(next(chosen))

    def connect(self) -> None:
        """Open the connection."""
        self.line = socket.create_connection(("127.0.0.1", self.port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, number: int) -> None:
        """Ask for a page."""
        self.number, self.left, self.head = number, -1, b""
        self.line.sendall(
            f"GET {path(number)} HTTP/1.1\r\nHost: localhost\r\n"
            "Accept-Encoding: gzip\r\n\r\n".encode()
        )

    def read(self, ready: selectors.BaseSelector) -> bool:
        """Take what has come, and ask for the next page behind the end of one.

        Returns whether an answer is complete. nginx ends a connection after a thousand.
        """
        try:
            data = self.line.recv(262_144)
        except ConnectionResetError:
            data = b""
        if not data:
            ready.unregister(self.line)
            self.line.close()
            self.connect()
            ready.register(self.line, selectors.EVENT_READ, self)
            self.ask(self.number)
            return False
        if self.left < 0:
            self.head += data
            head, mark, data = self.head.partition(b"\r\n\r\n")
            if not mark:
                return False
            self.left = self.sizes[self.number]
            expected = f"Content-Length: {self.left}\r\n".encode()
            if not head.startswith(b"HTTP/1.1 200") or expected not in head + b"\r\n":
                raise SystemExit(f"not the page {self.number}: {head!r}")
        self.left -= len(data)
        if self.left:
            return False
        self.ask(next(self.chosen))
        return True


def worked(pidfile: Path) -> float:
    """Return the seconds of processor time that the workers of an nginx have used."""
    master = pidfile.read_text().strip()
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(
    side: Side, clients: int, seconds: float, pages: list[bytes], seed: int
) -> tuple[float, float]:
    """Return the answers per second of nginx's processor time, and by the clock."""
    port, used = side.port, worked(side.pidfile)
    sizes = [len(body) for body in pages]
    chosen = iter(addresses(len(pages), seed, 2_000_000))
    with selectors.DefaultSelector() as ready:
        for _ in range(clients):
            client = Client(port, chosen, sizes)
            ready.register(client.line, selectors.EVENT_READ, client)
        done, began = 0, time.perf_counter()
        end = began + seconds
        while (now := time.perf_counter()) < end:
            for key, _event in ready.select():
                done += key.data.read(ready)
        for key in list(ready.get_map().values()):
            key.data.line.close()
    return done / (worked(side.pidfile) - used), done / (now - began)


def edited(front: Fronted, words: dict[int, str]) -> float:
    """Edit a page; return the seconds until a visitor reads the new text."""
    words[0] = "edited-just-now"
    began = time.perf_counter()
    front.edit()
    while b"edited-just-now" not in gzip.decompress(
        front.ask(path(0), Accept_Encoding="gzip").body
    ):
        time.sleep(0.005)
    return time.perf_counter() - began


def main() -> int:
    """Measure and print; return 1 when an edit was seen too late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--clients", type=int, default=16)
    args = parser.parse_args()
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin"):
        print("cached_reading: missing: nginx", file=sys.stderr)
        return 2
    words: dict[int, str] = {}
    pages = [page(number) for number in range(args.pages)]

    def answer(asked: Asked) -> Answer:
        number = int(asked.path.rpartition("/")[2])
        body = page(number, words[number]) if number in words else pages[number]
        kind = ("Content-Type", "text/html; charset=utf-8")
        return 200, [kind, *PUBLIC, ("Content-Encoding", "gzip")], body

    played = Played(answer)
    played.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plain").mkdir()
        with (
            fronted(folder, played.port) as front,
            plain(folder / "plain", pages) as peer,
        ):
            return compare(args, front, peer, played, pages, words)


def compare(
    args: argparse.Namespace,
    front: Fronted,
    peer: Side,
    played: Played,
    pages: list[bytes],
    words: dict[int, str],
) -> int:
    """Run the rounds in ABBA order and print what came out."""
    try:
        began = time.perf_counter()
        for number in range(args.pages):
            front.ask(path(number), Accept_Encoding="gzip")
        filled = time.perf_counter() - began
        sides = {"cache": Side(front.port, front.folder / "nginx.pid"), "files": peer}
        rates: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
        for index in range(args.rounds):
            for name in list(sides)[:: 1 if index % 2 == 0 else -1]:
                rate = measure(sides[name], args.clients, args.seconds, pages, index)
                rates[name].append(rate)
                tell(
                    round=index, side=name, per_cpu=int(rate[0]), by_clock=int(rate[1])
                )
        cpu, clock = (
            {name: statistics.median(r[at] for r in rates[name]) for name in sides}
            for at in (0, 1)
        )
        ratio = cpu["cache"] / cpu["files"]
        stale = edited(front, words)
        tell(
            pages=args.pages,
            bytes=round(statistics.mean(map(len, pages))),
            clients=args.clients,
            asked_of_the_house=len(played.asked),
            filled_seconds=round(filled, 1),
            per_cpu={name: int(rate) for name, rate in cpu.items()},
            by_clock={name: int(rate) for name, rate in clock.items()},
            ratio=round(ratio, 3),
            ratio_by_clock=round(clock["cache"] / clock["files"], 3),
            floor=FLOOR,
            goal=GOAL,
            edit_to_visible_seconds=round(stale, 4),
        )
        return 0 if stale <= 1 else 1
    finally:
        played.stop()


if __name__ == "__main__":
    sys.exit(main())
