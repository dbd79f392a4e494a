"""Finding pages of scans among a million (F1), beside the full-text query alone.

    archive_search.py [--pages 1000000] [--words 150] [--calls 40]
                      [--sql sqlite,postgresql] [--keep DIR]

Pages of ``--words`` words, two to a scan and one scan to a dossier, are written into
the tables of an empty house: a quarter of the dossiers in one busy unit, the rest in
sixty communes, nearly all ended. Words follow each other as in the product's own
Vietnamese texts; one page in two hundred has a misread word. Asked are questions of an
archivist of the busy unit, of a commune, and of the whole province, each with other
words in every call. Sides: ours (``archive.search.search`` with rights, page,
holders and snippets), and raw, one statement ``MATCH … ORDER BY rank LIMIT 20`` (or its
like on PostgreSQL) on the same table of words, which asks for no rights and counts
nothing. Both in turn, ABBA. With ``--keep`` the filled tables are used again.

One JSON line per question: milliseconds at the median and at the 95th percentile.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
import hashlib
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


sys.path.insert(0, str(Path(__file__).parent))
from name_lookup import CENTRE
from name_lookup import COMMUNES
from name_lookup import dossiers
from name_lookup import start_postgresql
from sides.rounds import tell


BATCH = 4_000
PAGE = 20
TEXTS = Path(__file__).parents[1] / "src/motcua/locales/vi/LC_MESSAGES/motcua.po"


def main() -> int:
    """Fill a house on each database and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=150)
    parser.add_argument("--calls", type=int, default=40, help="calls per question")
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
        for text in found:
            said = re.findall(r"[^\W_]+", re.sub(r"\$\{\w+\}", " ", text))
            self.said += said
            for one, other in pairwise(said):
                self.next[one].append(other)

    def run(self, length: int) -> list[str]:
        """Return so many words one after the other."""
        word = self.chance.choice(self.said)
        found = [word]
        while len(found) < length:
            follows = self.next.get(word) or self.said
            word = self.chance.choice(follows)
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
    "two words": lambda author: " ".join(author.run(2)),
    "three words": lambda author: " ".join(author.run(3)),
    "five words": lambda author: " ".join(author.run(5)),
    "without marks": lambda author: _folded(" ".join(author.run(4))),
    "phrase of three": lambda author: f'"{" ".join(author.run(3))}"',
    "word and number": lambda a: f"{a.run(1)[0]} {a.chance.randrange(1, 4000)}",
    "nothing": lambda author: f"{author.run(1)[0]} khongcotunay",
}
#: Asked as misread besides: what the screen asks when too little was found.
MISREAD = ("five words", "word and number", "nothing")


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
        pages=args.pages,
        words=args.words,
        again=filled,
        seconds=round(time.perf_counter() - began, 1),
    )
    persons = {
        "busy unit": (f"{CENTRE}:archive",),
        "commune": (f"{COMMUNES[0]}:archive",),
        "province": tuple(f"{each}:archive" for each in (CENTRE, *COMMUNES)),
    }
    for person, groups in persons.items():
        for name, ask in QUESTIONS.items():
            author = Author(11)
            asked = [ask(author) for _ in range(args.calls)]
            compare(sql, person, name, groups, asked, misread=False)
            if name in MISREAD:
                compare(sql, person, name, groups, asked, misread=True)
    dispose()


def fill(pages: int, words: int) -> None:
    """Write dossiers, their scans and the words of the pages."""
    from motcua.archive.documents import DOCUMENTS
    from motcua.archive.documents import RENDITIONS
    from motcua.archive.pageindex import FILE
    from motcua.archive.pageindex import INDEX
    from motcua.dossiers.register import Register
    from motcua.storage.engines import register_engine
    from motcua.storage.fulltext.index import _dialect
    from motcua.storage.fulltext.queries import indexable
    import sqlalchemy as sa

    with register_engine().begin() as connection:
        INDEX.ensure(connection)
    author = Author(7)
    source = dossiers(pages // 2, author.chance)
    doc = 0
    while batch := list(islice(source, BATCH)):
        with register_engine().begin() as connection:
            Register().fill(connection, [row for row, _persons in batch])
            documents, renditions, docs, tags = [], [], [], []
            for row, _persons in batch:
                digest = _digest(row["code"])
                documents.append(
                    {
                        "code": row["code"],
                        "number": 2,
                        "role": "original",
                        "paper": "don",
                        "title": "Đơn",
                        "sha256": digest,
                        "media": "application/pdf",
                        "pages": 2,
                    }
                )
                renditions.append(
                    {
                        "sha256": digest,
                        "length": 1,
                        "archival": digest,
                        "text": digest,
                        "pages": 2,
                        "passed": True,
                        "made_at": row["received_at"],
                    }
                )
                for page in (1, 2):
                    doc += 1
                    text = author.page(words)
                    docs.append({"doc": doc, "id": f"{digest}/{page}", "shown": text})
                    tags.append({"doc": doc, "tag": FILE, "value": digest})
                    dialect = _dialect(connection)
                    said = {"body": indexable(text, parts=True)}
                    dialect.put(connection, INDEX.name, doc, said)
            connection.execute(sa.insert(DOCUMENTS), documents)
            connection.execute(sa.insert(RENDITIONS), renditions)
            connection.execute(sa.insert(INDEX.docs), docs)
            connection.execute(sa.insert(INDEX.tags), tags)
    with register_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("VACUUM"))
        connection.execute(sa.text("ANALYZE"))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def compare(
    sql: str,
    person: str,
    question: str,
    groups: tuple[str, ...],
    asked: list[str],
    misread: bool,
) -> None:
    """Ask both sides the same, in turn, and tell the percentiles."""
    from motcua.archive.search import search

    def ours(text: str) -> int:
        return search(groups, text, limit=PAGE, misread=misread).total

    sides: dict[str, Callable[[str], int]] = {"ours": ours, "raw": raw(misread)}
    found: dict[str, list[float]] = {name: [] for name in sides}
    hits = []
    for number, text in enumerate(asked):
        order = list(sides) if number % 2 else list(reversed(sides))
        for name in order:
            began = time.perf_counter()
            got = sides[name](text)
            found[name].append((time.perf_counter() - began) * 1000)
            if name == "ours":
                hits.append(got)
    tell(
        figure="F1",
        sql=sql,
        person=person,
        question=question,
        misread=misread,
        hits=statistics.median(hits),
        **{
            name: {
                "p50": round(statistics.median(times), 1),
                "p95": round(sorted(times)[int(len(times) * 0.95) - 1], 1),
            }
            for name, times in found.items()
        },
        ratio=round(
            statistics.median(found["ours"]) / statistics.median(found["raw"]), 2
        ),
    )


def raw(misread: bool) -> Callable[[str], int]:
    """Return the full-text query alone, the best twenty of everything."""
    from motcua.archive.pageindex import INDEX
    from motcua.storage.engines import register_engine
    from motcua.storage.fulltext.index import _dialect
    from motcua.storage.fulltext.queries import misread as misreadings
    from motcua.storage.fulltext.queries import parse
    import sqlalchemy as sa

    def ask(text: str) -> int:
        query = parse(text)
        wanted = misreadings(query) if misread else query
        if wanted is None:
            return 0
        with register_engine().connect() as connection:
            matched = _dialect(connection).matched(INDEX.name, wanted, [1.0])
            best = sa.select(matched).order_by(matched.c.score.desc()).limit(PAGE)
            return len(connection.execute(best).all())

    return ask


if __name__ == "__main__":
    sys.exit(main())
