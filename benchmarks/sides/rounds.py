"""Rounds in the order ABBA, and figures as JSON lines."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
import json
import os
import statistics
import time
from typing import Any


def tell(**figures: Any) -> None:
    """Print one figure and the load average of the machine."""
    load = [round(each, 2) for each in os.getloadavg()]
    print(json.dumps({**figures, "load": load}, ensure_ascii=False), flush=True)


def middle(values: list[float], digits: int = 3) -> dict[str, float]:
    """Return median, least and most."""
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def timed(
    work: Callable[[], Any],
    times: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return the milliseconds that one call of `work` takes, on average.

    `time.process_time` leaves out what other programs took of the machine, but also
    what a database in another process works.
    """
    started = clock()
    for _ in range(times):
        work()
    return (clock() - started) * 1000 / times


def interleaved(
    sides: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, list[float]]:
    """Measure each side twice a round, forwards and backwards; return the means."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        there = {name: side() for name, side in sides.items()}
        back = {name: sides[name]() for name in reversed(list(sides))}
        for name in sides:
            found[name].append((there[name] + back[name]) / 2)
    return found


def ratios(ours: list[float], theirs: list[float]) -> dict[str, float]:
    """Return how many times longer the other side takes, by rounds."""
    return middle([b / a for a, b in zip(ours, theirs, strict=True)], 2)
