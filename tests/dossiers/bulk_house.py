"""A house in which many dossiers are acted on and the worker is killed half-way.

``python -m tests.dossiers.bulk_house <word> ...`` is one process of it: ``fill``
receives dossiers and gives the order, ``work`` carries it out and may be told to die
after so many dossiers, ``tell`` tells what became of it.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
import json
from motcua.setup import instance
from motcua.setup.testing import live
import os
from pathlib import Path
import signal
import subprocess
import sys
from tests.dossiers import conftest
import transaction


ROOT = Path(__file__).parents[2]
PATIENCE = 300
#: Words of an answer among what libraries print.
MARK = "> "


def played(folder, number, deaths=(1 / 3, 1 / 3)):
    """Play it whole in a folder and return the report.

    ``deaths`` are the shares of the dossiers after which a worker dies.
    """
    var = folder / "v"
    var.mkdir()
    made = subprocess.run(
        [sys.executable, "-m", "tests.dossiers.racing", "prepare"],
        cwd=ROOT,
        env=live.environment(var, MOTCUA_STORAGE="file"),
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()
    with _server(var):
        key = _told(var, "fill", str(number))["key"]
        killed = 0
        for share in deaths:
            died = _run(var, "work", key, str(int(number * share)))
            assert died.returncode == -signal.SIGKILL, died.stderr
            killed += 1
        _told(var, "work", key, "0")
        return {"dossiers": number, "killed": killed, **_told(var, "tell", key)}


@contextmanager
def _server(var):
    environ = live.environment(var, MOTCUA_STORAGE="zeo")
    house = instance.load(environ)
    with (var / "zeo.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "ZEO.runzeo", "-C", str(ROOT / "instance/zeo.conf")],
            env={**environ, **instance.variables(house)},
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _run(var, *words):
    return subprocess.run(
        [sys.executable, "-m", "tests.dossiers.bulk_house", *words],
        cwd=ROOT,
        env=live.environment(var, MOTCUA_STORAGE="zeo"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def _told(var, *words):
    found = _run(var, *words)
    assert found.returncode == 0, found.stderr
    line = next(each for each in found.stdout.splitlines() if each.startswith(MARK))
    return json.loads(line.removeprefix(MARK))


def fill(site, number):
    """Receive dossiers, withdraw every second one, order that all are forwarded."""
    from motcua.dossiers.actions import act
    from motcua.dossiers.clocks import orders
    from motcua.dossiers.intake import receive
    from motcua.procedures import versions

    version = versions.current("1.001193", site=site)
    found = []
    for count in range(int(number)):
        now = datetime.now(UTC)
        dossier = receive(site, conftest.an_intake(version), "reception", now)
        found.append(dossier)
        if count % 2:
            reason = {"reason_code": "other", "reason": "Ông Đức xin rút"}
            act(dossier, "withdraw", "reception", data=reason, now=datetime.now(UTC))
        if count % 20 == 0:
            transaction.commit()
    transaction.commit()
    planned = [orders.unchanged(each) for each in found]
    key = orders.give("forward", "reception", planned, {"to": conftest.LAND})
    transaction.commit()
    return {"key": key}


def work(site, key, spared):
    """Carry the order out as the worker does; die after so many dossiers."""
    from contextlib import nullcontext
    from motcua.dossiers import bulk
    from motcua.dossiers.clocks import orders
    from motcua.storage import jobs
    from motcua.storage import worker

    left = int(spared)
    real = bulk.do

    def do(*asked):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        real(*asked)

    bulk.do = do
    transaction.begin()
    worker.drain(nullcontext)
    found = jobs.status(orders.KIND, key)
    return {"state": found.state, "attempts": found.attempts}


def tell(site, key):
    """Tell what became of each dossier, as the screen of the result does."""
    from motcua.dossiers import answers
    from motcua.dossiers.clocks import orders
    from motcua.dossiers.folder import find
    from motcua.dossiers.ledger import events
    from motcua.dossiers.ledger import verify

    (job,) = orders.parts(key)
    outcomes = orders.outcomes(site, key, job.data, job.state in orders.OVER)
    refused = answers.read(key, outcomes)
    dossiers = [find(site, code) for code in outcomes]
    times = [
        sum(each.facts.get("order") == key for each in events(dossier))
        for dossier in dossiers
    ]
    return {
        "attempts": job.attempts,
        "done": sum(each == "done" for each in outcomes.values()),
        "refused": dict(Counter(each.en for each in refused.values())),
        "waiting": sum(each == "waiting" for each in outcomes.values()),
        "untold": len(outcomes) - len(refused) - sum(map(bool, times)),
        "twice": sum(count > 1 for count in times),
        "faults": sum(len(verify(dossier)) for dossier in dossiers),
    }


def main(word, *words):
    """Be one process of the house."""
    from motcua.setup.cli.site import open_site

    with open_site() as site:
        found = {"fill": fill, "work": work, "tell": tell}[word](site, *words)
        print(f"{MARK}{json.dumps(found)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
