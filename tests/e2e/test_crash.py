"""Nothing that an officer was told is saved is lost, whatever dies meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
import subprocess
import sys


CLIENT = Path(__file__).parents[2] / "benchmarks" / "crash.py"
SECONDS = 15
PATIENCE = 900


def test_acknowledged_dossiers_outlive_a_kill_of_every_process(demo_data, tmp_path):
    """The client of the benchmark, with one kill each of web, worker and database."""
    done = subprocess.run(
        [
            sys.executable,
            str(CLIENT),
            f"--seconds={SECONDS}",
            "--threads=2",
            "--each-once",
            f"--data={demo_data}",
            f"--keep={tmp_path / 'crash'}",
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    said = done.stdout + done.stderr
    lines = [json.loads(x) for x in done.stdout.splitlines() if x.startswith("{")]
    step = {line.pop("step"): line for line in lines}
    assert "verdict" in step, said
    load, present = step["load"], step["present"]
    assert load["killed"] == {"zeo": 1, "web": 1, "worker": 1}
    assert load["unfinished"] == 0
    assert load["acknowledged"] > 0
    assert present["present"] == present["distinct"] == load["acknowledged"]
    assert present["dossiers_after"] - present["dossiers_before"] == present["distinct"]
    assert step["healed"]["differences"][-1] == 0
    assert step["tampered"]["found"] == step["tampered"]["done"]
    assert step["tampered"]["mended"] == sum(step["tampered"]["done"].values())
    assert step["tampered"]["differences_after"] == 0
    assert done.returncode == 0, said
