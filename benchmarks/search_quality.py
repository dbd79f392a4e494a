"""How well, and how fast, questions find their procedures.

    search_quality.py [QUERIES [PROCEDURES ...]] [--misses] [--keep DIR]

QUERIES has one JSON object per line: ``set``, ``query``, ``gold`` (list of codes), and
where they are known ``kind`` and ``query_no_diacritics``. PROCEDURES are files of
records as the importer reads them; a code that occurs again replaces the earlier
record. They go into tables of their own, in a temporary folder or in DIR, which is used
again when it is filled. Without arguments the variables QUERIES and PROCEDURES (files
between blanks) name the files, and without those what lies in the folder of outside
test data (MOTCUA_SHARED, else ``shared`` beside the checkout). Exit status 2 when a
file is missing.

Prints one JSON line per set, with and without diacritics: set, diacritics, n,
recall@1, recall@5, recall@10, mrr. Questions that no procedure answers (``kind``
out_of_scope) stand in a line of their own by how many are told so, times in another.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
import json
import os
from pathlib import Path
import sys
import tempfile
import time
from typing import Any
import unicodedata


OUT_OF_SCOPE = "out_of_scope"
SHARED = Path(
    os.environ.get("MOTCUA_SHARED") or Path(__file__).resolve().parents[2] / "shared"
)
QUERIES = SHARED / "data/search/queries.jsonl"
PROCEDURES = (SHARED / "data/procedures/procedures.jsonl.xz",)


def main() -> int:
    """Fill the tables, ask every question, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    named = os.environ.get("QUERIES")
    listed = [Path(name) for name in os.environ.get("PROCEDURES", "").split()]
    parser.add_argument(
        "queries", type=Path, nargs="?", default=Path(named) if named else QUERIES
    )
    parser.add_argument(
        "procedures", type=Path, nargs="*", default=listed or list(PROCEDURES)
    )
    parser.add_argument("--misses", action="store_true", help="print what was missed")
    parser.add_argument("--keep", type=Path, help="folder for the tables")
    args = parser.parse_args()
    missing = [file for file in (args.queries, *args.procedures) if not file.is_file()]
    if missing:
        names = ", ".join(str(file) for file in missing)
        print(
            f"search_quality: no such file: {names}\n"
            "Name your own: make bench NAME=search-quality QUERIES=FILE "
            'PROCEDURES="FILE FILE"',
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOTCUA_VAR"] = str((args.keep or Path(folder)).absolute())
        os.environ.pop("MOTCUA_SQL", None)
        load(args.procedures)
        lines = args.queries.read_text(encoding="utf-8").splitlines()
        questions = [json.loads(line) for line in lines if line.strip()]
        for diacritics in (True, False):
            measure(questions, diacritics, args.misses)
    return 0


def load(files: list[Path]) -> None:
    """Write the entries of all records as the projection writes them."""
    from motcua.procedures.entries import entry_of
    from motcua.procedures.importing.portal_records import read_record
    from motcua.procedures.importing.record_lines import lines
    from motcua.procedures.importing.record_lines import load as read_line
    from motcua.procedures.projection import ProcedureProjection
    from motcua.procedures.tables import ENTRIES
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    projection = ProcedureProjection()
    with register_engine().begin() as connection:
        if connection.execute(sa.select(sa.func.count(ENTRIES.c.id))).scalar():
            return
        started = time.monotonic()
        count = 0
        for file in files:
            with lines(file) as source:
                for _number, line in source:
                    try:
                        version = read_record(read_line(line)[1]).version
                    except ValueError:
                        continue
                    entry = entry_of(version, None, None)
                    row = {
                        "code": version.code,
                        "length": 1,
                        "state": "published",
                        "entries": (entry.compared(),),
                        "terms": (entry.terms,),
                    }
                    projection.replace(connection, row)
                    count += 1
    print(f"{count} records, {time.monotonic() - started:.0f} s", file=sys.stderr)


def measure(questions: list[dict[str, Any]], diacritics: bool, misses: bool) -> None:
    """Ask every question and print a line per set."""
    from motcua.procedures.finding.search import search

    ranks: dict[str, list[int]] = defaultdict(list)
    unsure: list[bool] = []
    times = []
    search("khởi động")
    for question in questions:
        text = question["query"]
        if not diacritics:
            text = question.get("query_no_diacritics") or without_marks(text)
        found = search(text, limit=10)
        times.append(found.took_ms)
        if question.get("kind") == OUT_OF_SCOPE:
            unsure.append(not found.certain)
            continue
        codes = [result.code for result in found.results]
        places = [codes.index(c) + 1 for c in question["gold"] if c in codes]
        ranks[question["set"]].append(min(places, default=0))
        if misses and diacritics and not 0 < min(places, default=0) <= 5:
            tell_miss(question, found)
    for name, places in sorted(ranks.items()):
        figures = {"set": name, "diacritics": diacritics, "n": len(places)}
        print(json.dumps({**figures, **scores(places)}))
    if unsure:
        told = {"told_so": round(sum(unsure) / len(unsure), 3), "n": len(unsure)}
        print(json.dumps({"kind": OUT_OF_SCOPE, "diacritics": diacritics, **told}))
    times.sort()
    timing = {
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[int(len(times) * 0.95)],
    }
    print(json.dumps({"timing": timing, "diacritics": diacritics}))


def without_marks(text: str) -> str:
    """Return a question as somebody types it who leaves the marks out."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in spread if not unicodedata.combining(c))


def scores(places: list[int]) -> dict[str, float]:
    """Return recall at 1, 5 and 10 and the mean reciprocal rank; 0 is not found."""
    size = max(1, len(places))
    found = {
        f"recall@{k}": round(sum(0 < place <= k for place in places) / size, 3)
        for k in (1, 5, 10)
    }
    found["mrr"] = round(sum(1 / place for place in places if place) / size, 3)
    return found


def tell_miss(question: dict[str, Any], found: Any) -> None:
    """Print a question that was missed with what came instead."""
    print("MISS", question["query"], question["gold"], file=sys.stderr)
    for result in found.results[:5]:
        print(f"     {result.code} {result.score} {result.title[:90]}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
