"""Starting a house: messages with a way out, and a creation that is whole or not."""

from __future__ import annotations

from motcua.setup import house
from motcua.setup import supervisor
from motcua.setup.house import HouseError
from motcua.setup.instance import Instance
from motcua.setup.instance import make_folders
from pathlib import Path
import pytest
import socket
import sys


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(
        home=Path(__file__).parents[2],
        var=tmp_path / "var",
        port=8119,
        profile="development",
        storage="zeo",
    )
    make_folders(made)
    return made


def fake_creation(monkeypatch: pytest.MonkeyPatch, code: str) -> list[str]:
    """Let creation run this code instead of Plone; return where it is recorded."""
    started: list[str] = []

    def fake(command: object, variables: dict[str, str], output: int) -> object:
        started.append(variables["MOTCUA_VAR"])
        return supervisor.spawn([sys.executable, "-c", code], variables, output)

    monkeypatch.setattr(house, "spawn", fake)
    return started


MAKE = """
import os, pathlib
var = pathlib.Path(os.environ["MOTCUA_VAR"])
(var / "filestorage" / "Data.fs").write_text("truth")
(var / "sql").mkdir()
(var / "sql" / "register.sqlite").write_text("rows")
(var / "demo-logins.txt").write_text("an  secret  reception")
"""


def test_busy_port_names_another_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HouseError, match=f"(?s){port}.*make run PORT="):
            house.check_port(port)


def test_free_port_passes() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house.check_port(port)


def test_second_run_of_the_same_data_is_told_where_the_first_is(
    instance: Instance,
) -> None:
    with (
        house.sole_run(instance),
        pytest.raises(HouseError, match=r"(?s)http://localhost:8119/.*MOTCUA_VAR="),
        house.sole_run(instance),
    ):
        pass


def test_a_run_that_ended_leaves_the_way_free(instance: Instance) -> None:
    for _ in range(2):
        with house.sole_run(instance):
            assert (instance.var / "run.lock").exists()


def test_first_start_creates_and_moves_everything_into_place(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = fake_creation(monkeypatch, MAKE)
    house.create_first_site(instance)
    assert started == [str(instance.var / "creating")]
    assert instance.data_fs.read_text() == "truth"
    assert (instance.var / "sql" / "register.sqlite").read_text() == "rows"
    assert instance.demo_logins.exists()
    assert not (instance.var / "creating").exists()


def test_second_start_creates_nothing(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance.data_fs.write_text("truth of last year")
    started = fake_creation(monkeypatch, MAKE)
    house.create_first_site(instance)
    assert started == []
    assert instance.data_fs.read_text() == "truth of last year"


def test_failed_creation_leaves_no_site_and_shows_why(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_creation(monkeypatch, MAKE + "raise SystemExit('disk is full')")
    with pytest.raises(HouseError, match=r"(?s)disk is full.*nothing was lost"):
        house.create_first_site(instance)
    assert not instance.data_fs.exists()
    fake_creation(monkeypatch, MAKE)
    house.create_first_site(instance)
    assert instance.data_fs.exists()


def test_creation_cut_short_is_begun_anew(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = instance.var / "creating" / "filestorage"
    half.mkdir(parents=True)
    (half / "Data.fs").write_text("half")
    fake_creation(monkeypatch, MAKE)
    house.create_first_site(instance)
    assert instance.data_fs.read_text() == "truth"


def test_move_cut_short_is_finished(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = instance.var / "creating"
    (source / "filestorage").mkdir(parents=True)
    (source / "filestorage" / "Data.fs").write_text("truth")
    (source / "complete").touch()
    (instance.var / "sql").mkdir()
    (instance.var / "sql" / "register.sqlite").write_text("moved before")
    started = fake_creation(monkeypatch, MAKE)
    house.create_first_site(instance)
    assert started == []
    assert instance.data_fs.read_text() == "truth"
    assert (instance.var / "sql" / "register.sqlite").read_text() == "moved before"


def test_data_without_a_database_is_never_overwritten(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance.var / "sql").mkdir()
    (instance.var / "sql" / "register.sqlite").write_text("of a restore")
    fake_creation(monkeypatch, MAKE)
    with pytest.raises(HouseError, match="holds data already"):
        house.create_first_site(instance)
    assert (instance.var / "sql" / "register.sqlite").read_text() == "of a restore"


def test_web_stands_on_the_database_server(instance: Instance) -> None:
    needs = {service.name: service.needs for service in house.services(instance)}
    assert needs.pop("zeo") == ()
    assert set(needs.values()) == {("zeo",)}


def test_welcome_shows_address_and_logins(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    instance.demo_logins.write_text("an  secret  tiếp nhận / reception\n")
    house.welcome(instance)
    written = capsys.readouterr().out
    assert "http://localhost:8119/" in written
    assert "an  secret  tiếp nhận" in written
