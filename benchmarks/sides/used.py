"""Run a command and print as JSON what it took.

    used.py COMMAND...

``wall`` and ``processor`` are seconds, of the command and of all that it started and
waited for; ``memory`` (largest process) and ``together`` (all at one moment) are MB.
"""

from __future__ import annotations

from contextlib import suppress
import json
import psutil
import resource
import subprocess
import sys
import tempfile
import time


EVERY = 0.5


def together(process: psutil.Process) -> float:
    """Return the memory of a process and its descendants, shared pages once."""
    found = 0.0
    with suppress(psutil.Error):
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                found += each.memory_full_info().pss / 2**20
    return found


def main(command: list[str]) -> None:
    """Run it."""
    begin = time.monotonic()
    most = 0.0
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        watched = psutil.Process(running.pid)
        while True:
            with suppress(subprocess.TimeoutExpired):
                running.wait(EVERY)
                break
            most = max(most, together(watched))
        wall = time.monotonic() - begin
        said.seek(0)
        tail = said.read()[-800:]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "status": running.returncode,
        "wall": wall,
        "processor": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
        "together": most,
        "said": tail,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
