"""Keeps the processes of a house running: starts, restarts, stops in order.

A ``Service`` names its command, what it needs first and how to tell that it is
ready. Each runs in a process group of its own, so that Ctrl-C in the terminal
reaches the supervisor alone and nothing of a group outlives its leader; the
kernel ends a service whose supervisor was killed. Standard library only.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextlib import suppress
import ctypes
from dataclasses import dataclass
from dataclasses import field
import logging
import os
import select
import signal
import subprocess
import time
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

logger = logging.getLogger("motcua")

PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
POLL_SECONDS = 0.1
"""How often readiness is asked for while a service is starting."""

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""A service that ran this long starts again without a growing pause."""

MOST_FAILED_STARTS = 3
"""A service that never was ready is given up after so many deaths in a row."""

LOG_LIMIT = 10 * 1024 * 1024
"""A log larger than this (bytes) is put aside as ``.1`` at the next start."""

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Service:
    """What to run, and on what it stands."""

    name: str
    command: Sequence[str]
    log: Path
    needs: tuple[str, ...] = ()
    """Services that must be ready before this one starts, and outlive it."""

    after: tuple[str, ...] = ()
    """Services that were ready once before this one starts; they may die before it."""

    ready: Callable[[], bool] = lambda: True
    """Asked while it starts; must answer within a second or so."""

    variables: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: float = 15.0
    """After SIGTERM it gets so long to end in order, then the group is killed."""


@dataclass
class Child:
    """A service and the process that runs it, if one does."""

    service: Service
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    not_before: float = 0.0
    """Monotonic time of the next start, after a death."""

    is_ready: bool = False
    ever_ready: bool = False
    failures: int = 0


def end_with_parent() -> None:
    """Ask the kernel to send SIGTERM when the parent process is gone."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(
    command: Sequence[str], variables: Mapping[str, str], output: int | None
) -> subprocess.Popen[bytes]:
    """Start a process as the leader of a group of its own; stdin is empty."""
    return subprocess.Popen(
        list(command),
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        # The supervisor has one thread, so nothing can hold a lock here.
        preexec_fn=end_with_parent,
    )


def stop(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """End a process in order, then whatever is left of its group.

    Returns False when it had to be killed.
    """
    process.terminate()
    in_time = True
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        in_time = False
    kill_group(process)
    process.wait()
    return in_time


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill every process that is still in this one's group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log, indented, or nothing."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 8192))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "".join(f"    {line}\n" for line in text.splitlines()[-lines:])


class Supervisor:
    """Runs services until a signal asks for the end.

    ``on_ready`` is called once, when every service is ready for the first time.
    """

    def __init__(
        self, services: Sequence[Service], on_ready: Callable[[], None] = lambda: None
    ) -> None:
        """Take the services in the order in which they are to start."""
        self.children = {service.name: Child(service) for service in services}
        self.on_ready = on_ready
        self.announced = False
        self.stopping = False

    def run(self) -> int:
        """Start, watch and stop; return 0, or 1 when a service was given up."""
        failed: Child | None = None
        with self.signals() as wake:
            try:
                while not self.stopping and failed is None:
                    failed = self.step()
                    if failed is None:
                        self.wait(wake)
            finally:
                self.stop_all()
        if failed is None:
            return 0
        name, log = failed.service.name, failed.service.log
        logger.error("%s: không khởi động được / cannot start; %s", name, log)
        logger.error("%s", tail(log))
        return 1

    @contextmanager
    def signals(self) -> Iterator[int]:
        """Turn the signals into bytes of a pipe, so that none gets lost."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        os.set_blocking(reader, False)
        before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
        before[signal.SIGCHLD] = signal.getsignal(signal.SIGCHLD)
        wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self.ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)

    def ask_to_stop(self, number: int, frame: object) -> None:
        """Remember that the end was asked for; the loop does the rest."""
        self.stopping = True

    def wait(self, wake: int) -> None:
        """Sleep until a signal comes or the next thing is due."""
        select.select([wake], [], [], self.pause())
        with suppress(BlockingIOError):
            while os.read(wake, 512):
                pass

    def pause(self) -> float | None:
        """Return the seconds until something is due; None for "only a signal"."""
        now = time.monotonic()
        due = [
            POLL_SECONDS
            for child in self.children.values()
            if child.process is not None and not child.is_ready
        ]
        due += [
            max(0.0, child.not_before - now)
            for child in self.children.values()
            if child.process is None and child.not_before
        ]
        return min(due) if due else None

    def step(self) -> Child | None:
        """Look after every child once; return one that is to be given up."""
        for child in self.children.values():
            if child.process is not None and child.process.poll() is not None:
                self.bury(child)
                if not child.ever_ready and child.failures >= MOST_FAILED_STARTS:
                    return child
            if child.process is None and self.may_start(child):
                self.start(child)
            if child.process is not None and not child.is_ready:
                self.ask_ready(child)
        if not self.announced and all(c.is_ready for c in self.children.values()):
            self.announced = True
            self.on_ready()
        return None

    def may_start(self, child: Child) -> bool:
        """Return whether the pause is over and what it needs is ready."""
        children, service = self.children, child.service
        return (
            time.monotonic() >= child.not_before
            and all(children[name].is_ready for name in service.needs)
            and all(children[name].ever_ready for name in service.after)
        )

    def start(self, child: Child) -> None:
        """Start the process with its output appended to the log."""
        service = child.service
        service.log.parent.mkdir(parents=True, exist_ok=True)
        if service.log.exists() and service.log.stat().st_size > LOG_LIMIT:
            service.log.replace(service.log.with_name(f"{service.log.name}.1"))
        with service.log.open("ab") as output:
            child.process = spawn(service.command, service.variables, output.fileno())
        child.started = time.monotonic()
        child.not_before = 0.0
        logger.info("%s: chạy / started (pid %d)", service.name, child.process.pid)

    def ask_ready(self, child: Child) -> None:
        """Note that a starting service has become ready."""
        if child.service.ready():
            child.is_ready = child.ever_ready = True

    def bury(self, child: Child) -> None:
        """Take note of a death, clear its group away and set the next start."""
        assert child.process is not None
        kill_group(child.process)
        code = child.process.returncode
        if time.monotonic() - child.started >= STEADY_SECONDS:
            child.failures = 0
        child.failures += 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (child.failures - 1))
        child.not_before = time.monotonic() + pause
        child.process = None
        child.is_ready = False
        logger.warning(
            "%s: đã chết / died (status %d); chạy lại sau / restart in %.0f s; %s",
            child.service.name,
            code,
            pause,
            child.service.log,
        )

    def stop_all(self) -> None:
        """Stop every service, and what others stand on after them."""
        waiting = list(self.children.values())
        while waiting:
            needed = {name for child in waiting for name in child.service.needs}
            child = next(c for c in waiting if c.service.name not in needed)
            waiting.remove(child)
            if child.process is None:
                continue
            in_time = stop(child.process, child.service.stop_seconds)
            child.process = None
            word = "dừng / stopped" if in_time else "bị buộc dừng / killed"
            logger.info("%s: %s", child.service.name, word)
