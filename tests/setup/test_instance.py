"""Where a house keeps its things."""

from __future__ import annotations

from motcua.setup import instance as module
from motcua.setup.instance import InstanceError
from motcua.setup.instance import load
from motcua.setup.instance import make_folders
from motcua.setup.instance import site_secret
from motcua.setup.instance import variables
from motcua.setup.instance import zeo_socket
import os
from pathlib import Path
import pytest
import re


INSTANCE = Path(__file__).parents[2] / "instance"


def test_defaults() -> None:
    made = load({})
    assert made.port == 8080
    assert made.var == made.home / "instance" / "var"
    assert made.url == "http://localhost:8080/"
    assert made.profile == "development"


def test_port_and_folder_can_be_chosen(tmp_path: Path) -> None:
    made = load({"PORT": "8119", "MOTCUA_VAR": str(tmp_path)})
    assert made.port == 8119
    assert made.var == tmp_path


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０８０"])
def test_impossible_port_is_refused(port: str) -> None:
    with pytest.raises(InstanceError, match="65535"):
        load({"PORT": port})


def test_unknown_profile_is_refused_with_the_choices() -> None:
    with pytest.raises(InstanceError, match="development / production"):
        load({"MOTCUA_PROFILE": "prod"})


def test_commands_work_alone_when_no_server_runs(tmp_path: Path) -> None:
    assert load({"MOTCUA_VAR": str(tmp_path)}).storage == "file"


def test_production_lies_in_postgresql() -> None:
    assert load({"MOTCUA_PROFILE": "production"}).storage == "postgresql"


def test_socket_lies_in_the_data_folder() -> None:
    assert zeo_socket(Path("/srv/motcua")) == Path("/srv/motcua/zeo.sock")


@pytest.mark.parametrize("name", ["x" * 100, "hồ-sơ-một-cửa" * 7])
def test_socket_of_a_long_folder_is_short_and_always_the_same(name: str) -> None:
    folder = Path("/srv") / name
    assert len(os.fsencode(zeo_socket(folder))) <= module.SOCKET_PATH_LIMIT
    assert zeo_socket(folder) == zeo_socket(folder)
    assert zeo_socket(folder) != zeo_socket(folder / "other")


def test_short_place_for_the_socket_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path))
    made = load({"MOTCUA_VAR": str(tmp_path / ("x" * 100))})
    make_folders(made)
    assert made.zeo_socket.parent.stat().st_mode & 0o777 == 0o700


def test_socket_never_goes_through_a_foreign_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"motcua-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    made = load({"MOTCUA_VAR": str(tmp_path / ("x" * 100))})
    with pytest.raises(InstanceError, match="MOTCUA_VAR"):
        make_folders(made)


def test_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    made = load({"MOTCUA_VAR": str(tmp_path)})
    first = site_secret(made)
    assert len(first) == 64
    assert site_secret(made) == first
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret"]


#: What is read with our variables; names in those of nginx are filled in by ``fill``.
CONFIGURATIONS = sorted({*INSTANCE.glob("*.conf")} - {*INSTANCE.glob("nginx*.conf")})


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda p: p.name)
def test_configuration_asks_only_for_variables_that_are_given(path: Path) -> None:
    given = {*variables(load({})), "MOTCUA_PROCESS", "MOTCUA_ZODB_DSN"}
    lines = [x for x in path.read_text().splitlines() if not x.startswith("#")]
    assert set(re.findall(r"\$\((\w+)\)", "\n".join(lines))) <= given


@pytest.mark.parametrize("path", sorted(INSTANCE.glob("*.*")), ids=lambda p: p.name)
def test_nothing_listens_on_other_machines(path: Path) -> None:
    text = path.read_text()
    assert "0.0.0.0" not in text
    assert not re.search(r"^\s*(address|server|port)\s+\d", text, re.MULTILINE)


def test_process_without_a_site_is_told_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.delenv("MOTCUA_STORAGE", raising=False)
    monkeypatch.delenv("MOTCUA_PROFILE", raising=False)
    with pytest.raises(SystemExit) as caught:
        module.prepare(created=True)
    assert caught.value.code == 2
    assert "make run" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
