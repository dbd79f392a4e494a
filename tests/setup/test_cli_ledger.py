"""Ledgers on the command line: how it ends, what it says, what it writes."""

from __future__ import annotations

from contextlib import contextmanager
import json
from motcua.dossiers import ledger
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import heads
from motcua.dossiers.ledger import verify_ledger
from motcua.setup import cli
from motcua.setup.cli import ledger as command
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
import transaction


@pytest.fixture
def dossier(functional_portal, tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "folder", lambda: tmp_path / "anchors")
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    found = receive(functional_portal, an_intake(version), "reception", MONDAY)
    transaction.commit()
    return found


@pytest.fixture
def motcua(functional_portal, monkeypatch, capsys):
    """Run ``motcua ledger`` on a site; return (status, stdout, stderr)."""

    @contextmanager
    def open_site():
        yield functional_portal

    monkeypatch.setattr(command, "open_site", open_site)

    def run(*words):
        status = cli.main(["ledger", *(str(word) for word in words)])
        return (status, *capsys.readouterr())

    return run


def alter(dossier):
    dossier.last.payload = dossier.last.payload.replace(b"Hoa", b"Lan")
    transaction.commit()


def test_ledgers_that_hold_end_with_0(motcua, dossier):
    for which in ("--all", dossier.code):
        status, out, _err = motcua("verify", which)
        assert status == 0
        assert "1 hồ sơ, 1 sự kiện, 0 mã băm lưu ngoài, 1 dòng sổ đăng ký" in out
        assert "Nhật ký toàn vẹn." in out


def test_an_altered_one_ends_with_1_and_names_the_place(motcua, dossier):
    alter(dossier)
    status, out, _err = motcua("verify", "--all", "--language", "en")
    assert status == 1
    assert f"{dossier.code}, event 1: payload altered" in out
    status, out, _err = motcua("verify", dossier.code)
    assert (status, f"{dossier.code}, sự kiện 1: nội dung bị sửa" in out) == (1, True)


def test_json_for_programs(motcua, dossier):
    alter(dossier)
    status, out, _err = motcua("verify", "--all", "--json")
    told = json.loads(out)
    assert status == 1
    assert set(told) == {
        "dossiers",
        "events",
        "heads",
        "rows",
        "seconds",
        "events_per_second",
        "faults",
    }
    assert told["faults"] == [
        {
            "code": dossier.code,
            "event": 1,
            "kind": "payload-altered",
            "what": "payload altered",
        }
    ]


def test_wrong_use_ends_with_2(motcua, dossier, tmp_path):
    assert motcua("verify")[0] == 2
    assert motcua("verify", dossier.code, "--all")[0] == 2
    status, _out, err = motcua("verify", "H99.01-261102-0777")
    assert (status, "không có hồ sơ H99.01-261102-0777" in err) == (2, True)
    status, _out, err = motcua("export", "nothing", "--out", tmp_path)
    assert (status, "không có hồ sơ nothing" in err) == (2, True)


def test_an_export_can_be_checked_where_it_lies(motcua, dossier, tmp_path):
    out = tmp_path / "proof"
    status, said, _err = motcua("export", dossier.code, "--out", out)
    path = out / f"{dossier.code}.ledger.jsonl"
    assert (status, str(path) in said) == (0, True)
    assert verify_ledger.check(path.read_bytes())
    assert (out / "verify_ledger.py").is_file()
    assert "Đức" in path.read_text()
    status, _said, err = motcua("export", dossier.code, "--out", out)
    assert (status, "đã có" in err) == (2, True)


def test_an_export_without_personal_data(motcua, dossier, tmp_path):
    path = tmp_path / "x.jsonl"
    status, _said, _err = motcua(
        "export", dossier.code, "--out", path, "--without-personal-data"
    )
    assert status == 0
    for personal in ("Đức", "Nguyễn", "0912", "030957"):
        assert personal not in path.read_text()
    assert verify_ledger.check(path.read_bytes())


def test_a_folder_that_cannot_be_written_is_told(motcua, dossier, tmp_path):
    (tmp_path / "file").write_text("")
    status, _said, err = motcua(
        "export", dossier.code, "--out", tmp_path / "file" / "x.jsonl", "--language=en"
    )
    assert (status, "cannot write" in err or "exists" in err) == (2, True)


def test_an_altered_ledger_is_exported_and_told(motcua, dossier, tmp_path):
    alter(dossier)
    status, _said, err = motcua("export", dossier.code, "--out", tmp_path / "x.jsonl")
    assert (status, "sự kiện 1: nội dung bị sửa" in err) == (1, True)
    assert ledger.verify(dossier)


def test_both_languages_say_the_same_things():
    vi, en = command.WORDS["vi"], command.WORDS["en"]
    assert set(vi) == set(en)
    for name, text in vi.items():
        assert text.count("{") == en[name].count("{")
