"""Procedures on the command line: what goes in, what comes out, how it ends."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
import json
from motcua.setup import cli
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
import pytest
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

    for name in ("import_procedures", "export_procedures", "search"):
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
