"""Numbers of one unit and day drawn by eight processes, beside raw SQL (B5).

    number_issue.py [--numbers 4000] [--processes 8] [--rounds 7]
                    [--sql sqlite,postgresql]

Ours is ``storage.numbers.allocate``, raw the one statement ``INSERT ... ON CONFLICT
... RETURNING`` on the driver's connection, with the same safety (SQLite: WAL and
``synchronous = FULL``; PostgreSQL: as it comes). ``--numbers`` are drawn in a round
by all processes together; every number of every round is kept and must be there
once. For a million: ``--numbers 72000`` with 7 rounds.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
import multiprocessing
import os
from pathlib import Path
import sys
import tempfile
import time
from typing import Any


sys.path.insert(0, str(Path(__file__).parent))
from officer_inbox import start_postgresql
from sides.rounds import interleaved
from sides.rounds import middle
from sides.rounds import ratios
from sides.rounds import tell


PLACE = ("dossier:H98.01", "261124")
RAW = (
    "INSERT INTO raw_counters (sequence, period, n) VALUES ({0}, {0}, 1)"
    " ON CONFLICT (sequence, period) DO UPDATE SET n = raw_counters.n + 1"
    " RETURNING n"
)
TABLE = (
    "CREATE TABLE IF NOT EXISTS raw_counters (sequence varchar(100), period"
    " varchar(20), n bigint NOT NULL, PRIMARY KEY (sequence, period))"
)


def main() -> int:
    """Draw on each database; 1 when a number came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=4000)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sql", default="sqlite,postgresql")
    args = parser.parse_args()
    twice = 0
    for name in args.sql.split(","):
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            os.environ["MOTCUA_VAR"] = folder
            os.environ.pop("MOTCUA_SQL", None)
            if name == "postgresql" and not start_postgresql(stack):
                continue
            twice += measure(name, args)
    return 1 if twice else 0


def measure(sql: str, args: argparse.Namespace) -> int:
    """Measure both sides; return how many numbers came twice."""
    with connected() as connection:
        connection.cursor().execute(TABLE)
    drawn: dict[str, list[int]] = {"ours": [], "raw": []}
    each = args.numbers // args.processes
    with multiprocessing.get_context("spawn").Pool(args.processes) as pool:

        def side(name: str) -> float:
            work = [(name, each)] * args.processes
            pool.map(draw, [(name, 1)] * args.processes, chunksize=1)
            started = time.perf_counter()
            for numbers in pool.map(draw, work, chunksize=1):
                drawn[name] += numbers
            return (time.perf_counter() - started) * 1000 / (each * args.processes)

        sides = {name: lambda name=name: side(name) for name in drawn}
        found = interleaved(sides, args.rounds)
    twice = sum(len(numbers) - len(set(numbers)) for numbers in drawn.values())
    tell(
        figure="B5",
        sql=sql,
        processes=args.processes,
        per_second={n: middle([1000 / x for x in v], 0) for n, v in found.items()},
        share_of_raw=ratios(found["ours"], found["raw"]),
        drawn={name: len(numbers) for name, numbers in drawn.items()},
        twice=twice,
        rounds=args.rounds,
        raw_rounds={n: [round(x, 4) for x in v] for n, v in found.items()},
        warm_up="one number of each process before each turn",
    )
    return twice


def draw(work: tuple[str, int]) -> list[int]:
    """Draw some numbers in this process."""
    name, many = work
    if name == "ours":
        from motcua.storage.numbers import allocate

        return [allocate(*PLACE) for _ in range(many)]
    connection = _kept.setdefault("raw", None) or connected()
    _kept["raw"] = connection
    cursor = connection.cursor()
    statement = RAW.format("%s" if os.environ.get("MOTCUA_SQL") else "?")
    numbers = []
    for _ in range(many):
        cursor.execute(statement, PLACE)
        numbers.append(cursor.fetchone()[0])
    return numbers


_kept: dict[str, Any] = {}


def connected() -> Any:
    """Return a driver's connection that commits by itself, as safe as ours."""
    if os.environ.get("MOTCUA_SQL"):
        import psycopg2
        import sqlalchemy as sa

        url = sa.make_url(os.environ["MOTCUA_SQL"]).set(drivername="postgresql")
        connection = psycopg2.connect(url.render_as_string(hide_password=False))
        connection.autocommit = True
        return connection
    import sqlite3

    file = Path(os.environ["MOTCUA_VAR"]) / "raw.sqlite"
    connection = sqlite3.connect(file, timeout=10, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


if __name__ == "__main__":
    sys.exit(main())
