"""Intakes from outside while processes are killed: nothing acknowledged is lost.

    crash.py [--seconds 60] [--threads 3] [--each-once] [--data VAR] [--keep DIR]

Starts a demo house of its own (from a copy of the data in VAR, or created anew)
and receives dossiers through the form of the counter, as officers' browsers do.
A code that the house gives is written to ``acknowledged.txt`` and synced before
the next form is filled in; a form without an answer is sent again until there is
one. Meanwhile web, worker and database server are killed (SIGKILL), at random or
each once. Afterwards every code must be there, once; the register must heal by
itself; rows deleted, altered and invented on purpose must be found and mended.

Prints JSON lines; exit status 1 when a claim does not hold.
"""

from __future__ import annotations

import argparse
from base64 import b64encode
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from dataclasses import field
import http.client
import json
from motcua.setup.testing import live
import os
from pathlib import Path
import random
import re
import secrets
import sqlite3
import sys
import tempfile
import threading
import time
from typing import Any
from urllib.parse import urlencode


PROCEDURE = "9.900201"
FORM = f"/desk/tiep-nhan/{PROCEDURE}?case=1&channel=counter"
OFFICER = "tiepnhan"
HIDDEN = re.compile(
    r'<input name="(_authenticator|version|case|channel)"\s+type="hidden"\s+'
    r'value="([^"]*)"'
)
DELETED, ALTERED, INVENTED = 3, 4, 1
PATIENCE = 180
"""Seconds after the last kill in which house and register have to be well again."""


@dataclass
class Log:
    """What the house acknowledged, on disk before it counts."""

    path: Path
    codes: list[str] = field(default_factory=list)
    repeated: int = 0
    """Forms that were sent again because no answer came."""

    conflicts: int = 0
    """Answers that asked to try again (409, 5xx)."""

    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, code: str) -> None:
        """Keep a code; it is on disk when this returns."""
        with self.lock, self.path.open("a", encoding="ascii") as out:
            out.write(f"{code}\n")
            out.flush()
            os.fsync(out.fileno())
            self.codes.append(code)


class Officer(threading.Thread):
    """Somebody at the counter who sends each form until it is answered."""

    def __init__(self, site: live.LiveSite, log: Log, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.log = log
        self.stop = stop
        self.hidden: dict[str, str] = {}
        pair = f"{OFFICER}:{site.passwords[OFFICER]}".encode()
        self.headers = {
            "Host": f"localhost:{site.port}",
            "Authorization": f"Basic {b64encode(pair).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def run(self) -> None:
        """Receive dossiers until told to stop; a form begun is brought to its end."""
        while not self.stop.is_set():
            token = secrets.token_urlsafe(16)
            while not self.save(token):
                self.log.repeated += 1
                time.sleep(0.2)

    def save(self, token: str) -> bool:
        """Send one form; say whether its code is known now."""
        if not self.hidden:
            _status, _where, page = self.ask("GET", FORM)
            self.hidden = dict(HIDDEN.findall(page))
            if len(self.hidden) < 4:
                self.hidden = {}
                return False
        form = {
            **self.hidden,
            "token": token,
            "applicant-name": "Người Thử",
            "same": "1",
            "paper-1-form": "original",
            "paper-1-count": "1",
            "save": "1",
        }
        status, where, _page = self.ask("POST", FORM.partition("?")[0], form)
        if status == 303 and "/ho-so/" in where:
            self.log.write(where.rpartition("/")[2])
            return True
        if status:
            self.log.conflicts += 1
        if status in (400, 403):
            self.hidden = {}
        return False

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return (status, where it leads, body); status 0 when nobody answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        try:
            body = urlencode(form) if form else None
            connection.request(method, path, body, self.headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, answer.getheader("Location", ""), text
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            connection.close()


def say(**figures: Any) -> None:
    """Print one JSON line."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


def until_well(site: live.LiveSite, log: Log) -> float:
    """Return the seconds until the next dossier is received."""
    begin, known = time.monotonic(), len(log.codes)
    while len(log.codes) == known:
        if time.monotonic() - begin > PATIENCE:
            raise SystemExit(f"the house does not recover:\n{site.logs()}")
        time.sleep(0.1)
    return time.monotonic() - begin


def kill_at_random(site: live.LiveSite, log: Log, seconds: float) -> list[str]:
    """Kill a service every few seconds; return which ones."""
    killed: list[str] = []
    waiting: list[str] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(random.uniform(1, 5))
        # In any order, but none of them twice before each has had its turn.
        waiting = waiting or random.sample(live.SERVICES, len(live.SERVICES))
        name = waiting.pop()
        if site.kill(name):
            killed.append(name)
            if name != "worker":
                until_well(site, log)
    return killed


def kill_each_once(site: live.LiveSite, log: Log, seconds: float) -> list[str]:
    """Kill every service once in the time, in any order; return them."""
    names = list(live.SERVICES)
    random.shuffle(names)
    for name in names:
        time.sleep(seconds / len(names))
        site.kill(name)
        until_well(site, log)
    return names


def verification(site: live.LiveSite, action: str) -> dict[str, Any]:
    """Run ``register verify``, ``rebuild`` or ``replay``; return what it says."""
    done = site.command("register", action, "--json")
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(f"register {action}: {done.stdout}{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def healed(site: live.LiveSite) -> tuple[dict[str, Any], list[int], float]:
    """Verify until nothing differs: (last verification, differences met, seconds)."""
    begin, met = time.monotonic(), []
    while True:
        found = verification(site, "verify")
        met.append(len(found["differences"]))
        seconds = time.monotonic() - begin
        if not met[-1] or seconds > PATIENCE:
            return found, met, seconds
        time.sleep(5)


def registered(site: live.LiveSite) -> int:
    """Return the number of rows in the register."""
    with closing(sqlite3.connect(site.var / "sql" / "register.sqlite")) as sql:
        return int(sql.execute("SELECT count(*) FROM dossiers").fetchone()[0])


def tamper(site: live.LiveSite, codes: list[str]) -> Counter[str]:
    """Delete, alter and invent rows behind the house's back; return what was done."""
    chosen = random.sample(codes, DELETED + ALTERED)
    deleted, altered = chosen[:DELETED], chosen[DELETED:]
    with closing(sqlite3.connect(site.var / "sql" / "register.sqlite")) as sql, sql:
        sql.execute("PRAGMA busy_timeout = 10000")
        for code in deleted:
            sql.execute("DELETE FROM participants WHERE code = ?", (code,))
            sql.execute("DELETE FROM dossiers WHERE code = ?", (code,))
        for code in altered:
            sql.execute("UPDATE dossiers SET state = 'closed' WHERE code = ?", (code,))
        columns = [row[1] for row in sql.execute("PRAGMA table_info(dossiers)")]
        rest = ", ".join(column for column in columns if column != "code")
        for number in range(INVENTED):
            # Column names come from the schema itself.
            sql.execute(
                f"INSERT INTO dossiers (code, {rest}) "  # noqa: S608
                f"SELECT ?, {rest} FROM dossiers WHERE code = ?",
                (f"H99.01-200101-{number:04d}", altered[0]),
            )
    return Counter(missing=DELETED, altered=ALTERED, extra=INVENTED)


def kinds(found: dict[str, Any]) -> Counter[str]:
    """Count the differences of the register of dossiers by kind."""
    lines = (line.split(": ", 1)[1] for line in found["differences"])
    return Counter(line.split()[0] for line in lines)


def load(site: live.LiveSite, log: Log, args: argparse.Namespace) -> None:
    """Receive and kill."""
    stop = threading.Event()
    officers = [Officer(site, log, stop) for _ in range(args.threads)]
    for officer in officers:
        officer.start()
    until_well(site, log)
    begin = time.monotonic()
    kill = kill_each_once if args.each_once else kill_at_random
    killed = kill(site, log, args.seconds)
    stop.set()
    for officer in officers:
        officer.join(PATIENCE)
    say(
        step="load",
        seconds=round(time.monotonic() - begin, 1),
        killed=dict(Counter(killed)),
        acknowledged=len(log.codes),
        sent_again=log.repeated,
        asked_to_try_again=log.conflicts,
        unfinished=sum(officer.is_alive() for officer in officers),
    )


def check(site: live.LiveSite, log: Log, before: int) -> bool:
    """Compare what was acknowledged with what is there; tamper, find, mend."""
    reader = Officer(site, log, threading.Event())
    kept = log.path.read_text(encoding="ascii").split()
    lost = [code for code in kept if reader.ask("GET", f"/desk/ho-so/{code}")[0] != 200]
    found, met, seconds = healed(site)
    after = found["compared"]["dossiers"]
    say(
        step="present",
        acknowledged=len(kept),
        distinct=len(set(kept)),
        present=len(kept) - len(lost),
        lost=lost,
        dossiers_before=before,
        dossiers_after=after,
    )
    say(
        step="healed",
        differences=met,
        seconds=round(seconds, 1),
        compared=found["compared"],
    )
    well = not lost and not met[-1] and after - before == len(set(kept)) == len(kept)
    # What was just received is followed to its end first, or the replay of the next
    # minute might mend a deleted row before we look.
    verification(site, "replay")
    done = tamper(site, kept)
    seen = verification(site, "verify")
    mended = verification(site, "rebuild")
    again = verification(site, "verify")
    say(
        step="tampered",
        done=dict(done),
        found=dict(kinds(seen)),
        mended=mended["mended"],
        differences_after=len(again["differences"]),
    )
    exact = kinds(seen) == done and mended["mended"] == sum(done.values())
    return well and exact and not again["differences"]


def main() -> int:
    """Run everything in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--each-once", action="store_true", help="no random kills")
    parser.add_argument("--data", type=Path, help="data of a house that stands still")
    parser.add_argument("--keep", type=Path, help="new folder for data and logs")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-crash-") as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        var = folder / "var"
        live.lay(var, args.data)
        with live.running(var) as site:
            before = registered(site)
            log = Log(folder / "acknowledged.txt")
            load(site, log, args)
            well = check(site, log, before)
    say(step="verdict", well=well, load_average=round(os.getloadavg()[0], 1))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
