"""Dossiers received over HTTP, beside documents of plain Plone (B4).

    intake.py [--rows 10000,100000] [--objects 200] [--rounds 7] [--creates 40]
              [--port 8411] [--houses DIR]

Each house is a demo house filled with so many rows of the register (``make load``), a
plain Classic site beside ours in its database, a ZEO server, and two web processes of
two threads; the register is a file of SQLite. Four clients keep a connection each, two
to a process, and send ``POST @dossiers``, or the same JSON as a document, each client
to a folder of its own. What is answered with a conflict is counted and sent again.
A turn is ``--creates`` of them, in ABBA order in the smallest house; then the houses
take turns. Conflicts are those that the ZEO server counts, objects and bytes those of
its file. In the end every acknowledged dossier must be there, in the database and in
the register, and no code twice. Houses in DIR are kept and used again.
"""

from __future__ import annotations

import argparse
from base64 import b64encode
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from contextlib import ExitStack
from datetime import date
from http.client import HTTPConnection
import json
import os
from pathlib import Path
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from typing import Any


ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent)]
from sides.rounds import interleaved  # noqa: E402
from sides.rounds import middle  # noqa: E402
from sides.rounds import ratios  # noqa: E402
from sides.rounds import tell  # noqa: E402


PERSON, PASSWORD = "quay-so-1", "Mot-cua-1!"
PLAIN = "plain"
UNIT = "H98.01"
PROCESSES, THREADS = 2, 2
#: What Zope notes of a create in its transaction.
NOTES = {"ours": b"POST_application_json_@dossiers", "plain": b"/plain/client-"}
SIDES = ("ours", "plain")


def main() -> int:
    """Measure; 1 when a dossier was lost or a code came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="10000,100000")
    parser.add_argument("--objects", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--creates", type=int, default=40, help="in a turn")
    parser.add_argument("--port", type=int, default=8411)
    parser.add_argument("--houses", type=Path)
    parser.add_argument("--inside", choices=("prepare", "check"), help="for itself")
    args = parser.parse_args()
    if args.inside:
        return {"prepare": prepare, "check": check}[args.inside]()
    with ExitStack() as stack:
        spare = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        houses = []
        for number, rows in enumerate(sorted(map(int, args.rows.split(",")))):
            folder = (args.houses or spare).absolute() / str(rows)
            houses.append(House(folder, rows, args, args.port + number * PROCESSES))
        for house in houses:
            stack.callback(house.stop)
            house.open()
        beside_plain(houses[0], args)
        if len(houses) > 1:
            grown(houses, args)
        lost = 0
        for house in houses:
            house.stop()
            lost += house.lost()
    return 1 if lost else 0


class House:
    """One filled house and its processes."""

    def __init__(self, folder: Path, rows: int, args: Any, port: int) -> None:
        self.folder, self.rows = folder, rows
        self.ports = [port + number for number in range(PROCESSES)]
        self.environment = {
            **os.environ,
            "MOTCUA_VAR": str(folder),
            "MOTCUA_PROFILE": "development",
            "PORT": str(port),
        }
        self.environment.pop("MOTCUA_SQL", None)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.acknowledged: list[str] = []
        self.refused: dict[str, int] = dict.fromkeys(SIDES, 0)
        if not (folder / "matter.json").exists():
            load = ["-m", "motcua.setup.cli", "load", str(rows)]
            self.run(*load, "--objects", str(args.objects))
            self.run(__file__, "--inside", "prepare")
        self.body = json.loads((folder / "matter.json").read_text("utf-8"))

    def run(self, *command: str, given: str = "") -> str:
        """Run a program over the files of the house and return what it wrote."""
        done = subprocess.run(
            [sys.executable, *command],
            env={**self.environment, "MOTCUA_STORAGE": "file"},
            cwd=ROOT,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{command}: {done.stderr[-2000:]}")
        return done.stdout

    def open(self) -> None:
        """Start server and web processes and wait until they answer."""
        from motcua.setup import instance

        os.environ.update(self.environment)
        os.environ["MOTCUA_STORAGE"] = "zeo"
        for name in ("MOTCUA_ZEO", "MOTCUA_SECRET", "CHAMELEON_CACHE"):
            os.environ.pop(name, None)
        here = instance.prepare()
        common, self.socket = {**os.environ}, here.zeo_socket
        self.first = self.last()
        conf = ROOT / "instance"
        self.start(["-m", "ZEO.runzeo", "-C", str(conf / "zeo.conf")], common, "zeo")
        wait(lambda: self.counted() is not None, "ZEO")
        for number, port in enumerate(self.ports):
            ini = self.folder / f"web-{number}.ini"
            ini.write_text(settings(conf, port), "utf-8")
            name = f"web-{number}"
            variables = {**common, "MOTCUA_PROCESS": name, "PORT": str(port)}
            self.start(["-m", "Zope2.Startup.serve", str(ini)], variables, name)
        for port in self.ports:
            wait(lambda port=port: listens(port), f"port {port}")

    def start(self, command: list[str], variables: dict[str, str], name: str) -> None:
        """Start one process; what it says goes to a file."""
        with (self.folder / f"{name}.out").open("wb") as out:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, *command],
                    env=variables,
                    cwd=ROOT,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                )
            )

    def stop(self) -> None:
        """End the processes, the server last."""
        while self.processes:
            process = self.processes.pop()
            process.terminate()
            process.wait(30)

    def counted(self) -> dict[str, int] | None:
        """Return what the ZEO server counts; None where it does not answer."""
        try:
            with socket.socket(socket.AF_UNIX) as asked:
                asked.connect(str(self.socket))
                asked.sendall(struct.pack(">I", 4) + b"ruok")
                answer = asked.makefile("rb")
                for _greeting_and_answer in range(2):
                    size = struct.unpack(">I", answer.read(4))[0]
                    said = answer.read(size)
                return json.loads(said)["1"]  # type: ignore[no-any-return]
        except (OSError, struct.error):
            return None

    def conflicts(self) -> int:
        """Return the conflicts so far, solved by the objects themselves or not."""
        counted = self.counted() or {}
        return counted["conflicts"] + counted["conflicts_resolved"]

    def last(self) -> bytes:
        """Return the last transaction in the file."""
        from ZODB.FileStorage import FileStorage

        path = self.folder / "filestorage/Data.fs"
        storage = FileStorage(str(path), read_only=True)
        try:
            return storage.lastTransaction()  # type: ignore[no-any-return]
        finally:
            storage.close()

    def written(self) -> dict[str, list[tuple[int, int]]]:
        """Return (objects, bytes) of each create since the start, by side."""
        from ZODB.FileStorage.FileStorage import FileIterator

        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        path = self.folder / "filestorage/Data.fs"
        for transaction in FileIterator(str(path), start=self.first):
            sizes = [len(record.data or b"") for record in transaction]
            if transaction.tid == self.first:
                continue
            for side, note in NOTES.items():
                if note in transaction.description:
                    found[side].append((len(sizes), sum(sizes)))
        return found

    def create(self, side: str, many: int) -> list[float]:
        """Have all clients create; return the seconds of each, and of all last."""
        clients = PROCESSES * THREADS
        share = [many // clients + (n < many % clients) for n in range(clients)]
        started = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            work = [
                pool.submit(self.client, side, n, each) for n, each in enumerate(share)
            ]
            found = [seconds for one in work for seconds in one.result()]
        return [*found, time.perf_counter() - started]

    def client(self, side: str, number: int, many: int) -> list[float]:
        """Create one after the other over one connection."""
        port = self.ports[number % PROCESSES]
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        key = b64encode(f"{PERSON}:{PASSWORD}".encode()).decode()
        headers = {
            "Authorization": f"Basic {key}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        text = json.dumps(self.body, ensure_ascii=False)
        item = {"@type": "Document", "title": "Hồ sơ", "text": text}
        body = text if side == "ours" else json.dumps(item, ensure_ascii=False)
        found = []
        where = {"ours": "/motcua/@dossiers", "plain": f"/{PLAIN}/client-{number}"}
        for _number in range(many):
            begun = time.perf_counter()
            while True:
                connection.request("POST", where[side], body.encode(), headers)
                answer = connection.getresponse()
                said = answer.read()
                if answer.status == 201:
                    break
                if b"ConflictError" not in said:
                    raise SystemExit(f"{side}: {answer.status} {said[:500]!r}")
                self.refused[side] += 1
            found.append(time.perf_counter() - begun)
            if side == "ours":
                self.acknowledged.append(json.loads(said)["code"])
        connection.close()
        return found

    def lost(self) -> int:
        """Look for every acknowledged dossier; say what is missing or twice."""
        codes = self.acknowledged
        missing = json.loads(
            self.run(__file__, "--inside", "check", given=json.dumps(codes))
        )
        twice = len(codes) - len(set(codes))
        tell(
            figure="B4 nothing lost",
            rows=self.rows,
            acknowledged=len(codes),
            codes_twice=twice,
            **missing,
        )
        return twice + sum(missing.values())


def beside_plain(house: House, args: Any) -> None:
    """Measure both sides in one house."""
    latencies: dict[str, list[float]] = defaultdict(list)
    conflicts: dict[str, int] = defaultdict(int)
    for side in SIDES:
        house.create(side, PROCESSES * THREADS * 3)

    def turn(side: str) -> float:
        before = house.conflicts()
        *each, whole = house.create(side, args.creates)
        conflicts[side] += house.conflicts() - before
        latencies[side] += each
        return whole * 1000 / args.creates

    found = interleaved({side: lambda s=side: turn(s) for side in SIDES}, args.rounds)
    written = house.written()
    tell(
        figure="B4",
        rows=house.rows,
        setup=f"ZEO, {PROCESSES} processes x {THREADS} threads, SQLite",
        per_second={n: middle([1000 / x for x in v], 1) for n, v in found.items()},
        faster=ratios(found["ours"], found["plain"]),
        p50_milliseconds={n: median(v) for n, v in latencies.items()},
        answered_with_a_conflict=house.refused,
        creates={name: len(each) for name, each in latencies.items()},
        conflicts_per_create={
            name: round(number / len(latencies[name]), 4)
            for name, number in conflicts.items()
        },
        objects={n: statistics.mean(o for o, _b in w) for n, w in written.items()},
        kilobytes={
            n: round(statistics.mean(b for _o, b in w) / 1000, 2)
            for n, w in written.items()
        },
        rounds=args.rounds,
        raw_rounds={n: [round(x, 2) for x in v] for n, v in found.items()},
        warm_up="12 creates of each side",
    )


def grown(houses: list[House], args: Any) -> None:
    """Measure ours in a small and a large house, in turns."""
    latencies: dict[str, list[float]] = defaultdict(list)

    def turn(house: House) -> float:
        *each, _whole = house.create("ours", args.creates)
        latencies[str(house.rows)] += each
        return float(statistics.median(each)) * 1000

    for house in houses:
        house.create("ours", PROCESSES * THREADS * 3)
    sides = {str(house.rows): lambda h=house: turn(h) for house in houses}
    found = interleaved(sides, args.rounds)
    small, large = str(houses[0].rows), str(houses[-1].rows)
    tell(
        figure="B4 growth",
        p50_milliseconds={name: median(each) for name, each in latencies.items()},
        slower=ratios(found[small], found[large]),
        rounds=args.rounds,
        raw_rounds={n: [round(x, 2) for x in v] for n, v in found.items()},
        warm_up="12 creates in each house",
    )


def median(seconds: list[float]) -> float:
    """Return the middle of some seconds, in milliseconds."""
    return round(statistics.median(seconds) * 1000, 1)


def settings(conf: Path, port: int) -> str:
    """Return the settings of a web process that shows both sites as they are."""
    from io import StringIO

    ini = RawConfigParser()
    ini.read(conf / "wsgi.ini", "utf-8")
    ini["server:main"] = {
        "use": "egg:waitress#main",
        "host": "127.0.0.1",
        "port": str(port),
        "threads": str(THREADS),
    }
    ini["app:zope"]["zope_conf"] = str(conf / "zope.conf")
    ini["pipeline:main"]["pipeline"] = "\negg:Zope#httpexceptions\nzope"
    written = StringIO()
    ini.write(written)
    return written.getvalue()


def listens(port: int) -> bool:
    """Say whether something answers there."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def wait(ready: Any, what: str) -> None:
    """Wait until it is so; give up after three minutes."""
    for _tenth in range(1800):
        if ready():
            return
        time.sleep(0.1)
    raise SystemExit(f"{what} does not answer")


def prepare() -> int:
    """Make the plain site and the person, and note what is handed in."""
    from motcua.dossiers import receipt
    from motcua.dossiers.errors import MissingData
    from motcua.organisation import duties
    from motcua.procedures import versions
    from motcua.setup.cli.site import open_site
    from plone import api
    import plone.distribution
    from plone.distribution.api import site as distributions  # noqa: F401
    from Products.CMFPlone.factory import addPloneSite
    import transaction
    from zope.component.hooks import setSite

    with open_site() as ours:
        matters = (
            {
                "procedure": code,
                "version": version.digest,
                "case": case.key,
                "channel": channel.kind,
            }
            for code in ours["procedures"].objectIds()
            if (version := _current(versions, code, ours)) is not None
            for case in version.cases
            for channel in case.channels
            if channel.kind == "counter"
        )
        for matter in matters:
            try:
                receipt.channel_of(ours, UNIT, matter)
                break
            except MissingData:
                continue
        user = {"email": "so1@example.org", "username": PERSON, "password": PASSWORD}
        api.user.create(**user)
        duty = duties.Duty(PERSON, UNIT, "reception", date(2026, 1, 1))
        duties.book(ours).write(PERSON, (duty,))
        app = ours.__parent__
        plain = addPloneSite(
            app, PLAIN, title="Plain", distribution_name="classic", setup_content=False
        )
        setSite(plain)
        with api.env.adopt_roles(["Manager"]):
            api.user.create(**user)
            for number in range(PROCESSES * THREADS):
                name = f"client-{number}"
                api.content.create(plain, "Folder", id=name, title=name)
        plain.manage_permission("plone.restapi: Use REST API", ["Anonymous"], 1)
        roles = ["Member", "Editor", "Contributor"]
        plain.acl_users.userFolderEditUser(PERSON, None, roles, [])
        transaction.commit()
        body = {
            "unit": UNIT,
            **{name: matter[name] for name in ("procedure", "case", "channel")},
            "persons": [
                {
                    "role": "applicant",
                    "name": "Nguyễn Văn Đức",
                    "birth": "1957",
                    "phone": "0912 345 678",
                    "id_number": "030957001234",
                }
            ],
            "papers": [],
        }
    (Path(os.environ["MOTCUA_VAR"]) / "matter.json").write_text(
        json.dumps(body, ensure_ascii=False), "utf-8"
    )
    assert plone.distribution
    return 0


def _current(versions: Any, code: str, site: Any) -> Any:
    try:
        return versions.current(code, site=site)
    except KeyError:
        return None


def check() -> int:
    """Say how many of the codes given are in neither database nor register."""
    from motcua.dossiers.folder import find
    from motcua.dossiers.ledger import verify
    from motcua.dossiers.register import DOSSIERS
    from motcua.setup.cli.site import open_site
    from motcua.storage.engines import register_engine
    import sqlalchemy as sa

    codes = json.load(sys.stdin)
    with open_site() as site, register_engine().connect() as connection:
        found = [find(site, code) for code in codes]
        gone = sum(dossier is None or bool(verify(dossier)) for dossier in found)
        known = connection.execute(sa.select(DOSSIERS.c.code)).scalars()
        unlisted = len(set(codes) - set(known))
    print(json.dumps({"missing": gone, "not_in_the_register": unlisted}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
