"""A demo house is taken along by the command, and its copy compares as equal."""

from __future__ import annotations

import json
from motcua.setup.testing import live
import os
import shutil
import subprocess
import sys


def command(var, *words):
    """Run ``bin/motcua`` for a house that stands still; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "motcua.setup.cli", *words],
        env=live.environment(var),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(var):
    """Return the hashes of the stored files."""
    found = set()
    for _folder, _folders, names in os.walk(var / "files"):
        found.update(name for name in names if len(name) == 64)
    return found


def test_a_restored_house_is_the_house_that_was_taken(demo_data, tmp_path):
    house = live.copy(demo_data, tmp_path / "house")
    again = tmp_path / "again"
    command(house, "register", "rebuild")
    taken = json.loads(command(house, "backup", "take", str(tmp_path / "backup")))
    assert taken["files"] == len(files(house)) > 0
    # The key is kept apart; names of people are looked up by it.
    again.mkdir()
    shutil.copy(house / "secret", again / "secret")
    restored = json.loads(command(again, "backup", "restore", str(tmp_path / "backup")))
    assert restored["mended"] == 0
    assert restored["rows"] > 0
    assert files(again) == files(house)
    told = [
        json.loads(command(var, "ledger", "verify", "--all", "--json"))
        for var in (house, again)
    ]
    for each in told:
        each.pop("seconds")
        each.pop("events_per_second")
    assert told[0] == told[1]
    assert told[0]["dossiers"] > 0
