"""An officer's inbox beside raw SQL and beside a catalogue (B6).

    officer_inbox.py [--sizes 10000,100000,1000000] [--rounds 7] [--calls 40]
                     [--catalog 100000] [--sql sqlite,postgresql] [--house DIR]
                 [--processor]

A demo house is filled by ``load`` and grows from size to size; on SQLite, and again
on a PostgreSQL of its own. Asked is what "My work" asks: the lines of a page and one
more by due date, and the numbers by state and by how the date stands, for three
persons: the handlers of the busiest department, the reception of the busiest unit, and
a commune where one person does all. Sides: ours (``dossiers.worklist``); ``rest``, what
``GET @dossiers`` asks (``dossiers.inbox``: as many lines, numbers by state and of the
late ones); raw SQL, the same question in one statement each on the driver itself; and
a ZCatalog in memory with the same dossiers (indexes of fields, keywords and dates,
sorted by the index), up to the size ``--catalog``.

One JSON line per figure: milliseconds per screen, ratios, and at last the growth
from the smallest to the largest size.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import os
from pathlib import Path
import sqlite3
import subprocess
import sys
import tempfile
import time
from typing import Any


sys.path.insert(0, str(Path(__file__).parent))
from sides.rounds import interleaved
from sides.rounds import middle
from sides.rounds import ratios
from sides.rounds import tell
from sides.rounds import timed


PERSONS = {
    "busiest department": ("H98.02:approval", "H98.02:processing"),
    "busiest unit": ("H98.01:reception", "H98.01:supervision", "H98.01:archive"),
    "commune, one for all": (
        "H98.31.01:reception",
        "H98.31.01:archive",
        "H98.31.02:processing",
        "H98.31.02:approval",
    ),
}
#: Numbers of ``inbox.counts`` that go across the states.
SUMS = ("late", "all")
#: A page of "My work", and the line that tells whether there is a next one.
LINES = 26


def main() -> int:
    """Grow a house on each database and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=40, help="screens in a round")
    parser.add_argument("--objects", type=int, default=400)
    parser.add_argument("--catalog", type=int, default=100_000)
    parser.add_argument("--sql", default="sqlite,postgresql")
    parser.add_argument("--house", help="data of a filled house on SQLite, as it is")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="milliseconds of this process's processor time (SQLite works in it)",
    )
    args = parser.parse_args()
    if args.house:
        os.environ["MOTCUA_VAR"] = os.path.abspath(args.house)
        measure("sqlite", args)
        return 0
    for name in args.sql.split(","):
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            os.environ["MOTCUA_VAR"] = f"{folder}/var"
            os.environ.pop("MOTCUA_SQL", None)
            if name == "postgresql" and not start_postgresql(stack):
                continue
            measure(name, args)
    return 0


def start_postgresql(stack: ExitStack) -> bool:
    """Start a server and name it in the environment; False without one."""
    from motcua.setup.testing.postgres import PostgresUnavailable
    from motcua.setup.testing.postgres import temporary_postgres

    try:
        server = stack.enter_context(temporary_postgres())
    except PostgresUnavailable as error:
        tell(figure="B6 left out", sql="postgresql", why=str(error)[:100])
        return False
    os.environ["MOTCUA_SQL"] = server.url_of("motcua")
    stack.callback(os.environ.pop, "MOTCUA_SQL", None)
    return True


def measure(sql: str, args: argparse.Namespace) -> None:
    """Measure all sides at each size."""
    from motcua.storage.engines import dispose

    clock = time.process_time if args.processor else time.perf_counter
    grown: dict[str, dict[int, float]] = {}
    sizes = sorted(int(size) for size in args.sizes.split(","))
    for size in sizes:
        if not args.house:
            fill(size, args.objects)
        dispose()
        for person, groups in PERSONS.items():
            sides = {"ours": ours(groups), "rest": rest(groups), "raw": raw(groups)}
            if size <= args.catalog and sql == "sqlite":
                sides["zcatalog"] = catalogued(size, groups)
            lines, numbers = sides["ours"]()
            for name, side in sides.items():
                other = side()
                # Equal due dates may stand in any order.
                assert [line[1] for line in other[0]] == [x[1] for x in lines], name
                assert other[1] == numbers, (name, other[1], numbers)
            found = interleaved(
                {
                    name: lambda side=side: timed(side, args.calls, clock)
                    for name, side in sides.items()
                },
                args.rounds,
            )
            grown.setdefault(person, {})[size] = middle(found["ours"])["median"]
            tell(
                figure="B6",
                sql=sql,
                rows=size,
                person=person,
                waiting=sum(numbers.values()),
                clock="processor" if args.processor else "wall",
                milliseconds={name: middle(each) for name, each in found.items()},
                slower_than_raw=ratios(found["raw"], found["ours"]),
                slower_than_rest=ratios(found["rest"], found["ours"]),
                faster_than_zcatalog=(
                    ratios(found["ours"], found["zcatalog"])
                    if "zcatalog" in found
                    else None
                ),
                rounds=args.rounds,
                raw_rounds={n: [round(x, 3) for x in v] for n, v in found.items()},
                warm_up="one screen of each side",
            )
    for person, by_size in grown.items():
        ratio = round(by_size[sizes[-1]] / by_size[sizes[0]], 2)
        tell(figure="B6 growth", sql=sql, person=person, ratio=ratio, ms=by_size)


def fill(size: int, objects: int) -> None:
    """Let the house grow to `size` dossiers, in a process of its own."""
    subprocess.run(
        [
            *(sys.executable, "-m", "motcua.setup.cli", "load", str(size)),
            *("--objects", str(objects)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


Screen = tuple[list[tuple[str, Any]], dict[str, int]]


def ours(groups: tuple[str, ...]) -> Callable[[], Screen]:
    """Return what the desk asks when "My work" is opened."""
    from motcua.dossiers import worklist

    wanted = worklist.Wanted()

    def ask() -> Screen:
        now = datetime.now(UTC)
        # The moments of the calendars are kept by the house, not asked of SQL.
        soon = now + timedelta(days=4)
        day = worklist.Day(now, now + timedelta(days=1), soon)
        rows = worklist.listed(groups, wanted, day, limit=LINES)
        numbers: dict[str, int] = {}
        for (state, _band), number in worklist.counts(groups, wanted, day).items():
            numbers[state] = numbers.get(state, 0) + number
        return [(row.code, stamp(row.due_at)) for row in rows], numbers

    return ask


def rest(groups: tuple[str, ...]) -> Callable[[], Screen]:
    """Return what ``GET @dossiers`` asks, which knows no bands."""
    from motcua.dossiers import inbox

    def ask() -> Screen:
        now = datetime.now(UTC)
        rows = inbox.inbox(groups, now=now, limit=LINES)
        numbers = inbox.counts(groups, now)
        per_state = {name: n for name, n in numbers.items() if name not in SUMS}
        return [(row.code, stamp(row.due_at)) for row in rows], per_state

    return ask


def raw(groups: tuple[str, ...]) -> Callable[[], Screen]:
    """Return the same question as two statements on a driver's connection.

    The conditions are compiled once from ours, with values in place, so that both
    sides ask for the same rows; what is left out is everything around them.
    """
    from motcua.dossiers import inbox
    from motcua.dossiers.register import DOSSIERS
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    engine = register_engine()
    columns = [DOSSIERS.c[name] for name in inbox.Row.__dataclass_fields__]
    where = inbox.acting(groups)
    order = (DOSSIERS.c.due_at.is_(None), DOSSIERS.c.due_at, DOSSIERS.c.code)
    listed = sa.select(*columns).where(where).order_by(*order).limit(LINES)
    late = sa.func.sum(
        sa.case((DOSSIERS.c.due_at < sa.func.current_timestamp(), 1), else_=0)
    )
    counted = (
        sa.select(DOSSIERS.c.state, sa.func.count(), late)
        .where(where)
        .group_by(DOSSIERS.c.state)
    )
    texts = [
        str(query.compile(engine, compile_kwargs={"literal_binds": True}))
        for query in (listed, counted)
    ]
    at = list(inbox.Row.__dataclass_fields__).index("due_at")
    if engine.dialect.name == "sqlite":
        connection = sqlite3.connect(engine.url.database)
    else:
        import psycopg2

        url = engine.url.set(drivername="postgresql")
        connection = psycopg2.connect(url.render_as_string(hide_password=False))
        connection.autocommit = True
    cursor = connection.cursor()

    def ask() -> Screen:
        cursor.execute(texts[0])
        lines = [(row[0], stamp(row[at])) for row in cursor.fetchall()]
        cursor.execute(texts[1])
        return lines, {state: number for state, number, _late in cursor.fetchall()}

    return ask


def stamp(moment: Any) -> Any:
    """Return a moment in one form, whatever a side hands out."""
    return moment if moment is None else str(moment)[:19]


_catalogs: dict[int, Any] = {}


def catalogued(size: int, groups: tuple[str, ...]) -> Callable[[], Screen]:
    """Return the same question to a catalogue of the same dossiers.

    Who may act is a keyword on each dossier, ``<state>`` a field, the due date a
    date index that sorts; brains carry code and due date.
    """
    catalog = _catalogs.get(size) or _catalogs.setdefault(size, fill_catalog())

    def ask() -> Screen:
        found = catalog(acting=list(groups), sort_on="due", sort_limit=LINES)
        lines = [(brain.code, stamp(brain.due_at)) for brain in found[:LINES]]
        numbers = {}
        for state in catalog.Indexes["state"].uniqueValues():
            number = len(catalog(acting=list(groups), state=state))
            if number:
                numbers[state] = number
        return lines, numbers

    return ask


def fill_catalog() -> Any:
    """Return a catalogue of the register, in a database in memory."""
    from DateTime import DateTime
    from motcua.dossiers.register import DOSSIERS
    from motcua.dossiers.rights import IDLE
    from motcua.dossiers.rights import table
    from motcua.storage.engines import register_engine
    from Products.PluginIndexes.DateIndex.DateIndex import DateIndex
    from Products.PluginIndexes.FieldIndex.FieldIndex import FieldIndex
    from Products.PluginIndexes.KeywordIndex.KeywordIndex import KeywordIndex
    from Products.ZCatalog.ZCatalog import ZCatalog
    import sqlalchemy as sa
    import transaction
    from ZODB.DB import DB
    from ZODB.MappingStorage import MappingStorage

    class Indexed:
        """A dossier as the catalogue sees it."""

        def __init__(self, row: Any) -> None:
            self.code, self.state, self.due_at = row.code, row.state, row.due_at
            # A dossier without a due date sorts last.
            self.due = DateTime(row.due_at or datetime(2099, 1, 1, tzinfo=UTC))
            self.acting = []
            if row.open:
                self.acting = [
                    f"{row.unit if grant.relation == 'unit' else row.holder}:"
                    f"{grant.duty}"
                    for grant in table()
                    if grant.state == row.state and grant.operations - IDLE
                ]

    root = DB(MappingStorage(), cache_size=5_000_000).open().root()
    catalog = root["catalog"] = ZCatalog("catalog")
    catalog.addIndex("state", FieldIndex("state"))
    catalog.addIndex("acting", KeywordIndex("acting"))
    catalog.addIndex("due", DateIndex("due"))
    catalog.addColumn("code")
    catalog.addColumn("due_at")
    with register_engine().connect() as connection:
        for number, row in enumerate(connection.execute(sa.select(DOSSIERS))):
            catalog.catalog_object(Indexed(row), row.code)
            if number % 2000 == 0:
                transaction.commit()
    transaction.commit()
    return catalog


if __name__ == "__main__":
    sys.exit(main())
