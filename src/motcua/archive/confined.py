"""Run a task on a stranger's file in a process of its own, within limits.

Parsers of PDF and image files are large and files may be hostile, so no such
file is opened in a web or worker process. The task runs in a new session with
bounded memory, processor time and file size, at low priority; on time-out the
whole session is ended. Parent and child speak JSON: the request on standard
input, then one line per message (``progress``, ``result`` or ``error``).
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.limits import Limits
    from pathlib import Path

    Progress = Callable[[int, int], None]

logger = logging.getLogger(__name__)

#: The only functions a request may name. Each takes keyword arguments that JSON
#: can carry and returns the same.
TASKS = {
    "inspect": "motcua.archive.inspection",
    "convert": "motcua.archive.conversion",
    "formconversion": "motcua.archive.formconversion",
}

#: Set PR_SET_PDEATHSIG: a child must not outlive a worker that was killed.
_PR_SET_PDEATHSIG = 1


class TaskFailed(Exception):
    """The task ended without a result.

    ``reason`` is ``time``, ``memory`` or ``crash``, or what the task said
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


def run(
    task: str,
    arguments: dict[str, Any],
    *,
    limits: Limits,
    seconds: int,
    progress: Progress | None = None,
    scratch: Path | None = None,
) -> dict[str, Any]:
    """Run ``task`` (a key of ``TASKS``) and return its result.

    Temporary files of the task go to ``scratch``, the caller's to remove.
    ``progress(done, total)`` is called in this thread while the task runs;
    what it raises ends the task. Raises ``TaskFailed``.
    """
    request = {
        "task": task,
        "arguments": arguments,
        "memory": limits.memory,
        "disk": limits.disk,
        "seconds": seconds,
        "parent": os.getpid(),
    }
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "OMP_THREAD_LIMIT": "1",
    }
    if scratch is not None:
        environment["TMPDIR"] = str(scratch)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "motcua.archive.confined"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
        expired = threading.Event()
        timer = threading.Timer(seconds, _expire, (process, expired))
        timer.daemon = True
        timer.start()
        try:
            answer = _converse(process, request, progress)
        finally:
            timer.cancel()
            _end(process)
        if answer is not None and "result" in answer:
            result: dict[str, Any] = answer["result"]
            return result
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - 4000))
        tail = errors.read().decode("utf-8", "replace").strip()
    raise _failure(answer, expired.is_set(), process.returncode, tail)


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
        message: dict[str, Any] = json.loads(line)
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
    answer: dict[str, Any] | None, expired: bool, status: int, tail: str
) -> TaskFailed:
    """Return the error that tells why there is no result."""
    if expired:
        return TaskFailed("time", "took too long")
    if answer is not None:
        return TaskFailed(
            answer["error"], answer.get("detail", ""), **answer.get("values", {})
        )
    logger.warning("A confined task ended with status %s: %s", status, tail[-2000:])
    last = tail.splitlines()[-1] if tail else f"status {status}"
    if "MemoryError" in tail or "bad_alloc" in tail or "std::bad_alloc" in last:
        return TaskFailed("memory", "took too much memory")
    return TaskFailed("crash", last[:300])


def _confine(request: dict[str, Any]) -> None:
    """Bind this process, and so its children, to the limits of the request."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != request["parent"]:
        raise SystemExit(1)
    os.nice(10)
    for what, amount in (
        (resource.RLIMIT_AS, request["memory"]),
        (resource.RLIMIT_FSIZE, request["disk"]),
        (resource.RLIMIT_CPU, request["seconds"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            amount = min(amount, hard)
        resource.setrlimit(what, (amount, amount))


def end_together() -> None:
    """Have what this process starts ended with it when its parent is killed.

    For tasks that start a program and wait: the kernel tells a process that its parent
    died, but not the programs that it has started.
    """
    import ctypes

    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> int:
    """Serve one request; the exit status says nothing, the messages do."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Libraries that print must not disturb the conversation.
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    request = json.load(sys.stdin)
    _confine(request)
    task = request["task"]
    try:
        function = getattr(import_module(TASKS[task]), task)
        result = function(
            progress=lambda done, total: say({"progress": [done, total]}),
            **request["arguments"],
        )
    except TaskRefused as error:
        say({"error": error.reason, "detail": error.detail, "values": error.values})
    except MemoryError:
        say({"error": "memory", "detail": "took too much memory"})
    else:
        say({"result": result})
    return 0


if __name__ == "__main__":
    # Run as a script this module is ``__main__``; the tasks raise the class of
    # the module under its own name.
    from motcua.archive import confined

    sys.exit(confined.main())
