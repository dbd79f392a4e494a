"""What expires in ten years: groups in SQL beside a recount from the chains.

    retention_simulation.py [--files 100000] [--rounds 3] [--seed 1]

A fonds of closed files, each with its chain, in a ZODB on disk; fifty procedures in ten
fields, forty rules, terms of every class, some that wait for their event. Both sides
tell files, sheets and bytes by year and by term, department and medium, once as terms
are written down and once as if a rule held that is only proposed. The recount reads
the chain of each file and asks the rules for each; ours is ``terms.simulation``.

Prints one JSON line per figure, seconds; exit status 1 when both sides differ in one
number.
"""

from __future__ import annotations

import argparse
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from datetime import timedelta
from pathlib import Path
import random
import sys
import time
from typing import Any


ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT)]
from sides.rounds import middle  # noqa: E402
from sides.rounds import tell  # noqa: E402


DAY = date(2026, 11, 5)
PARTS = ("class", "department", "medium")
FIELDS = [f"Lĩnh vực {number}" for number in range(10)]
PROCEDURES = [f"1.{number:06d}" for number in range(50)]
#: Files of one commit.
CHUNK = 2000


def main() -> int:
    """Fill a fonds, count it both ways, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with ExitStack() as stack:
        site = build(stack)
        rule = write_rules(site)
        started = time.perf_counter()
        fill(site, args.files, random.Random(args.seed))
        tell(figure="filled", files=args.files, seconds=since(started))
        ours, theirs, differ = [], [], 0
        for _round in range(args.rounds):
            started = time.perf_counter()
            mine = simulated(site, rule)
            ours.append(since(started))
            started = time.perf_counter()
            other = recounted(site, rule)
            theirs.append(since(started))
            differ += mine != other
        told = {"files": args.files, "cells": len(mine), "equal": not differ}
        tell(figure="retention", side="ours", **told, seconds=middle(ours))
        tell(figure="retention", side="recount", **told, seconds=middle(theirs))
    return 1 if differ else 0


def since(started: float) -> float:
    """Return the seconds since a moment."""
    return round(time.perf_counter() - started, 3)


def build(stack: ExitStack) -> Any:
    """Return a site with a province and its fonds, on disk."""
    from department_closes import on_disk
    from motcua.archive.holdings import fonds
    from motcua.setup.testing.layers import FUNCTIONAL
    from search_speed import set_up
    from tests.dossiers.conftest import build_province
    from tests.dossiers.conftest import empty_sql
    from tests.dossiers.conftest import MONDAY
    import transaction

    set_up(FUNCTIONAL, stack)
    on_disk(stack)
    FUNCTIONAL.testSetUp()
    stack.callback(FUNCTIONAL.testTearDown)
    site = FUNCTIONAL["portal"]
    empty_sql()
    build_province(site)
    fonds.open_fonds(site, "H99", "archivist", MONDAY)
    transaction.commit()
    return site


def write_rules(site: Any) -> Any:
    """Write forty rules into the table of the province; return one only proposed."""
    from motcua.archive.retention import tables
    from motcua.dossiers import ledger
    from tests.dossiers.conftest import MONDAY
    import transaction

    one = tables.Table(tables.table_code("H99"))

    def write(type_: str, number: int, **facts: Any) -> None:
        at = MONDAY + timedelta(seconds=number)
        ledger.append(
            one, type_, actor="archivist", unit="H99.01", now=at, facts=facts, data={}
        )

    write("open", 0, agency="H99")
    subjects = [("procedure", code) for code in PROCEDURES[:34]]
    subjects += [("field", name) for name in FIELDS[:5]] + [("all", "")]
    # The last one speaks of half of the fields, and waits for the head.
    subjects.append(("field", FIELDS[7]))
    classes = ("5-years", "10-years", "20-years", "permanent")
    for number, (kind, value) in enumerate(subjects, start=1):
        kinds = ("procedure", "field", "heading")
        write(
            "propose",
            number,
            rule=f"r{number}",
            **{each: value if each == kind else None for each in kinds},
            **{"class": classes[number % 4], "start": "end"},
            valid_from="2026-01-01",
            deed=f"QĐ {number}",
            deed_on="2025-12-20",
        )
        if number < len(subjects):
            write("approve", number, rule=f"r{number}", ends="")
    tables.made(site).tables["H99"] = one
    transaction.commit()
    return tables.view(one).lines[f"r{len(subjects)}"].rule


def fill(site: Any, count: int, dice: random.Random) -> None:
    """Make closed files, each with its chain, and their rows."""
    from motcua.archive import retention
    from motcua.archive.holdings import store
    from motcua.archive.terms.register import TERMS
    from motcua.archive.terms.register import Terms
    from motcua.storage.engines import register_engine
    import transaction

    shelf, projection, waiting = store.made(site), Terms(), []
    keys = sorted(retention.classes())
    for number in range(1, count + 1):
        one = a_file(number, keys, dice)
        shelf.files[one.code] = one
        waiting.append(projection.row(one))
        if len(waiting) == CHUNK or number == count:
            transaction.commit()
            with register_engine().begin() as connection:
                connection.execute(TERMS.insert(), waiting)
            waiting = []
            site._p_jar.cacheMinimize()


def a_file(number: int, keys: list[str], dice: random.Random) -> Any:
    """Return a closed file with the two events that it came to be by."""
    from motcua.archive.holdings import files
    from motcua.archive.holdings import kept
    from motcua.archive.holdings import store
    from motcua.dossiers import ledger
    from tests.dossiers.conftest import MONDAY

    start = dice.choices(("end", "works", "validity"), (90, 5, 5))[0]
    # "Until the event" is no term that is counted from the end of the work.
    key = dice.choice(keys if start != "end" else [k for k in keys if k != "event"])
    ended = dice.randint(1990, 2026)
    paper = dice.random() < 0.6
    sheets = dice.randint(1, 400) if paper else 0
    by = dice.choices(("rule", "file", "list"), (70, 15, 15))[0]
    procedure = dice.choice(PROCEDURES) if by == "rule" else ""
    term = kept.Kept(
        class_=key,
        start=start,
        ended=ended,
        starts=None,
        by=by,
        rule="",
        decided_by="QĐ 1",
        confirmed=True,
        procedure=procedure,
        field=FIELDS[PROCEDURES.index(procedure) % 10] if procedure else "",
        bytes=0 if paper else dice.randint(100_000, 20_000_000),
    )
    code = f"H99.2026.{number}"
    one = store.File(code)
    opened = {
        "code": code,
        "fonds": "H99",
        "year": 2026,
        "number": number,
        "list": "",
        "heading": "",
        "department": f"H99.{dice.randint(1, 20):02d}",
        "origin": files.DOSSIER if by == "rule" else files.PAPERS,
    }
    told = {"title": f"Hồ sơ {number}", "retention": key, "end": f"{ended}"}
    told["medium"] = "paper" if paper else "digital"
    if paper:
        told["sheets"] = f"{sheets}"
    who = {"actor": "archivist", "unit": "H99.01", "now": MONDAY}
    ledger.append(one, "open", **who, facts=opened, data={"fields": told})
    facts = {**kept.facts_of(term), "documents": 3, "sheets": sheets}
    ledger.append(one, "close", **who, facts=facts, data={})
    return one


def simulated(site: Any, rule: Any) -> dict[Any, Any]:
    """Return all sums as our simulation has them."""
    from motcua.archive.terms import simulation

    found = {}
    for asked in (None, rule):
        for part in PARTS:
            told = simulation.simulate(site, ["H99"], frozenset(), DAY, part, asked)
            for (year, value), one in told.cells.items():
                key = (asked is not None, part, year, value)
                found[key] = (one.files, one.sheets, one.bytes)
    return found


def recounted(site: Any, rule: Any) -> dict[Any, Any]:
    """Return the same sums, read file by file from the chains."""
    from motcua.archive import retention
    from motcua.archive.holdings import files
    from motcua.archive.holdings import store

    before = retention.rules_of(site, "H99")
    after = (*before, replace(rule, near=1))
    sums: dict[Any, Counter[str]] = {}
    site._p_jar.cacheMinimize()
    for number, one in enumerate(store.every_file(site), start=1):
        view = files.view(one)
        told = view.kept
        assert told is not None
        held = (told.class_, told.start)
        tried = held
        if told.by == "rule":
            now, then = (
                retention.rule_for(told.procedure, told.field, DAY, rules)
                for rules in (before, after)
            )
            if now != then:
                tried = (then.class_, then.start)
        for is_tried, (class_, start) in ((False, held), (True, tried)):
            parts = (class_, view.department, view.fields["medium"])
            year = year_of(class_, start, told.ended)
            for part, value in zip(PARTS, parts, strict=True):
                sum_ = sums.setdefault((is_tried, part, year, value), Counter())
                sum_["files"] += 1
                sum_["sheets"] += int(view.fields.get("sheets", 0))
                sum_["bytes"] += told.bytes
        if number % CHUNK == 0:
            site._p_jar.cacheMinimize()
    return {
        key: (one["files"], one["sheets"], one["bytes"]) for key, one in sums.items()
    }


def year_of(class_: str, start: str, ended: int) -> str:
    """Return the row of a term, counted by hand."""
    if class_ == "permanent":
        return "forever"
    if start != "end":
        return "waits"
    last = ended + int(class_.partition("-")[0])
    if last < DAY.year:
        return "earlier"
    return str(last) if last < DAY.year + 10 else "later"


if __name__ == "__main__":
    sys.exit(main())
