"""Common processes that come with the house: where the writing of one begins.

They name departments by relative names alone, belong to no procedure and have no
deed; their trials pass as they are. Whoever begins with one gives it a procedure,
departments and times of its own.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.reading import loads
from typing import Final


#: In the order in which they are offered, the plainest first.
KEYS: Final = ("mot-phong", "tham-tra-thuc-dia", "lay-y-kien", "tai-cho")


@cache
def common() -> tuple[Process, ...]:
    """Return the common processes."""
    folder = files("motcua.dossiers.processes").joinpath("data")
    return tuple(
        loads(folder.joinpath(f"{key}.json").read_text(encoding="utf-8"))
        for key in KEYS
    )


def get(key: str) -> Process:
    """Return the common process with a key; KeyError when there is none."""
    for process in common():
        if process.key == key:
            return process
    raise KeyError(key)
