"""Search beside a plain Plone catalogue and raw full-text queries, on the same texts.

    search_speed.py [--rounds N] [--questions N] [--sizes N,N] [--no-plone]

Eight clients ask the same questions (two to four words of titles, without marks, one
in three with a wrong tone) of each side: our search with facets, `SearchableText` of a
plain Plone catalogue as `@@search` asks it, and FTS5 and, where a server can be
started, PostgreSQL's tsvector asked by hand. Sides take turns (A B B A) in one process
after a warm-up; times are of one question in a thread, so all sides share the lock of
Python alike. Prints one JSON line per figure: the median of the rounds' p95 with the
smallest and largest, ratios to ours, growth between sizes, and the load average.

Where the catalogue of procedures is smaller than a size, its records are taken again
under other codes. SHARED (MOTCUA_SHARED) holds them; exit status 2 without.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
import dataclasses
import json
import logging
import os
from pathlib import Path
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from typing import Any


SHARED = Path(
    os.environ.get("MOTCUA_SHARED") or Path(__file__).resolve().parents[2] / "shared"
)
RECORDS = SHARED / "data/procedures/procedures.jsonl.xz"
CLIENTS = 8
Ask = Callable[[str], Any]


def main() -> int:
    """Fill the sides at each size, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--questions", type=int, default=160)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--no-plone", action="store_true")
    args = parser.parse_args()
    if not RECORDS.is_file():
        print(f"search_speed: no such file: {RECORDS}", file=sys.stderr)
        return 2
    logging.disable(logging.WARNING)
    ours: dict[int, float] = {}
    for size in map(int, args.sizes.split(",")):
        with ExitStack() as stack:
            ours[size] = measure(stack, size, args)
    smallest, largest = min(ours), max(ours)
    tell("ours_p95_growth", ratio=round(ours[largest] / ours[smallest], 2), n=ours)
    return 0


def tell(figure: str, **values: Any) -> None:
    """Print one figure."""
    load = [round(each, 2) for each in os.getloadavg()]
    print(json.dumps({"figure": figure, **values, "load": load}), flush=True)


def measure(stack: ExitStack, size: int, args: argparse.Namespace) -> float:
    """Measure all sides with `size` procedures; return our p95 in ms."""
    versions = read(size)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    os.environ["MOTCUA_VAR"] = str(folder)
    os.environ.pop("MOTCUA_SQL", None)
    sides: dict[str, Ask] = {"ours": fill_ours(stack, versions)}
    sides["fts5"] = fill_fts5(folder, versions)
    tsvector = fill_tsvector(stack, versions)
    if tsvector:
        sides["tsvector"] = tsvector
    if not args.no_plone:
        sides["plone"] = fill_plone(stack, versions)
    questions = asked(versions, args.questions)
    # One pool for all rounds: a thread keeps its connections, and caches stay warm.
    pool = stack.enter_context(ThreadPoolExecutor(CLIENTS))
    for ask in sides.values():
        for _turn in range(2):
            p95(pool, ask, questions)
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(args.rounds):
        order = list(sides) if number % 2 == 0 else list(reversed(sides))
        for name in order:
            found[name].append(p95(pool, sides[name], questions))
    medians = {name: statistics.median(rounds) for name, rounds in found.items()}
    for name, rounds in found.items():
        tell(
            f"{name}_p95_ms",
            procedures=size,
            clients=CLIENTS,
            median=round(medians[name], 2),
            min=round(min(rounds), 2),
            max=round(max(rounds), 2),
            rounds=[round(each, 2) for each in rounds],
            times_ours=round(medians[name] / medians["ours"], 2),
        )
    return medians["ours"]


def p95(pool: ThreadPoolExecutor, ask: Ask, questions: list[str]) -> float:
    """Return the 95th percentile in ms of questions asked by all clients at once."""

    def timed(question: str) -> float:
        started = time.perf_counter()
        ask(question)
        return (time.perf_counter() - started) * 1000

    times = sorted(pool.map(timed, questions))
    return times[int(len(times) * 0.95)]


def read(size: int) -> list[Any]:
    """Return `size` versions; records are taken again where there are fewer."""
    from motcua.procedures.importing.portal_records import read_record
    from motcua.procedures.importing.record_lines import lines
    from motcua.procedures.importing.record_lines import load

    versions = []
    with lines(RECORDS) as source:
        for _number, line in source:
            try:
                versions.append(read_record(load(line)[1]).version)
            except ValueError:
                continue
    turns = -(-size // len(versions))
    return [
        dataclasses.replace(
            version, code=f"{turn}{version.code}" if turn else version.code
        )
        for turn in range(turns)
        for version in versions
    ][:size]


def asked(versions: list[Any], number: int) -> list[str]:
    """Return questions of two to four words of titles, unmarked or with wrong tones."""
    from motcua.base.folding import fold

    chance = random.Random(7)
    wrong = str.maketrans("áàảãạ", "àáạảã")
    questions = []
    while len(questions) < number:
        words = chance.choice(versions).title.split()
        size = chance.randint(2, 4)
        first = chance.randrange(max(1, len(words) - size))
        text = " ".join(words[first : first + size])
        questions.append(
            text.translate(wrong) if len(questions) % 3 == 0 else fold(text)
        )
    return questions


def body_of(version: Any) -> str:
    """Return all that a version says, for the full-text indexes of the others."""
    from motcua.procedures.finding.terms import _body
    from motcua.procedures.finding.terms import _head

    return f"{_head(version)} {_body(version)}"


def fill_ours(stack: ExitStack, versions: list[Any]) -> Ask:
    """Write the tables as the projection writes them; return our search."""
    from motcua.procedures.entries import entry_of
    from motcua.procedures.finding import index
    from motcua.procedures.finding.search import search
    from motcua.procedures.projection import ProcedureProjection
    from motcua.storage.engines import dispose
    from motcua.storage.engines import register_engine

    dispose()
    stack.callback(dispose)
    projection = ProcedureProjection()
    started = time.perf_counter()
    with register_engine().begin() as connection:
        for version in versions:
            entry = entry_of(version, None, None)
            row = {
                "code": version.code,
                "length": 1,
                "state": "published",
                "entries": (entry.compared(),),
                "terms": (entry.terms,),
            }
            projection.replace(connection, row)
    tell(
        "ours_fill_s", procedures=len(versions), s=round(time.perf_counter() - started)
    )
    index.forget()
    started = time.perf_counter()
    search("khởi động")
    first = round((time.perf_counter() - started) * 1000)
    tell("ours_first_search_ms", procedures=len(versions), ms=first)
    return search


def fill_fts5(folder: Path, versions: list[Any]) -> Ask:
    """Fill a table of FTS5 that folds marks; return its query, best 20 by bm25."""
    from motcua.base.folding import words

    file = folder / "fts5.sqlite"
    with sqlite3.connect(file) as made:
        made.execute("CREATE VIRTUAL TABLE t USING fts5(code UNINDEXED, title, body)")
        made.executemany(
            "INSERT INTO t VALUES (?, ?, ?)",
            (
                (v.code, " ".join(words(v.title)), " ".join(words(body_of(v))))
                for v in versions
            ),
        )
    own = threading.local()

    def ask(question: str) -> Any:
        if not hasattr(own, "connection"):
            own.connection = sqlite3.connect(file)
        match = " ".join(f'"{word}"' for word in words(question))
        return own.connection.execute(
            "SELECT code, title FROM t WHERE t MATCH ?"
            " ORDER BY bm25(t, 0, 4, 1) LIMIT 20",
            (match,),
        ).fetchall()

    return ask


def fill_tsvector(stack: ExitStack, versions: list[Any]) -> Ask | None:
    """Fill a table with a GIN index on a PostgreSQL of our own; None without one."""
    from motcua.base.folding import words
    from motcua.setup.testing.postgres import PostgresUnavailable
    from motcua.setup.testing.postgres import temporary_postgres
    import sqlalchemy as sa

    try:
        server = stack.enter_context(temporary_postgres())
    except PostgresUnavailable as error:
        tell("tsvector_left_out", why=str(error)[:100])
        return None
    engine = sa.create_engine(
        server.url_of(server.create_database("speed")), pool_size=8
    )
    stack.callback(engine.dispose)
    with engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE t (code text, title text, v tsvector)")
        )
        insert = sa.text(
            "INSERT INTO t VALUES (:c, :t, setweight(to_tsvector('simple', :t), 'A')"
            " || to_tsvector('simple', :b))"
        )
        rows = [
            {
                "c": v.code,
                "t": " ".join(words(v.title)),
                "b": " ".join(words(body_of(v)))[:500_000],
            }
            for v in versions
        ]
        connection.execute(insert, rows)
        connection.execute(sa.text("CREATE INDEX ON t USING gin (v)"))
        connection.execute(sa.text("ANALYZE t"))
    query = sa.text(
        "SELECT code, title FROM t, plainto_tsquery('simple', :q) q WHERE v @@ q"
        " ORDER BY ts_rank(v, q) DESC LIMIT 20"
    )

    def ask(question: str) -> Any:
        with engine.connect() as connection:
            asked_for = {"q": " ".join(words(question))}
            return connection.execute(query, asked_for).fetchall()

    return ask


def fill_plone(stack: ExitStack, versions: list[Any]) -> Ask:
    """Fill the catalogue of a plain Plone site; return the query of `@@search`.

    The texts are catalogued under the types and indexes that Plone has; each client
    has a connection of its own and reads titles of twenty brains, as the view does.
    """
    from plone.app.testing import PLONE_FIXTURE
    from plone.app.testing import ploneSite
    from plone.base.utils import munge_search_term
    import transaction
    from zope.component.hooks import setSite

    set_up(PLONE_FIXTURE, stack)
    with ploneSite() as site:
        site.portal_registry["plone.default_language"] = "vi"
        catalog = site.portal_catalog
        for number, version in enumerate(versions):
            text = f"{version.title} {body_of(version)}"
            document = document_of(version.code, version.title, text)
            catalog.catalog_object(
                document.__of__(site), f"/plone/{version.code}", update_metadata=1
            )
            if number % 500 == 499:
                transaction.savepoint(optimistic=True)
    database = PLONE_FIXTURE["zodbDB"]
    own = threading.local()

    def ask(question: str) -> Any:
        if not hasattr(own, "site"):
            own.connection = database.open()
            own.site = own.connection.root()["Application"].plone
            setSite(own.site)
        found = own.site.portal_catalog.unrestrictedSearchResults(
            SearchableText=munge_search_term(question), b_start=0, b_size=20
        )
        return [brain.Title for brain in found[:20]]

    return ask


def set_up(layer: Any, stack: ExitStack) -> None:
    """Set a layer of plone.testing up after those it stands on."""
    for base in layer.__bases__:
        set_up(base, stack)
    layer.setUp()
    stack.callback(layer.tearDown)


def document_of(code: str, title: str, text: str) -> Any:
    """Return something that a catalogue indexes like a published document."""
    from OFS.SimpleItem import SimpleItem

    class Document(SimpleItem):
        portal_type = "Document"
        review_state = "published"

        def Title(self) -> str:
            return title

        def SearchableText(self) -> str:
            return text

        def allowedRolesAndUsers(self) -> list[str]:
            return ["Anonymous"]

    document = Document()
    document.id = code
    return document


if __name__ == "__main__":
    sys.exit(main())
