"""The steps from a bare machine to bin/instance."""

from __future__ import annotations

import ast
from motcua.setup import environment
from motcua.setup.environment import Environment
from motcua.setup.environment import Package
from motcua.setup.environment import SetupError
from motcua.setup.environment import Stamp
from pathlib import Path
import pytest
import re
import sys


HOME = Path(__file__).parents[2]


def test_uses_the_standard_library_alone() -> None:
    """It runs before anything is installed."""
    tree = ast.parse(Path(environment.__file__).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names <= sys.stdlib_module_names


def test_finished_step_is_skipped_until_an_input_changes(tmp_path: Path) -> None:
    source = tmp_path / "lock"
    source.write_text("one")
    made = Environment(tmp_path / "venv")
    assert not made.stamp("packages", source).holds()
    made.stamp("packages", source).write()
    assert made.stamp("packages", source).holds()
    source.write_text("two")
    assert not made.stamp("packages", source).holds()


def test_hash_tells_where_one_input_ends() -> None:
    assert environment.digest("ab", "c") != environment.digest("a", "bc")


def test_step_cut_short_has_no_stamp(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamps" / "x", "value")
    stamp.path.parent.mkdir()
    stamp.path.with_suffix(".new").write_text("val")
    assert not stamp.holds()


def test_half_made_environment_is_not_usable(tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    assert not Environment(folder).usable()


def test_failing_command_shows_its_end_and_the_way_out() -> None:
    code = "print('connection refused'); raise SystemExit(1)"
    with pytest.raises(SetupError, match=r"(?s)connection refused.*check the network"):
        environment.run([sys.executable, "-c", code], "check the network")


def test_missing_venv_package_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(environment, "administrator", lambda: None)
    with pytest.raises(SetupError, match=r"sudo apt-get install python3\.11-venv"):
        Environment(tmp_path / "venv").create()


def test_debian_packages_are_named_with_their_purpose_where_rights_lack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = [Package("tesseract-ocr-vie", "OCR of Vietnamese")]
    monkeypatch.setattr(environment, "administrator", lambda: None)
    monkeypatch.setattr(environment, "missing", lambda packages: wanted)
    environment.debian(wanted)
    written = capsys.readouterr().out
    assert "tesseract-ocr-vie: OCR of Vietnamese" in written
    assert "sudo apt-get install tesseract-ocr-vie" in written


def test_debian_packages_are_installed_where_rights_allow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = [Package("pngquant", "smaller files")]
    done: list[str] = []
    monkeypatch.setattr(environment, "administrator", list)
    monkeypatch.setattr(environment, "missing", lambda p: [] if done else wanted)
    monkeypatch.setattr(
        environment, "apt_install", lambda p, prefix: done.extend(x.name for x in p)
    )
    environment.debian(wanted)
    assert done == ["pngquant"]
    assert "missing" not in capsys.readouterr().out


def test_failed_installation_of_debian_packages_goes_on_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(packages: object, prefix: object) -> None:
        raise SetupError("apt-get: no network")

    wanted = [Package("pngquant", "smaller files")]
    monkeypatch.setattr(environment, "administrator", list)
    monkeypatch.setattr(environment, "missing", lambda packages: wanted)
    monkeypatch.setattr(environment, "apt_install", fail)
    environment.debian(wanted)
    assert "pngquant: smaller files" in capsys.readouterr().out


def test_unknown_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="PROFILE=staging"):
        Environment(tmp_path).build("staging")


def test_ci_installs_every_package_that_a_test_may_miss() -> None:
    listed = re.search(r"packages=\((.*?)\)", (HOME / ".ci/run").read_text(), re.S)
    assert listed
    wanted = {package.name for package in environment.TEST_PACKAGES}
    assert wanted <= set(listed[1].split())
