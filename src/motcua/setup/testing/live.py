"""A house of a test's own: data of the demo in a folder aside, real processes.

``create`` makes the data once, ``copy`` gives it to several houses, ``running``
starts what ``make run`` starts, on a free port, and ends it. Whatever the
processes write is kept beside the data and shown when the start fails.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
import http.client
from motcua.setup.instance import home
from motcua.setup.supervisor import end_with_parent
from motcua.setup.supervisor import tail
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CREATE_SECONDS = 600
START_SECONDS = 240
STOP_SECONDS = 60
SERVICES = ("zeo", "web", "worker")
OUTPUT = "house.log"
_STARTED = re.compile(r"(\w+): chạy / started \(pid (\d+)\)")
#: Variables of another house that must not leak into this one; compiled templates,
#: named by their digest, serve all of them.
_FOREIGN = ("MOTCUA_", "PORT", "CHAMELEON_", "zope_", "INSTANCE_HOME", "CLIENT_HOME")
_SHARED = ("CHAMELEON_CACHE",)


class LiveError(Exception):
    """The house did not come up; the message shows what its processes wrote."""


def environment(var: Path, **extra: str) -> dict[str, str]:
    """Return the variables for a process of the house in ``var``, and no others'."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _SHARED or not name.startswith(_FOREIGN)
    }
    return {
        **kept,
        "MOTCUA_HOME": str(home()),
        "MOTCUA_VAR": str(var),
        "MOTCUA_PROFILE": "development",
        **extra,
    }


def create(var: Path) -> None:
    """Make the data of a demo house in the new folder ``var``.

    Raises ``LiveError`` when that fails.
    """
    var.mkdir(mode=0o700, parents=True)
    log = var / OUTPUT
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "motcua.setup.cli", "create-site", "--demo"],
            env=environment(var, MOTCUA_STORAGE="file", MOTCUA_PROCESS="create"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=CREATE_SECONDS,
            check=False,
        )
    if done.returncode:
        raise LiveError(f"the demo site could not be created:\n{tail(log, 60)}")


def copy(source: Path, target: Path) -> Path:
    """Give the data of a house that stands still to another one; return its folder."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.sock", "*.pid"))
    return target


def lay(var: Path, data: Path | None) -> None:
    """Lay data into ``var``: those of a house that stands still, or new ones."""
    if data is None:
        create(var)
    else:
        copy(data, var)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class LiveSite:
    """A running house."""

    var: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Address without a slash at the end (theming is off on 127.0.0.1)."""
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> Path:
        """What the supervisor wrote; the services' logs lie in ``log/``."""
        return self.var / OUTPUT

    @property
    def passwords(self) -> dict[str, str]:
        """Passwords of the demo persons by login."""
        lines = (self.var / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
        pairs = (line.split(maxsplit=2)[:2] for line in lines if line.strip())
        return dict(pairs)

    def pids(self) -> dict[str, int]:
        """Return the process id of each service as last started."""
        text = self.output.read_text(encoding="utf-8", errors="replace")
        return {name: int(pid) for name, pid in _STARTED.findall(text)}

    def kill(self, service: str) -> bool:
        """End a service without warning (SIGKILL); False when it is dead already."""
        try:
            os.kill(self.pids()[service], signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def answers(self) -> bool:
        """Return whether the home page comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Return when the home page comes; raise ``LiveError`` when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.2)
        raise LiveError(f"the house does not answer:\n{self.logs()}")

    def logs(self) -> str:
        """Return the ends of everything that was written."""
        files = [self.output, *(self.var / "log" / f"{x}.log" for x in SERVICES)]
        return "\n".join(f"{path}:\n{tail(path, 25)}" for path in files)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``bin/motcua WORDS`` beside the running house; never raises."""
        return subprocess.run(
            [sys.executable, "-m", "motcua.setup.cli", *words],
            env=environment(self.var, PORT=str(self.port)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CREATE_SECONDS,
            check=False,
        )


@contextmanager
def running(var: Path, port: int | None = None, **extra: str) -> Iterator[LiveSite]:
    """Start the house in ``var`` as ``make run`` does, and stop it in the end.

    ``extra`` are more variables for its processes. Raises ``LiveError`` with what
    the processes wrote when it does not come up.
    """
    port = port or free_port()
    with (var / OUTPUT).open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "motcua.setup.house"],
            env=environment(var, PORT=str(port), PYTHONUNBUFFERED="1", **extra),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
    site = LiveSite(var, port, process)
    try:
        site.wait()
        yield site
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a house as Ctrl-C does; services that outlive it are ended by the kernel."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
