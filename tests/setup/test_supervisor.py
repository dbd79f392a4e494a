"""The supervisor: a dead service comes back, the end is orderly, nothing is left."""

from __future__ import annotations

from collections.abc import Callable
import dataclasses
from motcua.setup.supervisor import Service
from motcua.setup.supervisor import Supervisor
import os
from pathlib import Path
import pytest
import select
import signal
import subprocess
import sys
import threading


# A service that writes what happens to it: one line per event.
BODY = """
import os, signal, sys, subprocess
name, diary = sys.argv[1:3]
def write(word):
    with open(diary, "a") as out:
        out.write(f"{name} {word} {os.getpid()}\\n")
def end(number, frame):
    write("stopped")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
if "--child" in sys.argv:
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    write(f"child-{child.pid}")
write("started")
while True:
    signal.pause()
"""


class House:
    """A supervisor in this process, with a diary of what its services lived."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diary = folder / "diary"
        self.diary.touch()

    def lines(self, name: str, word: str) -> list[str]:
        return [
            line
            for line in self.diary.read_text().splitlines()
            if line.startswith(f"{name} {word}")
        ]

    def service(self, name: str, *needs: str, options: tuple[str, ...] = ()) -> Service:
        return Service(
            name=name,
            command=[sys.executable, "-c", BODY, name, str(self.diary), *options],
            log=self.folder / f"{name}.log",
            needs=needs,
            ready=lambda: bool(self.lines(name, "started")),
        )


class Steps(Supervisor):
    """A supervisor that does something to itself once, when a condition holds."""

    def __init__(
        self, services: list[Service], plan: list[tuple[Callable[[], bool], object]]
    ) -> None:
        super().__init__(services)
        self.plan = plan

    def pause(self) -> float:
        return 0.05

    def wait(self, wake: int) -> None:
        super().wait(wake)
        if self.plan:
            condition, action = self.plan[0]
            if condition():
                self.plan.pop(0)
                action()  # type: ignore[operator]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("motcua.setup.supervisor.FIRST_PAUSE", 0.01)
    return House(tmp_path)


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def pid_of(line: str) -> int:
    return int(line.split()[-1])


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_starts_what_is_needed_first_and_stops_it_last(house: House) -> None:
    services = [house.service("zeo")]
    services += [house.service(name, "zeo") for name in ("web", "worker")]
    ready = lambda: bool(  # noqa: E731
        house.lines("web", "started") and house.lines("worker", "started")
    )
    assert Steps(services, [(ready, interrupt)]).run() == 0
    events = [line.rsplit(" ", 1)[0] for line in house.diary.read_text().splitlines()]
    assert events[0] == "zeo started"
    assert events[-3:] == ["web stopped", "worker stopped", "zeo stopped"]


def test_the_later_waits_for_the_first_readiness_alone(house: House) -> None:
    web = house.service("web")
    worker = dataclasses.replace(house.service("worker"), after=("web",))
    supervisor = Supervisor([worker, web])
    assert not supervisor.may_start(supervisor.children["worker"])
    supervisor.children["web"].ever_ready = True
    assert supervisor.may_start(supervisor.children["worker"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_way_to_end_is_orderly(house: House, number: signal.Signals) -> None:
    plan = [
        (
            lambda: bool(house.lines("web", "started")),
            lambda: os.kill(os.getpid(), number),
        )
    ]
    assert Steps([house.service("web")], plan).run() == 0
    assert house.lines("web", "stopped")


def test_a_killed_service_is_started_again(house: House) -> None:
    def kill() -> None:
        os.kill(pid_of(house.lines("web", "started")[0]), signal.SIGKILL)

    plan = [
        (lambda: len(house.lines("web", "started")) == 1, kill),
        (lambda: len(house.lines("web", "started")) == 2, interrupt),
    ]
    assert Steps([house.service("web")], plan).run() == 0
    assert len({pid_of(line) for line in house.lines("web", "started")}) == 2


def test_the_death_of_one_leaves_the_others_alone(house: House) -> None:
    def kill() -> None:
        os.kill(pid_of(house.lines("zeo", "started")[0]), signal.SIGKILL)

    plan = [
        (lambda: bool(house.lines("web", "started")), kill),
        (lambda: len(house.lines("zeo", "started")) == 2, interrupt),
    ]
    services = [house.service("zeo"), house.service("web", "zeo")]
    assert Steps(services, plan).run() == 0
    assert len(house.lines("web", "started")) == 1


def test_nothing_of_a_group_is_left(house: House) -> None:
    plan = [(lambda: bool(house.lines("web", "started")), interrupt)]
    Steps([house.service("web", options=("--child",))], plan).run()
    (line,) = house.lines("web", "child-")
    wait_for(lambda: not is_alive(int(line.split("-")[1].split()[0])))


def test_children_of_a_killed_service_are_cleared_away(house: House) -> None:
    def kill() -> None:
        os.kill(pid_of(house.lines("web", "started")[0]), signal.SIGKILL)

    plan = [
        (lambda: len(house.lines("web", "started")) == 1, kill),
        (lambda: len(house.lines("web", "started")) == 2, interrupt),
    ]
    Steps([house.service("web", options=("--child",))], plan).run()
    first = house.lines("web", "child-")[0]
    wait_for(lambda: not is_alive(int(first.split("-")[1].split()[0])))


def test_a_service_that_ignores_the_end_is_killed(house: House) -> None:
    deaf = Service(
        name="deaf",
        command=[
            sys.executable,
            "-c",
            "import signal; signal.signal(15, signal.SIG_IGN)\n"
            f"open({str(house.diary)!r}, 'a').write('deaf started 0\\n')\n"
            "while True: signal.pause()",
        ],
        log=house.folder / "deaf.log",
        stop_seconds=0.2,
    )
    supervisor = Steps([deaf], [(lambda: bool(house.lines("deaf", "st")), interrupt)])
    assert supervisor.run() == 0
    assert supervisor.children["deaf"].process is None


def test_a_service_that_never_starts_is_given_up_with_its_last_words(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Service(
        name="web",
        command=[
            sys.executable,
            "-c",
            "print('no configuration'); raise SystemExit(3)",
        ],
        log=house.folder / "web.log",
        ready=lambda: False,
    )
    with caplog.at_level("INFO", "motcua"):
        assert Supervisor([broken]).run() == 1
    assert "no configuration" in caplog.text
    assert "cannot start" in caplog.text


def test_pause_grows_and_has_a_limit(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.setup.supervisor.FIRST_PAUSE", 1.0)
    monkeypatch.setattr("motcua.setup.supervisor.time.monotonic", lambda: 100.0)
    supervisor = Supervisor([house.service("web")])
    child = supervisor.children["web"]
    pauses = []
    for _ in range(7):
        child.process = subprocess.Popen(["true"], start_new_session=True)
        child.process.wait()
        child.started = 99.0
        supervisor.bury(child)
        pauses.append(child.not_before - 100.0)
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    child.process = subprocess.Popen(["true"], start_new_session=True)
    child.process.wait()
    child.started = 0.0  # ran for more than a minute: forgiven
    supervisor.bury(child)
    assert child.not_before - 100.0 == 1


def test_services_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    """The kernel tells them; nobody is left to do it."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from motcua.setup.supervisor import Service, Supervisor\n"
        "command = [sys.executable, '-c', sys.argv[1], 'web', sys.argv[2]]\n"
        "Supervisor([Service('web', command, Path(sys.argv[2] + '.log'))]).run()\n"
    )
    diary = tmp_path / "diary"
    diary.touch()
    with subprocess.Popen([sys.executable, "-c", code, BODY, str(diary)]) as parent:
        wait_for(lambda: "started" in diary.read_text())
        pid = pid_of(diary.read_text().splitlines()[0])
        parent.kill()
    wait_for(lambda: not is_alive(pid))


def wait_for(condition: Callable[[], bool]) -> None:
    """Look again until it holds; a test run has its own limit."""
    deadline = threading.Event()
    timer = threading.Timer(20, deadline.set)
    timer.start()
    try:
        while not condition():
            assert not deadline.is_set(), "did not happen in 20 seconds"
            select.select([], [], [], 0.02)
    finally:
        timer.cancel()
