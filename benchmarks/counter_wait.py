"""How long a counter waits for its stack while the house reads a long scan.

    counter_wait.py [--pages 60] [--stack 5] [--times 3] [--data VAR] [--scans FOLDER]

Starts a demo house of its own (from a copy of the data in VAR, or created anew). The
stack of a dossier comes in and the seconds are counted until its pages have been looked
at: first in a house at rest, then ``--times`` while one scan of ``--pages`` is being
read. Meanwhile the home page is asked for four times a second, and a file is laid into
the folder of a scanner. ``left`` is how many pages were still to be read at the end.

``--scans`` is a folder of PDF scans from which all pages are taken; without it pages
are drawn. Prints JSON lines; exit status 1 when the long scan was over too early.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from datetime import UTC
from digitising import gather
import http.client
from motcua.setup.testing import live
import os
from pathlib import Path
from sides.rounds import middle
from sides.rounds import tell
import statistics
import sys
import tempfile
import threading
import time
from typing import Any


SCANNER = "quay-1"
UNIT_KIND = "one-stop-unit"
RECEPTION, ARCHIVIST = "tiepnhan", "luutru"
PATIENCE = 1800


class Reader(threading.Thread):
    """A citizen who asks for the home page again and again."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.over = threading.Event()
        self.milliseconds: list[float] = []

    def run(self) -> None:
        """Ask four times a second."""
        while not self.over.wait(0.25):
            began = time.perf_counter()
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            link.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
            link.getresponse().read()
            link.close()
            self.milliseconds.append((time.perf_counter() - began) * 1000)

    def figures(self) -> dict[str, float]:
        """Return what was measured so far, and begin anew."""
        found, self.milliseconds = sorted(self.milliseconds), []
        if len(found) < 2:
            return {}
        p95 = statistics.quantiles(found, n=20)[-1]
        return {
            "n": len(found),
            "p50": round(found[len(found) // 2]),
            "p95": round(p95),
        }


def main() -> int:
    """Measure; 1 when the long scan was over before the counter was served."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--stack", type=int, default=5)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scans", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as place:
        var = Path(place) / "var"
        live.lay(var, args.data)
        with live.running(var) as house:
            os.environ.update(live.environment(var, MOTCUA_STORAGE="zeo"))
            from motcua.setup.cli.site import open_site

            with open_site() as site:
                return measure(site, house, Path(place), args)


def measure(site: Any, house: live.LiveSite, place: Path, args: Any) -> int:
    """Tell the figures of the house at rest and while it reads."""
    from motcua.storage import jobs

    stacks = []
    for number in range(args.times + 1):
        stacks.append(place / f"stack-{number}.pdf")
        gather(stacks[-1], args.stack, args.scans)
        # Pages that differ, or they would have been looked at before.
        stacks[-1].write_bytes(stacks[-1].read_bytes() + b"%" * (number + 1))
    long = place / "long.pdf"
    gather(long, args.pages, args.scans)
    reader = Reader(house.port)
    reader.start()
    rest = waited(site, stacks[0])
    tell(figure="at rest", seconds=round(rest, 1), home=reader.figures())
    key = read(long, args.pages)
    while running(key).done < 1:
        time.sleep(0.2)
    reader.figures()
    time.sleep(20)
    tell(figure="reading alone", home=reader.figures())
    laid = lay(site, stacks[0], house.var)
    found = [waited(site, one) for one in stacks[1:]]
    tell(
        figure="while reading",
        pages=args.pages,
        stack=args.stack,
        seconds=middle(found, 1),
        home=reader.figures(),
    )
    tell(figure="scanner's file taken", seconds=round(taken(laid), 1))
    left = args.pages - running(key).done
    tell(figure="left", pages=left)
    reader.over.set()
    jobs.cancel("ocr", key)
    return 0 if left > 0 else 1


def read(path: Path, pages: int) -> str:
    """Have a scan of many pages read; return the key of the job."""
    from motcua.archive.ocr import recognition
    from motcua.storage import files
    from motcua.storage import jobs

    kept = files.store(path)
    jobs.enqueue_now(*recognition.wanted(kept.sha256, "application/pdf", pages))
    return kept.sha256


def running(key: str) -> Any:
    """Return how far the reading is."""
    from motcua.storage import jobs

    found = jobs.status("ocr", key)
    if found is None or found.state == jobs.FAILED:
        raise SystemExit(f"the scan is not read: {found}")
    return found


def waited(site: Any, path: Path) -> float:
    """Bring the stack of a dossier in; return the seconds until it was looked at."""
    from motcua.archive.capture import arrivals
    from motcua.archive.capture import batches
    from motcua.archive.capture import layout
    from motcua.archive.capture import store
    from motcua.archive.capture.errors import Missing
    from motcua.dossiers.folder import walk
    import transaction

    transaction.begin()
    now = datetime.now(UTC)
    for dossier in walk(site):
        try:
            batch = batches.open_batch(
                site, dossier.unit, "counter", RECEPTION, now, dossiers=[dossier.code]
            )
        except Missing:
            continue
        break
    else:
        raise SystemExit("the demo has no dossier that takes a stack")
    began = time.perf_counter()
    with path.open("rb") as stream:
        arrivals.arrive(site, batch, stream, path.name, RECEPTION, now)
    transaction.commit()
    code = batch.code
    while time.perf_counter() - began < PATIENCE:
        transaction.begin()
        seen = store.batch(site, code)
        if seen is not None and layout.fold(seen).arrivals[0].look:
            return time.perf_counter() - began
        time.sleep(0.1)
    raise SystemExit("nobody looked at the stack")


def lay(site: Any, path: Path, var: Path) -> tuple[Path, float]:
    """Lay a file into the folder of a scanner; return where it lies and when."""
    from motcua.archive.capture import batches
    from motcua.organisation import units
    import transaction

    transaction.begin()
    now = datetime.now(UTC)
    for unit in units.all(kind=UNIT_KIND, on=now.date(), site=site):
        if batches.holds(unit.code, ARCHIVIST, now):
            batches.open_batch(
                site, unit.code, "papers", ARCHIVIST, now, scanner=SCANNER
            )
            break
    transaction.commit()
    folder = var / "scanners" / SCANNER
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "1.pdf"
    target.write_bytes(path.read_bytes())
    return target, time.perf_counter()


def taken(laid: tuple[Path, float]) -> float:
    """Return the seconds until the file was taken."""
    path, began = laid
    while path.exists():
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit("nobody took the file of the scanner")
        time.sleep(0.5)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
