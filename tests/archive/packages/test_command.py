"""``bin/motcua package``: made, checked, received and sent from the command line."""

from __future__ import annotations

from contextlib import contextmanager
import json
from motcua.archive.packages import store
from motcua.setup.cli import main
from motcua.storage import journal
import pytest
import transaction


@pytest.fixture
def command(province, monkeypatch):
    """Run the command on the site of the test."""

    @contextmanager
    def open_site():
        yield province

    monkeypatch.setattr("motcua.setup.cli.package.open_site", open_site)
    monkeypatch.setattr(transaction, "commit", lambda: None)
    return lambda *words: main(["package", *map(str, words)])


def test_a_package_is_written_and_checked(command, closed, tmp_path, capsys):
    words = ("--number", "3", "--person", "archivist")
    assert command("export", closed.code, tmp_path / "out", *words) == 0
    [look] = journal.of(closed.code)
    assert (look.person, look.subject) == ("archivist", "SIP")
    [path] = (tmp_path / "out").glob("3_uuid-*.zip")
    assert str(path) in capsys.readouterr().out
    assert command("check", path) == 0
    assert "HỢP LỆ / SOUND" in capsys.readouterr().out
    assert command("check", path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "sound"


def test_what_is_in_the_way_is_named_and_fails(command, filled, tmp_path, capsys):
    words = (tmp_path / "out", "--person", "archivist")
    assert command("export", filled.code, *words) == 1
    assert f"{filled.code}: open" in capsys.readouterr().err
    assert command("export", "H99.2026.99", *words) == 1


def test_nobody_packs_who_does_not_keep_the_archive(command, closed, tmp_path, capsys):
    with pytest.raises(SystemExit):
        command("export", closed.code, tmp_path)
    assert "--person" in capsys.readouterr().err
    assert command("export", closed.code, tmp_path, "--person", "handler") == 1
    assert not list(tmp_path.glob("*.zip"))


def test_a_faulty_package_fails(command, tmp_path, capsys):
    path = tmp_path / "x.zip"
    path.write_bytes(b"no package")
    assert command("check", path) == 1
    assert "KHÔNG HỢP LỆ / FAULTY" in capsys.readouterr().out
    assert command("check", tmp_path / "nothing.zip") == 2


def test_a_package_is_received_in_the_name_of_a_person(
    command, province, fonds, sent, capsys
):
    words = ("receive", sent, "--agency", "H99", "--person")
    assert command(*words, "archivist") == 0
    assert "GN-2026-0001: sound" in capsys.readouterr().out
    assert command(*words, "handler") == 1
    assert len(list(store.every_accession(province))) == 1


def test_a_package_is_sent_and_a_round_done(
    command, province, closed, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("MOTCUA_EXCHANGE", str(tmp_path))
    assert command("send", closed.code, "--person", "archivist") == 0
    assert "GG-2026-0001: GG-2026-0001_uuid-" in capsys.readouterr().out
    words = ("exchange", "--agency", "H99", "--person", "archivist")
    assert command(*words) == 0
    assert "0 receipts, 0 packages came" in capsys.readouterr().out
    assert command(*words, "--channel", "nowhere") == 2
