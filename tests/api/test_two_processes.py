"""Two web processes get the same request at the same moment."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
import http.client
import json
from motcua.setup.testing import live
from pathlib import Path
import pytest
import subprocess
import sys
from tests.api.test_receiving import a_dossier
from tests.dossiers.conftest import LAND
from tests.dossiers.test_races import Process
from tests.dossiers.test_races import var


__all__ = ["var"]

ROOT = Path(__file__).parents[2]
LOGIN = b64encode(b"reception:Mot-cua-1!").decode()
ROUNDS = 5


class Web:
    """One web process; ``send`` answers (status, headers, JSON)."""

    def __init__(self, var, race, stderr):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.serving"],
            cwd=ROOT,
            env=live.environment(var, MOTCUA_STORAGE="zeo", RACE=str(race)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )

    def port(self):
        return next(
            int(line[2:]) for line in self.process.stdout if line.startswith("> ")
        )

    def begin(self):
        self.number = self.port()
        return self

    def send(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.number, timeout=60)
        sent = {
            "Accept": "application/json",
            "Authorization": f"Basic {LOGIN}",
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        text = None if body is None else json.dumps(body)
        connection.request(method, f"/++api++/{path}", text, sent)
        answer = connection.getresponse()
        found = answer.status, answer.headers, json.loads(answer.read())
        connection.close()
        return found

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)


@pytest.fixture(scope="module")
def race(tmp_path_factory):
    """The place where the processes meet before they commit."""
    folder = tmp_path_factory.mktemp("meeting")
    for name in ("one", "other"):
        (folder / name).touch()
    return folder


@pytest.fixture(scope="module")
def pair(var, race):
    with (var / "web.log").open("wb") as log:
        started = [Web(var, race, log) for _ in range(2)]
        yield [web.begin() for web in started]
        for web in started:
            web.end()


@pytest.fixture(scope="module")
def teller(var):
    """A third process, which says what the database holds."""
    with (var / "teller.log").open("wb") as log:
        process = Process(var, log)
        assert process.hear() == {"ready": True}
        yield process
        process.end()


def both(pair, race, *request, **headers):
    """Send one request to both at once; they meet right before they commit."""
    for mark in race.iterdir():
        mark.unlink()
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(web.send, *request, **headers) for web in pair]
        return [one.result() for one in sent]


def test_one_key_in_two_processes_makes_exactly_one_dossier(pair, race, teller):
    made = teller.ask("prove")["dossiers"]
    for number in range(ROUNDS):
        key = {"Idempotency_Key": f'"receive-{number}"'}
        answers = both(pair, race, "POST", "@dossiers", a_dossier(), **key)
        assert [status for status, _, _ in answers] == [201, 201]
        assert answers[0][2]["code"] == answers[1][2]["code"]
        assert answers[0][1]["ETag"] == answers[1][1]["ETag"]
        # They were two: both stood before the commit.
        assert len(list(race.iterdir())) == 2
    assert teller.ask("prove") == {"dossiers": made + ROUNDS, "faults": []}


def test_one_step_in_two_processes_is_one_event(pair, race, teller):
    for number in range(ROUNDS):
        _, headers, shown = pair[0].send("POST", "@dossiers", a_dossier())
        sent = {"Idempotency_Key": f'"step-{number}"', "If_Match": headers["ETag"]}
        path = f"@dossiers/{shown['code']}/forward"
        answers = both(pair, race, "POST", path, {"to": LAND}, **sent)
        assert [status for status, _, _ in answers] == [200, 200]
        assert answers[0][2]["head"] == answers[1][2]["head"]
        assert len(list(race.iterdir())) == 2
        assert teller.ask("head", code=shown["code"])["length"] == 2


def test_without_a_key_the_state_that_was_read_decides(pair, race, teller):
    _, headers, shown = pair[0].send("POST", "@dossiers", a_dossier())
    path = f"@dossiers/{shown['code']}/forward"
    tag = headers["ETag"]
    answers = both(pair, race, "POST", path, {"to": LAND}, If_Match=tag)
    assert sorted(status for status, _, _ in answers) == [200, 412]
    assert teller.ask("head", code=shown["code"])["length"] == 2
    assert teller.ask("prove")["faults"] == []
