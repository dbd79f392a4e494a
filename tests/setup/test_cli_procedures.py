"""Procedures on the command line: what goes in, what comes out, how it ends."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
import json
from motcua.setup import cli
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.procedures.importing.pages import page
from tests.procedures.samples import record
from tests.procedures.samples import write


BEES = record("9.000502", ten_thu_tuc="Đăng ký nuôi ong")
RECORDS = (record("9.000501"), BEES)
COUNTS = ("records", "created", "updated", "unchanged", "failed")


@pytest.fixture
def motcua(functional_portal, tmp_path, monkeypatch):
    """Run commands on a site; SQL of its own, as nobody rolls it back."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    login(functional_portal.aq_parent, SITE_OWNER_NAME)

    @contextmanager
    def open_site():
        yield functional_portal

    commands = ("import_procedures", "export_procedures", "imports", "lint_procedures")
    for name in (*commands, "search"):
        module = import_module(f"motcua.setup.cli.{name}")
        monkeypatch.setattr(module, "open_site", open_site)
    return lambda *words: cli.main([str(word) for word in words])


@pytest.fixture
def load(motcua, tmp_path):
    """Import lines and return the report that was written."""

    def run(*lines, options=()):
        report = tmp_path / "report.json"
        path = write(tmp_path / "in.jsonl", *lines)
        assert motcua("import-procedures", path, "--report", report, *options) == 0
        return json.loads(report.read_text(encoding="utf-8"))

    return run


def counts(report):
    return [report[name] for name in COUNTS]


def found(motcua, capsys, query):
    capsys.readouterr()
    assert motcua("search", query, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_the_report_has_exactly_these_names(load):
    assert set(load(*RECORDS)) == {*COUNTS, "flags", "failures"}


def test_a_dry_run_counts_and_writes_nothing(load, motcua, capsys):
    assert counts(load(*RECORDS, options=["--dry-run"])) == [2, 2, 0, 0, 0]
    assert "dry run" in capsys.readouterr().out
    assert found(motcua, capsys, "nuôi ong")["total"] == 0
    assert counts(load(*RECORDS)) == [2, 2, 0, 0, 0]


def test_the_second_run_changes_nothing(load):
    load(*RECORDS)
    assert counts(load(*RECORDS)) == [2, 0, 0, 2, 0]


def test_an_altered_record_is_one_update(load, motcua, capsys):
    load(*RECORDS)
    altered = {**BEES, "ten_thu_tuc": "Đăng ký nuôi tằm"}
    assert counts(load(RECORDS[0], altered)) == [2, 0, 1, 1, 0]
    assert found(motcua, capsys, "nuôi tằm")["results"][0]["code"] == "9.000502"


def test_a_broken_line_is_named_by_number_and_stops_nobody(load, capsys):
    report = load(RECORDS[0], b'{"ma_thu_tuc": ', BEES)
    assert counts(report) == [3, 2, 0, 0, 1]
    (failure,) = report["failures"]
    assert set(failure) == {"line", "code", "reason"}
    assert failure["line"] == 2
    assert "dòng/line 2" in capsys.readouterr().err


def test_what_was_imported_is_exported_equal(load, motcua, tmp_path):
    load(*RECORDS)
    path = tmp_path / "out.jsonl"
    assert motcua("export-procedures", path) == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(RECORDS)


def test_drafts_are_not_found(load, motcua, capsys):
    load(*RECORDS, options=["--state", "draft"])
    assert found(motcua, capsys, "9.000502")["total"] == 0


def test_search_prints_json_for_programs(load, motcua, capsys):
    load(*RECORDS)
    answer = found(motcua, capsys, "nuoi ong")
    assert set(answer) == {"query", "total", "took_ms", "results"}
    assert (answer["query"], answer["total"]) == ("nuoi ong", 1)
    (result,) = answer["results"]
    assert result.pop("score") > 0
    assert result == {
        "code": "9.000502",
        "title": "Đăng ký nuôi ong",
        "url": "/vi/thu-tuc/9.000502",
    }


def test_finding_nothing_is_an_answer(motcua, capsys):
    assert found(motcua, capsys, "máy bay")["results"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("import-procedures", "{0}/missing.jsonl"),
        ("import-procedures", "{0}/there", "--report", "{0}/missing/r.json"),
        ("export-procedures", "{0}/missing/out.jsonl"),
    ],
)
def test_files_that_cannot_be_used_end_with_2_and_their_name(
    motcua, tmp_path, capsys, words
):
    (tmp_path / "there").write_text("")
    assert motcua(*(word.format(tmp_path) for word in words)) == 2
    assert str(tmp_path / "missing") in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "201", "ten"])
def test_a_wrong_limit_is_refused_with_2(motcua, limit, capsys):
    with pytest.raises(SystemExit) as ended:
        motcua("search", "ong", "--limit", limit)
    assert ended.value.code == 2
    assert "--limit" in capsys.readouterr().err


def test_an_import_is_one_run_that_can_be_undone(load, motcua, capsys):
    load(*RECORDS)
    load(*RECORDS)
    capsys.readouterr()
    assert motcua("imports") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "applied" in line
    assert motcua("imports", "--undo", line.split()[0]) == 0
    assert "2 / 2" in capsys.readouterr().out
    assert found(motcua, capsys, "nuôi ong")["total"] == 0
    assert counts(load(*RECORDS)) == [2, 0, 2, 0, 0]
    assert found(motcua, capsys, "nuôi ong")["total"] == 1


def test_an_unknown_import_is_told(motcua, capsys):
    assert motcua("imports", "--undo", "20260101-0001") == 2
    assert "no such import" in capsys.readouterr().err


def test_the_difference_is_told_in_words_and_writes_nothing(
    load, motcua, tmp_path, capsys
):
    load(*RECORDS)
    told = tmp_path / "d.json"
    page_ = page("9.000501", so_quyet_dinh="16/QĐ-UBND")
    path = write(tmp_path / "pages.jsonl", page_, page("9.000503"))
    options = ("--source", "pages", "--dry-run", "--difference", told)
    assert motcua("import-procedures", path, *options) == 0
    values = json.loads(told.read_text(encoding="utf-8"))
    assert (values["same"], values["changed"], values["new"]) == (0, 1, 1)
    assert values["changes"] == {"decision_changed": 1}
    assert "16/QĐ-UBND" in values["procedures"][0]["said"][0][0]
    assert "decision_changed" in capsys.readouterr().out
    assert found(motcua, capsys, "9.000503")["total"] == 0


def test_a_difference_without_a_dry_run_is_wrong_use(motcua, tmp_path, capsys):
    path = write(tmp_path / "in.jsonl", *RECORDS)
    assert motcua("import-procedures", path, "--difference", tmp_path / "d") == 2
    assert "--dry-run" in capsys.readouterr().err


def test_findings_are_counted_printed_and_written_as_a_table(
    load, motcua, tmp_path, capsys
):
    load(*RECORDS, record("9.000503", dia_chi_tiep_nhan_hs=""))
    capsys.readouterr()
    table = tmp_path / "f.csv"
    assert motcua("lint-procedures", "--json", "--csv", table) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["checked"] == 3
    rules = {row["name"]: row["procedures"] for row in values["rules"]}
    assert rules["no-receiving-address"] == 1
    assert values["agencies"]
    assert "no-receiving-address" in table.read_text(encoding="utf-8-sig")
    assert motcua("lint-procedures") == 0
    assert "no-receiving-address" in capsys.readouterr().out


def test_a_table_in_a_folder_that_is_not_there_is_told(motcua, tmp_path, capsys):
    assert motcua("lint-procedures", "--csv", tmp_path / "x" / "f.csv") == 2
    assert "no such folder" in capsys.readouterr().err
