"""Finding a dossier by half a name (N1), beside a column of names with LIKE.

    name_lookup.py [--rows 1000000] [--calls 60] [--sql sqlite,postgresql]

Rows of dossiers with persons are written into the register and the index of persons
of an empty house: a quarter in one busy unit, the rest in sixty communes; names as
often as they are in Vietnam (every third family is called Nguyễn). Asked are the
questions of a counter, each with other names in every call: the commonest family
names, three words, two letters, words left out, a rare name, a name that nobody has, a
birth year beside it, and phones. Sides: ours (``people.find``, with the entry in the
journal of access), what waits to be fetched first; and raw, one statement ``unit = ?
AND name LIKE '%…%' ORDER BY name LIMIT 25`` on a table of folded names with an index
by unit, which asks for no rights and writes nothing down. Both in turn, ABBA.

One JSON line per question: milliseconds at the median and at the 95th percentile.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from itertools import islice
import os
from pathlib import Path
import random
import statistics
import sys
import tempfile
import time
from typing import Any


sys.path.insert(0, str(Path(__file__).parent))
from sides.rounds import tell


CENTRE = "H98.01"
COMMUNES = tuple(f"H98.{number}.01" for number in range(31, 91))
BATCH = 5_000
PAGE = 25
FAMILY = {
    "Nguyễn": 38,
    "Trần": 11,
    "Lê": 10,
    "Phạm": 7,
    "Hoàng": 5,
    "Phan": 5,
    "Vũ": 4,
    "Võ": 4,
    "Đặng": 2,
    "Bùi": 2,
    "Đỗ": 2,
    "Hồ": 1,
    "Ngô": 1,
    "Dương": 1,
    "Lý": 1,
    "Đinh": 1,
    "Trương": 1,
    "Mai": 1,
    "Cao": 1,
    "Lương": 1,
    "Xa": 0.02,
    "Ung": 0.02,
}
MIDDLE = {
    "Thị": 30,
    "Văn": 25,
    "Đức": 4,
    "Ngọc": 5,
    "Minh": 4,
    "Quốc": 3,
    "Thanh": 4,
    "Hữu": 3,
    "Xuân": 3,
    "Thu": 3,
    "Kim": 3,
    "Bích": 2,
    "Đình": 2,
    "Công": 2,
}
_GIVEN = (
    "An Anh Ánh Ân Bảo Bắc Bích Bình Ca Cầm Châu Chi Chiến Cúc Cường Dân Diễm Diệu "
    "Dung Dũng Duy Duyên Dương Đại Đào Đạt Điệp Đông Đức Giang Hà Hải Hạnh Hằng Hậu "
    "Hiền Hiếu Hòa Hoa Hoài Hoàn Hồng Huệ Hùng Huy Huyền Hương Khánh Khoa Kiên Lan "
    "Lâm Liên Linh Loan Long Lộc Lợi Lực Mai Mạnh Minh My Nam Nga Ngân Nghĩa Ngọc "
    "Nguyên Nhân Nhung Oanh Phong Phúc Phương Quang Quân Quyên Quỳnh Sơn Tâm Tân "
    "Thái Thanh Thảo Thắng Thịnh Thọ Thu Thủy Tiến Toàn Trang Trinh Trung Tú Tuấn "
    "Tùng Tuyết Uyên Vân Việt Vinh Xuân Yến"
)
GIVEN = tuple(_GIVEN.split())


def main() -> int:
    """Fill a house on each database and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=60, help="calls per question")
    parser.add_argument("--sql", default="sqlite,postgresql")
    args = parser.parse_args()
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
        tell(figure="N1 left out", sql="postgresql", why=str(error)[:100])
        return False
    os.environ["MOTCUA_SQL"] = server.url_of("motcua")
    stack.callback(os.environ.pop, "MOTCUA_SQL", None)
    return True


def measure(sql: str, args: argparse.Namespace) -> None:
    """Fill and ask every question in the busy unit and in a commune."""
    from motcua.storage.engines import dispose

    began = time.perf_counter()
    chance = random.Random(5)
    persons = fill(args.rows, chance)
    tell(
        figure="N1 filled",
        sql=sql,
        dossiers=args.rows,
        persons=persons,
        seconds=round(time.perf_counter() - began, 1),
        megabytes=sizes(),
    )
    for unit in (CENTRE, COMMUNES[0]):
        for question, ask in QUESTIONS.items():
            asked = [ask(chance) for _ in range(args.calls)]
            compare(sql, unit, question, asked, args)
    dispose()


Question = tuple[str, int | None, str]


def _name(chance: random.Random) -> str:
    return " ".join(
        chance.choices(list(each), list(each.values()))[0] for each in (FAMILY, MIDDLE)
    )


#: What is asked: (text, birth year, phone), drawn anew for each call.
QUESTIONS: dict[str, Callable[[random.Random], Question]] = {
    "nguyen": lambda chance: ("nguyen", None, ""),
    "nguyen van": lambda chance: ("Nguyễn Văn", None, ""),
    "half a full name": lambda c: (f"nguyen thi {c.choice(GIVEN)[:1]}", None, ""),
    "two letters": lambda c: (c.choice(("ng", "th", "tr", "ho", "an")), None, ""),
    "given name": lambda chance: (chance.choice(GIVEN), None, ""),
    "middle left out": lambda chance: (f"nguyen {chance.choice(GIVEN)}", None, ""),
    "full name": lambda chance: (f"{_name(chance)} {chance.choice(GIVEN)}", None, ""),
    "name and birth year": lambda c: (f"nguyen {c.choice(GIVEN)}", year(c), ""),
    "rare family": lambda c: (f"ung {c.choice(GIVEN)}", None, ""),
    "nobody": lambda chance: ("nguyen khongcoai", None, ""),
    "nobody at all": lambda chance: ("zzz", None, ""),
    "end of a phone": lambda c: ("", None, f"{c.randrange(10_000):04d}"),
    "name and end of a phone": lambda c: ("nguyen", None, f"{c.randrange(10_000):04d}"),
    "whole phone": lambda chance: ("", None, phone(chance)),
}


def year(chance: random.Random) -> int:
    """Return the birth year of a grown-up."""
    return 1940 + chance.randrange(66)


def phone(chance: random.Random) -> str:
    """Return a phone of a range that nobody has."""
    return f"0900{chance.randrange(10**6):06d}"


def fill(number: int, chance: random.Random) -> int:
    """Write dossiers and their persons; return how many persons."""
    from motcua.dossiers.people import People
    from motcua.dossiers.people.index import row_of
    from motcua.dossiers.register import DOSSIERS
    from motcua.dossiers.register import Register
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    written = 0
    with register_engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE raw_people (code VARCHAR(64), unit VARCHAR(40), name TEXT)"
        )
        connection.exec_driver_sql("CREATE INDEX raw_unit ON raw_people (unit)")
    source = dossiers(number, chance)
    while batch := list(islice(source, BATCH)):
        raw = [
            (row["code"], row["unit"], person.name)
            for row, persons in batch
            for person in persons
        ]
        people = [row_of(r["code"], r["unit"], 0, persons) for r, persons in batch]
        with register_engine().begin() as connection:
            Register().fill(connection, [row for row, _persons in batch])
            People().fill(connection, people)
            connection.execute(
                sa.text("INSERT INTO raw_people VALUES (:code, :unit, :name)"),
                [{"code": c, "unit": u, "name": _plain(n)} for c, u, n in raw],
            )
        written += len(raw)
    with register_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("VACUUM"))
        connection.execute(sa.text("ANALYZE"))
        assert connection.scalar(sa.select(sa.func.count(DOSSIERS.c.code))) == number
    return written


def _plain(name: str) -> str:
    from motcua.base.folding import fold

    return fold(name)


def dossiers(
    number: int, chance: random.Random
) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Yield rows of the register, a quarter in one unit, each with its persons."""
    from motcua.dossiers.persons import Person

    now = datetime(2026, 11, 2, 2, tzinfo=UTC)
    for each in range(number):
        unit = CENTRE if chance.random() < 0.25 else chance.choice(COMMUNES)
        state = chance.choices(("closed", "processing", "finished"), (97, 2, 1))[0]
        at = now - timedelta(minutes=each)
        row = {
            "code": f"{unit}-{each:08d}",
            "length": 1,
            "head": b"",
            "procedure": "9.980001",
            "unit": unit,
            "holder": unit,
            "state": state,
            "public_status": 4,
            "channel": "counter",
            "open": state != "closed",
            "received_at": at,
            "due_at": at + timedelta(days=5),
            "finished_at": None,
            "returned_at": None,
            "late": False,
            "finance": "none",
            "delivery": "none",
            "digitisation": "none",
            "archive": "running",
            "accepted_at": at,
            "wait_until": None,
            "kept_at": None,
            "restricted": False,
        }
        row |= _rest(row)
        persons = [
            Person(
                "applicant",
                f"{_name(chance)} {chance.choice(GIVEN)}",
                birth=str(year(chance)),
                phone=phone(chance),
                id_number=f"0{chance.randrange(10**11):011d}",
            )
        ]
        if each % 4 == 0:
            persons.append(Person("owner", f"{_name(chance)} {chance.choice(GIVEN)}"))
        yield row, persons


def _rest(row: dict[str, Any]) -> dict[str, Any]:
    """Return empty values of whatever else the register has."""
    from motcua.dossiers.register import DOSSIERS
    from motcua.dossiers.register import Register

    sides: dict[str, Any] = {side.name: () for side in Register.sides}
    columns = {
        column.name: None if column.nullable else column.type.python_type()
        for column in DOSSIERS.c
        if column.name not in row
    }
    return columns | sides


def sizes() -> dict[str, float]:
    """Return the megabytes of the tables with their indexes."""
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    statement = {
        "postgresql": "SELECT pg_total_relation_size(:table)",
        "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name IN "
        "(SELECT name FROM sqlite_master WHERE tbl_name = :table)",
    }
    found: dict[str, float] = {}
    with register_engine().connect() as connection:
        for table in ("dossiers", "people", "people_names", "people_numbers"):
            query = sa.text(statement[connection.dialect.name])
            size = connection.execute(query, {"table": table}).scalar_one()
            found[table] = round(int(size) / 1e6, 1)
    return found


def compare(
    sql: str, unit: str, question: str, asked: list[Question], args: Any
) -> None:
    """Ask both sides the same, in turn, and tell the percentiles."""
    sides = {"ours": ours(unit), "raw": raw(unit)}
    found: dict[str, list[float]] = {name: [] for name in sides}
    hits = []
    for number, one in enumerate(asked):
        order = list(sides) if number % 2 else list(reversed(sides))
        for name in order:
            # A phone has no beginning in a table of names.
            if name == "raw" and one[2]:
                continue
            began = time.perf_counter()
            codes = sides[name](one)
            found[name].append((time.perf_counter() - began) * 1000)
            if name == "ours":
                hits.append(len(codes))
    tell(
        figure="N1",
        sql=sql,
        rows=args.rows,
        unit=unit,
        question=question,
        calls=len(asked),
        hits=statistics.median(hits),
        ours=percentiles(found["ours"]),
        raw=percentiles(found["raw"]) if found["raw"] else None,
    )


def percentiles(values: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and most, in milliseconds."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "max": round(ordered[-1], 2),
    }


def ours(unit: str) -> Callable[[Question], list[str]]:
    """Return what asks as the return counter does."""
    from motcua.dossiers import people
    from motcua.dossiers.people import looking

    groups = frozenset({f"{unit}:reception"})
    # The book of duties belongs to a site; here one person holds one duty.
    looking.rights.groups_of = lambda person, on: groups

    def ask(one: Question) -> list[str]:
        text, birth, number = one
        found = people.find(
            "officer", [unit], text, birth, number, limit=PAGE, waiting=True
        )
        return [each.code for each in found]

    return ask


def raw(unit: str) -> Callable[[Question], list[str]]:
    """Return what asks a column of names."""
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    statement = sa.text(
        "SELECT code FROM raw_people WHERE unit = :unit AND name LIKE :name "
        "ORDER BY name LIMIT 25"
    )

    def ask(one: Question) -> list[str]:
        name = f"%{'%'.join(_plain(one[0]).split())}%"
        with register_engine().connect() as connection:
            found = connection.execute(statement, {"unit": unit, "name": name})
            return [code for (code,) in found]

    return ask


if __name__ == "__main__":
    sys.exit(main())
