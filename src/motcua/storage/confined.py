"""Run a task on a stranger's file in a process of its own, within limits.

Parsers of PDF and image files are large and files may be hostile, so no such
file is opened in a web or worker process. The task runs in a new session with
bounded memory, processor time and file size, and gives way to everything else unless
a person waits for it; on time-out the whole session is ended. Parent and child speak
JSON: the request on standard input, then one line per message (``progress``,
``result`` or ``error``).
"""

from __future__ import annotations

from contextlib import suppress
import errno
from importlib import import_module
import json
import logging
from motcua.storage import room
import os
from pathlib import Path
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from typing import Any
from typing import Protocol
from typing import TYPE_CHECKING
from typing import TypeVar


if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], None]

logger = logging.getLogger(__name__)

_MARK = "__confined_task__"
_Task = TypeVar("_Task", bound="Callable[..., Any]")


class Bounds(Protocol):
    """What a task may take, in bytes: ``memory``, and ``disk`` for any one file."""

    @property
    def memory(self) -> int:
        """Address space of the process and of each of its children."""

    @property
    def disk(self) -> int:
        """Size of any file that it may write."""


def task(function: _Task) -> _Task:
    """Mark a function as a task; a request can name no other.

    It takes keyword arguments that JSON can carry, ``progress`` among them, and
    returns the same.
    """
    setattr(function, _MARK, True)
    return function


#: Niceness of a task for which nobody waits (MOTCUA_TASK_NICE): a tenth of what the web
#: gets beside it. The kernel derives the priority for disks from it, too.
_BEHIND = 10
#: Such a task gives way: by the clock it may take so many times what it may work.
_SLACK = 5
#: Seconds of the processor in which a task that used up its own may still end.
_AFTERWARDS = 5
#: Where a process says how nice its session is.
_AUTOGROUP = Path("/proc/self/autogroup")

#: Set PR_SET_PDEATHSIG: a child must not outlive a worker that was killed.
_PR_SET_PDEATHSIG = 1


class TaskFailed(Exception):
    """The task ended without a result.

    ``reason`` is ``time``, ``memory``, ``no-room`` or ``crash``, or what the task said
    itself when it raised ``TaskRefused``; ``values`` come along with that.
    """

    def __init__(self, reason: str, detail: str = "", **values: Any) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.values = values


class TaskRefused(Exception):
    """Raised inside a task: the input is at fault, in a way that has a name."""

    def __init__(self, reason: str, detail: str = "", **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.values = values


#: Variables that a task needs which has no business with the settings of the house.
_BARE = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")


class _Process:
    """A process that waits for its request, and the file of its complaints."""

    def __init__(self, environment: dict[str, str], ready: str = "") -> None:
        #: Where its temporary files go.
        self.place = Path(environment.get("TMPDIR") or tempfile.gettempdir())
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "motcua.storage.confined", *filter(None, [ready])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment,
            start_new_session=True,
        )

    def tail(self) -> str:
        """Return the end of what it complained about."""
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 4000))
        return self.errors.read().decode("utf-8", "replace").strip()


#: Processes that have loaded the module of a task and wait, one for each such task.
_waiting: dict[str, _Process] = {}
_lock = threading.Lock()


def run(
    task: str,
    arguments: dict[str, Any],
    *,
    limits: Bounds,
    seconds: int,
    progress: Progress | None = None,
    scratch: Path | None = None,
    waited_for: bool = False,
) -> dict[str, Any]:
    """Run ``task`` ("package.module:function") and return its result.

    ``waited_for`` says that a person looks on; other tasks give way to everything else
    on the machine. ``seconds`` are those of the processor, and of the clock where a
    person waits.
    Temporary files of the task go to ``scratch``, the caller's to remove.
    ``progress(done, total)`` is called in this thread while the task runs;
    what it raises ends the task. Raises ``TaskFailed``.
    """
    environment = {**os.environ, **_paths()}
    if scratch is not None:
        environment["TMPDIR"] = str(scratch)
    request = _request(task, arguments, limits, seconds, waited_for)
    return _run(_Process(environment), request, progress)


def run_at_once(
    task: str, arguments: dict[str, Any], *, limits: Bounds, seconds: int
) -> dict[str, Any]:
    """Run ``task`` like ``run``, for a person who waits.

    A process that has loaded the module of the task already is kept waiting for the
    next request; each serves one. It knows nothing of the settings of the house.
    """
    with _lock:
        process = _waiting.pop(task, None)
    if process is None or process.popen.poll() is not None:
        process = _Process(_bare())
    try:
        return _run(process, _request(task, arguments, limits, seconds, True), None)
    finally:
        with _lock:
            if task not in _waiting:
                _waiting[task] = _Process(_bare(), task)


def _bare() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _BARE if name in os.environ}
    return {**kept, **_paths()}


def _paths() -> dict[str, str]:
    path = os.pathsep.join(path for path in sys.path if path)
    return {"PYTHONPATH": path, "OMP_THREAD_LIMIT": "1"}


def _request(
    task: str, arguments: dict[str, Any], limits: Bounds, seconds: int, waited_for: bool
) -> dict[str, Any]:
    return {
        "nice": 0 if waited_for else int(os.environ.get("MOTCUA_TASK_NICE") or _BEHIND),
        "clock": seconds if waited_for else seconds * _SLACK,
        "task": task,
        "arguments": arguments,
        "memory": limits.memory,
        "disk": limits.disk,
        "seconds": seconds,
        "parent": os.getpid(),
    }


def _run(
    process: _Process, request: dict[str, Any], progress: Progress | None
) -> dict[str, Any]:
    expired = threading.Event()
    timer = threading.Timer(request["clock"], _expire, (process.popen, expired))
    timer.daemon = True
    with process.errors:
        timer.start()
        try:
            answer = _converse(process.popen, request, progress)
        finally:
            timer.cancel()
            _end(process.popen)
        if answer is not None and "result" in answer:
            result: dict[str, Any] = answer["result"]
            return result
        tail = process.tail()
        # What fell over has taken nothing away yet.
        full = answer is None and room.is_full(process.place)
    raise _failure(answer, expired.is_set(), process.popen.returncode, tail, full)


def _converse(
    process: subprocess.Popen[bytes],
    request: dict[str, Any],
    progress: Progress | None,
) -> dict[str, Any] | None:
    """Send the request; return the last message, None when there was none."""
    assert process.stdin is not None and process.stdout is not None
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps(request).encode())
        process.stdin.close()
    for line in process.stdout:
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:
            # It ended in the middle of a message.
            return None
        if "progress" not in message:
            return message
        if progress is not None:
            progress(*message["progress"])
    return None


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the task and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _failure(
    answer: dict[str, Any] | None, expired: bool, status: int, tail: str, full: bool
) -> TaskFailed:
    """Return the error that tells why there is no result."""
    if expired or status == -signal.SIGXCPU:
        return TaskFailed("time", "took too long")
    if answer is not None:
        return TaskFailed(
            answer["error"], answer.get("detail", ""), **answer.get("values", {})
        )
    logger.warning("A confined task ended with status %s: %s", status, tail[-2000:])
    last = tail.splitlines()[-1] if tail else f"status {status}"
    if full or os.strerror(errno.ENOSPC) in tail:
        # Libraries of other languages end the process, and their last words may have
        # found no room either.
        return TaskFailed(room.NO_ROOM, "the disk is full")
    if "MemoryError" in tail or "bad_alloc" in tail or "std::bad_alloc" in last:
        return TaskFailed("memory", "took too much memory")
    return TaskFailed("crash", last[:300])


def _confine(request: dict[str, Any]) -> None:
    """Bind this process, and so its children, to the limits of the request."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != request["parent"]:
        raise SystemExit(1)
    os.nice(request["nice"])
    # Linux weighs sessions first and processes within them (sched(7), autogroup): in a
    # session of its own, a task would get as much as the web however nice it is.
    with suppress(OSError):
        _AUTOGROUP.write_text(str(request["nice"]))
    seconds = request["seconds"]
    for what, amount, most in (
        (resource.RLIMIT_AS, request["memory"], request["memory"]),
        (resource.RLIMIT_FSIZE, request["disk"], request["disk"]),
        # The first one says by its signal what was used up; the second one kills.
        (resource.RLIMIT_CPU, seconds, seconds + _AFTERWARDS),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(what, (min(amount, most), most))


def end_together() -> None:
    """Have what this process starts ended with it when its parent is killed.

    For tasks that start a program and wait: the kernel tells a process that its parent
    died, but not the programs that it has started.
    """
    import ctypes

    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _function(name: str) -> Callable[..., Any]:
    module, _colon, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), attribute)
    if not getattr(function, _MARK, False):
        raise ValueError(f"{name} is no task")
    return function


def main() -> int:
    """Serve one request; the exit status says nothing, the messages do."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Libraries that print must not disturb the conversation.
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    for name in sys.argv[1:]:
        _function(name)
    text = sys.stdin.read()
    if not text:
        return 0
    request = json.loads(text)
    _confine(request)
    try:
        result = _function(request["task"])(
            progress=lambda done, total: say({"progress": [done, total]}),
            **request["arguments"],
        )
    except MemoryError:
        say({"error": "memory", "detail": "took too much memory"})
    except Exception as error:
        # Libraries wrap what the disk says in errors of their own, and so do tasks.
        if room.is_short(error):
            say({"error": room.NO_ROOM, "detail": "the disk is full"})
        elif isinstance(error, TaskRefused):
            say({"error": error.reason, "detail": error.detail, "values": error.values})
        else:
            raise
    else:
        say({"result": result})
    return 0


if __name__ == "__main__":
    # Run as a script this module is ``__main__``; the tasks raise the class of
    # the module under its own name.
    from motcua.storage import confined

    sys.exit(confined.main())
