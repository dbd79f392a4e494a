"""Waiting for pages of a house while scans are read on the same machine (B10).

    web_beside_reading.py SCAN [--seconds 40] [--rounds 3] [--rate 4] [--data VAR]

A demo house is served on loopback. One client asks for pages of citizens and of staff
in turn, so many a second, whether the one before was slow or not. Rounds in the order
ABBA: quiet, reading, reading, quiet; while it reads, ``bin/motcua digitise`` makes SCAN
archival again and again, in the confined process in which the job ``ocr`` does it. What
is told is the time to the last byte in milliseconds, at the median and at the 95th
percentile, and how many pages were read meanwhile.
"""

from __future__ import annotations

import argparse
from base64 import b64encode
from contextlib import contextmanager
from contextlib import nullcontext
import http.client
from itertools import chain
from motcua.setup.testing import live
import os
from pathlib import Path
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parent))
from sides.rounds import middle
from sides.rounds import tell


OFFICER = "tiepnhan"
PATHS = (
    "/vi",
    "/vi/thu-tuc?q=dang+ky+khai+sinh",
    "/vi/thu-tuc/9.900201",
    "/vi/tra-cuu",
)
STAFF = (
    "/desk",
    "/desk/tiep-nhan",
    "/desk/tiep-nhan/9.900201?case=1&channel=counter",
    "/desk/ban-giao",
)
SIDES = ("quiet", "reading")


def main() -> int:
    """Measure; 1 when a page did not come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scan", type=Path)
    parser.add_argument("--seconds", type=float, default=40, help="of one window")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=4, help="requests a second")
    parser.add_argument("--data", type=Path, help="data of a house that stands still")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as place:
        var = Path(place) / "var"
        live.lay(var, args.data)
        with live.running(var) as site:
            client = Client(site)
            client.window(args.seconds / 2, args.rate)
            found = measure(client, args, Path(place))
    return report(found)


class Client:
    """Somebody who asks for pages and looks at the clock."""

    def __init__(self, site: live.LiveSite) -> None:
        self.port = site.port
        pair = f"{OFFICER}:{site.passwords[OFFICER]}".encode()
        self.officer = f"Basic {b64encode(pair).decode()}"
        self.failed = 0

    def window(self, seconds: float, rate: float) -> list[float]:
        """Ask for so long; return milliseconds.

        Counted from the moment at which a page was to be asked for: a page that came
        late makes the next ones late, too.
        """
        pages = [page for pair in zip(PATHS, STAFF, strict=True) for page in pair]
        found = []
        begin = time.perf_counter()
        for number in range(int(seconds * rate)):
            due = begin + number / rate
            time.sleep(max(due - time.perf_counter(), 0))
            self.ask(pages[number % len(pages)])
            found.append((time.perf_counter() - due) * 1000)
        return found

    def ask(self, path: str) -> None:
        """Read one page to its end."""
        headers = {"Host": f"localhost:{self.port}"}
        if path.startswith("/desk"):
            headers["Authorization"] = self.officer
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            self.failed += answer.status != 200
        finally:
            connection.close()


@contextmanager
def reading(scan: Path, place: Path, told: list[int]) -> Iterator[None]:
    """Make a scan archival again and again; append how many pages were read."""
    log, stop = place / "reading.log", place / "stop"
    stop.unlink(missing_ok=True)
    script = (
        f"while [ ! -e {stop} ]; do"
        f" rm -rf {place}/out;"
        f" {sys.executable} -m motcua.setup.cli digitise {scan} --out {place}/out;"
        f" done"
    )
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["/bin/sh", "-c", script],
            stdout=subprocess.DEVNULL,
            stderr=output,
            start_new_session=True,
        )
    try:
        # From the first page on it reads; before, programs are loaded.
        until = time.monotonic() + 120
        while b" pages" not in log.read_bytes() and time.monotonic() < until:
            time.sleep(0.1)
        before = pages_of(log)
        yield
        told.append(pages_of(log) - before)
    finally:
        stop.touch()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def pages_of(log: Path) -> int:
    """Return how many pages are read according to what was said of the progress."""
    done, before = 0, 0
    for line in log.read_text("utf-8", "replace").splitlines():
        words = line.split()
        if words[1:2] == ["of"] and words[0].isdigit():
            now = int(words[0])
            done += max(now - before, 0) if now >= before else now
            before = now
    return done


def measure(
    client: Client, args: argparse.Namespace, place: Path
) -> dict[str, list[Any]]:
    """Return milliseconds of every window by side, and pages read."""
    found: dict[str, list[Any]] = {side: [] for side in SIDES}
    pages: list[int] = []
    for turn in range(args.rounds):
        for side in (*SIDES, *reversed(SIDES)):
            busy = (
                reading(args.scan.resolve(), place, pages)
                if side == "reading"
                else nullcontext()
            )
            with busy:
                took = client.window(args.seconds, args.rate)
            found[side].append(took)
            tell(round=turn, side=side, **quantiles(took))
    return {**found, "pages": pages, "failed": [client.failed]}


def quantiles(took: list[float]) -> dict[str, float]:
    """Return median and 95th percentile."""
    return {
        "median": round(statistics.median(took), 1),
        "p95": round(statistics.quantiles(took, n=20)[-1], 1),
    }


def report(found: dict[str, list[Any]]) -> int:
    """Tell both sides together and by windows."""
    p95 = {side: [quantiles(each)["p95"] for each in found[side]] for side in SIDES}
    together = {side: quantiles(list(chain(*found[side]))) for side in SIDES}
    tell(
        requests=sum(len(each) for side in SIDES for each in found[side]),
        failed=found["failed"][0],
        pages_read=sum(found["pages"]),
        **{f"{side} p95 of windows": middle(p95[side], 1) for side in SIDES},
        **together,
        **{
            f"reading : quiet {name}": round(
                together["reading"][name] / together["quiet"][name], 2
            )
            for name in ("median", "p95")
        },
    )
    return 1 if found["failed"][0] else 0


if __name__ == "__main__":
    sys.exit(main())
