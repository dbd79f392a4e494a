"""Finding pages of scans among a million (F1), beside the full-text query alone.

    archive_search.py [--pages 1000000] [--words 150] [--calls 20]
                      [--sql sqlite,postgresql] [--keep DIR]

Pages of ``--words`` words, two to a scan and one scan to a dossier, are written into
the tables of an empty house: a quarter of the dossiers in one busy unit, the rest in
sixty communes, nearly all ended; one scan in ten is a catalogued document. Words follow
each other as in the product's own Vietnamese texts; one page in two hundred has a
misread word. Asked are questions of archivists, each with other words in every call:
of the busy unit, of a commune, of the whole province; and of those for whom it is
worst, who may see twenty dossiers, some thousands here and there, or only what was read
before all else. Sides: ours (``archive.finding.search.search`` with rights, page, holders and
snippets), and raw, one statement ``MATCH … ORDER BY rank LIMIT 20`` (or its like on
PostgreSQL) on the same table of words, which asks for no rights, narrows nothing and
counts nothing. Both in turn, ABBA. With ``--keep`` the filled tables are used again.

One JSON line per question: milliseconds at the median and at the 95th percentile, on
the clock and of work of this process.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
import hashlib
from io import StringIO
from itertools import islice
from itertools import pairwise
import os
from pathlib import Path
import random
import re
import statistics
import sys
import tempfile
import time
from typing import Any


sys.path.insert(0, str(Path(__file__).parent))
from name_lookup import CENTRE
from name_lookup import COMMUNES
from name_lookup import dossiers
from name_lookup import start_postgresql
from sides.rounds import tell


BATCH = 4_000
PAGE = 20
#: Units of a kind: one with twenty dossiers, one with some thousand scattered ones, one
#: whose dossiers were read before all others, so that a search comes to them last.
TINY, SMALL, OLD = "H98.99.01", "H98.98.01", "H98.97.01"
OLD_ONES = 3_000
KINDS = ("Quyết định", "Công văn", "Tờ trình", "Báo cáo", "Biên bản", "Giấy chứng nhận")
TEXTS = Path(__file__).parents[1] / "src/motcua/locales/vi/LC_MESSAGES/motcua.po"


def main() -> int:
    """Fill a house on each database and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=150)
    parser.add_argument("--calls", type=int, default=20, help="calls per question")
    parser.add_argument("--sql", default="sqlite,postgresql")
    parser.add_argument("--keep", help="folder of SQLite tables to make or use again")
    args = parser.parse_args()
    for name in args.sql.split(","):
        with ExitStack() as stack:
            kept = args.keep if name == "sqlite" else None
            folder = kept or stack.enter_context(tempfile.TemporaryDirectory())
            os.environ["MOTCUA_VAR"] = f"{folder}/var"
            os.environ.pop("MOTCUA_SQL", None)
            if name == "postgresql" and not start_postgresql(stack):
                continue
            measure(name, args)
    return 0


class Author:
    """Writes pages: which word follows which is as in the texts of the product."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        found = re.findall(r'^msgstr "(.+)"$', TEXTS.read_text(encoding="utf-8"), re.M)
        self.next: dict[str, list[str]] = defaultdict(list)
        self.said: list[str] = []
        self.top: list[str] = []
        for text in found:
            said = re.findall(r"[^\W_]+", re.sub(r"\$\{\w+\}", " ", text))
            self.said += said
            for one, other in pairwise(said):
                self.next[one].append(other)

    def run(self, length: int) -> list[str]:
        """Return so many words one after the other."""
        draw = self.chance.random
        word = self.said[int(draw() * len(self.said))]
        found = [word]
        while len(found) < length:
            follows = self.next.get(word) or self.said
            word = follows[int(draw() * len(follows))]
            found.append(word)
        return found

    def page(self, length: int) -> str:
        """Return the text of a page with numbers, and now and then an error."""
        words = self.run(length)
        words[3:3] = [
            str(self.chance.randrange(1, 4000)),
            str(self.chance.randrange(30)),
        ]
        if self.chance.random() < 0.005:
            at = self.chance.randrange(len(words))
            words[at] = words[at].replace("i", "l").replace("o", "0")
        return " ".join(words)


Question = Callable[[Author], str]
QUESTIONS: dict[str, Question] = {
    "one frequent word": lambda author: author.chance.choice(author.said),
    "one of the ten most frequent": lambda author: author.chance.choice(
        frequent(author)
    ),
    "two words": lambda author: " ".join(author.run(2)),
    "three words": lambda author: " ".join(author.run(3)),
    "five words": lambda author: " ".join(author.run(5)),
    "without marks": lambda author: _folded(" ".join(author.run(4))),
    "phrase of three": lambda author: f'"{" ".join(author.run(3))}"',
    "phrase of two of the most frequent": lambda author: f'"{_pair(author)}"',
    "word and number": lambda a: f"{a.run(1)[0]} {a.chance.randrange(1, 4000)}",
    "nothing": lambda author: f"{author.run(1)[0]} khongcotunay",
}
#: Asked as misread besides: what the screen asks when too little was found.
MISREAD = ("five words", "word and number", "nothing")
#: Asked besides with filters; the raw side asks without.
NARROWED: dict[str, dict[str, Any]] = {
    "one frequent word": {"type": KINDS[0], "access": "conditional"},
    "two words": {"type": KINDS[1], "year": 1990},
    "three words": {"year": 2026, "role": "original"},
}


def frequent(author: Author) -> list[str]:
    """Return the ten words that occur most often in what is written."""
    if not author.top:
        seen = Counter(word.lower() for word in author.run(20_000))
        author.top = [word for word, _times in seen.most_common(10)]
    return author.top


def _pair(author: Author) -> str:
    return " ".join(author.chance.sample(frequent(author), 2))


def _folded(text: str) -> str:
    from motcua.base.folding import fold

    return fold(text)


def measure(sql: str, args: argparse.Namespace) -> None:
    """Fill, and ask every question as three persons."""
    from motcua.storage.engines import dispose
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    began = time.perf_counter()
    with register_engine().connect() as connection:
        filled = sa.inspect(connection).has_table("ft_archive_docs")
    if not filled:
        fill(args.pages, args.words)
    tell(
        figure="F1 filled",
        sql=sql,
        pages=counted(),
        words=args.words,
        again=filled,
        seconds=round(time.perf_counter() - began, 1),
    )
    persons = {
        "busy unit": (f"{CENTRE}:archive",),
        "commune": (f"{COMMUNES[0]}:archive",),
        "province": tuple(f"{each}:archive" for each in (CENTRE, *COMMUNES)),
        "twenty dossiers": (f"{TINY}:archive",),
        "some thousands": (f"{SMALL}:archive",),
        "only the oldest": (f"{OLD}:archive",),
    }
    for number, (person, groups) in enumerate(persons.items()):
        # The raw side knows no persons: it is asked beside the first.
        who = Who(sql, person, groups, beside=number == 0)
        for name, ask in QUESTIONS.items():
            author = Author(11)
            asked = [ask(author) for _ in range(args.calls)]
            compare(who, name, asked)
            if name in MISREAD:
                compare(who, name, asked, misread=True)
            if name in NARROWED:
                compare(who, name, asked, narrowed=NARROWED[name])
    dispose()


def counted() -> int:
    """Return how many pages there are to be found."""
    from motcua.archive.finding.pageindex import CARD
    from motcua.archive.finding.pageindex import INDEX
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    pages = sa.select(sa.func.count()).where(~INDEX.docs.c.id.startswith(CARD))
    with register_engine().connect() as connection:
        return int(connection.execute(pages).scalar_one())


def fill(pages: int, words: int) -> None:
    """Write dossiers and documents, their scans and the words of the pages."""
    from motcua.archive.capture.register import DOCUMENTS as CATALOGUED
    from motcua.archive.finding.documents import DOCUMENTS
    from motcua.archive.finding.documents import RENDITIONS
    from motcua.archive.finding.pageindex import INDEX
    from motcua.dossiers.register import Register
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    with register_engine().begin() as connection:
        INDEX.ensure(connection)
    author, shelf = Author(7), Shelf()
    source = enumerate(dossiers(pages // 2, author.chance))
    while batch := list(islice(source, BATCH)):
        with register_engine().begin() as connection:
            for each, (row, _persons) in batch:
                old = each < min(OLD_ONES, pages // 40)
                row["unit"] = OLD if old else place_of(each, row["unit"])
                row["holder"] = row["unit"]
                shelf.add(each, row, [author.page(words) for _page in (1, 2)])
            Register().fill(connection, [row for _each, (row, _persons) in batch])
            for table in (DOCUMENTS, RENDITIONS, CATALOGUED, INDEX.docs, INDEX.tags):
                connection.execute(sa.insert(table), shelf.taken(table.name))
            write_words(connection, INDEX.name, shelf.taken("words"))
    with register_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("VACUUM"))
        connection.execute(sa.text("ANALYZE"))


def place_of(each: int, unit: str) -> str:
    """Return where a dossier was received: some units are of a kind of their own."""
    if each % 25_000 == 7:
        return TINY
    return SMALL if each % 200 == 9 else unit


class Shelf:
    """Rows of all tables for scans, until they are written."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.doc = 0

    def taken(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table, and forget them."""
        return self.rows.pop(table, [])

    def add(self, each: int, row: dict[str, Any], pages: list[str]) -> None:
        """Add a scan: that of a dossier, one in ten a document of the archive."""
        digest = hashlib.sha256(row["code"].encode()).hexdigest()
        told = {"sha256": digest, "pages": len(pages)}
        self.rows["archive_renditions"].append(
            {
                **told,
                "length": 1,
                "archival": digest,
                "text": digest,
                "passed": True,
                "made_at": row["received_at"],
            }
        )
        if each % 10 == 4:
            self._catalogue(each, row, told, pages[0])
        else:
            self.rows["archive_documents"].append(
                {
                    **told,
                    "code": row["code"],
                    "number": 2,
                    "role": "original",
                    "paper": "don",
                    "title": "Đơn",
                    "media": "application/pdf",
                }
            )
        for page, text in enumerate(pages, start=1):
            self._index(f"{digest}/{page}", digest, text)

    def _catalogue(
        self, each: int, row: dict[str, Any], told: dict[str, Any], text: str
    ) -> None:
        code, year = f"{row['code']}.0000001", 1976 + each % 50
        kind = KINDS[each // 10 % len(KINDS)]
        agency = f"UBND {row['unit']}"
        self.rows["capture_documents"].append(
            {
                **told,
                "code": code,
                "length": 1,
                "unit": row["unit"],
                "batch": row["unit"],
                "file_code": row["code"],
                "ordinal": 1,
                "state": "awaiting",
                "master": None,
                "filed_at": row["received_at"],
                "type": kind,
                "agency": agency,
                "access": ("open", "conditional")[each // 10 % 2],
                "issued": f"{year}-03-15",
            }
        )
        said = f"{kind} {each % 4000}/{year}/QĐ-UBND {agency} {text[:120]}"
        self._index(f"card:{code}", f"card:{code}", said)

    def _index(self, id_: str, file: str, text: str) -> None:
        self.doc += 1
        self.rows["ft_archive_docs"].append({"doc": self.doc, "id": id_, "shown": text})
        tag = {"doc": self.doc, "tag": "file", "value": file}
        self.rows["ft_archive_tags"].append(tag)
        said = [one for word in text.split() for one in _indexed(word)]
        self.rows["words"].append({"doc": self.doc, "said": said})


def write_words(connection: Any, name: str, rows: list[dict[str, Any]]) -> None:
    """Write the words of many pages at once, as ``Index.put`` does one by one."""
    from motcua.storage.fulltext.tsvector import vector
    import sqlalchemy as sa

    if connection.dialect.name == "sqlite":
        statement = f"INSERT INTO ft_{name} (rowid, body) VALUES (:doc, :said)"  # noqa: S608
        told = [{"doc": one["doc"], "said": " ".join(one["said"])} for one in rows]
        connection.execute(sa.text(statement), told)
        return
    # Words are letters and digits, so nothing in a line has to be escaped.
    lines = (f"{one['doc']}\t{vector(one['said'])}\n" for one in rows)
    with connection.connection.cursor() as cursor:
        copy = f"COPY ft_{name} (doc, words) FROM STDIN"
        cursor.copy_expert(copy, StringIO("".join(lines)))


@lru_cache(maxsize=50_000)
def _indexed(word: str) -> tuple[str, ...]:
    """Return a word of the author as it stands in an index."""
    from motcua.storage.fulltext.queries import indexable

    return tuple(indexable(word, parts=True))


@dataclass(frozen=True)
class Who:
    """Who asks on which database; whether the raw side is asked beside."""

    sql: str
    person: str
    groups: tuple[str, ...]
    beside: bool


def compare(
    who: Who,
    question: str,
    asked: list[str],
    misread: bool = False,
    narrowed: dict[str, Any] | None = None,
) -> None:
    """Ask both sides the same, in turn, and tell the percentiles."""
    from motcua.archive.finding.scope import Filters
    from motcua.archive.finding.search import search

    filters = Filters(**(narrowed or {}))

    def ours(text: str) -> int:
        return search(
            who.groups, text, filters=filters, limit=PAGE, misread=misread
        ).total

    sides: dict[str, Callable[[str], int]] = {"ours": ours}
    if who.beside:
        sides["raw"] = raw(misread)
    found: dict[str, list[float]] = {name: [] for name in sides}
    worked_for: dict[str, list[float]] = {name: [] for name in sides}
    hits = []
    for number, text in enumerate(asked):
        order = list(sides) if number % 2 else list(reversed(sides))
        for name in order:
            began, worked = time.perf_counter(), time.process_time()
            got = sides[name](text)
            found[name].append((time.perf_counter() - began) * 1000)
            worked_for[name].append((time.process_time() - worked) * 1000)
            if name == "ours":
                hits.append(got)
    tell(
        figure="F1",
        sql=who.sql,
        person=who.person,
        question=question,
        misread=misread,
        narrowed=narrowed,
        hits=statistics.median(hits),
        load=round(os.getloadavg()[0], 1),
        **{name: _spread(times) for name, times in found.items()},
        # What of it this process worked: on SQLite all of it, and on a machine that
        # others use as well the time that says more.
        worked={name: _spread(times) for name, times in worked_for.items()},
    )


def _spread(times: list[float]) -> dict[str, float]:
    return {
        "p50": round(statistics.median(times), 1),
        "p95": round(sorted(times)[max(int(len(times) * 0.95) - 1, 0)], 1),
    }


RAW = {
    "sqlite": "SELECT rowid FROM ft_archive WHERE ft_archive MATCH :match "
    "ORDER BY rank LIMIT :most",
    "postgresql": "SELECT doc FROM ft_archive WHERE words @@ CAST(:match AS tsquery) "
    "ORDER BY ts_rank(words, CAST(:match AS tsquery)) DESC LIMIT :most",
}


def raw(misread: bool) -> Callable[[str], int]:
    """Return the full-text query alone, the best twenty of everything."""
    from motcua.storage.engines import register_engine
    from motcua.storage.fulltext.queries import misread as misreadings
    from motcua.storage.fulltext.queries import parse
    from motcua.storage.fulltext.reader import dialect
    import sqlalchemy as sa

    def ask(text: str) -> int:
        query = parse(text)
        wanted = misreadings(query) if misread else query
        if wanted is None:
            return 0
        with register_engine().connect() as connection:
            statement = sa.text(RAW[connection.dialect.name])
            match = dialect(connection).expression(wanted.root)
            told = {"match": match, "most": PAGE}
            return len(connection.execute(statement, told).all())

    return ask


if __name__ == "__main__":
    sys.exit(main())
