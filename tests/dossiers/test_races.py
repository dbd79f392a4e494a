"""Real processes over one database server: they race, and they are killed."""

from __future__ import annotations

import json
from motcua.setup import instance
from motcua.setup.testing import live
import os
from pathlib import Path
import pytest
import random
import signal
import subprocess
import sys
from tests.dossiers.conftest import LAND
from tests.dossiers.racing import MOMENTS


ROOT = Path(__file__).parents[2]
PATIENCE = 120


class Process:
    """A process of the house that a test talks to."""

    module = "tests.dossiers.racing"

    def __init__(self, var, stderr):
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module],
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


FORWARD = ("forward", "reception", {"to": LAND})
PROPOSE = ("propose", "handler", {"proposal": "Đủ điều kiện"})
FINISHED = (FORWARD, PROPOSE, ("approve", "leader", {}), ("finish", "handler", {}))
#: Kinds of acts: the steps that lead to them, and the act itself.
ACTS = {
    "forward": ((), FORWARD),
    "propose": ((FORWARD,), PROPOSE),
    "supplement": (
        (FORWARD,),
        ("pause", "handler", {"reason_code": "missing_paper", "reason": "Thiếu sơ đồ"}),
    ),
    "stop": (
        (FORWARD,),
        ("stop", "leader", {"reason_code": "authority", "reason": "Theo yêu cầu"}),
    ),
    "correct": (
        (),
        (
            "correct",
            "reception",
            {"reason": "Ghi nhầm", "changes": {"note": "Thửa 12, tờ 5"}},
        ),
    ),
    "return": (FINISHED, ("return_result", "reception", {})),
}
KINDS = (*ACTS, "receive", "storm")
#: Each kind dies at one moment and each moment meets several; ``MOTCUA_KILLS=all``
#: has every kind die at every moment.
DEATHS = [
    (kind, moment)
    for kind in KINDS
    for number, moment in enumerate(MOMENTS)
    if os.environ.get("MOTCUA_KILLS") == "all" or number == KINDS.index(kind) % 3
]


@pytest.fixture(scope="module")
def victims(start):
    """Processes to be killed; the next one is started while one is used."""
    started = [start()]

    def take():
        started.append(start())
        victim = started[-2]
        assert victim.hear() == {"ready": True}
        return victim

    return take


def die(victim, do, **command):
    """Have a process that was told to die do something."""
    victim.send(do, **command)
    assert victim.hear() is None
    assert victim.process.returncode == -signal.SIGKILL


def do(process, code, operation, actor, data):
    """Have an act done and acknowledged."""
    told = process.ask("act", code=code, operation=operation, actor=actor, data=data)
    assert "number" in told, told
    assert process.ask("commit")["done"]


def dies_acting(one, victim, kind, moment):
    """An act happened whole or not at all, and can be done then."""
    code = one.ask("receive")["code"]
    before, (operation, actor, data) = ACTS[kind]
    for step in before:
        do(one, code, *step)
    length = one.ask("head", code=code)["length"]
    order = {"code": code, "operation": operation, "actor": actor, "data": data}
    victim.ask("die", moment=moment)
    assert victim.ask("act", **order)["number"] == length + 1
    die(victim, "commit")
    happened = one.ask("head", code=code)["length"] - length
    assert happened == (moment != "voting")
    if not happened:
        do(one, code, operation, actor, data)
    assert one.ask("head", code=code)["length"] == length + 1


def dies_receiving(one, victim, _kind, moment):
    """A receipt that was not acknowledged is there whole or not; its code is gone."""
    before = one.ask("numbers")["codes"]
    victim.ask("die", moment=moment)
    die(victim, "receive")
    after = one.ask("numbers")["codes"]
    assert len(after) - len(before) == (moment != "voting")
    assert one.ask("receive")["code"] not in after


def dies_suspending(one, victim, _kind, moment):
    """A job that died half-way goes on: every dossier stands still, and once."""
    codes = [one.ask("receive")["code"] for _each in range(3)]
    job = one.ask("storm", codes=codes)
    victim.ask("die", moment=moment, spared=1)
    die(victim, "carry", **job)
    lengths = [one.ask("head", code=code)["length"] for code in codes]
    assert lengths == [2, 1 if moment == "voting" else 2, 1]
    told = one.ask("carry", **job)["told"]
    assert told == dict.fromkeys(codes, "done")
    assert [one.ask("head", code=code)["length"] for code in codes] == [2, 2, 2]


@pytest.mark.parametrize(("kind", "moment"), DEATHS)
def test_a_process_killed_while_it_commits_leaves_all_or_nothing(
    pair, victims, kind, moment
):
    """The rest heals, what was acknowledged is there, and no number comes twice."""
    one, _other = pair
    acknowledged = {
        code: one.ask("head", code=code)["length"]
        for code in one.ask("numbers")["codes"]
    }
    dies = {"receive": dies_receiving, "storm": dies_suspending}.get(kind, dies_acting)
    dies(one, victims(), kind, moment)
    assert healed(one) == []
    numbers = one.ask("numbers")
    slips = [tuple(each) for each in numbers["slips"]]
    assert len(set(slips)) == len(slips) > 0
    assert len(set(numbers["codes"])) == len(numbers["codes"])
    for code, length in acknowledged.items():
        assert one.ask("head", code=code)["length"] == length
