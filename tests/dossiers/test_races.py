"""Real processes over one database server: they race, and they are killed."""

from __future__ import annotations

import json
from motcua.setup import instance
from motcua.setup.testing import live
from pathlib import Path
import pytest
import random
import signal
import subprocess
import sys
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.racing import MOMENTS


ROOT = Path(__file__).parents[2]
PATIENCE = 120


class Process:
    """A process of the house that a test talks to."""

    def __init__(self, var, stderr):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.dossiers.racing"],
            cwd=ROOT,
            env=live.environment(var, MOTCUA_STORAGE="zeo"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )

    def send(self, do, **command):
        """Tell the process something, and do not wait for the answer."""
        self.process.stdin.write(json.dumps({"do": do, **command}) + "\n")
        self.process.stdin.flush()

    def hear(self):
        """Return the next answer; None when the process has ended."""
        for line in self.process.stdout:
            if line.startswith("> "):
                return json.loads(line[2:])
        self.process.wait(PATIENCE)
        return None

    def ask(self, do, **command):
        """Tell the process something and return what it answers."""
        self.send(do, **command)
        return self.hear()

    def end(self):
        """End the process, however it is."""
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """The data of a house, and its database server."""
    folder = tmp_path_factory.mktemp("race") / "v"
    folder.mkdir()
    log = (folder / "race.log").open("wb")
    made = subprocess.run(
        [sys.executable, "-m", "tests.dossiers.racing", "prepare"],
        cwd=ROOT,
        env=live.environment(folder, MOTCUA_STORAGE="file"),
        stdout=log,
        stderr=log,
        check=False,
    )
    assert made.returncode == 0, (folder / "race.log").read_text()
    environ = live.environment(folder, MOTCUA_STORAGE="zeo")
    house = instance.load(environ)
    server = subprocess.Popen(
        [sys.executable, "-m", "ZEO.runzeo", "-C", str(ROOT / "instance" / "zeo.conf")],
        env={**environ, **instance.variables(house)},
        stdout=log,
        stderr=log,
    )
    yield folder
    server.terminate()
    server.wait(PATIENCE)
    log.close()


@pytest.fixture(scope="module")
def start(var):
    """Start processes; all of them end with the module."""
    log = (var / "racers.log").open("wb")
    started = []

    def begin():
        process = Process(var, log)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.end()
    log.close()


@pytest.fixture(scope="module")
def pair(start):
    """Two processes that are ready."""
    found = start(), start()
    for process in found:
        assert process.hear() == {"ready": True}
    return found


def both(pair, *commands, do):
    """Tell two processes something at once; return both answers."""
    for process, command in zip(pair, commands, strict=True):
        process.send(do, **command)
    return [process.hear() for process in pair]


def proposed(process):
    """Return a dossier that waits for a decision."""
    code = process.ask("receive")["code"]
    for operation, actor, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Đủ điều kiện"}),
    ):
        process.ask("act", code=code, operation=operation, actor=actor, data=data)
        assert process.ask("commit")["done"]
    return code


def healed(process):
    """Return what is wrong once the replay has passed."""
    process.ask("heal")
    return process.ask("prove")["faults"]


@pytest.mark.parametrize("seen", [True, False], ids=["by page", "by program"])
def test_two_leaders_decide_at_once_and_one_is_told(pair, seen):
    one, _other = pair
    for _round in range(5):
        code = proposed(one)
        head = one.ask("head", code=code)["head"] if seen else None
        orders = [
            {"operation": "approve", "data": {}},
            {"operation": "send_back", "data": {"reason": "Thiếu bản đồ"}},
        ]
        random.shuffle(orders)
        common = {"code": code, "actor": "leader", "expected": head}
        acted = both(pair, *({**common, **order} for order in orders), do="act")
        # Neither has committed: both believe that they are the first.
        assert [answer["number"] for answer in acted] == [4, 4]
        told = both(pair, {}, {}, do="commit")
        won = [answer for answer in told if "done" in answer]
        lost = [answer for answer in told if "refused" in answer]
        assert len(won) == len(lost) == 1
        assert lost[0]["conflicts"] == 1
        told_so = {"StalePage"} if seen else {"IllegalStep", "NotAllowed"}
        assert lost[0]["refused"] in told_so
        assert one.ask("head", code=code)["length"] == 4
    assert healed(one) == []


def test_who_may_act_again_after_a_conflict_does_and_nothing_is_lost(pair):
    """Without a page that was seen, both acts are legal one after the other."""
    one, _other = pair
    code = one.ask("receive")["code"]
    common = {"code": code, "operation": "attach_scan", "actor": "reception"}
    for number in range(10):
        scans = [
            {
                "paper": "1",
                "sha256": f"{number:063d}{side}",
                "size": 1,
                "media": "application/pdf",
                "name": "x.pdf",
            }
            for side in range(2)
        ]
        both(pair, *({**common, "data": scan} for scan in scans), do="act")
        told = both(pair, {}, {}, do="commit")
        assert sorted(answer["conflicts"] for answer in told) == [0, 1]
        assert all(answer["done"] for answer in told)
        assert one.ask("head", code=code)["length"] == 1 + 2 * (number + 1)
    assert healed(one) == []


def test_what_one_process_acknowledged_the_other_sees_at_once(pair):
    """Who is answered by one process may be served by another the next moment."""
    writer, reader = pair
    for _round in range(60):
        code = writer.ask("receive")["code"]
        assert reader.ask("head", code=code)["length"] == 1
        order = {"operation": "forward", "actor": "reception", "data": {"to": LAND}}
        reader.ask("act", code=code, **order)
        assert reader.ask("commit") == {"conflicts": 0, "done": True}
        assert writer.ask("head", code=code)["length"] == 2


def test_two_counters_never_give_one_code_twice(pair):
    codes = []
    for _round in range(20):
        codes += [answer["code"] for answer in both(pair, {}, {}, do="receive")]
    assert len(set(codes)) == 40
    assert healed(pair[0]) == []


def test_one_form_sent_to_two_processes_is_one_dossier(pair):
    for number in range(5):
        token = {"token": f"token-of-one-form-{number}"}
        first, second = both(pair, token, token, do="receive")
        assert first == second
    assert healed(pair[0]) == []


STEPS = (
    ("forward", "reception", {"to": JUSTICE}),
    ("forward", "jurist", {"to": LAND}),
    ("propose", "handler", {"proposal": "Đủ điều kiện"}),
)


def killed(start, moment, order):
    """Have a process die at a moment of the commit of an act."""
    victim = start()
    assert victim.hear() == {"ready": True}
    victim.ask("die", moment=moment)
    assert "number" in victim.ask("act", **order)
    victim.send("commit")
    assert victim.hear() is None
    assert victim.process.returncode == -signal.SIGKILL


def test_a_process_killed_while_it_commits_leaves_all_or_nothing(pair, start):
    """Whatever was not acknowledged happened whole or not at all; the rest heals."""
    one, _other = pair
    code = one.ask("receive")["code"]
    length = 1
    for moment, (operation, actor, data) in zip(MOMENTS, STEPS, strict=True):
        order = {"code": code, "operation": operation, "actor": actor, "data": data}
        killed(start, moment, order)
        happened = one.ask("head", code=code)["length"] == length + 1
        assert happened == (moment != "voting"), moment
        if not happened:
            one.ask("act", **order)
            assert one.ask("commit")["done"]
        length += 1
        assert one.ask("head", code=code)["length"] == length
    assert any("row-differs" in fault for fault in one.ask("prove")["faults"])
    assert healed(one) == []
