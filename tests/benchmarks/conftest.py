"""Benchmarks run as programs, at a tiny size, so that they do not rot."""

from __future__ import annotations

import json
import os
from pathlib import Path
import pytest
import subprocess
import sys


ROOT = Path(__file__).parents[2]


@pytest.fixture
def bench():
    """Run a benchmark; return the lines of JSON it prints."""

    def run(name, *words):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
        done = subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), *words],
            env=kept,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        return [json.loads(line) for line in lines]

    return run
