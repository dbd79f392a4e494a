"""Under ``MOTCUA_CI`` nothing is left out quietly."""

from __future__ import annotations

import os
from pathlib import Path
import pytest
import subprocess
import sys


CONFTEST = Path(__file__).parents[1] / "conftest.py"
CASES = """
import pytest

def test_server():
    pytest.skip("missing: PostgreSQL")

def test_outside_data():
    pytest.skip("shared: not here")

@pytest.mark.skip(reason="missing: browser")
def test_browser():
    pass

def test_fine():
    pass
"""


def outcomes(folder: Path, *options: str, **variables: str) -> str:
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"))
    (folder / "test_cases.py").write_text(CASES)
    (folder / "test_module.py").write_text(
        "import pytest\npytest.skip('missing: tesseract', allow_module_level=True)\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command.append("--continue-on-collection-errors")
    known = {k: v for k, v in os.environ.items() if k != "MOTCUA_CI"}
    return subprocess.run(
        [*command, *options, str(folder), "--rootdir", str(folder)],
        env={**known, **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()[-1]


def test_a_developers_machine_skips(tmp_path: Path) -> None:
    assert "1 passed, 4 skipped" in outcomes(tmp_path)


@pytest.mark.parametrize("options", [[], ["-n1"]], ids=["alone", "in a worker"])
def test_a_missing_tool_fails_the_build(tmp_path: Path, options: list[str]) -> None:
    line = outcomes(tmp_path, *options, MOTCUA_CI="1")
    assert "1 failed, 1 passed, 1 skipped, 2 errors" in line
